import { describe, expect, it } from "vitest";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { FOLDER, anOffice, arrive, categories, sorted, states, subjects, tasks } from "./first-customer.ts";
import { mime } from "./office.ts";

describe("F1: a mail is filed", () => {
  it("when it is moved to Salesforce Emails: one completed task of the user, related to its sender and the account", async () => {
    const { office, anna, acme, jane } = await anOffice();
    const mail = await arrive(office, anna, mime({ subject: "The offer" }));
    await anna.fileAll();
    const [task, ...others] = tasks(office);
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
    expect(categories(office, mail)).toEqual(["Salesforce"]);
  });

  it("when it is moved to a folder below, made before or after the first look", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({ subject: "before" }), `${FOLDER}/Big deals`);
    await anna.fileAll();
    await arrive(office, anna, mime({ subject: "after" }), `${FOLDER}/Big deals/2027`);
    await anna.fileAll();
    expect(subjects(office)).toEqual(["after", "before"]);
  });

  it("when it gets the category, wherever it lies and however the category is spelt", async () => {
    const { office, anna } = await anOffice();
    await anna.fileAll();
    const one = await arrive(office, anna, mime({ subject: "one" }), "inbox");
    const other = await arrive(office, anna, mime({ subject: "other" }), "Customers");
    office.world.graph.seed.change(one, { categories: ["Blue", "Salesforce"] });
    office.world.graph.seed.change(other, { categories: ["salesforce"] });
    await anna.fileAll();
    expect(subjects(office)).toEqual(["one", "other"]);
    expect(categories(office, one)).toEqual(["Blue", "Salesforce"]);
    expect(categories(office, other)).toEqual(["salesforce"]);
  });

  it("B1: but not by the category in Drafts, Junk or Deleted Items", async () => {
    const { office, anna } = await anOffice();
    await anna.fileAll();
    for (const folder of ["drafts", "junkemail", "deleteditems"]) {
      office.world.graph.seed.change(await arrive(office, anna, mime({ subject: folder }), folder), { categories: ["Salesforce"] });
    }
    await anna.fileAll();
    expect(tasks(office)).toEqual([]);
  });

  it("once, however often it is looked at", async () => {
    const { office, anna } = await anOffice();
    const mail = await arrive(office, anna, mime({}));
    await anna.fileAll();
    office.world.graph.seed.change(mail, { isRead: true });
    await anna.fileAll();
    office.world.graph.seed.expireDeltaTokens(anna.email);
    await anna.fileAll();
    await anna.fileAll();
    expect(tasks(office).length).toBe(1);
  });
});

describe("B4: what lay there before", () => {
  it("is listed on the first look, and not filed", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({ subject: "old" }));
    office.world.graph.seed.change(await arrive(office, anna, mime({ subject: "old too" }), "inbox"), { categories: ["Salesforce"] });
    const activatedAt = new Date(Date.now() + 60_000);
    const parts = { ...anna.parts, rules: { ...anna.parts.rules, activatedAt } };
    await fileSlice(parts);
    await fileSlice(parts);
    expect(tasks(office)).toEqual([]);
    expect(await states(office)).toEqual(["listed", "listed"]);
    await arrive(office, anna, mime({ subject: "new" }));
    await fileSlice(parts);
    expect(subjects(office)).toEqual(["new"]);
  });

  it("is told from what was marked since, also when the mailbox's history is lost before it is seen", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({ subject: "old" }));
    const parts = { ...anna.parts, rules: { ...anna.parts.rules, activatedAt: new Date(Date.now() + 60_000) } };
    await fileSlice(parts);
    // By its time alone it could have lain there before: Exchange tells changes in whole seconds.
    await arrive(office, anna, mime({ subject: "new" }));
    office.world.graph.seed.expireDeltaTokens(anna.email);
    await fileSlice(parts);
    await fileSlice(parts);
    expect(subjects(office)).toEqual(["new"]);
    expect((await states(office)).toSorted()).toEqual(["filed", "listed"]);
  });
});

describe("F2: excluded mails", () => {
  it("stay in the folder unfiled, and the row says why", async () => {
    const { office, anna } = await anOffice();
    const bert = await office.hire("Bert", { blocked: ["@acme.example"] });
    await arrive(office, anna, mime({ from: "bert@lumen.example" }));
    const blocked = await arrive(office, bert, mime({}));
    await anna.fileAll();
    await bert.fileAll();
    expect(tasks(office)).toEqual([]);
    const rows = await office.db.selectFrom("filings").select(["state", "problem"]).execute();
    expect(sorted(rows.map(({ problem }) => problem?.code))).toEqual(["BLOCKED_ADDRESS", "INTERNAL_ONLY"]);
    expect(categories(office, blocked)).toEqual([]);
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
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime(given));
    await anna.fileAll();
    expect(tasks(office).length).toBe(1);
    expect(["filed", "filed-in-part"]).toContain((await states(office))[0]);
  });
});

describe("M4: a filed mail that loses a mark", () => {
  it("moved out, loses the category too; the activity stays; moved in again it is as before", async () => {
    const { office, anna } = await anOffice();
    const mail = await arrive(office, anna, mime({}));
    await anna.fileAll();
    office.world.graph.seed.move(mail, "inbox");
    await anna.fileAll();
    expect(categories(office, mail)).toEqual([]);
    expect([await states(office), tasks(office).length]).toEqual([["left"], 1]);
    office.world.graph.seed.move(mail, FOLDER);
    await anna.fileAll();
    expect([await states(office), tasks(office).length]).toEqual([["filed"], 1]);
    expect(categories(office, mail)).toEqual(["Salesforce"]);
  });

  it("stripped of the category, stays in the folder unshared until the category is set anew", async () => {
    const { office, anna } = await anOffice();
    const mail = await arrive(office, anna, mime({}));
    await anna.fileAll();
    office.world.graph.seed.change(mail, { categories: [] });
    await anna.fileAll();
    office.world.graph.seed.change(mail, { isRead: true });
    await anna.fileAll();
    expect(await states(office)).toEqual(["left"]);
    office.world.graph.seed.change(mail, { categories: ["Salesforce"] });
    await anna.fileAll();
    expect([await states(office), tasks(office).length]).toEqual([["filed"], 1]);
  });

  it("deleted, keeps its activity", async () => {
    const { office, anna } = await anOffice();
    const mail = await arrive(office, anna, mime({}));
    await anna.fileAll();
    office.world.graph.seed.move(mail, "deleteditems");
    await anna.fileAll();
    expect([await states(office), tasks(office).length]).toEqual([["left"], 1]);
  });
});

describe("S3: a quiet mailbox", () => {
  it("costs one request a look, and none to Salesforce", async () => {
    const { office, anna } = await anOffice();
    await arrive(office, anna, mime({}));
    await anna.fileAll();
    await anna.fileAll();
    office.salesforceRequests();
    const mark = office.world.log.count;
    await fileSlice(anna.parts);
    expect(office.world.log.since(mark).map(({ method, url }) => `${method} ${url}`)).toEqual(["POST /v1.0/$batch"]);
    expect(office.salesforceRequests()).toBe(0);
  });
});
