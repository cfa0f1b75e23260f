import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MailboxClient, mailboxClient } from "../sandbox/mailbox-client.ts";
import { openPage, overflowsSideways, picture, seriousFaults } from "./browser.ts";
import { type ServedWorld, startServedWorld } from "./served-world.ts";

const BEN = "ben.okafor@example.com";

interface Contact {
  readonly id: string;
  readonly surname: string;
  readonly jobTitle: string | null;
}

let world: ServedWorld;
let mailbox: MailboxClient;

beforeAll(async () => {
  world = await startServedWorld();
  mailbox = mailboxClient(() => world.standIns.graph.url, world.standIns.graphToken, BEN);
  await world.admin.activateAll();
  await world.settle(BEN);
});

afterAll(() => world?.close());

const salesforce = () => world.salesforceAs(`${BEN}.sandbox`);

async function haugen(): Promise<Contact> {
  const folder = await mailbox.contactsFolder();
  const found = (await mailbox.all<Contact>(`/contactFolders/${encodeURIComponent(folder)}/contacts?$top=100`)).find(
    ({ surname }) => surname === "Haugen",
  );
  if (!found) throw new Error("Nora Haugen is not in the mailbox.");
  return found;
}
async function record(): Promise<{ readonly Id: string; readonly Title: string | null }> {
  const [found] = await salesforce().query<{ Id: string; Title: string | null }>("SELECT Id, Title FROM Contact WHERE LastName = 'Haugen'");
  if (!found) throw new Error("Nora Haugen is not in Salesforce.");
  return found;
}
const titles = async () => [(await haugen()).jobTitle, (await record()).Title];

/** A conflict over Nora's title: both sides change it while the service looks at neither. */
async function conflict(): Promise<void> {
  await world.admin.setSync(BEN, "paused");
  await mailbox.send("PATCH", `/contacts/${encodeURIComponent((await haugen()).id)}`, { jobTitle: "Director of yards" });
  await salesforce().change("Contact", (await record()).Id, { Title: "President" });
  await world.admin.setSync(BEN, "on");
  await world.settle(BEN);
}

async function whole(page: Page, url: string) {
  const frame = page.frames().find((one) => one.url().includes(url));
  if (!frame) throw new Error(`There is no frame of ${url}.`);
  expect(await seriousFaults(frame)).toEqual([]);
  expect(await overflowsSideways(frame)).toBe(false);
}

it("W2, M2: a conflict is shown in the pane with both values, and settled there", async () => {
  await conflict();
  expect(await titles()).toEqual(["President", "President"]);
  const page = await openPage(world.browser, { viewport: { width: 1366, height: 900 } });
  await page.goto(`${world.outlookUrl}/?user=${BEN}`);
  const mails = page.getByRole("region", { name: "Mails" });
  await mails.getByRole("button", { name: "Light for a pier" }).click();
  const pane = page.frameLocator('iframe[title="Tandem"]');
  await pane.getByText("1 item needs you").click();
  const card = pane.getByRole("listitem", { name: /^title: Nora Haugen/u });
  await card.getByText("Both sides had changed the title; the value of Salesforce stands.").waitFor();
  await card.getByText("Director of yards").waitFor();
  await card.getByText("President").waitFor();
  await card.scrollIntoViewIfNeeded();
  await picture(page, "conflict-1-shown");
  await whole(page, "/pane/");
  await card.getByRole("button", { name: "Take Outlook’s" }).click();
  await card.getByText("Your answer is being carried out.").waitFor();
  await card.waitFor({ state: "detached", timeout: 30_000 });
  await picture(page, "conflict-2-settled");
  expect(await titles()).toEqual(["Director of yards", "Director of yards"]);
  await page.close();
});

it("P2, A6: an update is undone from the journal, after its effect was told, and the journal tells that too", async () => {
  const page = await openPage(world.browser, { viewport: { width: 1300, height: 900 } });
  await page.goto(`${world.service.url}/admin/`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: /Ada Winter/u }).click();
  await page.getByRole("tab", { name: "Journal" }).click();
  await page.getByLabel("Salesforce record id").fill((await record()).Id);
  await page.getByRole("button", { name: "Search" }).click();
  const row = page.getByRole("row").filter({ hasText: "update in Salesforce" }).filter({ hasText: "President → Director of yards" });
  await row.getByRole("button", { name: "Undo contact: update in Salesforce" }).click();
  await row.getByText("Both sides get back: title.").waitFor();
  await picture(page, "undo-1-asked");
  expect(await seriousFaults(page.mainFrame())).toEqual([]);
  await row.getByRole("button", { name: "Undo it" }).click();
  await page.getByRole("row").filter({ hasText: "A person undid the entry" }).waitFor({ timeout: 30_000 });
  await world.settle(BEN);
  await picture(page, "undo-2-done");
  expect(await titles()).toEqual(["President", "President"]);

  // What cannot be undone says why: here the undo before has brought it back already.
  const other = page.getByRole("row").filter({ hasText: "update in Outlook" }).filter({ hasText: "President → Director of yards" });
  await other.getByRole("button", { name: "Undo contact: update in Outlook" }).click();
  await other.getByText("This cannot be undone.").waitFor();
  await other.getByText("What was before stands there again.").waitFor();
  await picture(page, "undo-3-refused");

  await page.getByText("Undo what was done for a user in some time").click();
  await page.getByLabel("Mailbox of the user").fill(BEN);
  await page.getByLabel("From").fill("2020-01-01T00:00");
  await page.getByLabel("Until").fill("2099-01-01T00:00");
  await page.getByRole("button", { name: "Look what would be undone" }).click();
  await page.getByText(/\d+ of \d+ entries can be undone\./u).waitFor();
  await picture(page, "undo-4-some-time");
  expect(await seriousFaults(page.mainFrame())).toEqual([]);
  await page.close();
});

