import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aService, callers } from "./a-service.ts";

type Service = Awaited<ReturnType<typeof aService>>;

/** O4: what stands open, and nothing else. */
const open = [/^\/$/, /^\/health\//, /^\/webhooks\//, /^\/docs/, /^\/pane/, /^\/admin(\/|$)/];

describe("every route × every caller", () => {
  let service: Service;
  beforeAll(async () => {
    service = await aService();
    await service.app.ready();
  });
  afterAll(() => service.app.close());

  const ask = (method: string, url: string, token?: string) =>
    service.app.inject({
      method: method as "GET",
      url: url.replace(/:\w+/g, "x").replace("*", "x"),
      remoteAddress: "203.0.113.7",
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(/POST|PUT|PATCH/.test(method) ? { "content-type": "application/json" } : {}),
      },
      ...(/POST|PUT|PATCH/.test(method) ? { payload: "{}" } : {}),
    });

  it("O4: without a token nothing answers but health, webhooks, pages and docs", async () => {
    const guarded = service.routes().filter(({ url }) => !open.some((pattern) => pattern.test(url)));
    expect(guarded.length).toBeGreaterThan(12);
    for (const { method, url } of guarded) expect([method, url, (await ask(method, url)).statusCode]).toEqual([method, url, 401]);
    for (const { method, url } of guarded)
      expect([method, url, (await ask(method, url, "stranger")).statusCode]).toEqual([method, url, 401]);
  });

  it("SEC8: each role passes exactly the routes that name it", async () => {
    for (const { method, url, access } of service.routes()) {
      if (access?.to !== "role" && access?.to !== "user") continue;
      for (const [name, caller] of Object.entries(callers)) {
        const passes = access.to === "user" ? caller.delegated : access.roles.some((role) => caller.roles.has(role));
        const { statusCode } = await ask(method, url, name);
        expect([method, url, name, statusCode === 403]).toEqual([method, url, name, !passes]);
        expect(statusCode).not.toBe(401);
      }
    }
  });

  it("A7: Support looks and changes nothing; every change needs Admin or Owner", () => {
    const administration = service.routes().filter(({ url }) => url.startsWith("/api/admin/"));
    /** Asked by POST, as it takes its time, and is no change: nothing can be written by it. */
    const looks = ["/api/admin/users/:id/dry-run"];
    for (const { method, url, access } of administration) {
      const roles = access?.to === "role" ? access.roles : [];
      expect(roles.includes("Support")).toBe(method === "GET" || method === "HEAD" || looks.includes(url));
      expect(roles).toEqual(expect.arrayContaining(["Owner", "Admin"]));
    }
  });

  it("SEC23: an act refused to a known caller is recorded", async () => {
    service.refused.length = 0;
    await ask("PATCH", "/api/admin/users/u1", "support");
    expect(service.refused).toEqual([[callers["support"], "PATCH", "/api/admin/users/:id"]]);
  });

  it("metrics: from this machine without a token, from elsewhere with METRICS_TOKEN only", async () => {
    const from = (remoteAddress: string, token?: string) =>
      service.app
        .inject({ url: "/metrics", remoteAddress, ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}) })
        .then((reply) => reply.statusCode);
    expect(await from("127.0.0.1")).toBe(200);
    expect(await from("203.0.113.7")).toBe(401);
    expect(await from("203.0.113.7", "0123456789abcdeX")).toBe(401);
    expect(await from("203.0.113.7", "0123456789abcdef")).toBe(200);
  });

  it("a header that claims to come from this machine opens no metrics", async () => {
    const reply = await service.app.inject({ url: "/metrics", remoteAddress: "203.0.113.7", headers: { "x-forwarded-for": "127.0.0.1" } });
    expect(reply.statusCode).toBe(401);
  });
});

describe("a route without a declared access", () => {
  it("SEC8: keeps the service from starting", async () => {
    const { app } = await aService([async (scope) => void scope.get("/forgotten", async () => "open")]);
    await expect(app.ready()).rejects.toThrow("GET /forgotten declares no access");
  });
});
