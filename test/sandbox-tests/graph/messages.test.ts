import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { round, Tenant } from "./tenant.ts";

const IMMUTABLE = { prefer: 'IdType="ImmutableId"' };
const ADA = "ada@northwind.example";

describe("messages", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const place = (subject: string, more: Readonly<Record<string, unknown>> = {}): string =>
    tenant.graph.seed.id(tenant.graph.seed.message(ADA, "inbox", { subject, ...more }));
  const list = async (query: string): Promise<readonly unknown[]> => {
    const reply = await tenant.ask("GET", `messages?${query}`);
    expect(reply.status).toBe(200);
    return (reply.body["value"] as readonly Record<string, unknown>[]).map((one) => one["subject"]);
  };

  it("MG1: enums are taken in any case, and property names in PascalCase; replies are lower camelCase", async () => {
    const id = place("a");
    const reply = await tenant.ask("PATCH", `messages/${id}`, { body: { Importance: "HIGH", flag: { FlagStatus: "Flagged" } } });
    expect(reply.body).toMatchObject({ importance: "high", flag: { flagStatus: "flagged" } });
  });

  it("MG2: a move answers 201 with a new id, the old one is gone", async () => {
    const id = place("a");
    const moved = await tenant.ask("POST", `messages/${id}/move`, { body: { destinationId: "Archive" } });
    expect(moved.status).toBe(201);
    expect(moved.body["id"]).not.toBe(id);
    expect((await tenant.ask("GET", `messages/${id}`)).body).toMatchObject({ error: { code: "ErrorItemNotFound" } });
    expect((await tenant.ask("GET", `messages/${String(moved.body["id"])}`)).body["subject"]).toBe("a");
  });

  it("MG2: the immutable id outlives a move, and is given only to requests that ask for it", async () => {
    const id = place("a");
    const immutable = String((await tenant.ask("GET", `messages/${id}`, { headers: IMMUTABLE })).body["id"]);
    expect(immutable).not.toBe(id);
    const moved = await tenant.ask("POST", `messages/${immutable}/move`, { headers: IMMUTABLE, body: { destinationId: "archive" } });
    expect(moved.body["id"]).toBe(immutable);
    expect(moved.headers["preference-applied"]).toContain("ImmutableId");
    expect((await tenant.ask("GET", `messages/${immutable}`)).body["id"]).not.toBe(immutable);
  });

  it("a deleted message lies in Deleted Items, from there it leaves the lists", async () => {
    const id = place("a");
    const immutable = String((await tenant.ask("GET", `messages/${id}`, { headers: IMMUTABLE })).body["id"]);
    expect((await tenant.ask("DELETE", `messages/${id}`)).status).toBe(204);
    const bin = await tenant.ask("GET", "mailFolders/deleteditems");
    expect((await tenant.ask("GET", `messages/${immutable}`)).body["parentFolderId"]).toBe(bin.body["id"]);
    await tenant.ask("DELETE", `messages/${immutable}`);
    expect(await list("$select=subject")).toEqual([]);
  });

  it("only drafts may be rewritten, received mail may be marked", async () => {
    const id = place("a");
    expect((await tenant.ask("PATCH", `messages/${id}`, { body: { subject: "b" } })).status).toBe(400);
    const marked = await tenant.ask("PATCH", `messages/${id}`, { body: { categories: ["Salesforce"], isRead: true } });
    expect(marked.body).toMatchObject({ subject: "a", categories: ["Salesforce"], isRead: true });
    const draft = String((await tenant.ask("POST", "messages", { body: { subject: "c" } })).body["id"]);
    expect((await tenant.ask("PATCH", `messages/${draft}`, { body: { subject: "d" } })).body["subject"]).toBe("d");
  });

  it("MG17: If-Match with an old version is refused 412, without it the last write wins", async () => {
    const id = place("a");
    const old = String((await tenant.ask("GET", `messages/${id}`)).body["@odata.etag"]);
    await tenant.ask("PATCH", `messages/${id}`, { body: { isRead: true } });
    const stale = await tenant.ask("PATCH", `messages/${id}`, { headers: { "if-match": old }, body: { isRead: false } });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({ error: { code: "ErrorIrresolvableConflict" } });
    expect((await tenant.ask("PATCH", `messages/${id}`, { body: { isRead: false } })).status).toBe(200);
  });

  it("MG17: a conflict without any If-Match can be asked for", async () => {
    const id = place("a");
    tenant.graph.switches.spontaneousConflicts = 1;
    expect((await tenant.ask("PATCH", `messages/${id}`, { body: { isRead: true } })).status).toBe(412);
    expect((await tenant.ask("PATCH", `messages/${id}`, { body: { isRead: true } })).status).toBe(200);
  });

  it("filters by category without regard to case, by message id, by time, and by both with and, or, not", async () => {
    place("old", { receivedDateTime: "2026-01-01T00:00:00Z", categories: ["salesforce"], internetMessageId: "<old@x.example>" });
    place("new", { receivedDateTime: "2026-02-01T00:00:00Z", categories: ["Other"], isRead: true });
    expect(await list("$filter=categories/any(c:c eq 'Salesforce')")).toEqual(["old"]);
    expect(await list("$filter=internetMessageId eq '<old@x.example>'")).toEqual(["old"]);
    expect(await list("$filter=receivedDateTime ge 2026-01-15T00:00:00Z")).toEqual(["new"]);
    expect(await list("$filter=receivedDateTime lt 2026-01-15T00:00:00Z or isRead eq true")).toEqual(["new", "old"]);
    expect(await list("$filter=not categories/any(c:c eq 'Salesforce') and startswith(subject,'N')")).toEqual(["new"]);
  });

  it("an order that the filter does not begin with is too complex", async () => {
    const reply = await tenant.ask("GET", "messages?$filter=categories/any(c:c eq 'x')&$orderby=receivedDateTime desc");
    expect(reply.body).toMatchObject({ error: { code: "InefficientFilter" } });
    const fits = "$filter=receivedDateTime ge 2026-01-01T00:00:00Z and isRead eq false&$orderby=receivedDateTime desc";
    expect((await tenant.ask("GET", `messages?${fits}`)).status).toBe(200);
  });

  it.each([
    ["an unknown property in a filter", "$filter=nonsense eq 1", "BadRequest"],
    [
      "a collection that cannot be filtered",
      "$filter=toRecipients/any(i:i/emailAddress/address eq 'a@b.example')",
      "ErrorInvalidUrlQueryFilter",
    ],
    ["a filter that cannot be read", "$filter=subject eq", "BadRequest"],
    ["an unknown property in a selection", "$select=nonsense", "BadRequest"],
    ["an unknown option", "$wish=1", "BadRequest"],
    ["a page of none", "$top=0", "BadRequest"],
    ["a page beyond the limit", "$top=1001", "BadRequest"],
  ])("refuses %s with 400", async (_what, query, code) => {
    const reply = await tenant.ask("GET", `messages?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ error: { code } });
  });

  it("pages of ten by default, newest first, the rest behind an absolute link that works", async () => {
    for (let index = 10; index < 22; index += 1) place(`m${index}`, { receivedDateTime: `2026-01-${index}T00:00:00Z` });
    const first = await tenant.ask("GET", "mailFolders/inbox/messages?$select=subject&$count=true");
    expect(first.body["@odata.count"]).toBe(12);
    expect((first.body["value"] as readonly Record<string, unknown>[])[0]?.["subject"]).toBe("m21");
    const next = await tenant.ask("GET", String(first.body["@odata.nextLink"]));
    expect((next.body["value"] as readonly Record<string, unknown>[]).map((one) => one["subject"])).toEqual(["m11", "m10"]);
    expect(next.body["@odata.nextLink"]).toBeUndefined();
  });

  it("bodies come as HTML, as text when preferred, and without scripts", async () => {
    const id = place("a", { body: { contentType: "html", content: '<p onclick="x()">Hello <b>there</b></p><script>steal()</script>' } });
    const html = (await tenant.ask("GET", `messages/${id}`)).body["body"];
    expect(html).toMatchObject({ contentType: "html" });
    expect(JSON.stringify(html)).not.toMatch(/script|onclick/u);
    const text = await tenant.ask("GET", `messages/${id}`, { headers: { prefer: 'outlook.body-content-type="text"' } });
    expect(text.body["body"]).toEqual({ contentType: "text", content: "Hello there" });
  });

  it("MG10: extended properties are not repeated by a write, and read back only by name", async () => {
    const id = place("a");
    const property = "String {66f5a359-4659-4830-9070-00040ec6ac6e} Name Stamp";
    const written = await tenant.ask("PATCH", `messages/${id}`, {
      body: { singleValueExtendedProperties: [{ id: property, value: "x" }] },
    });
    expect(written.body["singleValueExtendedProperties"]).toBeUndefined();
    const read = await tenant.ask(
      "GET",
      `messages/${id}?$expand=singleValueExtendedProperties($filter=id eq '${property.toUpperCase().replace("STRING", "string").replace("NAME STAMP", "Name Stamp")}')`,
    );
    expect(read.body["singleValueExtendedProperties"]).toMatchObject([{ value: "x" }]);
    expect(
      (await list(`$filter=${encodeURIComponent(`singleValueExtendedProperties/any(ep:ep/id eq '${property}' and ep/value eq 'x')`)}`))
        .length,
    ).toBe(1);
    expect(
      (await list(`$filter=${encodeURIComponent(`singleValueExtendedProperties/any(ep:ep/id eq '${property}' and ep/value eq 'y')`)}`))
        .length,
    ).toBe(0);
  });

  it("a draft that is sent arrives in the recipient's Inbox and lies in Sent Items", async () => {
    const draft = await tenant.ask("POST", "messages", {
      body: { subject: "Hi Ben", toRecipients: [{ emailAddress: { address: "BEN@northwind.example" } }] },
    });
    expect((await tenant.ask("POST", `messages/${String(draft.body["id"])}/send`)).status).toBe(202);
    expect(tenant.graph.seed.items(ADA, "sentitems").map((item) => item.fields["isDraft"])).toEqual([false]);
    expect(tenant.graph.seed.items("ben@northwind.example", "inbox")[0]?.fields).toMatchObject({
      subject: "Hi Ben",
      from: { emailAddress: { address: ADA } },
    });
  });

  it("folders: one level, hidden ones on request, a name once, and known by well-known names in any case", async () => {
    expect((await tenant.ask("GET", "MailFolders('INBOX')")).body["displayName"]).toBe("Inbox");
    const made = await tenant.ask("POST", "mailFolders", { body: { displayName: "Salesforce Emails" } });
    expect(made.status).toBe(201);
    expect((await tenant.ask("POST", "mailFolders", { body: { displayName: "salesforce emails" } })).body).toMatchObject({
      error: { code: "ErrorFolderExists" },
    });
    await tenant.ask("POST", "mailFolders", { body: { displayName: "Secret", isHidden: true } });
    const names = async (query: string): Promise<readonly unknown[]> =>
      ((await tenant.ask("GET", `mailFolders?$top=100${query}`)).body["value"] as readonly Record<string, unknown>[]).map(
        (one) => one["displayName"],
      );
    expect(await names("")).not.toContain("Secret");
    expect(await names("&includeHiddenFolders=true")).toContain("Secret");
    expect(await names("&$filter=displayName eq 'Salesforce Emails'")).toEqual(["Salesforce Emails"]);
  });

  it("a deleted folder lies under Deleted Items with its id; deleted again it is gone, and so is its delta", async () => {
    const id = String((await tenant.ask("POST", "mailFolders", { body: { displayName: "Once" } })).body["id"]);
    const { deltaLink } = await round(tenant, `mailFolders/${id}/messages/delta`);
    await tenant.ask("DELETE", `mailFolders/${id}`);
    const bin = await tenant.ask("GET", "mailFolders/deleteditems");
    expect((await tenant.ask("GET", `mailFolders/${id}`)).body["parentFolderId"]).toBe(bin.body["id"]);
    await tenant.ask("DELETE", `mailFolders/${id}`);
    expect((await tenant.ask("GET", `mailFolders/${id}`)).status).toBe(404);
    expect((await tenant.ask("GET", deltaLink)).body).toMatchObject({ error: { code: "ErrorSyncFolderNotFound" } });
    expect((await tenant.ask("DELETE", "mailFolders/inbox")).status).toBe(403);
  });

  it("ids are translated between the forms", async () => {
    const id = place("a");
    const immutable = String((await tenant.ask("GET", `messages/${id}`, { headers: IMMUTABLE })).body["id"]);
    const ask = async (inputIds: readonly string[], sourceIdType: string, targetIdType: string): Promise<unknown> =>
      (await tenant.ask("POST", "translateExchangeIds", { body: { inputIds, sourceIdType, targetIdType } })).body["value"];
    expect(await ask([id], "restId", "restImmutableEntryId")).toEqual([{ sourceId: id, targetId: immutable }]);
    expect(await ask([immutable], "restImmutableEntryId", "restId")).toEqual([{ sourceId: immutable, targetId: id }]);
    const ews = id.replaceAll("-", "/").replaceAll("_", "+");
    expect(await ask([ews], "ewsId", "restId")).toEqual([{ sourceId: ews, targetId: id }]);
  });
});
