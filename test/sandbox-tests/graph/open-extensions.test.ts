import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertConforms } from "./conformance.ts";
import { round, Tenant } from "./tenant.ts";

const ADA = "ada@northwind.example";
const REFERRAL = {
  "@odata.type": "microsoft.graph.openTypeExtension",
  extensionName: "Com.Contoso.Referral",
  company: "Wingtip",
  deals: 3,
};
const ID = "Microsoft.OutlookServices.OpenTypeExtension.Com.Contoso.Referral";

describe("open extensions", () => {
  let tenant: Tenant;
  let items: Readonly<Record<string, string>>;
  beforeEach(() => {
    tenant = new Tenant();
    const { seed } = tenant.graph;
    const list = [...seed.mailbox(ADA).folders].find((one) => one.wellKnown === "defaultList")!;
    items = {
      message: `messages/${seed.id(seed.message(ADA, "inbox", { subject: "a" }))}`,
      contact: `contacts/${seed.id(seed.contact(ADA, "contacts", { givenName: "a" }))}`,
      task: `todo/lists/${list.id}/tasks/${seed.id(seed.task(ADA, "defaultList", { title: "a" }))}`,
    };
  });
  afterEach(() => tenant.close());

  it.each(["message", "contact", "task"])("are made, read, changed and removed on a %s, by name or by id", async (kind) => {
    const item = items[kind] ?? "";
    const made = await tenant.ask("POST", `${item}/extensions`, { body: REFERRAL });
    expect(made).toMatchObject({ status: 201, body: { id: ID, extensionName: "Com.Contoso.Referral", company: "Wingtip", deals: 3 } });
    if (kind === "message") assertConforms("/users/{user-id}/messages/{message-id}/extensions", "POST", 201, made.body);
    const changed = await tenant.ask("PATCH", `${item}/extensions/com.contoso.referral`, { body: { deals: null, region: "North" } });
    expect(changed.body).toMatchObject({ company: "Wingtip", region: "North" });
    expect(changed.body).not.toHaveProperty("deals");
    expect((await tenant.ask("GET", `${item}/extensions/${ID}`)).body).toMatchObject({ region: "North" });
    expect((await tenant.ask("GET", `${item}/extensions`)).body["value"]).toHaveLength(1);
    expect((await tenant.ask("DELETE", `${item}/extensions/${ID}`)).status).toBe(204);
    expect((await tenant.ask("GET", `${item}/extensions/${ID}`)).body).toMatchObject({ error: { code: "ErrorItemNotFound" } });
  });

  it.each([
    ["messages", { subject: "a" }],
    ["contacts", { givenName: "a" }],
  ])("come along with new %s, and are shown only when expanded", async (path, body) => {
    const made = await tenant.ask("POST", path, { body: { ...body, extensions: [REFERRAL] } });
    expect(made.status).toBe(201);
    expect(made.body).not.toHaveProperty("extensions");
    const id = String(made.body["id"]);
    const all = await tenant.ask("GET", `${path}/${id}?$expand=extensions`);
    expect(all.body["extensions"]).toMatchObject([{ id: ID, company: "Wingtip" }]);
    const other = await tenant.ask("GET", `${path}/${id}?$expand=extensions($filter=id eq 'Com.Contoso.Other')`);
    expect(other.body["extensions"]).toEqual([]);
  });

  it("stay with a message that moves", async () => {
    await tenant.ask("POST", `${items["message"] ?? ""}/extensions`, { body: REFERRAL });
    const moved = await tenant.ask("POST", `${items["message"] ?? ""}/move`, { body: { destinationId: "archive" } });
    expect((await tenant.ask("GET", `messages/${String(moved.body["id"])}/extensions`)).body["value"]).toHaveLength(1);
  });

  it("MG10: are never told by delta", async () => {
    const { deltaLink } = await round(tenant, "mailFolders/inbox/messages/delta");
    await tenant.ask("POST", `${items["message"] ?? ""}/extensions`, { body: REFERRAL });
    const told = (await round(tenant, deltaLink)).items;
    expect(JSON.stringify(told)).not.toContain("Wingtip");
  });

  it.each([
    ["without a name", { company: "a" }],
    ["of another type", { "@odata.type": "#microsoft.graph.message", extensionName: "a" }],
    ["with a name that cannot be", { extensionName: "a b" }],
    ["that is no object", []],
  ])("are refused %s", async (_title, body) => {
    expect((await tenant.ask("POST", `${items["message"] ?? ""}/extensions`, { body })).status).toBe(400);
  });
});
