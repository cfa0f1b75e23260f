import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MovableClock } from "../../sandbox/base/clock.ts";
import { FAULT_KINDS } from "../../sandbox/base/faults.ts";
import { sandboxEvents } from "../../sandbox/fault-board/events.ts";
import { createHome, type SandboxFacts } from "../../sandbox/home.ts";
import { type StandIns, startStandIns } from "../../sandbox/world.ts";

const FACTS: SandboxFacts = {
  serviceUrl: "http://127.0.0.1:4001",
  graphUrl: "",
  entraUrl: "",
  tenantId: "",
  clientId: "",
  clientSecret: "",
  salesforceUrl: "",
  salesforceClientId: "",
  salesforcePrivateKey: "",
  salesforceAccessTokens: {},
  adminToken: "",
  adminUrl: "http://127.0.0.1:4001/admin/",
  outlookUrl: "http://127.0.0.1:4005",
  lightningUrl: "http://127.0.0.1:4006",
  users: [{ email: "anna@acme.example", salesforceUsername: "anna@acme.example", admin: true }],
};

describe("the fault board's page", () => {
  let standIns: StandIns;
  let home: FastifyInstance;
  const start = Date.parse("2026-11-02T09:00:00Z");
  beforeEach(async () => {
    const clock = new MovableClock(() => start);
    standIns = await startStandIns({ folder: null, clock });
    home = await createHome({ facts: () => FACTS, faults: standIns.faults, events: sandboxEvents(standIns, clock), clock });
  });
  afterEach(async () => {
    await home.close();
    await standIns.close();
  });

  const send = (url: string, form: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) =>
    home.inject({
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      payload: new URLSearchParams(form).toString(),
    });
  const shown = async (): Promise<string> => (await home.inject("/faults")).body;

  it("is linked from the first page, and explains each kind", async () => {
    expect((await home.inject("/")).body).toContain('href="/faults"');
    const body = await shown();
    for (const kind of Object.keys(FAULT_KINDS)) expect(body).toContain(`<dt>${kind}<dd>`);
    expect(body).toContain("everything works");
  });

  it.each(Object.keys(FAULT_KINDS))("plants %s and lifts it", async (kind) => {
    expect(
      (await send("/faults", { kind, on: "graph", path: "/messages", method: "get", probability: "0.5", times: "3", ms: "20" })).statusCode,
    ).toBe(303);
    expect(standIns.faults.list().map(({ fault }) => fault)).toEqual([
      { kind, on: "graph", path: "/messages", method: "GET", probability: 0.5, times: 3, ms: 20 },
    ]);
    expect(await shown()).toContain("GET, /messages, chance 0.5, 20 ms");
    await send(`/faults/${standIns.faults.list()[0]?.id}/lift`);
    expect(standIns.faults.list()).toEqual([]);
  });

  it("refuses what it cannot plant, and another site's form", async () => {
    expect((await send("/faults", { kind: "bad weather" })).statusCode).toBe(400);
    expect((await send("/faults", { kind: "latency", path: "(" })).statusCode).toBe(400);
    expect((await send("/faults", { kind: "latency" }, { origin: "https://elsewhere.example" })).statusCode).toBe(403);
    expect((await send("/faults/events/bad-weather")).statusCode).toBe(404);
    expect((await send("/faults/events/move-clock", { number: "soon" })).statusCode).toBe(400);
    expect(standIns.faults.list()).toEqual([]);
  });

  it("shows a path as it was written, never as a part of the page", async () => {
    await send("/faults", { kind: "latency", path: "<b>" });
    expect(await shown()).toContain("&lt;b>");
  });

  it("moves the stand-ins' clock", async () => {
    await send("/faults/events/move-clock", { number: "90" });
    expect(await shown()).toContain("2026-11-02T10:30:00.000Z");
    await send("/faults/events/move-clock", { number: "-90" });
    expect(await shown()).toContain("2026-11-02T09:00:00.000Z");
  });

  it("lets delta tokens expire, and Salesforce's sessions and commits go wrong", async () => {
    const { id } = standIns.graph.seed.user({ userPrincipalName: "anna@acme.example" });
    standIns.graph.seed.contact("anna@acme.example", "contacts", { surname: "Hopper" });
    const headers = { authorization: `Bearer ${standIns.graphToken()}` };
    const contacts = `${standIns.graph.url}/v1.0/users/${id}/contactFolders`;
    const first = (await (await fetch(`${contacts}/delta`, { headers })).json()) as { readonly "@odata.deltaLink": string };
    await send("/faults/events/expire-delta-tokens");
    expect((await fetch(first["@odata.deltaLink"], { headers })).status).toBe(410);

    const username = standIns.salesforce.org.store.rows("User")[Symbol.iterator]().next().value?.values["Username"];
    const token = standIns.salesforce.signIn(String(username));
    const limits = () => fetch(`${standIns.salesforce.url}/services/data/v62.0/limits`, { headers: { authorization: `Bearer ${token}` } });
    expect((await limits()).status).toBe(200);
    await send("/faults/events/end-sessions");
    expect((await limits()).status).toBe(401);

    await send("/faults/events/late-commits", { number: "250" });
    await send("/faults/events/search-lag", { number: "300" });
    expect(standIns.salesforce.org.switches).toMatchObject({ lateCommitMs: 250, searchLagMs: 300 });
  });

  it.each(["remove-subscriptions", "miss-notifications", "want-reauthorization"])(
    "%s can be asked for without any subscription",
    async (event) => {
      expect((await send(`/faults/events/${event}`)).statusCode).toBe(303);
    },
  );
});
