import type { Frame, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mailboxClient } from "../sandbox/mailbox-client.ts";
import { openPage, overflowsSideways, picture, seriousFaults } from "./browser.ts";
import { type ServedWorld, startServedWorld } from "./served-world.ts";

const BEN = "ben.okafor@example.com";
const SALESFORCE_BEN = `${BEN}.sandbox`;
const MORE_CONTACTS = 800;
/** It waits for people's speed, and for a slow stand-in. */
const SLOW_MS = 300_000;
const PATIENCE_MS = 30_000;

let world: ServedWorld;

beforeAll(async () => {
  world = await startServedWorld();
  await world.admin.syncUsers(true);
  const ben = benInSalesforce();
  for (let number = 0; number < MORE_CONTACTS; number += 1)
    world.standIns.salesforce.seed.contact({
      OwnerId: ben,
      FirstName: "Crew",
      LastName: `Member ${number}`,
      Email: `crew${number}@yard.example`,
    });
});

afterAll(() => world?.close());

const mailbox = () => mailboxClient(() => world.standIns.graph.url, world.standIns.graphToken, BEN);
const benInSalesforce = () =>
  [...world.standIns.salesforce.org.store.rows("User")].find(({ values }) => values["Username"] === SALESFORCE_BEN)?.id ?? "";

const salesforce = () => world.salesforceAs(SALESFORCE_BEN);

async function crewInOutlook(): Promise<number> {
  const folder = await mailbox().contactsFolder();
  const found = await mailbox().all<{ givenName: string | null }>(`/contactFolders/${encodeURIComponent(folder)}/contacts?$top=1000`);
  return found.filter(({ givenName }) => givenName === "Crew").length;
}

async function openUsers(): Promise<Page> {
  const page = await openPage(world.browser, { viewport: { width: 1300, height: 1_000 } });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${world.service.url}/admin/`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: /Ada Winter/u }).click();
  await page.getByRole("tab", { name: "Users" }).click();
  return page;
}

async function openPane(): Promise<{ readonly page: Page; readonly pane: FrameLocator }> {
  const page = await openPage(world.browser, { viewport: { width: 1366, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${world.outlookUrl}/?user=${BEN}`);
  await page.getByRole("region", { name: "Mails" }).getByRole("button", { name: "Light for a pier" }).click();
  return { page, pane: page.frameLocator('iframe[title="Tandem"]') };
}

const isPane = (frame: Frame) => frame.url().includes("/pane/");

async function paneIsWhole(page: Page): Promise<void> {
  const frame = page.frames().find(isPane);
  if (!frame) throw new Error("There is no pane.");
  expect(await seriousFaults(frame)).toEqual([]);
  expect(await overflowsSideways(frame)).toBe(false);
}

