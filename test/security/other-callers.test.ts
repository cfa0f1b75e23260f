import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { ADA, type Answered, BEN, openServiceWorld, type ServiceWorld } from "./service-world.ts";

const PANE = ["people", "status", "attachments", "filing"] as const;
const CARLA = "carla@example.com";
/** Headers that differ from reply to reply whatever is asked. */
const PASSING = ["date", "x-request-id", "x-ratelimit-remaining", "x-ratelimit-reset"];

let world: ServiceWorld;
let filed: StoredItem;
let unfiled: StoredItem;

beforeAll(async () => {
  // Carla has a mailbox and no Salesforce user: she is nobody's pair.
  world = await openServiceWorld({}, ({ graph }) => void graph.seed.user({ userPrincipalName: CARLA, displayName: "carla" }));
  filed = await world.mail(ADA, { messageId: "<filed@outside.example>", subject: "Filed by Ada" });
  unfiled = await world.mail(ADA, { messageId: "<unfiled@outside.example>", subject: "Only in Ada's inbox" }, "inbox");
  await world.settle(ADA);
});
afterAll(() => world.close());

function pane(what: (typeof PANE)[number], id: string, token: string, internetMessageId?: string): Promise<Answered> {
  const query = internetMessageId === undefined ? "" : `?internetMessageId=${encodeURIComponent(internetMessageId)}`;
  const post = what === "filing" ? { method: "POST", body: "{}" } : {};
  return world.ask(`/api/emails/${id}/${what}${query}`, { token, ...post });
}

/** All of a reply by which one could tell it from another. */
function distinguishing({ status, headers, body }: Answered) {
  return { status, body, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.includes(name))) };
}

const idsOf = (item: StoredItem): readonly string[] =>
  [world.standIns.graph.seed.id(item, "default"), world.standIns.graph.seed.id(item, "immutable")].map(encodeURIComponent);

