import { describe, expect, it } from "vitest";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { FOLDER, anOffice, arrive, linkedTo, sorted, states, subjects, tasks, versions } from "./first-customer.ts";
import { mime, type Office } from "./office.ts";

const NOTHING_ELSE = { repliesSince: null, drafts: [] };

describe("F3: one message, one activity", () => {
  it("the second mailbox adds its people and files to the first one's, and is told by whom it was filed", async () => {
    const { office, anna, jane } = await anOffice({ sharedActivities: true, accountSharing: "Edit" });
    const bert = await office.hire("Bert");
    const rick = office.world.salesforce.seed.contact({ LastName: "Roe", Email: "rick@acme.example", OwnerId: bert.salesforceUserId });
    const message = mime({ id: "<same@acme.example>", cc: "rick@acme.example" });
    await arrive(office, anna, message);
    await arrive(office, bert, message);
    await anna.fileAll();
    await bert.fileAll();
    expect(tasks(office).length).toBe(1);
    expect(tasks(office)[0]).toMatchObject({ OwnerId: anna.salesforceUserId, WhoId: jane });
    expect(related(office)).toEqual([jane, rick]);
    const filings = await office.db.selectFrom("filings").select(["state", "activity_id"]).execute();
    expect(new Set(filings.map(({ activity_id }) => activity_id)).size).toBe(1);
    expect(filings.map(({ state }) => state)).toEqual(["filed", "filed"]);
  });

  it("the second mailbox adds the files which the first one left out", async () => {
    const { office, anna } = await anOffice();
    const bert = await office.hire("Bert");
    const message = mime({ id: "<files@acme.example>", files: [{ name: "a.txt", content: "a" }] });
    await arrive(office, anna, message);
    const [seen] = (await anna.parts.mailbox.look(null, NOTHING_ELSE)).mails;
    await office.requests.ask(anna.mailboxId, { id: seen?.id ?? "", internetMessageId: null }, { attachments: [] }, office.time.now);
    await anna.fileAll();
    expect([tasks(office).length, versions(office).length]).toEqual([1, 0]);
    await arrive(office, bert, message);
    await bert.fileAll();
    const [task] = [...office.world.salesforce.org.store.rows("Task")];
    expect([tasks(office).length, versions(office).length, linkedTo(office, task?.id).length]).toEqual([1, 1, 1]);
  });

  it("where the activity is closed to the second user, his files are kept on the records he sees, and he is told", async () => {
    const { office, anna } = await anOffice({ accountSharing: "Private" });
    const bert = await office.hire("Bert");
    const his = office.world.salesforce.seed.contact({ LastName: "Roe", Email: "rick@acme.example", OwnerId: bert.salesforceUserId });
    const message = mime({ id: "<closed@acme.example>", cc: "rick@acme.example", files: [{ name: "a.txt", content: "a" }] });
    await arrive(office, anna, message);
    const [seen] = (await anna.parts.mailbox.look(null, NOTHING_ELSE)).mails;
    await office.requests.ask(anna.mailboxId, { id: seen?.id ?? "", internetMessageId: null }, { attachments: [] }, office.time.now);
    await anna.fileAll();
    await arrive(office, bert, message);
    await bert.fileAll();
    expect(tasks(office).length).toBe(1);
    expect(linkedTo(office, his).length).toBe(1);
    const [filing] = [
      ...(await bert.parts.store.of((await bert.parts.mailbox.look(null, NOTHING_ELSE)).mails.map(({ id }) => id))).values(),
    ];
    expect(filing?.detail?.notes.join(" ")).toContain("Anna filed this message first. You may not see that activity");
  });

  it("two mailboxes at the same moment make one", async () => {
    const { office, anna } = await anOffice();
    const bert = await office.hire("Bert");
    const message = mime({ id: "<race@acme.example>", files: [{ name: "a.txt", content: "a" }] });
    await arrive(office, anna, message);
    await arrive(office, bert, message);
    await Promise.all([fileSlice(anna.parts), fileSlice(bert.parts)]);
    await anna.fileAll();
    await bert.fileAll();
    expect(tasks(office).length).toBe(1);
    expect(await states(office)).toEqual(["filed", "filed"]);
  });

  it("two copies in one mailbox make one", async () => {
    const { office, anna } = await anOffice();
    const message = mime({ id: "<copy@acme.example>" });
    await arrive(office, anna, message);
    await arrive(office, anna, message, `${FOLDER}/Copies`);
    await anna.fileAll();
    expect(tasks(office).length).toBe(1);
    expect(await states(office)).toEqual(["filed", "filed"]);
  });

  it("a repeated id with another subject is another message", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({ id: "<again@acme.example>", subject: "one" }));
    await arrive(office, anna, mime({ id: "<again@acme.example>", subject: "two" }));
    await anna.fileAll();
    expect(subjects(office)).toEqual(["one", "two"]);
  });
});

/** People of all activities, as relations. */
function related(office: Office): readonly string[] {
  const rows = [...office.world.salesforce.org.store.rows("TaskRelation")].filter(({ values }) => values["IsWhat"] !== true);
  return sorted(rows.map(({ values }) => values["RelationId"]));
}