it("A6: why a mail is not in Salesforce, in the pane; and why a contact is, for an administrator who has an id", async () => {
  const page = await openPage(world.browser, { viewport: { width: 1366, height: 900 } });
  await page.goto(`${world.outlookUrl}/?user=${BEN}`);
  await page.getByRole("region", { name: "Mails" }).getByRole("button", { name: "Light for a pier" }).click();
  const pane = page.frameLocator('iframe[title="Tandem"]');
  await pane.getByRole("tab", { name: "Status" }).click();
  await pane.getByRole("button", { name: "Why is it so?" }).click();
  const inPane = pane.getByRole("region", { name: "Why", exact: true });
  await inPane.getByText("It neither lies in “Salesforce Emails” nor carries the category “Salesforce”.").waitFor();
  await inPane.getByText(/^F1: Mails in/u).waitFor();
  await inPane.scrollIntoViewIfNeeded();
  await picture(page, "why-1-pane");
  await whole(page, "/pane/");
  await page.close();

  const admin = await openPage(world.browser, { viewport: { width: 1300, height: 900 } });
  await admin.goto(`${world.service.url}/admin/`);
  await admin.getByRole("button", { name: "Sign in" }).click();
  await admin.getByRole("link", { name: /Ada Winter/u }).click();
  await admin.getByRole("tab", { name: "Journal" }).click();
  await admin.getByText("Why is an item or a record as it is, or not there?").click();
  await admin.getByLabel("Mailbox of whom").fill(BEN);
  await admin.getByLabel("Id of the item, record or link").fill((await record()).Id);
  await admin.getByRole("button", { name: "Why?" }).click();
  const answer = admin.getByRole("region", { name: "Why", exact: true });
  await answer.getByText("It is kept in step with its other half.").waitFor();
  await answer.getByRole("list", { name: "What was done last" }).getByText("update in Salesforce").first().waitFor();
  await picture(admin, "why-2-admin");
  expect(await seriousFaults(admin.mainFrame())).toEqual([]);

  await admin.getByLabel("Rule", { exact: true }).first().selectOption("P2");
  await admin.getByRole("button", { name: "Search" }).click();
  await admin.getByRole("row").filter({ hasText: "A person undid the entry" }).first().waitFor();
  expect(await admin.getByRole("row").filter({ hasText: "create in" }).count()).toBe(0);
  await picture(admin, "why-3-journal-by-rule");
  await admin.close();
});

it("B5: what sync has made is counted, removed after it was said, and brought back from the journal", async () => {
  const page = await openPage(world.browser, { viewport: { width: 1300, height: 900 } });
  await page.goto(`${world.service.url}/admin/`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: /Ada Winter/u }).click();
  await page.getByRole("tab", { name: "Users" }).click();
  await page.getByRole("button", { name: `Copies of ${BEN}` }).click();
  const copies = page.getByRole("region", { name: `Copies in the mailbox of ${BEN}` });
  await copies.getByText(/^Sync has made \d+ contacts/u).waitFor();
  await copies.scrollIntoViewIfNeeded();
  await picture(page, "copies-1-told");
  expect(await seriousFaults(page.mainFrame())).toEqual([]);
  await copies.getByRole("button", { name: /^Remove \d+ copies$/u }).click();
  await copies.getByText("The copies are removed.").waitFor({ timeout: 30_000 });
  await picture(page, "copies-2-removed");
  await world.settle(BEN);
  await expect(haugen()).rejects.toThrow("not in the mailbox");
  expect((await record()).Title).toBe("President");

  await page.getByRole("tab", { name: "Journal" }).click();
  await page.getByText("Undo what was done for a user in some time").click();
  await page.getByLabel("Mailbox of the user").fill(BEN);
  await page.getByLabel("From").fill("2020-01-01T00:00");
  await page.getByLabel("Until").fill("2099-01-01T00:00");
  await page.getByLabel("Rule", { exact: true }).last().selectOption("B5");
  await page.getByRole("button", { name: "Look what would be undone" }).click();
  await page.getByText(/\d+ of \d+ entries can be undone\./u).waitFor();
  await picture(page, "copies-3-undo");
  await page.getByRole("button", { name: /^Undo what can be/u }).click();
  await expect.poll(() => titles().catch(() => null), { timeout: 30_000 }).toEqual(["President", "President"]);
  await page.close();
});
