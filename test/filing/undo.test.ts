import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Mailbox } from "../../sync-service/accounts/mailbox.ts";
import { removeFromPane } from "../../sync-service/filing/pane-sharing.ts";
import { emailStatus } from "../../sync-service/filing/pane.ts";
import { undoDesk } from "../../sync-service/undo-desk.ts";
import type { Attention } from "../../sync-service/store/attention.ts";
import { hintOf, paneOf, userOf } from "./from-the-pane.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";

let office: Office;
let anna: Colleague;
beforeEach(async () => {
  office = await openOffice();
  anna = await office.hire("Anna");
  office.world.salesforce.seed.contact({ LastName: "Doe", Email: "jane@acme.example", OwnerId: anna.salesforceUserId });
});
afterEach(() => office.close());

describe("P2: a filed mail, undone from the journal", () => {
  it("leaves Salesforce with its files, stays where it is in the mailbox, and both is told", async () => {
    const mail = await arrive(anna, mime({ subject: "An offer", files: [{ name: "a.txt", content: "a" }] }));
    const [entry = ""] = await entries("file");
    expect(await desk().one(entry, { dryRun: true })).toMatchObject({
      items: [
        { kind: "email", action: "file", name: "An offer", problem: null, effect: expect.stringContaining("is removed from Salesforce") },
      ],
      counts: [{ kind: "email", action: "file", can: 1, cannot: 0 }],
    });
    expect(tasks()).toHaveLength(1);

    await desk().one(entry, {});
    await anna.fileAll();
    expect([tasks(), versions()]).toEqual([[], []]);
    expect(places(anna)).toEqual([{ categories: [] }]);
    expect(await status(anna, mail)).toMatchObject({ state: "not-filed", problem: { code: "ACTIVITY_REMOVED" } });
    expect(await told()).toEqual([
      ["file", "filed"],
      ["undo", "taken"],
      ["remove", "done"],
    ]);
    await expect(desk().one(entry, {})).rejects.toThrow("is not there any more");
  });

  it("is refused while a colleague's mailbox stands behind the activity, and says whose (F3)", async () => {
    const bert = await office.hire("Bert");
    const message = mime({ id: "<both@acme.example>" });
    await arrive(anna, message);
    await arrive(bert, message);
    for (const entry of await entries("file")) {
      await expect(desk().one(entry, {})).rejects.toThrow(/^(Anna|Bert) filed this message too/u);
      expect((await desk().one(entry, { dryRun: true })).items[0]?.problem?.code).toBe("OTHERS_STAND_BEHIND");
    }
    expect(tasks()).toHaveLength(1);
  });

  it("stays when somebody changed the activity since, and the journal says who", async () => {
    await arrive(anna, mime({}));
    office.world.salesforce.seed.change("Task", tasks()[0]?.id ?? "", { Description: "more" });
    const [entry = ""] = await entries("file");
    await desk().one(entry, {});
    await anna.fileAll();
    expect(tasks()).toHaveLength(1);
    expect((await told()).slice(1)).toEqual([
      ["undo", "taken"],
      ["remove", "refused"],
    ]);
  });

  it("a user's day, and one rule's effect: each mail once, however often the journal tells of it", async () => {
    const message = mime({ id: "<twice@acme.example>" });
    await arrive(anna, message);
    await arrive(anna, message); // a copy: it stands behind the same activity
    const other = await arrive(anna, mime({ subject: "Another" }));
    await removeFromPane(userOf(anna), hintOf(office, other), paneOf(office));
    await anna.fileAll();
    const [from, until] = [new Date(office.time.now.getTime() - 86_400_000), new Date(office.time.now.getTime() + 1_000)];
    const how = { rule: "F1" };
    expect((await desk().several(anna.email, from, until, { ...how, dryRun: true })).counts).toEqual([
      { kind: "email", action: "file", can: 2, cannot: 1 },
    ]);
    await desk().several(anna.email, from, until, how);
    await anna.fileAll();
    expect(tasks()).toEqual([]);
    expect((await told()).filter(([action]) => action !== "file").map(([action, outcome]) => `${action} ${outcome}`)).toEqual([
      "remove done",
      "undo taken",
      "remove done",
    ]);
  });

  it("two copies that are taken out at once end alike", async () => {
    const message = mime({ id: "<twice@acme.example>" });
    for (const mail of [await arrive(anna, message), await arrive(anna, message)]) {
      const filing = await office.requests.find(anna.mailboxId, { id: String(await itemOf(mail)), internetMessageId: null });
      if (filing) await office.requests.takeOut(filing, office.time.now);
    }
    await anna.fileAll();
    expect(tasks()).toEqual([]);
    const rows = await office.db.selectFrom("filings").select(["state", "activity_id"]).execute();
    expect(rows).toEqual([
      { state: "left", activity_id: null },
      { state: "left", activity_id: null },
    ]);
  });

  it("what was filed anew since is another activity, with an entry of its own", async () => {
    const mail = await arrive(anna, mime({}));
    const [first = ""] = await entries("file");
    await desk().one(first, {});
    await anna.fileAll();
    const { requests, time } = office;
    await requests.ask(anna.mailboxId, { id: String(await itemOf(mail)), internetMessageId: null }, {}, time.now);
    await anna.fileAll();
    await expect(desk().one(first, {})).rejects.toThrow("is not there any more");
    const second = (await entries("file")).at(-1) ?? "";
    await desk().one(second, {});
    await anna.fileAll();
    expect(tasks()).toEqual([]);
  });
});

type Mail = Awaited<ReturnType<typeof arrive>>;
async function arrive(colleague: Colleague, message: Buffer) {
  const mail = await office.world.graph.seed.mime(colleague.email, FOLDER, message);
  await colleague.fileAll();
  return mail;
}

function desk() {
  const { db, vault, connectionId, requests, time } = office;
  const found = async (where: "id" | "email", value: string): Promise<Mailbox | null> => {
    const row = await db.selectFrom("mailboxes").selectAll().where(where, "=", value).executeTakeFirst();
    return row ? ({ id: row.id, sync: row.sync } as Mailbox) : null;
  };
  return undoDesk({
    ...{ db, vault, connectionId, filings: requests, now: () => time.now, wake: async () => {} },
    waiting: { wish: () => Promise.reject(new Error("A filed mail is no link.")) } as Partial<Attention> as Attention,
    mailbox: (id) => found("id", id),
    mailboxCalled: (user) => found("email", user),
  });
}

const journal = () => office.db.selectFrom("journal").select(["id", "action", "outcome"]).orderBy("id").execute();
const entries = async (action: string) => (await journal()).filter((row) => row.action === action).map(({ id }) => id);
const told = async () => (await journal()).map(({ action, outcome }) => [action, outcome]);
const tasks = () => [...office.world.salesforce.org.store.rows("Task")].filter(({ values }) => values["IsDeleted"] !== true);
const versions = () => [...office.world.salesforce.org.store.rows("ContentVersion")].filter(({ values }) => values["IsDeleted"] !== true);
const status = (colleague: Colleague, mail: Mail) => emailStatus(userOf(colleague), hintOf(office, mail), paneOf(office));
const places = ({ email }: Colleague) =>
  office.world.graph.seed.items(email, FOLDER).map(({ fields }) => ({ categories: fields["categories"] }));
const itemOf = async (mail: Mail) => (await anna.parts.mailbox.find(office.world.graph.seed.id(mail), null))?.id;
