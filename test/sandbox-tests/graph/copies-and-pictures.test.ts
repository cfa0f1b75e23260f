import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertConforms } from "./conformance.ts";
import { Tenant } from "./tenant.ts";

const ADA = "ada@northwind.example";
const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");

describe("copies of folders, and pictures of contacts", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  it("a folder is copied with all that lies in it and below it; the original stays", async () => {
    const { seed } = tenant.graph;
    await seed.mime(ADA, "Deals/Won", Buffer.from("From: a@b.example\r\nSubject: Won\r\n\r\ntext"));
    seed.message(ADA, "Deals", { subject: "Open" });
    const deals = seed.folder(ADA, "Deals").id;
    const copied = await tenant.ask("POST", `mailFolders/${deals}/copy`, { body: { destinationId: "archive" } });
    expect(copied).toMatchObject({ status: 201, body: { displayName: "Deals", totalItemCount: 1, childFolderCount: 1 } });
    assertConforms("/users/{user-id}/mailFolders/{mailFolder-id}/copy", "POST", 201, copied.body);
    expect(copied.body["id"]).not.toBe(deals);
    const [below] = (await tenant.ask("GET", `mailFolders/${String(copied.body["id"])}/childFolders`)).body["value"] as {
      readonly id: string;
    }[];
    const won = (await tenant.ask("GET", `mailFolders/${below?.id ?? ""}/messages`)).body["value"] as { readonly id: string }[];
    expect((await tenant.ask("GET", `messages/${won[0]?.id ?? ""}/$value`)).text).toContain("Subject: Won");
    expect(seed.items(ADA, "Deals/Won")).toHaveLength(1);
  });

  it("is refused twice into the same place, into itself, and without a place", async () => {
    const deals = tenant.graph.seed.folder(ADA, "Deals").id;
    const copy = async (body: unknown): Promise<unknown> => (await tenant.ask("POST", `mailFolders/${deals}/copy`, { body })).status;
    expect(await copy({ destinationId: "archive" })).toBe(201);
    expect(await copy({ destinationId: "archive" })).toBe(409);
    expect(await copy({ destinationId: deals })).toBe(400);
    expect(await copy({})).toBe(400);
  });

  it("a contact's picture is put, described and read back", async () => {
    const contact = `contacts/${tenant.graph.seed.id(tenant.graph.seed.contact(ADA, "contacts", { givenName: "a" }))}`;
    expect((await tenant.ask("GET", `${contact}/photo`)).body).toMatchObject({ error: { code: "ErrorItemNotFound" } });
    const put = await tenant.ask("PUT", `${contact}/photo/$value`, { headers: { "content-type": "image/jpeg" }, body: JPEG });
    expect(put.status).toBe(200);
    expect((await tenant.ask("GET", `${contact}/photo`)).body).toMatchObject({ "@odata.mediaContentType": "image/jpeg", width: 48 });
    const bytes = await tenant.ask("GET", `${contact}/photo/$value`);
    expect({ type: bytes.headers["content-type"], same: bytes.bytes.equals(JPEG) }).toEqual({ type: "image/jpeg", same: true });
    expect(
      (await tenant.ask("PUT", `${contact}/photo/$value`, { headers: { "content-type": "image/jpeg" }, body: "no picture" })).status,
    ).toBe(400);
  });
});
