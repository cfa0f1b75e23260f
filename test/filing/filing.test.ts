import { createHash, randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { AccessLost, Refused } from "../../sync-service/errors.ts";
import type { OrgSwitches } from "../sandbox/salesforce/options.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";
let office: Office;
afterEach(() => office.close());

describe("F1: a mail is filed", () => {
  it("when it is moved to Salesforce Emails: one completed task of the user, related to its sender and the account", async () => {
    const { anna, acme, jane } = await anOffice();
    const mail = await arrive(anna, mime({ subject: "The offer" }));
    await anna.fileAll();
    const [task, ...others] = tasks();
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      Subject: "The offer",
      Status: "Completed",
      TaskSubtype: "Email",
      OwnerId: anna.salesforceUserId,
      WhoId: jane,
      WhatId: acme,
      ActivityDate: "2026-11-10",
    });
    expect(String(task?.["Description"])).toContain("From: Jane Doe <jane@acme.example>\r\nTo: Anna <anna@lumen.example>\r\n");
    expect(String(task?.["Description"])).toContain("\r\n\r\nDear Anna,\r\n\r\nthe offer is fine.");
    expect(categories(mail)).toEqual(["Salesforce"]);
  });

  it("when it is moved to a folder below, made before or after the first look", async () => {
    const { anna } = await anOffice();
    await arrive(anna, mime({ subject: "before" }), `${FOLDER}/Big deals`);
    await anna.fileAll();
    await arrive(anna, mime({ subject: "after" }), `${FOLDER}/Big deals/2027`);
    await anna.fileAll();
    expect(subjects()).toEqual(["after", "before"]);
  });

  it("when it gets the category, wherever it lies and however the category is spelt", async () => {
    const { anna } = await anOffice();
    await anna.fileAll();
    const one = await arrive(anna, mime({ subject: "one" }), "inbox");
    const other = await arrive(anna, mime({ subject: "other" }), "Customers");
    office.world.graph.seed.change(one, { categories: ["Blue", "Salesforce"] });
    office.world.graph.seed.change(other, { categories: ["salesforce"] });
    await anna.fileAll();
    expect(subjects()).toEqual(["one", "other"]);
    expect(categories(one)).toEqual(["Blue", "Salesforce"]);
    expect(categories(other)).toEqual(["salesforce"]);
  });

  it("B1: but not by the category in Drafts, Junk or Deleted Items", async () => {
    const { anna } = await anOffice();
    await anna.fileAll();
    for (const folder of ["drafts", "junkemail", "deleteditems"]) {
      office.world.graph.seed.change(await arrive(anna, mime({ subject: folder }), folder), { categories: ["Salesforce"] });
    }
    await anna.fileAll();
    expect(tasks()).toEqual([]);
  });

  it("once, however often it is looked at", async () => {
    const { anna } = await anOffice();
    const mail = await arrive(anna, mime({}));
    await anna.fileAll();
    office.world.graph.seed.change(mail, { isRead: true });
    await anna.fileAll();
    office.world.graph.seed.expireDeltaTokens(anna.email);
    await anna.fileAll();
    await anna.fileAll();
    expect(tasks().length).toBe(1);
  });
});

describe("B4: what lay there before", () => {
  it("is listed on the first look, and not filed", async () => {
    const { anna } = await anOffice();
    await arrive(anna, mime({ subject: "old" }));
    office.world.graph.seed.change(await arrive(anna, mime({ subject: "old too" }), "inbox"), { categories: ["Salesforce"] });
    const activatedAt = new Date(Date.now() + 60_000);
    const parts = { ...anna.parts, rules: { ...anna.parts.rules, activatedAt } };
    await fileSlice(parts);
    await fileSlice(parts);
    expect(tasks()).toEqual([]);
    expect(await states()).toEqual(["listed", "listed"]);
    await arrive(anna, mime({ subject: "new" }));
    await fileSlice(parts);
    expect(subjects()).toEqual(["new"]);
  });
});