it(
  "show 6, B4: a dry run is looked at, then the first sync runs with its progress, is stopped, outlives a crash, and is continued",
  async () => {
    const page = await openUsers();
    await page.getByRole("button", { name: `Dry run for ${BEN}` }).click();
    const dryRun = page.getByRole("region", { name: `Dry run for ${BEN}` });
    const made = dryRun.getByText(/^\d+ would be made in Outlook$/u).first();
    await made.waitFor({ timeout: 60_000 });
    expect(Number.parseInt((await made.textContent()) ?? "", 10)).toBeGreaterThanOrEqual(MORE_CONTACTS);
    await dryRun.getByText(/^About \d+ requests to Salesforce/u).waitFor();
    await dryRun.scrollIntoViewIfNeeded();
    await picture(page, "first-sync-1-dry-run");
    expect(await seriousFaults(page.mainFrame())).toEqual([]);
    expect((await mailbox().all<unknown>("/contactFolders")).length).toBe(0);

    const inOutlook = await openPane();
    const pane = inOutlook.pane;
    await pane.getByText("Sync is off").waitFor();
    // Slow enough that a person can look at it.
    const slow = world.standIns.faults.plant({ kind: "latency", on: "graph", path: "\\$batch", ms: 1_000 });
    await dryRun.getByRole("button", { name: "Switch on" }).click();
    const counts = page.getByText(/^[1-9]\d* of \d+ items/u);
    await counts.waitFor({ timeout: 60_000 });
    await picture(page, "first-sync-2-progress-admin");
    expect(await seriousFaults(page.mainFrame())).toEqual([]);

    // Its owner comes back to the pane.
    await inOutlook.page
      .frames()
      .find(isPane)
      ?.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await pane.getByRole("progressbar", { name: "First sync" }).waitFor();
    await pane.getByText(/^Contacts: \d+ of \d+/u).waitFor();
    await pane.getByText(/^\d+ of \d+ items, (less than|about) [a-z0-9 ]+ left\.$/u).waitFor({ timeout: 60_000 });
    await picture(inOutlook.page, "first-sync-3-progress-pane");
    await paneIsWhole(inOutlook.page);
    const stop = pane.getByRole("button", { name: "Stop the first sync" });
    await stop.focus();
    await stop.press("Enter");
    await pane.getByText(/^Stopped by Ben Okafor at/u).waitFor();
    await picture(inOutlook.page, "first-sync-4-stopped-pane");
    await paneIsWhole(inOutlook.page);
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText(/^Stopped by Ben Okafor at/u).waitFor();
    await picture(page, "first-sync-5-stopped-admin");

    await world.crash();
    const stood = await crewInOutlook();
    expect(stood).toBeLessThan(MORE_CONTACTS);
    expect(await world.admin.user(BEN)).toMatchObject({ sync: "paused", firstSync: { stopped: { by: "Ben Okafor", own: true } } });
    await inOutlook.page.close();

    const again = await openPane();
    await again.pane.getByText(/^Stopped by Ben Okafor at/u).waitFor();
    world.standIns.faults.lift(slow);
    await again.pane.getByRole("button", { name: "Continue the first sync" }).click();
    await again.pane.getByText("Connection healthy").waitFor({ timeout: 90_000 });
    await world.settle(BEN);
    await picture(again.page, "first-sync-6-done");
    expect(await crewInOutlook()).toBe(MORE_CONTACTS);
    expect((await salesforce().query<{ Id: string }>("SELECT Id FROM Contact WHERE FirstName = 'Crew'")).length).toBe(MORE_CONTACTS);
    await again.page.close();
    await page.close();
  },
  SLOW_MS,
);

it("show 6, P5: a change of Salesforce to a meeting is held, and released in the pane it mails exactly those it named", async () => {
  const { graph, salesforce: org } = world.standIns;
  const day = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10);
  const at = (time: string) => ({ dateTime: `${day}T${time}:00`, timeZone: "UTC" });
  const invited = ["nora.haugen@harborlight.example", "jonas.lie@harborlight.example"];
  const meeting = await mailbox().send<{ id: string }>("POST", "/events", {
    subject: "Inspect the pier lights",
    ...{ start: at("10:00"), end: at("11:00"), categories: ["Salesforce"] },
    attendees: invited.map((address) => ({ emailAddress: { address, name: address }, type: "required" })),
  });
  await world.settle(BEN);
  const [row] = await salesforce().query<{ Id: string }>("SELECT Id FROM Event WHERE Subject = 'Inspect the pier lights'");
  const before = graph.mailed.list().length;
  org.seed.change("Event", row?.Id ?? "", { Subject: "Inspect the pier lights and the mole" });
  await world.settle(BEN);
  const subject = async () => (await mailbox().send<{ subject: string }>("GET", `/events/${encodeURIComponent(meeting.id)}`)).subject;
  expect([await subject(), graph.mailed.list().length]).toEqual(["Inspect the pier lights", before]);

  const { page, pane } = await openPane();
  await pane.getByText(/items? needs? you/u).click();
  const card = pane.getByRole("listitem", { name: /^subject: Inspect the pier lights/u });
  await card.getByText(/Others take part in this event, so it was not changed in Outlook\./u).waitFor();
  await card.getByRole("button", { name: "Take Salesforce’s" }).click();
  await card.getByRole("button", { name: "Change it, and mail 2 people" }).waitFor();
  await card.scrollIntoViewIfNeeded();
  await picture(page, "held-1-asked");
  await paneIsWhole(page);
  expect(graph.mailed.list().length).toBe(before);
  await card.getByRole("button", { name: "Change it, and mail 2 people" }).click();
  await card.waitFor({ state: "detached", timeout: 30_000 });
  await world.settle(BEN);
  await picture(page, "held-2-released");
  expect(await subject()).toBe("Inspect the pier lights and the mole");
  const mails = graph.mailed.list().slice(before);
  expect(mails.map(({ why, to }) => `${why} to ${to}`).toSorted()).toEqual(invited.map((to) => `update to ${to}`).toSorted());
  await page.close();
});