describe("P8, SEC6: another's mail", () => {
  it("is answered to its owner", async () => {
    const ada = world.standIns.userToken(ADA);
    expect(JSON.parse((await pane("status", idsOf(filed)[0] ?? "", ada)).body)).toMatchObject({
      state: "filed",
      activity: { type: "Task" },
    });
    for (const id of idsOf(unfiled)) expect((await pane("people", id, ada)).status).toBe(200);
  });

  it.each(PANE)("%s: is to a colleague as a mail that never was, whether it is filed or not and however it is called", async (what) => {
    const ben = world.standIns.userToken(BEN);
    const unknown = distinguishing(await pane(what, "AAkALgAAunknown", ben, "<never@outside.example>"));
    expect(unknown.status).toBe(what === "status" ? 200 : 404);
    for (const [item, messageId] of [
      [filed, "<filed@outside.example>"],
      [unfiled, "<unfiled@outside.example>"],
    ] as const) {
      for (const id of [...idsOf(item), "AAkALgAAunknown"]) {
        expect(distinguishing(await pane(what, id, ben, messageId))).toEqual(unknown);
      }
    }
  });

  it("SEC14: an id in another alphabet, or one that is no id, is unknown too, and Graph is not asked for a path it would change", async () => {
    const ben = world.standIns.userToken(BEN);
    const ada = world.standIns.graph.seed.mailbox(ADA).user;
    const odd = [
      ".",
      "..",
      "%2e%2e",
      "%2E",
      "..%2f..%2fusers",
      `..%2f..%2f${ada}%2fmessages%2f${idsOf(filed)[0] ?? ""}`,
      "%00",
      "a%00b",
      "%0d%0aHost:%20evil",
      "'",
      "''",
      "1')%20or%20(1%20eq%201",
      "%25",
      "%25%32%65",
      "Ա",
      "АAkALgAA",
      "%d0%90AkALgAA",
      "%e2%80%ae",
      "%f0%9f%93%a7",
      "x".repeat(900),
      "*",
      "$batch",
      "delta",
      "$count",
      "?",
      "%3f$expand=attachments",
      "%23",
      " ".replace(" ", "%20"),
      "me",
      "null",
      "undefined",
      "-1",
    ];
    const mark = world.standIns.log.count;
    for (const id of odd) {
      for (const what of PANE) {
        const { status, body } = await pane(what, encodeURI(decodeURI(id)), ben);
        expect([id, what, status < 500 ? "answered" : body]).toEqual([id, what, "answered"]);
        if (what === "status" && status === 200)
          expect(JSON.parse(body)).toMatchObject({ state: "not-filed", activity: null, filedBy: null });
        else expect([id, what, status]).toEqual([id, what, expect.toSatisfy((given: number) => [400, 404].includes(given))]);
      }
    }
    const asked = world.standIns.log.since(mark).filter(({ on, url }) => on === "graph" && !url.includes("$batch"));
    expect(
      asked.filter(
        ({ url }) => url.includes(ada) && !url.includes("/mailFolders") && /messages/u.test(url) && !/delta|categories/u.test(url),
      ),
    ).toEqual([]);
  });

  it("SEC14: a message id that is a filter finds nothing but a message of that very id", async () => {
    const ben = world.standIns.userToken(BEN);
    await world.mail(BEN, { messageId: "<bens-own@outside.example>" }, "inbox");
    for (const hint of [
      "' or internetMessageId ne '",
      "'' or 1 eq 1 or '",
      "<bens-own@outside.example>' and subject eq '",
      "%",
      "*",
      "\u0001",
      "\u202E",
      "\\",
      "é".repeat(500),
    ]) {
      const { status, body } = await pane("people", "unknown", ben, hint);
      expect([hint, status, JSON.parse(body)]).toMatchObject([hint, 404, { code: "NOT_FOUND" }]);
    }
    expect((await pane("people", "unknown", ben, "<bens-own@outside.example>")).status).toBe(200);
  });

  it("is nobody's business who has no mailbox here, and no tenant's but ours", async () => {
    const { entra, identity } = world.standIns;
    const carla = world.standIns.userToken(CARLA);
    const stranger = entra.tokens.forged({
      aud: identity.clientId,
      azp: "x",
      scp: "access_as_user",
      oid: entra.directory.user(ADA)?.id,
      tid: "99999999-9999-4999-8999-999999999999",
    });
    for (const what of PANE) {
      for (const id of [...idsOf(filed), "unknown"]) {
        expect(JSON.parse((await pane(what, id, carla, "<filed@outside.example>")).body)).toMatchObject({
          code: "NOT_FOUND",
          message: "Your mailbox is not connected with Salesforce.",
        });
        expect((await pane(what, id, stranger, "<filed@outside.example>")).status).toBe(401);
      }
    }
    expect(JSON.parse((await world.ask("/api/me", { token: carla })).body)).toMatchObject({ email: "", sync: "unpaired", attention: [] });
  });

  it("P8: a header, a query or a cookie that names somebody else changes nothing", async () => {
    const ben = world.standIns.userToken(BEN);
    const ada = world.standIns.graph.seed.mailbox(ADA).user;
    const plain = distinguishing(await world.ask("/api/me", { token: ben }));
    const posing = {
      "x-user": ada,
      "x-ms-client-principal-id": ada,
      "x-forwarded-user": ADA,
      cookie: `oid=${ada}`,
      "x-original-url": "/api/admin/users",
      "x-http-method-override": "PATCH",
    };
    expect(distinguishing(await world.ask(`/api/me?user=${ada}&oid=${ada}&mailbox=${ADA}`, { token: ben, headers: posing }))).toEqual(
      plain,
    );
  });
});

