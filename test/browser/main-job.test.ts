import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, overflowsSideways, picture, seriousFaults } from "./browser.ts";
import { type ServedWorld, startServedWorld } from "./served-world.ts";

const [BEN, CARLA, EMIL] = ["ben.okafor@example.com", "carla.mendes@example.com", "emil.novak@example.com"] as const;
const SUBJECT = "Deck lights: drawings and numbers";
const FILES = ["Upper deck, drawing 4.pdf", "lamps.csv"];

let world: ServedWorld;

beforeAll(async () => {
  world = await startServedWorld();
  await world.admin.activateAll();
});

afterAll(() => world?.close());

const pane = (page: Page) => page.frameLocator('iframe[title="Tandem"]');
const mails = (page: Page) => page.getByRole("region", { name: "Mails" });

async function mailboxOf(email: string): Promise<Page> {
  const page = await openPage(world.browser, { viewport: { width: 1366, height: 768 } });
  await page.goto(`${world.outlookUrl}/?user=${email}`);
  await page.getByRole("button", { name: /^Inbox/u }).waitFor();
  return page;
}

describe("show 5: the main job, in a browser", () => {
  let ben: Page;

  it("W1: beside an open mail the pane names the sender's contact, account, and open opportunity, and soon (the time is printed)", async () => {
    ben = await mailboxOf(BEN);
    // A first mail, so that the pane has started and is signed in, as a pinned pane is.
    await mails(ben).getByRole("button", { name: "Light for a pier" }).click();
    await pane(ben).getByText("Not in Salesforce.").waitFor();
    const opened = performance.now();
    await mails(ben).getByRole("button", { name: SUBJECT }).click();
    const nora = pane(ben).getByRole("group", { name: "From: Nora Haugen" });
    await nora.getByRole("link", { name: "Nora Haugen" }).waitFor();
    await nora.getByRole("link", { name: "Harborlight Marine" }).waitFor();
    await pane(ben).getByRole("link", { name: "Harborlight: deck lights for four ferries" }).waitFor();
    const seconds = (performance.now() - opened) / 1_000;
    await picture(ben, "main-job-1-context");
    // 1.5 seconds are promised. The limit here is far beyond, as other work on the machine must not fail the test.
    expect(seconds).toBeLessThan(5);
    process.stdout.write(`The pane named contact, account, and opportunity ${seconds.toFixed(2)} s after the mail was opened.\n`);
  });

  it("F6: a mail dragged to “Salesforce Emails” is told to be filed, with links, without a reload", async () => {
    const loads: string[] = [];
    ben.on("framenavigated", (frame) => loads.push(frame.url()));
    const started = performance.now();
    await mails(ben)
      .getByRole("button", { name: SUBJECT })
      .dragTo(ben.getByRole("button", { name: /^Salesforce Emails/u }));
    await mails(ben).getByRole("button", { name: SUBJECT }).waitFor({ state: "detached" });
    await pane(ben).getByText("This mail is filed in Salesforce.").first().waitFor({ timeout: 30_000 });
    process.stdout.write(`The pane said “filed” ${((performance.now() - started) / 1_000).toFixed(2)} s after the drag.\n`);
    await pane(ben).getByRole("tab", { name: "Status" }).click();
    for (const name of FILES) await pane(ben).getByRole("link", { name }).waitFor();
    await pane(ben)
      .getByRole("link", { name: /^Task:/u })
      .first()
      .waitFor();
    await picture(ben, "main-job-2-filed");
    expect(loads.filter((url) => url.includes("/pane/"))).toEqual([]);
    const frame = ben.frames().find((one) => one.url().includes("/pane/"));
    if (!frame) throw new Error("The pane's frame is gone.");
    expect(await seriousFaults(frame)).toEqual([]);
    expect(await overflowsSideways(frame)).toBe(false);
  });

  it("F6: and says so still after a reload", async () => {
    await ben.reload();
    await ben.getByRole("button", { name: /^Salesforce Emails/u }).click();
    await mails(ben).getByRole("button", { name: SUBJECT }).click();
    await pane(ben).getByText("This mail is filed in Salesforce.").first().waitFor();
  });

  it("F1, F4: the record page shows the completed task, its people, and its files, which can be downloaded", async () => {
    const address = await pane(ben)
      .getByRole("link", { name: /^Task:/u })
      .first()
      .getAttribute("href");
    const record = await openPage(world.browser, { viewport: { width: 1366, height: 900 } });
    await record.goto(`${address ?? ""}?user=${BEN}.sandbox`);
    const task = record.getByRole("article", { name: "Task" });
    await task.getByText("Completed", { exact: true }).waitFor();
    await task.getByText(SUBJECT).first().waitFor();
    for (const name of FILES) await task.getByRole("list", { name: "Files" }).getByRole("button", { name }).waitFor();
    const [download] = await Promise.all([record.waitForEvent("download"), task.getByRole("button", { name: "lamps.csv" }).click()]);
    expect(download.suggestedFilename()).toBe("lamps.csv");
    await picture(record, "main-job-3-task");
    await task.getByRole("link", { name: "Nora Haugen" }).first().click();
    await record
      .getByRole("list", { name: "Completed tasks" })
      .getByRole("link", { name: new RegExp(SUBJECT, "u") })
      .waitFor();
    await picture(record, "main-job-4-contact");
    await record.close();
  });

  it("F3: a second user who opens the same message in his mailbox is told that it is filed, and by whom", async () => {
    const carla = await mailboxOf(CARLA);
    await mails(carla).getByRole("button", { name: SUBJECT }).click();
    await pane(carla).getByText("This mail is filed in Salesforce, by Ben Okafor.").first().waitFor();
    await picture(carla, "main-job-5-second-user");
    await carla.close();
  });

  it("F3, P8: a third, without that message, is told nothing", async () => {
    const emil = await mailboxOf(EMIL);
    await emil.getByText("Nothing in this folder.").waitFor();
    await pane(emil).getByText("Select a mail to see what Salesforce knows about its people.").waitFor();
    // He asks the service itself, with the message's own id and his own token.
    const reply = await fetch(
      `${world.service.url}/api/emails/AAMkADkzMzQ5/status?internetMessageId=${encodeURIComponent("<deck-lights-1@harborlight.example>")}`,
      {
        headers: { authorization: `Bearer ${world.standIns.userToken(EMIL)}` },
      },
    );
    const told = await reply.text();
    await picture(emil, "main-job-6-third-user");
    expect(told).not.toMatch(/Ben|Okafor|00T\w{12}|Deck lights|"filed"/u);
    await emil.close();
  });
});

