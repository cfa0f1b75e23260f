import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openPage, picture, startBrowser } from "./browser.ts";
import { type PageWorld, startPageWorld } from "./page-world.ts";
import { attachments, context, me, notFiled } from "./sample-answers.ts";
import { startScriptedService } from "./scripted-service.ts";

const BEN = "ben.okafor@example.com";
let world: PageWorld;
let service: FastifyInstance;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await startPageWorld();
  service = await startScriptedService({ me, people: context, status: notFiled, attachments, filed: [] }, `${world.outlookUrl}/office.js`);
  world.showPane(`${await service.listen({ host: "127.0.0.1", port: 0 })}/pane/`);
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await service?.close();
  await world?.close();
});

beforeEach(async () => {
  page = await openPage(browser, { viewport: { width: 1366, height: 768 } });
});

afterEach(async () => {
  await page.close();
});

async function openMailbox(): Promise<void> {
  await page.goto(`${world.outlookUrl}/?user=${BEN}`);
  await page.getByText("Deck lights: drawings and numbers").waitFor();
}

const mailNamed = (subject: string) => page.getByRole("region", { name: "Mails" }).getByRole("button", { name: subject });
const pane = () => page.frameLocator('iframe[title="Tandem"]');

it("signs in, shows the mails, and tells the pane which one is open", async () => {
  await openMailbox();
  await mailNamed("Deck lights").click();
  await page.getByRole("heading", { name: "Deck lights: drawings and numbers" }).waitFor();
  await pane().getByText("Deck lights: drawings and numbers").waitFor();
  await picture(page, "outlook");
  await expect(pane().getByText("Harborlight Marine").first().innerText()).resolves.toBe("Harborlight Marine");
});

for (const how of ["late", "doubled", "empty-first", "reload"]) {
  it(`OA7: with ItemChanged ${how} the pane comes to show the mail that is open`, async () => {
    await openMailbox();
    await mailNamed("Deck lights").click();
    await pane().getByText("Deck lights: drawings and numbers").waitFor();
    await page.getByRole("combobox", { name: "How the pane is told of another item" }).selectOption(how);
    await mailNamed("Light for a pier").click();
    await pane().getByText("Light for a pier").waitFor();
    expect(await pane().getByText("Deck lights: drawings and numbers").count()).toBe(0);
  });
}

it("OA7: with ItemChanged missing the pane shows the open mail once it is looked at", async () => {
  await openMailbox();
  await mailNamed("Deck lights").click();
  await pane().getByText("Deck lights: drawings and numbers").waitFor();
  await page.getByRole("combobox", { name: "How the pane is told of another item" }).selectOption("missing");
  await mailNamed("Light for a pier").click();
  await page.getByRole("heading", { name: "Light for a pier" }).waitFor();
  await pane().getByRole("tab", { name: "Status" }).click();
  await pane().getByText("Light for a pier").waitFor();
});

it("moves a mail by the menu, for the keyboard, and keeps it open under its new id", async () => {
  await openMailbox();
  await mailNamed("Light for a pier").click();
  await page.getByRole("button", { name: "Move to…" }).press("Enter");
  await page.getByRole("menuitem", { name: "Archive" }).press("Enter");
  await mailNamed("Light for a pier").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Archive/u }).click();
  await mailNamed("Light for a pier").waitFor();
  await page.getByRole("heading", { name: "Light for a pier" }).waitFor();
  await pane().getByText("Light for a pier").waitFor();
});

it("sets and takes off a category", async () => {
  world.standIns.graph.seed.category(BEN, "Orange category", "preset1");
  await openMailbox();
  await mailNamed("Deck lights").click();
  for (const there of [true, false]) {
    await page.getByRole("button", { name: "Categorize" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Orange category" }).click();
    await page.keyboard.press("Escape");
    await page
      .getByRole("article")
      .getByText("Orange category")
      .waitFor({ state: there ? "visible" : "detached" });
  }
});

it("makes, changes, and deletes a contact", async () => {
  await openMailbox();
  await page.getByRole("tab", { name: "Contacts" }).click();
  await page.getByRole("button", { name: "New contact" }).click();
  await page.getByRole("textbox", { name: "First name" }).fill("Ana");
  await page.getByRole("textbox", { name: "Last name" }).fill("Lopes");
  await page.getByRole("textbox", { name: "E-mail" }).fill("ana@pier.example");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: /Ana Lopes/u }).click();
  await page.getByRole("textbox", { name: "Job title" }).fill("Architect");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("form", { name: "Contact" }).waitFor({ state: "detached" });
  const stored = world.standIns.graph.seed.items(BEN, "contacts", "contacts").find((item) => item.fields["surname"] === "Lopes");
  expect(stored?.fields).toMatchObject({ givenName: "Ana", jobTitle: "Architect", emailAddresses: [{ address: "ana@pier.example" }] });
  await page.getByRole("button", { name: /Ana Lopes/u }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: /Ana Lopes/u }).waitFor({ state: "detached" });
});

it("says so where the sandbox has no calendar yet, or lists what is there", async () => {
  await openMailbox();
  await page.getByRole("tab", { name: "Calendar" }).click();
  await page
    .getByText(/Not yet in the sandbox|No events\.|^\d{4}-\d\d-\d\d/u)
    .first()
    .waitFor();
  await page.getByRole("tab", { name: "Tasks" }).click();
  await page
    .getByText(/Not yet in the sandbox|No tasks\.|\((?:notStarted|completed|inProgress)\)/u)
    .first()
    .waitFor();
});
