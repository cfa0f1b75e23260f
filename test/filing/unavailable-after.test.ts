import { afterEach, expect, it } from "vitest";
import { patient } from "../../sync-service/patience.ts";
import { mime, type Office, openOffice } from "./office.ts";

let office: Office;
afterEach(() => office.close());

it.each([false, true])(
  "SF20: an upload and a task that are answered 503 after their effect are made once (fields of our own: %s)",
  async (tandemFields) => {
    office = await openOffice({ tandemFields }, patient);
    const anna = await office.hire("Anna");
    // Words that Composite would take for its own, so that the task goes by a request that can be told from the look-ups.
    const subject = "About @{price}";
    await office.world.graph.seed.mime(
      anna.email,
      "Salesforce Emails",
      mime({ subject, files: [{ name: "offer.txt", content: "offer" }] }),
    );
    for (const path of ["/sobjects/ContentVersion$", "/composite/sobjects$"])
      office.world.faults.plant({ kind: "unavailable-after", on: "salesforce", method: "POST", path, times: 1 });
    await anna.fileAll();

    expect(office.world.faults.list().map(({ hits }) => hits)).toEqual([1, 1]);
    const { store } = office.world.salesforce.org;
    const tasks = [...store.rows("Task")];
    expect(tasks.map(({ values }) => values["Subject"])).toEqual([subject]);
    expect([...store.rows("ContentVersion")]).toHaveLength(1);
    expect([...store.rows("ContentDocumentLink")].filter(({ values }) => values["LinkedEntityId"] === tasks[0]?.id)).toHaveLength(1);
  },
);
