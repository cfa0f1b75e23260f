import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BEN, openSampleWorld, type SampleWorld } from "./sample-world.ts";

describe("O5: the administration API of a running service", () => {
  let world: SampleWorld;

  beforeAll(async () => {
    world = await openSampleWorld();
  });
  afterAll(() => world.close());

  async function ask(method: string, path: string, body?: unknown, token = world.standIns.adminToken()) {
    const reply = await fetch(`${world.serviceUrl()}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  }

  it("B3: shows the difference first, and applies it only when asked to", async () => {
    const preview = await world.admin.syncUsers(false);
    expect(preview).toMatchObject({ applied: false, removed: [], unchanged: [] });
    expect(preview.added).toContainEqual({ email: BEN, salesforceUsername: `${BEN}.sandbox` });
    expect(preview.added).toHaveLength(5);
    expect(preview.unmatched.map(({ email }) => email)).toEqual(
      expect.arrayContaining(["info@example.com", "room.lighthouse@example.com"]),
    );
    expect(await world.admin.users()).toEqual([]);

    const applied = await world.admin.syncUsers(true);
    expect(applied).toMatchObject({ applied: true });
    expect((await world.admin.users()).map(({ sync }) => sync)).toEqual(["off", "off", "off", "off", "off"]);
    expect((await world.admin.syncUsers(false)).unchanged).toHaveLength(5);
  });

  it("switches a user on, and answers a cycle with what is left", async () => {
    await world.admin.setSync(BEN, "on");
    await world.settle(BEN);
    const user = await world.admin.user(BEN);
    expect(user).toMatchObject({ email: BEN, salesforceUsername: `${BEN}.sandbox`, sync: "on", state: "healthy", reason: null });
    const cycle = await ask("POST", `/api/admin/users/${user.id}/cycle?wait=20`);
    expect(cycle).toEqual({ status: 200, body: { settled: true, waiting: 0, running: 0, held: 0, failed: 0, conflicts: 0 } });
    expect((await ask("POST", `/api/admin/users/${user.id}/cycle`)).status).toBe(202);
  });

  it("says of the whole connection whether it is settled", async () => {
    const { status, body } = await ask("GET", "/api/admin/overview");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      settled: expect.any(Boolean),
      backlog: expect.any(Number),
      connection: { healthy: true, wakeUp: "polling" },
    });
  });

  it("keeps a journal that names the item and the record", async () => {
    const entries = await world.admin.journal({ user: BEN });
    expect(entries.length).toBeGreaterThan(0);
    expect(entries[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      before: entries[0]?.before,
      after: entries[0]?.after,
      undoable: expect.any(Boolean),
      rules: expect.any(Array),
      time: expect.any(String),
      user: BEN,
      kind: expect.any(String),
      action: expect.any(String),
      outcome: expect.any(String),
      reason: entries[0]?.reason,
      item: entries[0]?.item,
      record: entries[0]?.record,
    });
  });

  it("reads and writes the default preset as one document, and refuses what it does not know", async () => {
    const { body: preset } = await ask("GET", "/api/admin/presets/default");
    expect(preset).toMatchObject({ contacts: { on: true, scope: "own" }, emails: { on: true } });
    const changed = { ...preset, blocked: ["@spam.example"] };
    expect((await ask("PUT", "/api/admin/presets/default", changed)).status).toBe(200);
    expect((await ask("GET", "/api/admin/presets/default")).body).toMatchObject({ blocked: ["@spam.example"] });
    expect((await ask("PUT", "/api/admin/presets/default", { unheardOf: true })).status).toBe(400);
  });

  it("A7, O4: lets nobody in without a role, and nobody at all without a token", async () => {
    expect((await ask("GET", "/api/admin/overview", undefined, world.standIns.userToken(BEN))).status).toBe(403);
    expect((await ask("GET", "/api/admin/overview", undefined, world.standIns.graphToken())).status).toBe(401);
    expect((await fetch(`${world.serviceUrl()}/api/admin/overview`)).status).toBe(401);
  });
});
