import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openPage, picture, startBrowser } from "./browser.ts";
import { type PageWorld, startPageWorld } from "./page-world.ts";

const BEN = "ben.okafor@example.com.sandbox";
let world: PageWorld;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  world = await startPageWorld();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

beforeEach(async () => {
  page = await openPage(browser, { viewport: { width: 1200, height: 900 } });
});

afterEach(async () => {
  await page.close();
});

it("lists what the user may see, and leads from contact to account to opportunity", async () => {
  await page.goto(`${world.lightningUrl}/?user=${BEN}`);
  await page.getByRole("list", { name: "Contacts" }).getByRole("link", { name: "Nora Haugen" }).click();
  await page.getByRole("heading", { name: "Contact: Nora Haugen" }).waitFor();
  await page.getByRole("link", { name: "Harborlight Marine" }).click();
  await page.getByRole("heading", { name: "Account: Harborlight Marine" }).waitFor();
  await page
    .getByRole("list", { name: "Opportunities" })
    .getByRole("link", { name: "Harborlight: deck lights for four ferries" })
    .waitFor();
  await picture(page, "lightning-account");
});

it("saves an edit, of the changed field alone", async () => {
  await page.goto(`${world.lightningUrl}/?user=${BEN}`);
  await page.getByRole("link", { name: "Jonas Lie" }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("form", { name: "Edit" }).getByRole("textbox", { name: "Title", exact: true }).fill("Head of purchasing");
  const [sent] = await Promise.all([
    page.waitForRequest((request) => request.method() === "PATCH"),
    page.getByRole("button", { name: "Save" }).click(),
  ]);
  expect(sent.postDataJSON()).toEqual({ Title: "Head of purchasing" });
  await page.getByText("Head of purchasing").waitFor();
  const [jonas] = world.standIns.salesforce.org.store.having("Contact", "Email", "jonas.lie@harborlight.example");
  expect(jonas?.values).toMatchObject({ Title: "Head of purchasing", Phone: "+47 55 01 02 07" });
});

it("shows Salesforce's own words when it refuses", async () => {
  await page.goto(`${world.lightningUrl}/?user=${BEN}`);
  await page.getByRole("link", { name: "Jonas Lie" }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("form", { name: "Edit" }).getByRole("textbox", { name: "Last Name" }).fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await page
    .getByRole("alert")
    .getByText(/REQUIRED_FIELD_MISSING/u)
    .waitFor();
});

it("deletes a record", async () => {
  await page.goto(`${world.lightningUrl}/?tab=Lead&user=${BEN}`);
  await page.getByRole("link", { name: "Oona Virtanen" }).click();
  await page.getByRole("heading", { name: "Lead: Oona Virtanen" }).waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/tab=Lead/u);
  await page
    .getByText(/No lead that you can see\.|Karim/u)
    .first()
    .waitFor();
  expect(await page.getByRole("link", { name: "Oona Virtanen" }).count()).toBe(0);
});

it("opens a record at Salesforce's own addresses", async () => {
  const [nora] = world.standIns.salesforce.org.store.having("Contact", "Email", "nora.haugen@harborlight.example");
  for (const path of [`/lightning/r/Contact/${nora?.id ?? ""}/view`, `/${nora?.id ?? ""}`]) {
    await page.goto(`${world.lightningUrl}${path}?user=${BEN}`);
    await page.getByRole("heading", { name: "Contact: Nora Haugen" }).waitFor();
  }
});