describe("F4: attachments", () => {
  it("become files of the activity and of the records, byte for byte, images of the text not", async () => {
    const { anna, jane, acme } = await anOffice();
    const bytes = randomBytes(300_000);
    const files = [
      { name: "plan.pdf", content: bytes },
      { name: "plan.pdf", content: "another of the same name" },
      { name: "logo.png", content: "png", type: "image/png", inline: "logo" },
      { name: "forwarded.eml", content: mime({ subject: "Inner" }), type: "message/rfc822" },
    ];
    await arrive(anna, mime({ files }));
    await anna.fileAll();
    const [task] = [...office.world.salesforce.org.store.rows("Task")];
    const filed = versions();
    expect(sorted(filed.map(({ values }) => values["PathOnClient"]))).toEqual(["Inner.eml", "plan.pdf", "plan.pdf"]);
    expect(filed.map(({ values }) => values["Checksum"])).toContain(createHash("md5").update(bytes).digest("hex"));
    expect(linkedTo(task?.id).length).toBe(3);
    expect([linkedTo(jane).length, linkedTo(acme).length]).toEqual([3, 3]);
  });

  it("S2: a mail with two attachments costs two Salesforce requests beyond the uploads", async () => {
    const { anna } = await anOffice();
    await arrive(anna, mime({}));
    await anna.fileAll(); // the org's rules are known from here on
    office.salesforceRequests();
    await arrive(
      anna,
      mime({
        cc: "rick@acme.example",
        files: [
          { name: "a.txt", content: "a" },
          { name: "b.txt", content: "b" },
        ],
      }),
    );
    await anna.fileAll();
    expect(office.salesforceRequests()).toBe(2 + 2);
  });

  it("that Salesforce does not take are left out with a reason, and the mail is filed in part", async () => {
    const { anna } = await anOffice({ blockedExtensions: ["exe"] });
    await arrive(
      anna,
      mime({
        files: [
          { name: "setup.exe", content: "MZ" },
          { name: "a.txt", content: "a" },
        ],
      }),
    );
    await anna.fileAll();
    expect(tasks().length).toBe(1);
    expect(versions().length).toBe(1);
    const [row] = await office.db.selectFrom("filings").selectAll().execute();
    expect(row?.state).toBe("filed-in-part");
    expect(row?.problem?.code).toBe("SALESFORCE_FILE_EXTENSION_NOT_ALLOWED");
  });

  it("wait with their mail for room in a full org", async () => {
    const { anna } = await anOffice({ storageFull: true });
    await arrive(anna, mime({ files: [{ name: "a.txt", content: "a" }] }));
    await anna.fileAll();
    const [row] = await office.db.selectFrom("filings").selectAll().execute();
    expect([row?.state, row?.problem?.code]).toEqual(["failed", "SALESFORCE_STORAGE_LIMIT_EXCEEDED"]);
    expect(tasks().length).toBe(0);
  });

  it("F4: a text that does not fit is whole in a text file", async () => {
    const { anna } = await anOffice();
    await arrive(anna, mime({ text: "0123456789 ".repeat(10_000) }));
    await anna.fileAll();
    expect(String(tasks()[0]?.["Description"]).length).toBeLessThanOrEqual(32_000);
    expect(versions().map(({ values }) => values["PathOnClient"])).toEqual(["Email text.txt"]);
  });
});

