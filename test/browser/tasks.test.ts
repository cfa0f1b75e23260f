import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { folderNames } from "../../shared/records/names.ts";
import { emptyDatabase } from "../database.ts";
import { adminApi } from "../sandbox/admin-api.ts";
import { freePort } from "../sandbox/free-port.ts";
import { type ServiceProcess, startService } from "../sandbox/service-process.ts";
import { openPage, picture, startBrowser } from "./browser.ts";
import { type PageWorld, startPageWorld } from "./page-world.ts";

const BEN = "ben.okafor@example.com";
let world: PageWorld;
let database: Awaited<ReturnType<typeof emptyDatabase>>;
let service: ServiceProcess;
let browser: Browser;

beforeAll(async () => {
  [world, database] = await Promise.all([startPageWorld(), emptyDatabase()]);
  const environment = world.standIns.serviceEnvironment({ port: await freePort(), databaseUrl: database.url, pollSeconds: 1 });
  service = await startService(environment);
  await adminApi(world.standIns, () => service.url).activateAll();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await service?.kill();
  await world?.close();
  await database?.drop();
});

it("T1: in Outlook the user's tasks of Salesforce stand in their list, and completing one there shows soon", async () => {
  const { seed, org } = world.standIns.salesforce;
  const ben = [...org.store.rows("User")].find(({ values }) => values["Username"] === `${BEN}.sandbox`)?.id ?? "";
  const id = seed.task({ OwnerId: ben, Subject: "Call the lighthouse", ActivityDate: "2026-12-31" });
  const page = await openPage(browser, { viewport: { width: 1366, height: 768 } });
  await page.goto(`${world.outlookUrl}/?user=${BEN}`);
  await page.getByRole("tab", { name: "Tasks" }).click();
  const tasks = page.getByRole("list", { name: "Tasks" });
  await tasks.getByText(`${folderNames.tasks}: Call the lighthouse (notStarted)`).waitFor({ timeout: 60_000 });
  await picture(page, "tasks");
  seed.change("Task", id, { Status: "Completed" });
  await tasks.getByText(`${folderNames.tasks}: Call the lighthouse (completed)`).waitFor({ timeout: 60_000 });
  expect(await tasks.getByText("Call the lighthouse").count()).toBe(1);
});
