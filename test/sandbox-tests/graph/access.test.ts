import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APP, GRAPH_URL, Tenant } from "./tenant.ts";

describe("who may do what in Graph", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const app = (roles: readonly string[]): string => tenant.entra.tokens.forged({ aud: GRAPH_URL, azp: APP, roles });

  it.each([
    ["no token", ""],
    ["rubbish", "rubbish"],
    ["a token for another audience", { aud: APP }],
    ["a token of another tenant", { aud: GRAPH_URL, tid: "other" }],
    ["an expired token", { aud: GRAPH_URL, exp: 1 }],
  ])("401 with WWW-Authenticate for %s", async (_what, token) => {
    const reply = await tenant.ask("GET", "messages", {
      token: typeof token === "string" ? token : tenant.entra.tokens.forged({ azp: APP, roles: ["Mail.ReadWrite"], ...token }),
    });
    expect(reply.status).toBe(401);
    expect(reply.body).toMatchObject({ error: { code: "InvalidAuthenticationToken" } });
    expect(reply.headers["www-authenticate"]).toMatch(/^Bearer/u);
  });

  it("403 ErrorAccessDenied without the permission, which a wider one includes", async () => {
    expect((await tenant.ask("GET", "messages", { token: app(["Contacts.ReadWrite"]) })).body).toMatchObject({
      error: { code: "ErrorAccessDenied" },
    });
    expect((await tenant.ask("GET", "messages", { token: app(["Mail.ReadWrite"]) })).status).toBe(200);
    expect((await tenant.ask("GET", "messages", { token: app(["Mail.Read"]) })).status).toBe(200);
    expect((await tenant.ask("POST", "messages", { token: app(["Mail.Read"]), body: {} })).status).toBe(403);
    expect((await tenant.ask("GET", "/v1.0/users", { token: app(["Mail.Read"]) })).body).toMatchObject({
      error: { code: "Authorization_RequestDenied" },
    });
  });

  it("an application has no /me, a user has", async () => {
    expect((await tenant.ask("GET", "/v1.0/me/messages")).status).toBe(400);
    const token = tenant.userToken("ben@northwind.example", ["Mail.ReadWrite"]);
    tenant.graph.seed.message("ben@northwind.example", "inbox", { subject: "Ben's" });
    const reply = await tenant.ask("GET", "/v1.0/me/messages", { token });
    expect((reply.body["value"] as readonly Record<string, unknown>[])[0]?.["subject"]).toBe("Ben's");
    expect((await tenant.ask("GET", "/v1.0/me", { token })).body["userPrincipalName"]).toBe("ben@northwind.example");
  });

  it("P8: a user reaches another mailbox only when it is shared with him, and with a .Shared permission", async () => {
    const plain = tenant.userToken("ben@northwind.example", ["Mail.ReadWrite"]);
    const wide = tenant.userToken("ben@northwind.example", ["Mail.ReadWrite", "Mail.ReadWrite.Shared"]);
    expect((await tenant.ask("GET", "messages", { token: wide })).status).toBe(403);
    tenant.graph.seed.user({ userPrincipalName: "ada@northwind.example", sharedWith: [tenant.ben] });
    expect((await tenant.ask("GET", "messages", { token: plain })).status).toBe(403);
    expect((await tenant.ask("GET", "messages", { token: wide })).status).toBe(200);
  });

  it("unknown users, users without a mailbox, and mailboxes' ids of others are each refused in their own words", async () => {
    tenant.graph.seed.user({ userPrincipalName: "none@northwind.example", hasMailbox: false });
    expect((await tenant.ask("GET", "/v1.0/users/none@northwind.example/messages")).body).toMatchObject({
      error: { code: "MailboxNotEnabledForRESTAPI" },
    });
    expect((await tenant.ask("GET", "/v1.0/users/nobody@northwind.example/messages")).body).toMatchObject({
      error: { code: "ErrorInvalidUser" },
    });
    expect((await tenant.ask("GET", "/v1.0/users/nobody@northwind.example")).body).toMatchObject({
      error: { code: "Request_ResourceNotFound" },
    });
    const id = tenant.graph.seed.id(tenant.graph.seed.message("ben@northwind.example", "inbox", { subject: "x" }));
    expect((await tenant.ask("GET", `messages/${id}`)).status).toBe(404);
    expect((await tenant.ask("GET", "messages/rubbish")).body).toMatchObject({ error: { code: "ErrorInvalidIdMalformed" } });
  });

  it("errors carry the request's ids, in headers and body", async () => {
    const reply = await tenant.ask("GET", "messages/rubbish", { headers: { "client-request-id": "mine" } });
    expect(reply.headers["client-request-id"]).toBe("mine");
    expect(reply.body).toMatchObject({
      error: { innerError: { "client-request-id": "mine", "request-id": reply.headers["request-id"], date: "2026-11-02T09:00:00" } },
    });
  });

  it("an unknown path is answered 501 by name, an unknown method 405, malformed JSON and missing types 4xx", async () => {
    const unknown = await tenant.ask("GET", "drive/root");
    expect(unknown.status).toBe(501);
    expect(unknown.text).toContain("drive/root");
    expect((await tenant.ask("PUT", "messages", { body: {} })).status).toBe(405);
    const headers = { "content-type": "application/json" };
    expect((await tenant.ask("POST", "contacts", { headers, body: "{" })).status).toBe(400);
    expect((await tenant.ask("POST", "contacts", { headers: { "content-type": "text/html" }, body: "{}" })).status).toBe(415);
    expect((await tenant.ask("POST", "contacts", { headers, body: `{"personalNotes":"${"x".repeat(5_000_000)}"}` })).status).toBe(413);
  });

  it.each([
    ["contacts", { emailAddresses: [null] }],
    ["messages", { toRecipients: [null] }],
    ["messages", { subject: "kept?", attachments: [{ name: "no type" }] }],
    ["messages", { body: "text" }],
    ["events", { start: { dateTime: "2026-01-01T00:00:00" }, end: { dateTime: null } }],
    ["mailFolders", { displayName: null }],
  ])("bad input to %s is a 400 without effect: %j", async (path, body) => {
    expect((await tenant.ask("POST", path, { body })).status).toBe(400);
    expect([...tenant.graph.mailboxes.of(tenant.ada).items]).toEqual([]);
  });

  it("a page of another origin may ask, and read the headers it needs", async () => {
    const asked = await tenant.graph.app.inject({
      method: "OPTIONS",
      url: "/v1.0/me/messages",
      headers: { origin: "http://127.0.0.1:9", "access-control-request-method": "PATCH" },
    });
    expect(asked.statusCode).toBe(204);
    expect(asked.headers["access-control-allow-methods"]).toContain("PATCH");
    expect(
      (await tenant.ask("GET", "messages", { headers: { origin: "http://127.0.0.1:9" } })).headers["access-control-allow-origin"],
    ).toBe("*");
  });

  it("users are filtered and selected; the organisation tells its verified domains", async () => {
    tenant.graph.seed.user({ userPrincipalName: "gone@northwind.example", accountEnabled: false });
    const reply = await tenant.ask(
      "GET",
      "/v1.0/users?$filter=accountEnabled eq true and userType eq 'Member'&$select=id,mail,accountEnabled&$top=1",
    );
    expect(reply.body["value"]).toEqual([{ id: tenant.ada, mail: "ada@northwind.example", accountEnabled: true }]);
    expect(String(reply.body["@odata.nextLink"])).toContain("$skip=1");
    const organisation = (await tenant.ask("GET", "/v1.0/organization")).body["value"] as readonly Record<string, unknown>[];
    expect(organisation[0]?.["verifiedDomains"]).toMatchObject([{ name: "northwind.example", isDefault: true }]);
    expect((await tenant.ask("GET", "mailboxSettings/userPurpose")).body["value"]).toBe("user");
  });

  it("MG16: a mailbox asked too often answers 429, whose Retry-After may be a fraction or missing", async () => {
    Object.assign(tenant.graph.switches, { requestsPerTenMinutes: 1, retryAfter: "2.128" });
    expect((await tenant.ask("GET", "mailFolders")).status).toBe(200);
    const refused = await tenant.ask("GET", "mailFolders");
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "2.128"]);
    tenant.graph.switches.retryAfter = null;
    expect((await tenant.ask("GET", "mailFolders")).headers["retry-after"]).toBeUndefined();
    tenant.clock.move(10 * 60_000);
    const later = tenant.entra.tokens.forged({ aud: GRAPH_URL, azp: APP, roles: ["Mail.Read"] });
    expect((await tenant.ask("GET", "mailFolders", { token: later })).status).toBe(200);
  });

  it("a mailbox that is sent too many bytes in five minutes, and an application that asks too much of all, are answered 429", async () => {
    tenant.graph.switches.uploadBytesPerFiveMinutes = 1000;
    const post = async (size: number): Promise<unknown> => {
      const { status, body } = await tenant.ask("POST", "contacts", { body: { personalNotes: "a".repeat(size) } });
      return status === 201 ? status : body["error"];
    };
    expect(await post(600)).toBe(201);
    expect(await post(600)).toMatchObject({ code: "ApplicationThrottled", message: expect.stringContaining("IncomingBytes") });
    expect((await tenant.ask("GET", "contacts")).status).toBe(200);
    tenant.clock.move(5 * 60_000);
    expect(await post(600)).toBe(201);
    tenant.graph.switches.requestsPerTenSeconds = 2;
    const asked = async (user: string): Promise<number> => (await tenant.ask("GET", `/v1.0/users/${user}/contacts`)).status;
    expect([await asked(tenant.ada), await asked(tenant.ben), await asked(tenant.ada)]).toEqual([200, 200, 429]);
    tenant.clock.move(10_000);
    expect(await asked(tenant.ben)).toBe(200);
  });
});
