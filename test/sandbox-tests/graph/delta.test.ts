import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredItem } from "../../sandbox/graph/stored.ts";
import { round, Tenant } from "./tenant.ts";

const ADA = "ada@northwind.example";
const START = "mailFolders/inbox/messages/delta?$select=subject,isRead,categories";

describe("delta queries", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const place = (subject: string): StoredItem => tenant.graph.seed.message(ADA, "inbox", { subject });
  const subjects = (items: readonly Record<string, unknown>[]): readonly unknown[] =>
    items.map((item) => item["subject"] ?? item["@removed"]);

  it("a round tells everything once, page by page, with one kind of link on each", async () => {
    for (let index = 0; index < 7; index += 1) place(`m${index}`);
    const { items, pages } = await round(tenant, START, { prefer: "odata.maxpagesize=3" });
    expect(subjects(items)).toEqual(["m0", "m1", "m2", "m3", "m4", "m5", "m6"]);
    expect(pages).toBe(3);
    const page = await tenant.ask("GET", START, { headers: { prefer: "odata.maxpagesize=3" } });
    expect(page.headers["preference-applied"]).toBe("odata.maxpagesize=3");
    expect(page.body["@odata.deltaLink"]).toBeUndefined();
  });

  it("an empty page before the deltaLink is legal, and can be asked for", async () => {
    tenant.graph.switches.emptyLastPage = true;
    place("a");
    expect((await round(tenant, START)).pages).toBe(2);
  });

  it("MG5: what a client knows already is told in part: a mail that was read brings only isRead, and no ETag", async () => {
    const item = place("a");
    const { deltaLink } = await round(tenant, START);
    await tenant.ask("PATCH", `messages/${tenant.graph.seed.id(item)}`, { body: { isRead: true } });
    const [told] = (await round(tenant, deltaLink)).items;
    expect(told).toEqual({
      "@odata.type": "#microsoft.graph.message",
      id: tenant.graph.seed.id(item),
      isRead: true,
      parentFolderId: item.folderId,
    });
  });

  it("MG5: with the switch off the whole selection comes", async () => {
    tenant.graph.switches.partialDelta = "never";
    const item = place("a");
    const { deltaLink } = await round(tenant, START);
    tenant.graph.seed.change(item, { isRead: true });
    expect((await round(tenant, deltaLink)).items[0]).toMatchObject({ subject: "a", isRead: true, categories: [] });
  });

  it("MG5: contacts come whole, or in part with an ETag where the switch says so", async () => {
    const item = tenant.graph.seed.contact(ADA, "contacts", { givenName: "Cleo", surname: "Patra" });
    const { deltaLink } = await round(tenant, `contactFolders/${item.folderId}/contacts/delta`);
    const changed = tenant.graph.seed.change(item, { jobTitle: "Queen" });
    expect((await round(tenant, deltaLink)).items[0]).toMatchObject({ givenName: "Cleo", jobTitle: "Queen" });
    tenant.graph.switches.partialDelta = "everything";
    const [told] = (await round(tenant, deltaLink)).items;
    expect(told?.["@odata.etag"]).toBe((await tenant.ask("GET", `contacts/${tenant.graph.seed.id(changed)}`)).body["@odata.etag"]);
    expect(told?.["jobTitle"]).toBe("Queen");
    expect(told?.["givenName"]).toBeUndefined();
  });

  it("MG6: a mail moved out of the folder is told as deleted, under the id the client knows", async () => {
    const item = place("a");
    const id = tenant.graph.seed.id(item);
    const { deltaLink } = await round(tenant, START);
    tenant.graph.seed.move(item, "archive");
    expect((await round(tenant, deltaLink)).items).toEqual([{ "@removed": { reason: "deleted" }, id }]);
  });

  it("MG6: ids the client never saw are told as deleted too", async () => {
    const { deltaLink } = await round(tenant, START);
    tenant.graph.seed.move(place("a"), "archive");
    expect((await round(tenant, deltaLink)).items.map((item) => item["@removed"])).toEqual([{ reason: "deleted" }]);
  });

  it("with immutable ids a mail that left and came back is not told to be gone", async () => {
    const prefer = { prefer: 'IdType="ImmutableId"' };
    const item = place("a");
    const { deltaLink } = await round(tenant, START, prefer);
    tenant.graph.seed.move(tenant.graph.seed.move(item, "archive"), "inbox");
    expect(subjects((await round(tenant, deltaLink, prefer)).items)).toEqual(["a"]);
    expect((await round(tenant, deltaLink)).items).toHaveLength(2);
  });

  it("what changes while a round is read comes in that round or in the next", async () => {
    const items = ["a", "b", "c", "d"].map(place);
    const first = await tenant.ask("GET", START, { headers: { prefer: "odata.maxpagesize=2" } });
    const last = items[3];
    if (!last) throw new Error("no item");
    tenant.graph.seed.change(last, { categories: ["x"] });
    const rest = await round(tenant, String(first.body["@odata.nextLink"]));
    const later = await round(tenant, rest.deltaLink);
    expect([...subjects(rest.items), ...subjects(later.items)]).toContain("d");
    expect(later.items.map((item) => item["categories"])).toEqual([["x"]]);
  });

  it("changeType narrows the round, receivedDateTime filters it, other filters and $search are refused", async () => {
    place("a");
    const created = await round(tenant, `${START}&changeType=created`);
    expect(subjects(created.items)).toEqual(["a"]);
    expect((await round(tenant, `${START}&changeType=updated`)).items).toEqual([]);
    expect((await round(tenant, `${START}&$filter=receivedDateTime ge 2030-01-01T00:00:00Z`)).items).toEqual([]);
    expect((await tenant.ask("GET", `${START}&$filter=isRead eq true`)).status).toBe(400);
    expect((await tenant.ask("GET", `${START}&$search=x`)).status).toBe(400);
    expect((await tenant.ask("GET", "mailFolders/inbox/messages/delta?$deltatoken=latest")).status).toBe(400);
  });

  it("MG10: $expand in a delta answers 500 unless switched otherwise", async () => {
    expect(
      (await tenant.ask("GET", "mailFolders/inbox/messages/delta?$expand=singleValueExtendedProperties($filter=id eq 'x')")).status,
    ).toBe(500);
  });

  it("MG10: where $expand works in a delta, it shows the named properties", async () => {
    tenant.graph.switches.deltaExpandFails = false;
    const property = "String {66f5a359-4659-4830-9070-00040ec6ac6e} Name Stamp";
    tenant.graph.seed.message(ADA, "inbox", { subject: "a" }, { singleValueExtendedProperties: [{ id: property, value: "x" }] });
    const { items } = await round(tenant, `${START}&$expand=singleValueExtendedProperties($filter=id eq '${property}')`);
    expect(items[0]?.["singleValueExtendedProperties"]).toEqual([{ id: property, value: "x" }]);
  });

  it.each([
    ["gone-with-location", 410, "SyncStateNotFound"],
    ["gone-lower-case", 410, "syncStateNotFound"],
    ["bad-request", 400, "SyncStateNotFound"],
    ["not-found", 404, "SyncStateNotFound"],
    ["resync-required", 410, "ResyncRequired"],
    ["sync-state-invalid", 410, "SyncStateInvalid"],
  ] as const)("MG9: tokens expire on request, worded %s", async (wording, status, code) => {
    place("a");
    const { deltaLink } = await round(tenant, START);
    tenant.graph.seed.expireDeltaTokens(ADA, wording);
    const reply = await tenant.ask("GET", deltaLink);
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ error: { code } });
    expect((await round(tenant, START)).items).toHaveLength(1);
  });

  it("MG9: a 410 may say in its Location where to begin anew", async () => {
    place("a");
    const { deltaLink } = await round(tenant, START);
    tenant.graph.seed.expireDeltaTokens(ADA, "gone-with-location");
    const reply = await tenant.ask("GET", deltaLink);
    expect(subjects((await round(tenant, String(reply.headers["location"]))).items)).toEqual(["a"]);
  });

  it("a token of another folder, another mailbox, or of nobody is refused", async () => {
    const { deltaLink } = await round(tenant, START);
    const token = deltaLink.slice(deltaLink.indexOf("$deltatoken="));
    expect((await tenant.ask("GET", `mailFolders/archive/messages/delta?${token}`)).status).toBe(400);
    expect((await tenant.ask("GET", `mailFolders/inbox/messages/delta?${token}x`)).status).toBe(400);
    const folders = await round(tenant, "mailFolders/delta");
    expect((await tenant.ask("GET", folders.deltaLink.replace(tenant.ada, tenant.ben))).status).toBe(400);
  });

  it("folders are tracked over the whole hierarchy, deleted ones told", async () => {
    const { deltaLink } = await round(tenant, "mailFolders/delta");
    const outer = tenant.graph.seed.folder(ADA, "Outer/Inner");
    const told = await round(tenant, deltaLink);
    expect(told.items.map((item) => item["displayName"])).toEqual(["Outer", "Inner"]);
    await tenant.ask("DELETE", `mailFolders/${outer.id}`);
    await tenant.ask("DELETE", `mailFolders/${outer.id}`);
    expect((await round(tenant, told.deltaLink)).items).toEqual([{ "@removed": { reason: "deleted" }, id: outer.id }]);
  });
});