describe("F3: one message, one activity", () => {
  it("the second mailbox adds its people and files to the first one's, and is told by whom it was filed", async () => {
    const { anna, jane } = await anOffice({ sharedActivities: true, accountSharing: "Edit" });
    const bert = await office.hire("Bert");
    const rick = office.world.salesforce.seed.contact({ LastName: "Roe", Email: "rick@acme.example", OwnerId: bert.salesforceUserId });
    const message = mime({ id: "<same@acme.example>", cc: "rick@acme.example" });
    await arrive(anna, message);
    await arrive(bert, message);
    await anna.fileAll();
    await bert.fileAll();
    expect(tasks().length).toBe(1);
    expect(tasks()[0]).toMatchObject({ OwnerId: anna.salesforceUserId, WhoId: jane });
    expect(related()).toEqual([jane, rick]);
    const filings = await office.db.selectFrom("filings").select(["state", "activity_id"]).execute();
    expect(new Set(filings.map(({ activity_id }) => activity_id)).size).toBe(1);
    expect(filings.map(({ state }) => state)).toEqual(["filed", "filed"]);
  });

  it("the second mailbox adds the files which the first one left out", async () => {
    const { anna } = await anOffice();
    const bert = await office.hire("Bert");
    const message = mime({ id: "<files@acme.example>", files: [{ name: "a.txt", content: "a" }] });
    await arrive(anna, message);
    const [seen] = (await anna.parts.mailbox.look(null, NOTHING_ELSE)).mails;
    await office.requests.ask(anna.mailboxId, { id: seen?.id ?? "", internetMessageId: null }, { attachments: [] }, office.time.now);
    await anna.fileAll();
    expect([tasks().length, versions().length]).toEqual([1, 0]);
    await arrive(bert, message);
    await bert.fileAll();
    const [task] = [...office.world.salesforce.org.store.rows("Task")];
    expect([tasks().length, versions().length, linkedTo(task?.id).length]).toEqual([1, 1, 1]);
  });

  it("where the activity is closed to the second user, his files are kept on the records he sees, and he is told", async () => {
    const { anna } = await anOffice({ accountSharing: "Private" });
    const bert = await office.hire("Bert");
    const his = office.world.salesforce.seed.contact({ LastName: "Roe", Email: "rick@acme.example", OwnerId: bert.salesforceUserId });
    const message = mime({ id: "<closed@acme.example>", cc: "rick@acme.example", files: [{ name: "a.txt", content: "a" }] });
    await arrive(anna, message);
    const [seen] = (await anna.parts.mailbox.look(null, NOTHING_ELSE)).mails;
    await office.requests.ask(anna.mailboxId, { id: seen?.id ?? "", internetMessageId: null }, { attachments: [] }, office.time.now);
    await anna.fileAll();
    await arrive(bert, message);
    await bert.fileAll();
    expect(tasks().length).toBe(1);
    expect(linkedTo(his).length).toBe(1);
    const [filing] = [
      ...(await bert.parts.store.of((await bert.parts.mailbox.look(null, NOTHING_ELSE)).mails.map(({ id }) => id))).values(),
    ];
    expect(filing?.detail?.notes.join(" ")).toContain("Anna filed this message first. You may not see that activity");
  });

  it("two mailboxes at the same moment make one", async () => {
    const { anna } = await anOffice();
    const bert = await office.hire("Bert");
    const message = mime({ id: "<race@acme.example>", files: [{ name: "a.txt", content: "a" }] });
    await arrive(anna, message);
    await arrive(bert, message);
    await Promise.all([fileSlice(anna.parts), fileSlice(bert.parts)]);
    await anna.fileAll();
    await bert.fileAll();
    expect(tasks().length).toBe(1);
    expect(await states()).toEqual(["filed", "filed"]);
  });

  it("two copies in one mailbox make one", async () => {
    const { anna } = await anOffice();
    const message = mime({ id: "<copy@acme.example>" });
    await arrive(anna, message);
    await arrive(anna, message, `${FOLDER}/Copies`);
    await anna.fileAll();
    expect(tasks().length).toBe(1);
    expect(await states()).toEqual(["filed", "filed"]);
  });

  it("a repeated id with another subject is another message", async () => {
    const { anna } = await anOffice();
    await arrive(anna, mime({ id: "<again@acme.example>", subject: "one" }));
    await arrive(anna, mime({ id: "<again@acme.example>", subject: "two" }));
    await anna.fileAll();
    expect(subjects()).toEqual(["one", "two"]);
  });
});

describe("F2: excluded mails", () => {
  it("stay in the folder unfiled, and the row says why", async () => {
    const { anna } = await anOffice();
    const bert = await office.hire("Bert", { blocked: ["@acme.example"] });
    await arrive(anna, mime({ from: "bert@lumen.example" }));
    const blocked = await arrive(bert, mime({}));
    await anna.fileAll();
    await bert.fileAll();
    expect(tasks()).toEqual([]);
    const rows = await office.db.selectFrom("filings").select(["state", "problem"]).execute();
    expect(sorted(rows.map(({ problem }) => problem?.code))).toEqual(["BLOCKED_ADDRESS", "INTERNAL_ONLY"]);
    expect(categories(blocked)).toEqual([]);
  });
});

