import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADA, openServiceWorld, type ServiceWorld } from "./service-world.ts";

let world: ServiceWorld;
beforeAll(async () => {
  world = await openServiceWorld();
});
afterAll(() => world.close());

describe("SEC18, SEC19: headers of the running service, by kind of reply", () => {
  const KEPT = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "cache-control",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "referrer-policy",
    "server",
    "set-cookie",
    "x-content-type-options",
    "x-frame-options",
    "x-powered-by",
  ];
  const security = async (path: string, question: Parameters<ServiceWorld["ask"]>[1] = {}) => {
    const { status, headers } = await world.ask(path, question);
    const csp = headers["content-security-policy"] ?? "";
    const directive = (name: string) => new RegExp(`(?:^|; ?)${name} ([^;]*)`, "u").exec(csp)?.[1] ?? null;
    return {
      status,
      ...Object.fromEntries(KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]))),
      hsts: /max-age=31536000/u.test(headers["strict-transport-security"] ?? ""),
      csp: {
        "default-src": directive("default-src"),
        "frame-ancestors": directive("frame-ancestors"),
        "object-src": directive("object-src"),
        "base-uri": directive("base-uri"),
      },
      unsafe: /unsafe-eval|script-src[^;]*(unsafe-inline|\*(?!\.)|data:)/u.test(csp),
    };
  };
  const always = {
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    hsts: true,
    unsafe: false,
  };
  const api = {
    ...always,
    "cache-control": "no-store",
    csp: { "default-src": "'none'", "frame-ancestors": "'none'", "object-src": null, "base-uri": "'none'" },
  };
  const json = "application/json; charset=utf-8";

  it("of the API, in success and in refusal", async () => {
    const token = world.standIns.adminToken();
    expect(await security("/api/admin/overview", { token })).toEqual({ ...api, status: 200, "content-type": json });
    expect(await security("/api/me", { token: world.standIns.userToken(ADA) })).toEqual({ ...api, status: 200, "content-type": json });
    expect(await security("/api/me")).toEqual({ ...api, status: 401, "content-type": json });
    expect(await security("/api/nowhere")).toEqual({ ...api, status: 404, "content-type": json });
    expect(await security("/api/me", { method: "TRACE" })).toMatchObject({ hsts: true });
    expect(await security("/health/live")).toEqual({ ...api, status: 200, "content-type": json });
    expect(await security("/metrics")).toMatchObject({ ...api, status: 200 });
  });

  it("of the webhook, whose answer is never taken for a page", async () => {
    expect(await security("/webhooks/graph?validationToken=%3Cscript%3E", { method: "POST" })).toEqual({
      ...api,
      status: 200,
      "content-type": "text/plain",
    });
    expect(await security("/webhooks/graph", { method: "POST", body: "{" })).toEqual({ ...api, status: 400 });
  });

  it("of the pane: Office may frame it, and nobody else; no COOP and no X-Frame-Options (OA13, OA14)", async () => {
    const reply = await security("/pane/settings.json");
    expect(reply).toEqual({
      ...always,
      status: 200,
      "content-type": json,
      csp: {
        "default-src": "'none'",
        "frame-ancestors": expect.stringMatching(/^(https:\/\/[\w.*-]+ ?)+$/u) as string,
        "object-src": "'none'",
        "base-uri": "'none'",
      },
    });
    expect(reply.csp["frame-ancestors"]).toBe(
      "https://outlook.office.com https://outlook.office365.com https://outlook.live.com https://outlook.cloud.microsoft https://*.officeapps.live.com",
    );
  });

  it("of the administration page: nobody may frame it", async () => {
    expect(await security("/admin/settings.json")).toEqual({
      ...always,
      status: 200,
      "content-type": json,
      "cross-origin-opener-policy": "same-origin-allow-popups",
      "x-frame-options": "DENY",
      csp: { "default-src": "'none'", "frame-ancestors": "'none'", "object-src": "'none'", "base-uri": "'none'" },
    });
  });

  it("of the documentation: only its own scripts", async () => {
    expect(await security("/docs")).toMatchObject({
      ...always,
      status: 200,
      csp: { "default-src": "'self'", "frame-ancestors": "'self'", "object-src": "'none'" },
    });
  });

  it("SEC19: no origin is let in, nor its credentials; a preflight is answered with nothing", async () => {
    for (const origin of [
      "https://evil.example",
      "null",
      "https://outlook.office.com",
      world.url,
      "https://outlook.office.com.evil.example",
    ]) {
      for (const path of ["/api/me", "/api/admin/users", "/webhooks/graph", "/pane/settings.json", "/admin/settings.json", "/docs/json"]) {
        const preflight = { origin, "access-control-request-method": "PATCH", "access-control-request-headers": "authorization" };
        for (const question of [{ headers: { origin } }, { method: "OPTIONS", headers: preflight }]) {
          const { headers } = await world.ask(path, question);
          expect(Object.keys(headers).filter((name) => name.startsWith("access-control-") || name === "set-cookie")).toEqual([]);
        }
      }
    }
  });
});