describe("O4, SEC8: every route of the running service × every caller, with real tokens", () => {
  it("passes who may, and nobody else", async () => {
    const { entra, identity } = world.standIns;
    const application = (...roles: string[]): string =>
      entra.tokens.forged({ aud: identity.clientId, azp: "tool", oid: `tool-${roles.join("-")}`, scp: undefined, roles });
    const user = (...roles: string[]): string =>
      entra.tokens.forged({
        aud: identity.clientId,
        azp: "pane",
        oid: "somebody",
        scp: "access_as_user",
        ...(roles.length === 0 ? {} : { roles }),
      });
    const callers = {
      nobody: undefined,
      user: user(),
      "user with Support": user("Support"),
      "user with Admin": user("Admin"),
      support: application("Support"),
      admin: application("Admin"),
      owner: application("Owner"),
    };
    const { paths } = JSON.parse((await world.ask("/docs/json")).body) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    expect(routes.filter(({ path }) => path.startsWith("/api/")).length).toBeGreaterThanOrEqual(12);
    for (const { method, path } of routes.filter(({ path: each }) => each.startsWith("/api/"))) {
      const changes = method !== "GET";
      for (const [name, token] of Object.entries(callers)) {
        // A dry run changes nothing, and tells Support no names.
        const looks = !changes || path.endsWith("/dry-run");
        const mayAdminister = looks ? /dmin|owner|upport/u.test(name) : /dmin|owner/u.test(name);
        const may = path.startsWith("/api/admin/") ? mayAdminister : name.startsWith("user");
        const filled = path.replaceAll(/\{\w+\}/gu, "00000000-0000-4000-8000-000000000000");
        const { status } = await world.ask(filled, {
          method,
          ...(token === undefined ? {} : { token }),
          ...(changes ? { body: "[]" } : {}),
        });
        const expected = token === undefined ? status === 401 : may ? ![401, 403].includes(status) : status === 403;
        expect([method, path, name, status, expected]).toEqual([method, path, name, status, true]);
      }
    }
    const health = routes.filter(({ path }) => !path.startsWith("/api/"));
    expect(health.every(({ path }) => /^\/(health|metrics|webhooks|pane|admin|docs)/u.test(path))).toBe(true);
  });

  it("A7: Support reads the journal without words that hold values; an Owner with them", async () => {
    const { entra, identity, salesforce } = world.standIns;
    salesforce.org.obstacles.validate("Contact", (values) => (values["LastName"] === "Refusedson" ? "Refusedson is not allowed" : null));
    world.standIns.graph.seed.contact(ADA, "Salesforce Contacts", {
      surname: "Refusedson",
      emailAddresses: [{ name: "R", address: "refusedson@outside.example" }],
    });
    await world.settle(ADA);
    const read = async (role: string) => {
      const token = entra.tokens.forged({ aud: identity.clientId, azp: "tool", oid: "tool", scp: undefined, roles: [role] });
      const { items } = JSON.parse((await world.ask("/api/admin/journal?outcome=refused", { token })).body) as {
        readonly items: readonly { readonly reason: string | null }[];
      };
      return items.map(({ reason }) => reason);
    };
    expect(await read("Owner")).toEqual(["A validation rule in Salesforce says: Refusedson is not allowed"]);
    expect(await read("Support")).toEqual(["SALESFORCE_FIELD_CUSTOM_VALIDATION_EXCEPTION"]);
  });

  it("A7: of a write Support sees neither the values before nor after, and no way to undo it", async () => {
    const { entra, identity, graph } = world.standIns;
    graph.seed.contact(ADA, "Salesforce Contacts", {
      surname: "Canaryson",
      emailAddresses: [{ name: "C", address: "canary@outside.example" }],
    });
    await world.settle(ADA);
    const read = async (role: string) => {
      const token = entra.tokens.forged({ aud: identity.clientId, azp: "tool", oid: "tool", scp: undefined, roles: [role] });
      return (await world.ask("/api/admin/journal?outcome=done", { token })).body;
    };
    expect(await read("Owner")).toMatch(/Canaryson.*"undoable":true/su);
    const told = await read("Support");
    expect(told).toContain("create in Salesforce");
    expect(told).not.toContain("Canaryson");
    expect(told).not.toContain('"undoable":true');
  });
});