describe("C6: a mail that Salesforce refuses", () => {
  it("says so by two categories, and loses them when it is filed at last", async () => {
    const { anna } = await anOffice();
    const mail = await arrive(anna, mime({}));
    const refusing = {
      ...anna.parts,
      crm: {
        ...anna.parts.crm,
        make: async () => {
          throw new Refused({
            code: "SALESFORCE_FIELD_CUSTOM_VALIDATION_EXCEPTION",
            message: "A validation rule says: no.",
            remedy: "Do as it says.",
          });
        },
      },
    };
    await fileSlice(refusing);
    expect(categories(mail)).toEqual(["Sync Error", "Sync Error: refused by a rule"]);
    expect(await states()).toEqual(["failed"]);
    await office.db.updateTable("filings").set({ state: "waiting" }).execute();
    await anna.fileAll();
    expect(categories(mail)).toEqual(["Salesforce"]);
    expect(tasks().length).toBe(1);
  });

  it("REL8: a mail that stops at an unknown error parks after eight tries, and the others go on", async () => {
    const { anna } = await anOffice();
    await arrive(anna, mime({ subject: "poison" }));
    await arrive(anna, mime({ subject: "good" }));
    const { mailbox } = anna.parts;
    const parts = {
      ...anna.parts,
      unexpected: () => {},
      mailbox: {
        ...mailbox,
        read: async (id: string) => {
          const read = await mailbox.read(id);
          if (read?.email.subject === "poison") throw new TypeError("what no one thought of");
          return read;
        },
      },
    };
    for (let round = 0; round < 10; round += 1) {
      const { retryAt } = await fileSlice(parts);
      if (retryAt !== null && retryAt !== undefined) office.time.now = retryAt;
    }
    expect(subjects()).toEqual(["good"]);
    const rows = await office.db.selectFrom("filings").select(["state", "problem"]).orderBy("state").execute();
    expect(rows.map(({ state, problem }) => [state, problem?.code ?? null])).toEqual([
      ["failed", "GAVE_UP"],
      ["filed", null],
    ]);
  });

  it("lost access is told to the whole mailbox, and the mail waits", async () => {
    const { anna } = await anOffice();
    await arrive(anna, mime({}));
    office.world.salesforce.set({ apiEnabled: false });
    await expect(fileSlice(anna.parts)).rejects.toThrow(AccessLost);
    expect(await states()).toEqual(["waiting"]);
    office.world.salesforce.set({ apiEnabled: true });
    await anna.fileAll();
    expect(tasks().length).toBe(1);
  });
});

describe("M4: a filed mail that loses a mark", () => {
  it("moved out, loses the category too; the activity stays; moved in again it is as before", async () => {
    const { anna } = await anOffice();
    const mail = await arrive(anna, mime({}));
    await anna.fileAll();
    office.world.graph.seed.move(mail, "inbox");
    await anna.fileAll();
    expect(categories(mail)).toEqual([]);
    expect([await states(), tasks().length]).toEqual([["left"], 1]);
    office.world.graph.seed.move(mail, FOLDER);
    await anna.fileAll();
    expect([await states(), tasks().length]).toEqual([["filed"], 1]);
    expect(categories(mail)).toEqual(["Salesforce"]);
  });

  it("stripped of the category, stays in the folder unshared until the category is set anew", async () => {
    const { anna } = await anOffice();
    const mail = await arrive(anna, mime({}));
    await anna.fileAll();
    office.world.graph.seed.change(mail, { categories: [] });
    await anna.fileAll();
    office.world.graph.seed.change(mail, { isRead: true });
    await anna.fileAll();
    expect(await states()).toEqual(["left"]);
    office.world.graph.seed.change(mail, { categories: ["Salesforce"] });
    await anna.fileAll();
    expect([await states(), tasks().length]).toEqual([["filed"], 1]);
  });

  it("deleted, keeps its activity", async () => {
    const { anna } = await anOffice();
    const mail = await arrive(anna, mime({}));
    await anna.fileAll();
    office.world.graph.seed.move(mail, "deleteditems");
    await anna.fileAll();
    expect([await states(), tasks().length]).toEqual([["left"], 1]);
  });
});

