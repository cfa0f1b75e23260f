import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { APP, GRAPH_URL, Tenant, TENANT } from "../graph/tenant.ts";

const REDIRECT = "http://127.0.0.1:4103/pane";
const TOKEN = `/${TENANT}/oauth2/v2.0/token`;

describe("Entra ID", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const post = async (
    form: Readonly<Record<string, string>>,
  ): Promise<{
    readonly status: number;
    readonly body: Readonly<Record<string, unknown>>;
    readonly headers: Readonly<Record<string, unknown>>;
  }> => {
    const reply = await tenant.entra.app.inject({
      method: "POST",
      url: TOKEN,
      headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://127.0.0.1:4103" },
      payload: new URLSearchParams(form).toString(),
    });
    return { status: reply.statusCode, body: reply.json(), headers: reply.headers };
  };
  const forItself = (more: Readonly<Record<string, string>> = {}): ReturnType<typeof post> =>
    post({ grant_type: "client_credentials", client_id: APP, client_secret: "a secret", scope: `${GRAPH_URL}/.default`, ...more });
  const claims = async (token: unknown): Promise<Readonly<Record<string, unknown>>> => {
    const discovery = (await tenant.entra.app.inject(`/${TENANT}/v2.0/.well-known/openid-configuration`)).json<Record<string, string>>();
    const keys = (await tenant.entra.app.inject(new URL(discovery["jwks_uri"] ?? "").pathname)).json<JSONWebKeySet>();
    const verified = await jwtVerify(String(token), createLocalJWKSet(keys), {
      issuer: String(discovery["issuer"]),
      currentDate: tenant.clock.now(),
    });
    return verified.payload;
  };
  const authorize = async (
    more: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly location: URL | null; readonly text: string }> => {
    const query = new URLSearchParams({
      client_id: APP,
      response_type: "code",
      redirect_uri: REDIRECT,
      scope: `openid offline_access api://${APP}/access_as_user`,
      state: "s",
      login_hint: "ada@northwind.example",
      ...more,
    });
    const reply = await tenant.entra.app.inject(`/${TENANT}/oauth2/v2.0/authorize?${query}`);
    const location = reply.headers.location;
    return { status: reply.statusCode, location: typeof location === "string" ? new URL(location) : null, text: reply.body };
  };
  const code = async (more: Readonly<Record<string, string>> = {}): Promise<string> =>
    (await authorize(more)).location?.searchParams.get("code") ?? "";

  it("an application gets a token with its roles by its secret, verifiable with the published keys", async () => {
    const reply = await forItself();
    expect(reply.status).toBe(200);
    expect(await claims(reply.body["access_token"])).toMatchObject({
      aud: GRAPH_URL,
      tid: TENANT,
      azp: APP,
      ver: "2.0",
      roles: expect.arrayContaining(["Mail.ReadWrite", "Tasks.ReadWrite.All"]) as unknown,
    });
    expect(reply.headers["access-control-allow-origin"]).toBe("http://127.0.0.1:4103");
  });

  it("or by an assertion signed with its certificate, which no other key can sign", async () => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    tenant.entra.directory.putApp({ clientId: APP, certificates: [pair.publicKey.export({ type: "spki", format: "pem" }).toString()] });
    const now = Math.floor(tenant.clock.now().getTime() / 1000);
    const assertion = (more: Readonly<Record<string, unknown>> = {}, key = pair.privateKey): string => {
      const text = [
        { alg: "RS256", typ: "JWT" },
        { iss: APP, sub: APP, aud: `http://127.0.0.1:4102${TOKEN}`, exp: now + 60, jti: "1", ...more },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
      return `${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
    };
    const ask = (client_assertion: string): ReturnType<typeof post> =>
      post({
        grant_type: "client_credentials",
        client_id: APP,
        client_assertion,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        scope: `${GRAPH_URL}/.default`,
      });
    expect((await ask(assertion())).status).toBe(200);
    expect((await ask(assertion({ exp: now - 600 }))).body["error_codes"]).toEqual([700024]);
    expect((await ask(assertion({ aud: "https://elsewhere.example" }))).body["error_codes"]).toEqual([700023]);
    expect((await ask(assertion({}, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey))).body["error_codes"]).toEqual([
      700027,
    ]);
  });

  it.each([
    ["a wrong secret", { client_secret: "guess" }, 401, 7000215],
    ["an unknown application", { client_id: "nobody" }, 400, 700016],
    ["a scope that is no .default", { scope: "Mail.Read" }, 400, 1002012],
    ["an unknown resource", { scope: "https://elsewhere.example/.default" }, 400, 500011],
    ["an unknown grant", { grant_type: "password" }, 400, 70003],
  ] as const)("refuses %s with its AADSTS number", async (_what, more, status, number) => {
    const reply = await forItself(more);
    expect(reply.status).toBe(status);
    expect(reply.body["error_codes"]).toEqual([number]);
    expect(reply.body["error_description"]).toMatch(new RegExp(`^AADSTS${number}: `, "u"));
  });

  it("O4: a user signs in with code and PKCE and gets a delegated token for our API, an ID token, and a refresh token", async () => {
    const verifier = randomBytes(32).toString("base64url");
    const granted = await authorize({
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      nonce: "n",
    });
    expect(granted.location?.searchParams.get("state")).toBe("s");
    const form = {
      grant_type: "authorization_code",
      client_id: APP,
      redirect_uri: REDIRECT,
      code: granted.location?.searchParams.get("code") ?? "",
    };
    const reply = await post({ ...form, code_verifier: verifier });
    expect(await claims(reply.body["access_token"])).toMatchObject({
      aud: APP,
      scp: "access_as_user",
      oid: tenant.ada,
      tid: TENANT,
      azp: APP,
      ver: "2.0",
      preferred_username: "ada@northwind.example",
      name: "Ada Lovelace",
    });
    expect(await claims(reply.body["id_token"])).toMatchObject({ aud: APP, nonce: "n" });
    expect((await post({ ...form, code_verifier: verifier })).body["error_codes"]).toEqual([54005]);
    const again = await post({
      grant_type: "refresh_token",
      client_id: APP,
      refresh_token: String(reply.body["refresh_token"]),
      scope: `${GRAPH_URL}/Mail.ReadWrite offline_access`,
    });
    expect(await claims(again.body["access_token"])).toMatchObject({ aud: GRAPH_URL, scp: "Mail.ReadWrite" });
    tenant.entra.grants.revokeUser(tenant.ada);
    expect((await post({ grant_type: "refresh_token", client_id: APP, refresh_token: String(reply.body["refresh_token"]) })).status).toBe(
      400,
    );
  });

  it("a wrong verifier, a wrong address, a late code are refused", async () => {
    const challenge = { code_challenge: createHash("sha256").update("right").digest("base64url"), code_challenge_method: "S256" };
    const redeem = async (one: string, more: Readonly<Record<string, string>> = {}): Promise<unknown> =>
      (await post({ grant_type: "authorization_code", client_id: APP, redirect_uri: REDIRECT, code: one, ...more })).body["error_codes"];
    expect(await redeem(await code(challenge), { code_verifier: "wrong" })).toEqual([501481]);
    expect(await redeem(await code(challenge))).toEqual([900144]);
    expect(await redeem(await code(), { redirect_uri: "http://127.0.0.1/other" })).toEqual([500112]);
    const late = await code();
    tenant.clock.move(11 * 60_000);
    expect(await redeem(late)).toEqual([70008]);
  });

  it("what is wrong with the application is told on the page, everything else goes back to it", async () => {
    const foreign = await authorize({ redirect_uri: "https://evil.example/" });
    expect([foreign.status, foreign.location]).toEqual([400, null]);
    expect((await authorize({ login_hint: "nobody@northwind.example" })).location?.searchParams.get("error")).toBe("login_required");
    const fragment = await authorize({ response_mode: "fragment" });
    expect(fragment.location?.hash).toMatch(/code=.+&state=s|state=s/u);
  });

  it("without a hint the page lets one choose; silently that is login_required", async () => {
    const query = `client_id=${APP}&response_type=code&redirect_uri=${encodeURIComponent(REDIRECT)}&scope=openid`;
    const page = await tenant.entra.app.inject(`/${TENANT}/oauth2/v2.0/authorize?${query}`);
    expect(page.body).toContain("ada@northwind.example");
    const silent = await tenant.entra.app.inject(`/${TENANT}/oauth2/v2.0/authorize?${query}&prompt=none`);
    expect(silent.headers.location).toContain("error=login_required");
  });

  it("a disabled user gets no token, with code or refresh token", async () => {
    const one = await code();
    tenant.graph.seed.user({ userPrincipalName: "ada@northwind.example", accountEnabled: false });
    expect(
      (await post({ grant_type: "authorization_code", client_id: APP, redirect_uri: REDIRECT, code: one })).body["error_codes"],
    ).toEqual([50057]);
  });

  it("on behalf of: our API's token is exchanged for one on Graph, another's is not", async () => {
    const one = await post({ grant_type: "authorization_code", client_id: APP, redirect_uri: REDIRECT, code: await code() });
    const exchange = (assertion: unknown): ReturnType<typeof post> =>
      post({
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        requested_token_use: "on_behalf_of",
        client_id: APP,
        client_secret: "a secret",
        assertion: String(assertion),
        scope: `${GRAPH_URL}/Mail.ReadWrite`,
      });
    expect(await claims((await exchange(one.body["access_token"])).body["access_token"])).toMatchObject({
      aud: GRAPH_URL,
      oid: tenant.ada,
    });
    expect((await exchange(tenant.appToken)).body["error_codes"]).toEqual([50013]);
    expect((await exchange(one.body["id_token"])).body["error_codes"]).toEqual([50013]);
  });

  it("O4: administrators carry their roles, as people and as applications", async () => {
    tenant.entra.directory.putApp({ clientId: APP, userRoles: { [tenant.ada]: ["Owner"] } });
    tenant.entra.directory.putApp({ clientId: "admin-script", secrets: ["s"], apiRoles: { [APP]: ["Admin"] } });
    const person = await post({ grant_type: "authorization_code", client_id: APP, redirect_uri: REDIRECT, code: await code() });
    expect(await claims(person.body["access_token"])).toMatchObject({ roles: ["Owner"], scp: "access_as_user" });
    const script = await forItself({ client_id: "admin-script", client_secret: "s", scope: `api://${APP}/.default` });
    expect(await claims(script.body["access_token"])).toMatchObject({ aud: APP, roles: ["Admin"] });
  });

  it("an unknown tenant and an unknown path say so", async () => {
    expect((await tenant.entra.app.inject("/other/v2.0/.well-known/openid-configuration")).statusCode).toBe(400);
    expect((await tenant.entra.app.inject("/other/userinfo")).statusCode).toBe(501);
  });
});
