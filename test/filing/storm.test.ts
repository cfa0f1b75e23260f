import { afterEach, expect, it } from "vitest";
import { SyncError } from "../../sync-service/errors.ts";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { mime, type Office, openOffice } from "./office.ts";

let office: Office;
afterEach(() => office.close());

const MAILS = 10;
const FAULTS = ["lost-before", "lost-after", "throttled", "unavailable", "expired-session"] as const;

it.each([false, true])(
  "P1: in a storm of lost, refused and throttled calls every mail is filed once, each file once (fields of our own: %s)",
  async (tandemFields) => {
    office = await openOffice({ tandemFields });
    const anna = await office.hire("Anna");
    office.world.salesforce.seed.contact({ LastName: "Doe", Email: "jane@acme.example", OwnerId: anna.salesforceUserId });
    for (let n = 0; n < MAILS; n += 1) {
      const files = [1, 2].map((file) => ({ name: `${file}.txt`, content: `file ${file} of mail ${n}` }));
      await office.world.graph.seed.mime(anna.email, "Salesforce Emails", mime({ subject: `mail ${n}`, files }));
    }
    for (const kind of FAULTS) office.world.faults.plant({ kind, probability: 0.05 });
    for (let round = 0; round < 60; round += 1) await slice();
    office.world.faults.clear();
    await anna.fileAll();

    const { store } = office.world.salesforce.org;
    const tasks = [...store.rows("Task")];
    const links = [...store.rows("ContentDocumentLink")].filter(({ values }) => tasks.some(({ id }) => id === values["LinkedEntityId"]));
    expect({
      tasks: tasks.length,
      subjects: new Set(tasks.map(({ values }) => values["Subject"])).size,
      links: links.length,
      files: [...store.rows("ContentVersion")].length,
    }).toEqual({ tasks: MAILS, subjects: MAILS, links: MAILS * 2, files: MAILS * 2 });
    const marked = office.world.graph.seed.items(anna.email, "Salesforce Emails").map(({ fields }) => fields["categories"]);
    expect(marked).toEqual(Array.from({ length: MAILS }, () => ["Salesforce"]));

    async function slice(): Promise<void> {
      office.time.now = new Date(office.time.now.getTime() + 1_000);
      try {
        await fileSlice(anna.parts);
      } catch (error) {
        if (!(error instanceof SyncError)) throw error;
      }
    }
  },
  60_000,
);
