import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { ADA, openServiceWorld, type ServiceWorld } from "./service-world.ts";

let world: ServiceWorld;
let mail: StoredItem;

beforeAll(async () => {
  world = await openServiceWorld();
  await world.mail(ADA, { subject: "Filed by Ada" });
  mail = await world.mail(ADA, { subject: "Only in Ada's inbox" }, "inbox");
  await world.settle(ADA);
});
afterAll(() => world.close());

/** Ada's mail, as the pane calls it. */
const unfiled = (): string => encodeURIComponent(world.standIns.graph.seed.id(mail, "default"));

describe("SEC22: what a body may name", () => {
  const wicked = [
    '"__proto__":{"delegated":true}',
    '"constructor":{"prototype":{"x":1}}',
    '"OwnerId":"005000000000000AAA"',
    '"IsDeleted":true',
    '"RecordTypeId":"012000000000000AAA"',
    '"connection_id":"x"',
    '"":1',
    '"tenantId":"x"',
  ];
  const bodies = (): readonly (readonly [method: string, path: string, token: string, right: string])[] => {
    const owner = world.standIns.adminToken();
    return [
      ["POST", `/api/emails/${unfiled()}/filing`, world.standIns.userToken(ADA), '"anyway":true'],
      ["POST", "/api/admin/users/sync", owner, '"apply":false'],
      ["PATCH", "/api/admin/users/00000000-0000-4000-8000-000000000000", owner, '"sync":"on"'],
      ["PUT", "/api/admin/presets/default", owner, '"blocked":[]'],
      ["POST", "/api/admin/journal/1/undo", owner, '"dryRun":true'],
      ["POST", "/api/admin/journal/undo", owner, '"user":"x","since":"2026-01-01T00:00:00Z","until":"2026-01-02T00:00:00Z","dryRun":true'],
      ["POST", "/api/attention/00000000-0000-4000-8000-000000000000/answer", world.standIns.userToken(ADA), '"answer":"take"'],
    ];
  };

  it("every body with a member of another name is refused, and nothing is done", async () => {
    const before = (await world.dump()).get("public.filings");
    for (const [method, path, token, right] of bodies()) {
      for (const member of wicked) {
        const { status, body } = await world.ask(path, { method, token, body: `{${right},${member}}` });
        expect([path, member, status, JSON.parse(body).code]).toEqual([path, member, 400, "BAD_REQUEST"]);
      }
      for (const body of ["[]", "null", "1", '"x"', "{", "", `{${right}`, `${"[".repeat(50_000)}`, "{}{}"]) {
        expect([path, body.slice(0, 10), (await world.ask(path, { method, token, body })).status]).toEqual([
          path,
          body.slice(0, 10),
          expect.toSatisfy((status: number) => status >= 400 && status < 500),
        ]);
      }
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
        expect([
          path,
          type,
          (await world.ask(path, { method, token, body: `{${right}}`, headers: { "content-type": type } })).status,
        ]).toEqual([path, type, expect.toSatisfy((status: number) => [400, 415].includes(status))]);
      }
    }
    for (const part of [
      '"contacts":{"__proto__":{"on":false}}',
      '"contacts":{"OwnerId":"x"}',
      '"emails":{"constructor":{}}',
      '"blocked":["a\\u0000b"]',
      '"internalDomains":["\\u0000"]',
    ]) {
      expect(
        (await world.ask("/api/admin/presets/default", { method: "PUT", token: world.standIns.adminToken(), body: `{${part}}` })).status,
      ).toBe(400);
    }
    expect((await world.dump()).get("public.filings")).toBe(before);
  });

  it("SEC14: a chosen record is an id, and one the user may read", async () => {
    const token = world.standIns.userToken(ADA);
    for (const whoId of ["003' OR Id != '", "003000000000000AA", "003%00000000000AAA", "", "../Account/001"]) {
      const { status } = await world.ask(`/api/emails/${unfiled()}/filing`, {
        method: "POST",
        token,
        body: JSON.stringify({ whoId }),
      });
      expect([whoId, status]).toEqual([whoId, 400]);
    }
  });

  it("values of the wrong form, of every kind, are refused in words and break nothing", async () => {
    const token = world.standIns.adminToken();
    const odd = [
      "%00",
      "%ff",
      "'%20or%201=1--",
      "%e2%80%ae",
      "x".repeat(3_000),
      "-1",
      "1e999",
      "NaN",
      "99999999999999999999",
      "%5b%5d",
      "../../",
      "null",
    ];
    for (const value of odd) {
      for (const path of [
        `/api/admin/users?cursor=${value}`,
        `/api/admin/journal?cursor=${value}`,
        `/api/admin/journal?user=${value}`,
        `/api/admin/journal?record=${value}`,
        `/api/admin/journal?item=${value}`,
        `/api/admin/journal?outcome=${value}`,
        `/api/admin/journal?since=${value}`,
        `/api/admin/journal?user=a&user=${value}`,
        `/api/me?x=${value}`,
      ]) {
        const { status, body } = await world.ask(path, { token });
        expect([path, status < 500 ? "answered" : body]).toEqual([path, "answered"]);
      }
      for (const [method, path, body] of [
        ["PATCH", `/api/admin/users/${value}`, '{"sync":"on"}'],
        ["POST", `/api/admin/users/${value}/cycle?wait=1`, undefined],
        ["POST", `/api/admin/users/${value}/repair`, undefined],
      ] as const) {
        const reply = await world.ask(path, { method, token, ...(body === undefined ? {} : { body }) });
        expect([path, reply.status < 500 ? "answered" : reply.body]).toEqual([path, "answered"]);
      }
    }
  });
});
