import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DryRun } from "../../shared/api/dry-run.ts";
import { folderNames } from "../../shared/records/names.ts";
import { BEN, CARLA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

const WRITING = /^(POST|PATCH|PUT|DELETE)$/u;
/** POST requests that only ask: batches (whose inner requests are logged by themselves), composites, and tokens. */
const ASKS = /\/\$batch|\/composite(\/sobjects\/\w+)?(\?|$)|\/token/u;

describe("B4: a dry run against both sides", () => {
  let world: SampleWorld;
  let first: DryRun;

  beforeAll(async () => {
    world = await openSampleWorld();
    await world.admin.syncUsers(true);
  });
  afterAll(() => world.close());

  async function ask(email = BEN, token = world.standIns.adminToken()) {
    const { id } = await world.admin.user(email);
    const reply = await fetch(`${world.serviceUrl()}/api/admin/users/${id}/dry-run`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: reply.status, body: (await reply.json()) as DryRun & { readonly code?: string } };
  }
  const people = async () => JSON.stringify([...world.standIns.salesforce.org.store.rows("Contact")].map(({ id, values }) => [id, values]));
  const count = (kind: string, does: string, on: string | null) =>
    first.kinds.find((each) => each.kind === kind)?.lines.find((line) => line.does === does && line.on === on)?.count ?? 0;

  it("tells what switching a user on would do, and writes nothing on either side", async () => {
    const before = await people();
    const folders = await world.mailbox(BEN).all<{ displayName: string }>("/contactFolders");
    const mark = world.standIns.log.count;
    const { status, body } = await ask();
    expect(status).toBe(200);
    first = body;
    const asked = world.standIns.log.since(mark).filter(({ on }) => on === "graph" || on === "salesforce");
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter(({ method, url }) => WRITING.test(method) && !ASKS.test(url))).toEqual([]);
    expect(await people()).toBe(before);
    expect(await world.mailbox(BEN).all<{ displayName: string }>("/contactFolders")).toEqual(folders);
    expect(folders.map(({ displayName }) => displayName)).not.toContain(folderNames.contacts);
    expect((await world.admin.user(BEN)).sync).toBe("off");
    expect(await world.admin.journal({ user: BEN })).toEqual([]);

    expect(first).toMatchObject({ user: BEN, complete: true });
    expect(first.kinds.map(({ kind, problem }) => [kind, problem])).toEqual([
      ["email", null],
      ["contact", null],
      ["task", null],
      ["event", null],
    ]);
    expect(count("contact", "create", "exchange")).toBeGreaterThan(0);
    expect(first.kinds.find(({ kind }) => kind === "contact")?.lines[0]?.samples.length).toBeGreaterThan(0);
    expect(first.salesforceCalls?.limit).toBeGreaterThan(0);
    for (const side of ["exchange", "salesforce"] as const) expect(first.calls[side].reading).toBeGreaterThan(0);
  });

  it("tells of a folder that lies there already which are linked, and which are left alone", async () => {
    const folder = await world.mailbox(CARLA).send<{ id: string }>("POST", "/contactFolders", { displayName: folderNames.contacts });
    const add = (surname: string, address: string, more: Readonly<Record<string, unknown>> = {}) =>
      world.mailbox(CARLA).send("POST", `/contactFolders/${encodeURIComponent(folder.id)}/contacts`, {
        ...{ givenName: "Olga", surname, emailAddresses: [{ address, name: surname }] },
        ...more,
      });
    await add("Twin", "olga.twin@elsewhere.example", { jobTitle: "Captain" });
    await add("Lonely", "olga.lonely@elsewhere.example");
    const { org, seed } = world.standIns.salesforce;
    const carla = [...org.store.rows("User")].find(({ values }) => values["Username"] === `${CARLA}.sandbox`)?.id ?? "";
    seed.contact({ OwnerId: carla, FirstName: "Olga", LastName: "Twin", Email: "olga.twin@elsewhere.example", Department: "Bridge" });
    const { status, body } = await ask(CARLA);
    expect(status).toBe(200);
    const lines = body.kinds.find(({ kind }) => kind === "contact")?.lines ?? [];
    const told = lines.map(({ does, on, count: many, samples }) => [does, on, many, samples.map((name) => name.split(",")[0])]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["link", null, 1, ["Olga Twin"]],
        ["fill", "exchange", 1, ["Olga Twin"]],
        ["fill", "salesforce", 1, ["Olga Twin"]],
        ["leave", null, 1, ["Olga Lonely"]],
      ]),
    );
    const [twin] = await world.salesforce(CARLA).query<{ Title: string | null }>("SELECT Title FROM Contact WHERE LastName = 'Twin'");
    expect(twin).toMatchObject({ Title: null });
  });

  it("A7: tells Support the same counts, and no names", async () => {
    const { entra, identity } = world.standIns;
    const support = entra.tokens.forged({ aud: identity.clientId, azp: "tool", oid: "tool", scp: undefined, roles: ["Support"] });
    const { status, body } = await ask(BEN, support);
    expect(status).toBe(200);
    const lines = (of: DryRun) =>
      of.kinds.flatMap(({ kind, lines: all }) => all.map(({ does, on, count: many }) => [kind, does, on, many]));
    expect(lines(body)).toEqual(lines(first));
    expect(body.kinds.flatMap(({ lines: all }) => all.flatMap(({ samples }) => samples))).toEqual([]);
    expect(JSON.stringify(body)).not.toContain("Haugen");
  });

  it("comes to what the first sync then makes, and is refused afterwards", async () => {
    await world.admin.setSync(BEN, "on");
    await world.settle(BEN);
    const entries = await world.admin.journal({ user: BEN });
    for (const kind of ["contact", "task", "event"]) {
      for (const [on, place] of [
        ["exchange", "Outlook"],
        ["salesforce", "Salesforce"],
      ] as const) {
        const made = entries.filter((entry) => entry.kind === kind && entry.action === `create in ${place}` && entry.outcome === "done");
        expect([kind, on, count(kind, "create", on)]).toEqual([kind, on, made.length]);
      }
    }
    expect(await ask()).toMatchObject({ status: 422, body: { code: "ALREADY_SYNCED" } });
  });
});
