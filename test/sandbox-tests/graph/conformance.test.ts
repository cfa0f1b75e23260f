import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assertConforms } from "./conformance.ts";
import { hasSchemas } from "./published-schemas.ts";
import { Tenant } from "./tenant.ts";

const PROPERTY = "String {66f5a359-4659-4830-9070-00040ec6ac6e} Name Tandem";

const MIME = [
  "From: Cleo <cleo@elsewhere.example>",
  "To: Ada <ada@northwind.example>",
  "Subject: Numbers",
  "Date: Mon, 02 Nov 2026 08:00:00 +0000",
  "Message-ID: <numbers@elsewhere.example>",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/html; charset=utf-8",
  "",
  "<p>See <b>attached</b>.</p>",
  "--b",
  'Content-Type: text/csv; name="n.csv"',
  'Content-Disposition: attachment; filename="n.csv"',
  "",
  "1,2,3",
  "--b",
  "Content-Type: message/rfc822",
  "",
  "From: dan@elsewhere.example",
  "Subject: Inner",
  "",
  "inner text",
  "--b--",
  "",
].join("\r\n");

describe.skipIf(!hasSchemas)("replies of the Graph stand-in conform to the published schemas", () => {
  const tenant = new Tenant({ contactMoveByPatch: true });
  let messageId = "";
  let contactId = "";
  let folderId = "";
  let contactFolderId = "";

  beforeAll(async () => {
    messageId = tenant.graph.seed.id(await tenant.graph.seed.mime("ada@northwind.example", "inbox", Buffer.from(MIME)));
    tenant.graph.seed.contact("ada@northwind.example", "contacts", {
      givenName: "Cleo",
      surname: "Patra",
      birthday: "1980-01-02",
      emailAddresses: [{ address: "cleo@elsewhere.example" }],
    });
  });
  afterAll(() => tenant.close());

  async function conforms(
    method: string,
    path: string,
    schemaPath: string,
    status: number,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const reply = await tenant.ask(method, path, { headers, ...(body === undefined ? {} : { body }) });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status });
    assertConforms(schemaPath, method, status, reply.body);
    return reply.body;
  }

  it("users and organisation settings", async () => {
    await conforms("GET", "/v1.0/users?$top=1", "/users", 200);
    await conforms("GET", `/v1.0/users/${tenant.ada}`, "/users/{user-id}", 200);
    await conforms("GET", "mailboxSettings", "/users/{user-id}/mailboxSettings", 200);
    await conforms("PATCH", "mailboxSettings", "/users/{user-id}/mailboxSettings", 200, { timeZone: "Pacific Standard Time" });
  });

  it("mail folders", async () => {
    folderId = String(
      (await conforms("POST", "mailFolders", "/users/{user-id}/mailFolders", 201, { displayName: "Salesforce Emails" }))["id"],
    );
    await conforms("GET", "mailFolders", "/users/{user-id}/mailFolders", 200);
    await conforms("GET", `mailFolders/${folderId}`, "/users/{user-id}/mailFolders/{mailFolder-id}", 200);
    await conforms("PATCH", `mailFolders/${folderId}`, "/users/{user-id}/mailFolders/{mailFolder-id}", 200, { displayName: "Filed" });
    await conforms("POST", `mailFolders/${folderId}/childFolders`, "/users/{user-id}/mailFolders/{mailFolder-id}/childFolders", 201, {
      displayName: "Below",
    });
    await conforms("POST", `mailFolders/${folderId}/move`, "/users/{user-id}/mailFolders/{mailFolder-id}/move", 200, {
      destinationId: "inbox",
    });
    await conforms("GET", "mailFolders/delta", "/users/{user-id}/mailFolders/delta()", 200);
  });

  it("messages", async () => {
    await conforms("GET", "messages?$top=1&$count=true", "/users/{user-id}/messages", 200);
    await conforms("GET", `messages/${messageId}?$expand=attachments`, "/users/{user-id}/messages/{message-id}", 200);
    await conforms("GET", `messages/${messageId}?$select=internetMessageHeaders,uniqueBody`, "/users/{user-id}/messages/{message-id}", 200);
    await conforms("PATCH", `messages/${messageId}`, "/users/{user-id}/messages/{message-id}", 200, {
      categories: ["Salesforce"],
      isRead: true,
      flag: { flagStatus: "Flagged" },
    });
    await conforms("GET", "mailFolders/inbox/messages/delta", "/users/{user-id}/mailFolders/{mailFolder-id}/messages/delta()", 200);
    await conforms("POST", "messages", "/users/{user-id}/messages", 201, {
      subject: "Draft",
      body: { contentType: "HTML", content: "<p>x</p>" },
    });
    await conforms("POST", `messages/${messageId}/copy`, "/users/{user-id}/messages/{message-id}/copy", 201, { destinationId: "archive" });
    messageId = String(
      (
        await conforms("POST", `messages/${messageId}/move`, "/users/{user-id}/messages/{message-id}/move", 201, {
          destinationId: folderId,
        })
      )["id"],
    );
  });

  it("attachments", async () => {
    const list = await conforms(
      "GET",
      `messages/${messageId}/attachments?$expand=microsoft.graph.itemattachment/item`,
      "/users/{user-id}/messages/{message-id}/attachments",
      200,
    );
    for (const attachment of list["value"] as readonly Readonly<Record<string, unknown>>[]) {
      await conforms(
        "GET",
        `messages/${messageId}/attachments/${String(attachment["id"])}`,
        "/users/{user-id}/messages/{message-id}/attachments/{attachment-id}",
        200,
      );
    }
    await conforms("POST", `messages/${messageId}/attachments`, "/users/{user-id}/messages/{message-id}/attachments", 201, {
      "@odata.type": "#microsoft.graph.fileAttachment",
      name: "note.txt",
      contentBytes: "bm90ZQ==",
    });
    await conforms(
      "POST",
      `messages/${messageId}/attachments/createUploadSession`,
      "/users/{user-id}/messages/{message-id}/attachments/createUploadSession",
      201,
      {
        AttachmentItem: { attachmentType: "file", name: "big.bin", size: 4_000_000 },
      },
    );
  });

  it("contacts and contact folders", async () => {
    contactFolderId = String(
      (await conforms("POST", "contactFolders", "/users/{user-id}/contactFolders", 201, { displayName: "Salesforce Contacts" }))["id"],
    );
    await conforms("GET", "contactFolders", "/users/{user-id}/contactFolders", 200);
    await conforms("GET", `contactFolders/${contactFolderId}`, "/users/{user-id}/contactFolders/{contactFolder-id}", 200);
    await conforms("GET", "contactFolders/delta", "/users/{user-id}/contactFolders/delta()", 200);
    contactId = String(
      (
        await conforms(
          "POST",
          `contactFolders/${contactFolderId}/contacts`,
          "/users/{user-id}/contactFolders/{contactFolder-id}/contacts",
          201,
          {
            givenName: "Pavel",
            surname: "Bansky",
            businessPhones: ["+1 732 555 0102"],
            homeAddress: { city: "Brno" },
            singleValueExtendedProperties: [{ id: PROPERTY, value: "link-1" }],
          },
        )
      )["id"],
    );
    await conforms(
      "GET",
      `contacts/${contactId}?$expand=singleValueExtendedProperties($filter=id eq '${PROPERTY}')`,
      "/users/{user-id}/contacts/{contact-id}",
      200,
    );
    await conforms("PATCH", `contacts/${contactId}`, "/users/{user-id}/contacts/{contact-id}", 200, { jobTitle: "Engineer" });
    await conforms(
      "GET",
      `contactFolders/${contactFolderId}/contacts/delta`,
      "/users/{user-id}/contactFolders/{contactFolder-id}/contacts/delta()",
      200,
    );
    await tenant.ask("DELETE", `contacts/${contactId}`);
    await conforms("GET", "contacts", "/users/{user-id}/contacts", 200);
  });

  it("categories, ids, batches and errors", async () => {
    await conforms("POST", "outlook/masterCategories", "/users/{user-id}/outlook/masterCategories", 201, {
      displayName: "Salesforce",
      color: "Preset4",
    });
    await conforms("GET", "outlook/masterCategories", "/users/{user-id}/outlook/masterCategories", 200);
    await conforms("POST", "translateExchangeIds", "/users/{user-id}/translateExchangeIds", 200, {
      inputIds: [messageId, "rubbish"],
      sourceIdType: "restId",
      targetIdType: "restImmutableEntryId",
    });
    await conforms("POST", "/v1.0/$batch", "/$batch", 200, {
      requests: [{ id: "1", method: "GET", url: `/users/${tenant.ada}/messages` }],
    });
    await conforms("GET", "messages/rubbish", "/users/{user-id}/messages/{message-id}", 400);
    await conforms("GET", "messages?$filter=nonsense eq 1", "/users/{user-id}/messages", 400);
    await conforms("POST", "mailFolders", "/users/{user-id}/mailFolders", 409, { displayName: "inbox" });
  });
});
