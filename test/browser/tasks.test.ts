import { afterAll, beforeAll, expect, it } from "vitest";
import { folderNames } from "../../shared/records/names.ts";
import { openPage, picture } from "./browser.ts";
import { type ServedWorld, startServedWorld } from "./served-world.ts";

const BEN = "ben.okafor@example.com";
let world: ServedWorld;

beforeAll(async () => {
  world = await startServedWorld();
  await world.admin.activateAll();
});

afterAll(() => world?.close());

it("T1: in Outlook the user's tasks of Salesforce stand in their list, and completing one there shows soon", async () => {
  const { seed, org } = world.standIns.salesforce;
  const ben = [...org.store.rows("User")].find(({ values }) => values["Username"] === `${BEN}.sandbox`)?.id ?? "";
  const id = seed.task({ OwnerId: ben, Subject: "Call the lighthouse", ActivityDate: "2026-12-31" });
  const page = await openPage(world.browser, { viewport: { width: 1366, height: 768 } });
  await page.goto(`${world.outlookUrl}/?user=${BEN}`);
  await page.getByRole("tab", { name: "Tasks" }).click();
  const tasks = page.getByRole("list", { name: "Tasks" });
  await tasks.getByText(`${folderNames.tasks}: Call the lighthouse (notStarted)`).waitFor({ timeout: 60_000 });
  await picture(page, "tasks");
  seed.change("Task", id, { Status: "Completed" });
  await tasks.getByText(`${folderNames.tasks}: Call the lighthouse (completed)`).waitFor({ timeout: 60_000 });
  expect(await tasks.getByText("Call the lighthouse").count()).toBe(1);
});
