import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Throttled } from "../../sync-service/errors.ts";
import { access } from "../../sync-service/http/caller.ts";
import { aService } from "./a-service.ts";

type Service = Awaited<ReturnType<typeof aService>>;

describe("replies", () => {
  let service: Service;
  beforeAll(async () => {
    service = await aService([
      async (scope) => {
        const config = { access: access.support };
        scope.get("/api/test/throttled", { config }, async () => {
          throw new Throttled("Later.", 1_500);
        });
        scope.get("/api/test/away", { config }, async () => {
          throw Object.assign(new Error("connect ECONNREFUSED /tmp/x"), { code: "ECONNREFUSED" });
        });
        scope.get("/api/test/broken", { config }, async () => {
          throw new Error("password=hunter2 of ada@example.com");
        });
      },
    ]);
  });
  afterAll(() => service.app.close());

  const admin = { authorization: "Bearer admin" };
  const json = { ...admin, "content-type": "application/json" };

  it("SEC28: what broke inside is not told outside, save under which id to look", async () => {
    const reply = await service.app.inject({ url: "/api/test/broken", headers: admin });
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain("hunter2");
    expect(Object.keys(reply.json())).toEqual(["code", "message", "remedy"]);
    expect(reply.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("a database that is away is said so, and is no riddle", async () => {
    const reply = await service.app.inject({ url: "/api/test/away", headers: admin });
    expect([reply.statusCode, reply.json().code]).toEqual([503, "DATABASE_AWAY"]);
  });

  it("a vendor's request to wait is passed on", async () => {
    const reply = await service.app.inject({ url: "/api/test/throttled", headers: admin });
    expect([reply.statusCode, reply.headers["retry-after"], reply.json().code]).toEqual([503, "2", "THROTTLED"]);
  });

  it("A7: of a dry run Support gets the counts, and no names", async () => {
    const samples = async (token: string) => {
      const reply = await service.app.inject({
        method: "POST",
        url: "/api/admin/users/u1/dry-run",
        headers: { authorization: `Bearer ${token}` },
      });
      expect(reply.statusCode).toBe(200);
      return reply.json().kinds[0].lines[0].samples;
    };
    expect([await samples("support"), await samples("admin")]).toEqual([[], ["Nora"]]);
    expect(service.audited).toContainEqual([expect.any(String), "dry-run", { user: "u1" }]);
  });

  it.each([
    ["an unknown member", { sync: "on", admin: true }],
    ["a polluted prototype", JSON.parse('{"sync":"on","__proto__":{"admin":true}}') as object],
    ["another value", { sync: "maybe" }],
    ["nothing", {}],
  ])("SEC22: a body with %s is refused in words", async (_title, payload) => {
    const reply = await service.app.inject({
      method: "PATCH",
      url: "/api/admin/users/u1",
      headers: json,
      payload: JSON.stringify(payload),
    });
    expect([reply.statusCode, reply.json().code]).toEqual([400, "BAD_REQUEST"]);
  });

  it("a body that is too large is refused", async () => {
    const reply = await service.app.inject({
      method: "PATCH",
      url: "/api/admin/users/u1",
      headers: json,
      payload: JSON.stringify({ sync: "x".repeat(300_000) }),
    });
    expect([reply.statusCode, reply.json().code]).toEqual([413, "TOO_LARGE"]);
  });

  it("O5: a member a preset does not know is refused; an absent one has its default", async () => {
    const put = (payload: object) =>
      service.app.inject({ method: "PUT", url: "/api/admin/presets/default", headers: json, payload: JSON.stringify(payload) });
    expect((await put({ contacts: { direction: "sideways" } })).statusCode).toBe(400);
    expect((await put({ contacts: { on: false } })).statusCode).toBe(200);
  });

  it("O5: cycle answers 202 without `wait` and counts with it", async () => {
    const cycle = (query: string) => service.app.inject({ method: "POST", url: `/api/admin/users/u1/cycle${query}`, headers: admin });
    expect((await cycle("")).statusCode).toBe(202);
    const waited = await cycle("?wait=1");
    expect([waited.statusCode, waited.json()]).toEqual([200, { settled: true, waiting: 0, running: 0, held: 0, failed: 0, conflicts: 0 }]);
    expect((await cycle("?wait=forever")).statusCode).toBe(400);
  });

  it("O5: rivals say that they are not built", async () => {
    for (const [method, url] of [
      ["GET", "/api/admin/rivals"],
      ["POST", "/api/admin/rivals/scan"],
    ] as const) {
      const reply = await service.app.inject({ method, url, headers: admin });
      expect([reply.statusCode, reply.json().code]).toEqual([501, "NOT_BUILT"]);
    }
  });

  it("A7: every administrative act is in the audit log, by identity", async () => {
    service.audited.length = 0;
    await service.app.inject({ method: "PATCH", url: "/api/admin/users/u1", headers: json, payload: JSON.stringify({ sync: "paused" }) });
    await service.app.inject({ method: "POST", url: "/api/admin/users/sync", headers: json, payload: JSON.stringify({ apply: true }) });
    await service.app.inject({ method: "POST", url: "/api/admin/users/sync", headers: json, payload: JSON.stringify({ apply: false }) });
    expect(service.audited.map((entry) => (entry as string[]).slice(0, 2))).toEqual([
      ["application t/o-Admin", "set-sync"],
      ["application t/o-Admin", "sync-users"],
    ]);
  });

  it("OpenAPI tells of every administration route", async () => {
    const { paths } = (await service.app.inject({ url: "/docs/json" })).json() as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(["/api/admin/users/sync", "/api/admin/users/{id}/cycle", "/api/admin/presets/default", "/api/me"]),
    );
  });

  describe("SEC18: headers", () => {
    it("of the API: nothing may frame, run or keep it", async () => {
      const { headers } = await service.app.inject({ url: "/api/admin/overview", headers: admin });
      expect(headers["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
      expect([headers["cache-control"], headers["x-content-type-options"], headers["referrer-policy"]]).toEqual([
        "no-store",
        "nosniff",
        "no-referrer",
      ]);
      expect(headers["strict-transport-security"]).toContain("max-age=");
    });

    it("of the pane: Office's hosts may frame it, and neither COOP nor X-Frame-Options breaks its dialogs (OA13, OA14)", async () => {
      const { headers } = await service.app.inject({ url: "/pane/settings.json" });
      expect(headers["content-security-policy"]).toContain("frame-ancestors https://outlook.office.com");
      expect(headers["cross-origin-opener-policy"]).toBeUndefined();
      expect(headers["x-frame-options"]).toBeUndefined();
    });

    it("of the administration page: nobody may frame it", async () => {
      const { headers } = await service.app.inject({ url: "/admin/settings.json" });
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers["cross-origin-opener-policy"]).toBe("same-origin-allow-popups");
    });

    it("SEC19: no other origin is let in", async () => {
      const { headers } = await service.app.inject({ url: "/api/admin/overview", headers: { ...admin, origin: "https://evil.example" } });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    });
  });
});