describe("filing in the pane", () => {
  it("F1, F2, F4: files a mail to a lead with the attachments that were ticked, and then shows what it said it would do", async () => {
    const ben = await mailboxOf(BEN);
    await mails(ben).getByRole("button", { name: "Your lamps in our museum?" }).click();
    await pane(ben).getByRole("group", { name: "From: Oona Virtanen" }).waitFor();
    await pane(ben).getByRole("tab", { name: "File" }).click();
    await pane(ben)
      .getByText(
        /to Oona Virtanen \(Lead\), related to no record, as Salesforce relates a lead to nothing else, with \d of \d attachments?/u,
      )
      .waitFor();
    await picture(ben, "main-job-7-file");
    await pane(ben).getByRole("button", { name: "File" }).click();
    await pane(ben).getByText("This mail is filed in Salesforce.").first().waitFor({ timeout: 30_000 });
    await pane(ben).getByRole("link", { name: "Lead: Oona Virtanen" }).waitFor();
    await picture(ben, "main-job-8-filed-in-pane");
    // The mark it got makes the folder and the category tell the same as the pane.
    await ben.getByRole("article").getByText("Salesforce", { exact: true }).waitFor();
    await ben.close();
  });

  it("F2: mail among colleagues is filed by “File anyway” alone", async () => {
    const ben = await mailboxOf(BEN);
    await mails(ben).getByRole("button", { name: "Numbers of the quarter" }).click();
    await pane(ben).getByRole("tab", { name: "File" }).click();
    await pane(ben).getByText("Only colleagues are on this mail.").first().waitFor();
    await pane(ben).getByRole("button", { name: "File anyway" }).click();
    await pane(ben).getByText("This mail is filed in Salesforce.").first().waitFor({ timeout: 30_000 });
    await ben.close();
  });
});

describe("what was filed, taken back", () => {
  it("F5: Do not share asks whether the activity goes, has it removed, and shows what was done", async () => {
    const ben = await mailboxOf(BEN);
    await mails(ben).getByRole("button", { name: "Numbers of the quarter" }).click();
    await pane(ben).getByRole("tab", { name: "File" }).click();
    await pane(ben).getByRole("switch", { name: "Do not share this mail" }).click();
    await pane(ben).getByText("Remove the activity from Salesforce, with its files?").waitFor();
    await picture(ben, "main-job-9-do-not-share");
    await pane(ben).getByRole("button", { name: "Remove the activity" }).click();
    await pane(ben).getByText("This mail is not filed.").first().waitFor({ timeout: 30_000 });
    await pane(ben).getByRole("tab", { name: "Status" }).click();
    await pane(ben)
      .getByText(/^The activity was removed from Salesforce/u)
      .first()
      .waitFor();
    await picture(ben, "main-job-10-removed");
    await ben.close();
  });
});

describe("the administration page", () => {
  it("A1, A2, A6: signs in, shows the overview, proposes pairs, switches a user, and finds the filing in the journal", async () => {
    const page = await openPage(world.browser, { viewport: { width: 1200, height: 900 } });
    await page.goto(`${world.service.url}/admin/`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: /Ada Winter/u }).click();
    await page.getByText(/Connection healthy|The connection needs attention/u).waitFor();
    await picture(page, "admin-1-overview");
    expect(await seriousFaults(page.mainFrame())).toEqual([]);
    await page.getByRole("tab", { name: "Users" }).click();
    await page.getByRole("button", { name: "Propose pairs" }).click();
    await page.getByText(/0 pairs to add, 0 to remove, 5 unchanged/u).waitFor();
    await page.getByRole("combobox", { name: `Sync of ${EMIL}` }).selectOption("paused");
    await page.getByText(`${EMIL}: Sync is paused`).waitFor();
    await picture(page, "admin-2-users");
    expect(await seriousFaults(page.mainFrame())).toEqual([]);
    await page.getByRole("tab", { name: "Journal" }).click();
    await page.getByRole("table", { name: "Journal" }).getByText(BEN).first().waitFor();
    await picture(page, "admin-3-journal");
    expect(await seriousFaults(page.mainFrame())).toEqual([]);
    await page.close();
  });

  it("A7: turns away somebody without a role, in words", async () => {
    const page = await openPage(world.browser);
    await page.goto(`${world.service.url}/admin/`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: /Ben Okafor/u }).click();
    await page.getByText("The overview could not be read.").waitFor();
    await picture(page, "admin-4-refused");
    await page.close();
  });
});
