import { afterEach, describe, expect, it } from "vitest";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";
let office: Office;
afterEach(() => office.close());

describe("a mail in Salesforce Emails", () => {
  it("F1: becomes one completed task of the user, related to its sender and the account", async () => {
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
    expect(office.world.graph.mailboxes.of(mail.mailbox).item(mail.key)?.fields["categories"]).toEqual(["Salesforce"]);
  });
});

async function anOffice(): Promise<{ readonly anna: Colleague; readonly acme: string; readonly jane: string }> {
  office = await openOffice();
  const anna = await office.hire("Anna");
  const { seed } = office.world.salesforce;
  const acme = seed.account({ Name: "Acme", OwnerId: anna.salesforceUserId });
  const jane = seed.contact({ LastName: "Doe", FirstName: "Jane", Email: "jane@acme.example", AccountId: acme, OwnerId: anna.salesforceUserId });
  return { anna, acme, jane };
}

function arrive(colleague: Colleague, message: Buffer) {
  return office.world.graph.seed.mime(colleague.email, FOLDER, message);
}

function tasks(): readonly Readonly<Record<string, unknown>>[] {
  return [...office.world.salesforce.org.store.rows("Task")].map(({ values }) => values);
}
