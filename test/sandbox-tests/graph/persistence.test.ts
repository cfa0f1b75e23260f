import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GRAPH_URL, round, Tenant } from "./tenant.ts";

const ADA = "ada@northwind.example";

describe("state and faults of the Graph stand-in", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "graph-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("what was answered is there after the process is gone: mails, folders, bytes, cursors, keys, tokens", async () => {
    const file = join(folder, "graph.db");
    const before = new Tenant({}, file);
    const { id: folderId } = (await before.ask("POST", "mailFolders", { body: { displayName: "Salesforce Emails" } })).body;
    const mime = Buffer.from(
      'From: a@x.example\r\nSubject: kept\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Disposition: attachment; filename=f.txt\r\n\r\nfile\r\n--b--\r\n',
    );
    const item = await before.graph.seed.mime(ADA, "inbox", mime);
    const { deltaLink } = await round(before, "mailFolders/inbox/messages/delta?$select=subject");
    const moved = await before.ask("POST", `messages/${encodeURIComponent(before.graph.seed.id(item))}/move`, {
      body: { destinationId: folderId },
    });
    const token = before.appToken;
    // Not closed: what a kill -9 leaves.
    const after = new Tenant({}, file);
    expect(after.ada).toBe(before.ada);
    const path = `messages/${encodeURIComponent(String(moved.body["id"]))}`;
    expect((await after.ask("GET", path, { token })).body).toEqual((await before.ask("GET", path)).body);
    expect((await after.ask("GET", `${path}/$value`)).bytes.equals(mime)).toBe(true);
    expect((await after.ask("GET", `${path}/attachments`)).body["value"]).toMatchObject([{ name: "f.txt" }]);
    expect((await round(after, deltaLink)).items.map((one) => one["@removed"])).toEqual([{ reason: "deleted" }]);
    const added = after.graph.seed.message(ADA, "inbox", { subject: "later" });
    expect(added.key).toBeGreaterThan(item.key);
    await after.close();
    await before.graph.app.close();
  });

  it("a series, its exceptions, its cursor, and the mails about it are there after the process is gone", async () => {
    const file = join(folder, "graph.db");
    const before = new Tenant({}, file);
    const at = (dateTime: string): Readonly<Record<string, string>> => ({ dateTime, timeZone: "UTC" });
    const recurrence = { pattern: { type: "daily", interval: 1 }, range: { type: "noEnd", startDate: "2026-11-05" } };
    const attendees = [{ emailAddress: { address: "cleo@elsewhere.example" } }];
    const body = { subject: "x", start: at("2026-11-05T10:00:00"), end: at("2026-11-05T11:00:00"), recurrence, attendees };
    expect((await before.ask("POST", "events", { body })).status).toBe(201);
    const window = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-11-10T00:00:00Z";
    const shown = (await before.ask("GET", `calendarView?${window}`)).body["value"] as readonly Readonly<Record<string, unknown>>[];
    await before.ask("PATCH", `events/${String(shown[1]?.["id"])}`, { body: { subject: "Other" } });
    await before.ask("DELETE", `events/${String(shown[2]?.["id"])}`);
    const { deltaLink } = await round(before, `calendarView/delta?${window}`);
    const token = before.appToken;
    const after = new Tenant({}, file);
    const path = `calendarView?${window}`;
    expect((await after.ask("GET", path, { token })).body).toEqual((await before.ask("GET", path)).body);
    expect(after.graph.mailed.list()).toEqual(before.graph.mailed.list());
    expect((await round(after, deltaLink)).items).toEqual([]);
    await after.close();
    await before.graph.app.close();
  });

  it("a reply lost after its effect leaves the effect; one lost before leaves nothing", async () => {
    const tenant = new Tenant();
    await tenant.graph.app.listen({ host: "127.0.0.1", port: 0 });
    const base = `http://127.0.0.1:${(tenant.graph.app.server.address() as AddressInfo).port}`;
    const create = (name: string): Promise<Response> =>
      fetch(`${base}/v1.0/users/${tenant.ada}/contacts`, {
        method: "POST",
        headers: { authorization: `Bearer ${tenant.appToken}`, "content-type": "application/json" },
        body: JSON.stringify({ givenName: name }),
      });
    tenant.parts.faults.plant({ kind: "lost-after", times: 1 });
    await expect(create("After")).rejects.toThrow();
    tenant.parts.faults.plant({ kind: "lost-before", times: 1 });
    await expect(create("Before")).rejects.toThrow();
    expect((await create("Fine")).status).toBe(201);
    expect(tenant.graph.seed.items(ADA, "contacts", "contacts").map((item) => item.fields["givenName"])).toEqual(["After", "Fine"]);
    await tenant.close();
  });

  it.each([
    ["throttled", 429, "TooManyRequests"],
    ["unavailable", 503, "ServiceUnavailable"],
    ["expired-session", 401, "InvalidAuthenticationToken"],
  ] as const)("a planted %s is answered in Graph's words, before any effect", async (kind, status, code) => {
    const tenant = new Tenant();
    tenant.parts.faults.plant({ kind, times: 1 });
    const reply = await tenant.ask("POST", "contacts", { body: { givenName: "x" } });
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ error: { code } });
    expect(tenant.graph.seed.items(ADA, "contacts", "contacts")).toEqual([]);
    await tenant.close();
  });

  it("the sandbox' own handles plant faults, throw switches, move the clock, expire cursors, and count", async () => {
    const tenant = new Tenant();
    expect((await tenant.ask("POST", "/_sandbox/faults", { body: { kind: "unavailable", times: 1 } })).status).toBe(201);
    expect((await tenant.ask("GET", "messages")).status).toBe(503);
    await tenant.ask("DELETE", "/_sandbox/faults");
    expect((await tenant.ask("PATCH", "/_sandbox/switches", { body: { partialDelta: "never" } })).body["partialDelta"]).toBe("never");
    expect((await tenant.ask("PATCH", "/_sandbox/switches", { body: { wish: 1 } })).status).toBe(400);
    const { deltaLink } = await round(tenant, "mailFolders/inbox/messages/delta");
    expect((await tenant.ask("POST", "/_sandbox/expire-delta-tokens", { body: { user: ADA, wording: "gone-lower-case" } })).status).toBe(
      200,
    );
    expect((await tenant.ask("GET", deltaLink)).status).toBe(410);
    expect((await tenant.ask("POST", "/_sandbox/clock", { body: { moveMs: 1000 } })).body["now"]).toBe("2026-11-02T09:00:01.000Z");
    expect(Number((await tenant.ask("GET", "/_sandbox/counters")).body["requests"])).toBeGreaterThan(5);
    await tenant.close();
  });

  it("more requests at a time than allowed are answered 429, while the others go on", async () => {
    const tenant = new Tenant({ concurrentRequests: 4 });
    tenant.parts.faults.plant({ kind: "latency", ms: 20 });
    await tenant.graph.app.listen({ host: "127.0.0.1", port: 0 });
    const base = `http://127.0.0.1:${(tenant.graph.app.server.address() as AddressInfo).port}`;
    const ask = (): Promise<Response> =>
      fetch(`${base}/v1.0/users/${tenant.ada}/mailFolders`, { headers: { authorization: `Bearer ${tenant.appToken}` } });
    const statuses = (await Promise.all(Array.from({ length: 6 }, ask))).map((reply) => reply.status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect((await ask()).status).toBe(200);
    await tenant.close();
  });

  it("links in replies begin with the address given", async () => {
    const tenant = new Tenant();
    for (let index = 0; index < 12; index += 1) tenant.graph.seed.message(ADA, "inbox", { subject: String(index) });
    const reply = await tenant.ask("GET", "messages");
    expect(String(reply.body["@odata.nextLink"]).startsWith(`${GRAPH_URL}/v1.0/`)).toBe(true);
    await tenant.close();
  });
});