describe("F7: any mail that Exchange accepts", () => {
  it.each([
    ["without a subject", { subject: null }],
    ["with a subject of 100,000 characters", { subject: "x".repeat(100_000) }],
    ["without a message id", { id: null }],
    ["to a thousand recipients", { to: Array.from({ length: 1_000 }, (_, n) => `p${n}@acme.example`).join(", ") }],
    ["with winmail.dat", { files: [{ name: "winmail.dat", content: "TNEF", type: "application/ms-tnef" }] }],
    ["from nobody", { from: "" }],
    ["with a file of no bytes", { files: [{ name: "empty.txt", content: "" }] }],
    ["with hostile words", { subject: "'; DELETE \\' OR Name LIKE '%", from: "\"O'Brien\\\\\" <o'brien@acme.example>" }],
  ])("is filed: %s", async (_, given) => {
    const { anna } = await anOffice();
    await arrive(anna, mime(given));
    await anna.fileAll();
    expect(tasks().length).toBe(1);
    expect(["filed", "filed-in-part"]).toContain((await states())[0]);
  });
});

describe("S3: a quiet mailbox", () => {
  it("costs one request a look, and none to Salesforce", async () => {
    const { anna } = await anOffice();
    await arrive(anna, mime({}));
    await anna.fileAll();
    await anna.fileAll();
    office.salesforceRequests();
    const mark = office.world.log.count;
    await fileSlice(anna.parts);
    expect(office.world.log.since(mark).map(({ method, url }) => `${method} ${url}`)).toEqual(["POST /v1.0/$batch"]);
    expect(office.salesforceRequests()).toBe(0);
  });
});

async function anOffice(
  org: Partial<OrgSwitches> = {},
): Promise<{ readonly anna: Colleague; readonly acme: string; readonly jane: string }> {
  office = await openOffice(org);
  const anna = await office.hire("Anna");
  const { seed } = office.world.salesforce;
  const acme = seed.account({ Name: "Acme", OwnerId: anna.salesforceUserId });
  const jane = seed.contact({
    LastName: "Doe",
    FirstName: "Jane",
    Email: "jane@acme.example",
    AccountId: acme,
    OwnerId: anna.salesforceUserId,
  });
  return { anna, acme, jane };
}

type Mail = Awaited<ReturnType<typeof arrive>>;

function arrive(colleague: Colleague, message: Buffer, folder = FOLDER) {
  return office.world.graph.seed.mime(colleague.email, folder, message);
}

function categories(mail: Mail): unknown {
  return office.world.graph.mailboxes.of(mail.mailbox).item(mail.key)?.fields["categories"];
}

function tasks(): readonly Readonly<Record<string, unknown>>[] {
  return [...office.world.salesforce.org.store.rows("Task")].map(({ values }) => values);
}

function subjects(): readonly string[] {
  return sorted(tasks().map((task) => task["Subject"]));
}

/** People of all activities, as relations. */
function related(): readonly string[] {
  const rows = [...office.world.salesforce.org.store.rows("TaskRelation")].filter(({ values }) => values["IsWhat"] !== true);
  return sorted(rows.map(({ values }) => values["RelationId"]));
}

function sorted(values: readonly unknown[]): readonly string[] {
  return values.map(String).sort((one, other) => one.localeCompare(other));
}

function versions() {
  return [...office.world.salesforce.org.store.rows("ContentVersion")];
}

function linkedTo(id: string | undefined) {
  return [...office.world.salesforce.org.store.rows("ContentDocumentLink")].filter(({ values }) => values["LinkedEntityId"] === id);
}

async function states(): Promise<readonly string[]> {
  const rows = await office.db.selectFrom("filings").select("state").orderBy("state").execute();
  return rows.map(({ state }) => state);
}

const NOTHING_ELSE = { repliesSince: null, drafts: [] };
