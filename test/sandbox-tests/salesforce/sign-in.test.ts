import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import jsforce from "jsforce";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, CLIENT_ID, CLIENT_SECRET, KEYS, openWorld, START, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const FORM = "application/x-www-form-urlencoded";

async function token(form: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly body: Record<string, string> }> {
  const response = await fetch(`${world.url}/services/oauth2/token`, {
    method: "POST",
    headers: { "content-type": FORM },
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

interface Claims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string;
  readonly lifeSeconds?: number;
  readonly key?: KeyObject;
}

async function byAssertion(claims: Claims = {}) {
  const now = START / 1000;
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(claims.iss ?? CLIENT_ID)
    .setSubject(claims.sub ?? ANNA)
    .setAudience(claims.aud ?? world.url)
    .setExpirationTime(now + (claims.lifeSeconds ?? 180))
    .sign(claims.key ?? KEYS.privateKey);
  return token({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
}

describe("signing in to the stand-in", () => {
  it("takes a JWT signed by the app's key and answers an access token without a refresh token", async () => {
    const { status, body } = await byAssertion();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      instance_url: world.url,
      token_type: "Bearer",
      id: `${world.url}/id/${world.salesforce.org.id}/${world.anna}`,
    });
    expect(body["access_token"]).toMatch(/^(00D\w{12,15})![.\w]*$/u);
    expect(body).not.toHaveProperty("refresh_token");
    const conn = new jsforce.Connection({ instanceUrl: world.url, accessToken: body["access_token"] ?? "", version: "62.0" });
    expect(await conn.identity()).toMatchObject({ user_id: world.anna, username: ANNA, display_name: "anna anna" });
    const logins = await conn.query("SELECT Application, LoginType FROM LoginHistory");
    expect(logins.records).toMatchObject([{ Application: CLIENT_ID, LoginType: "Remote Access 2.0" }]);
  });

  it.each<[string, Claims, string, string]>([
    [
      "a key that is not the app's",
      { key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey },
      "invalid_grant",
      "invalid assertion",
    ],
    ["an unknown app", { iss: "nobody" }, "invalid_client_id", "client identifier invalid"],
    ["a foreign audience", { aud: "https://elsewhere.example" }, "invalid_grant", "Audience validation failed"],
    ["an assertion that is over", { lifeSeconds: -60 }, "invalid_grant", "expired authorization code"],
    ["an assertion that lasts too long", { lifeSeconds: 3600 }, "invalid_grant", "invalid assertion"],
    ["a user who is not there", { sub: "nobody@acme.example" }, "invalid_grant", "user hasn't approved this consumer"],
  ])("refuses %s", async (_what, claims, error, description) => {
    expect(await byAssertion(claims)).toEqual({ status: 400, body: { error, error_description: description } });
  });

  it("refuses a user who was deactivated, and his running sessions", async () => {
    const accessToken = world.salesforce.signIn(ANNA);
    world.salesforce.seed.change("User", world.anna, { IsActive: false });
    expect((await byAssertion()).body).toMatchObject({ error: "inactive_user" });
    const reply = await fetch(`${world.url}/services/data/v62.0/limits`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect(reply.status).toBe(401);
  });

  it("answers 401 INVALID_SESSION_ID to an expired session, and jsforce refreshes it", async () => {
    const accessToken = world.salesforce.signIn(ANNA);
    let refreshes = 0;
    const conn = new jsforce.Connection({
      instanceUrl: world.url,
      accessToken,
      version: "62.0",
      refreshFn: (_conn, callback) => {
        refreshes += 1;
        callback(null, world.salesforce.signIn(ANNA));
      },
    });
    world.salesforce.expireSessions();
    const raw = await fetch(`${world.url}/services/data/v62.0/limits`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect([raw.status, await raw.json()]).toEqual([401, [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }]]);
    await Promise.all([conn.query("SELECT Id FROM User"), conn.query("SELECT Id FROM Account")]);
    expect(refreshes).toBe(1);
  });

  it("answers 403 Bad_OAuth_Token as text at the identity address", async () => {
    const reply = await fetch(`${world.url}/id/${world.salesforce.org.id}/${world.anna}`, { headers: { authorization: "Bearer 00Dx!no" } });
    expect([reply.status, await reply.text()]).toEqual([403, "Bad_OAuth_Token"]);
  });

  it("tells an org without the API from a user without it", async () => {
    world.salesforce.org.allow(world.anna, { apiEnabled: false });
    const user = await world.call(ANNA, "GET", "/limits");
    expect([user.status, user.body[0].errorCode]).toEqual([403, "API_DISABLED_FOR_ORG"]);
    world.salesforce.set({ apiEnabled: false });
    const org = await world.call(ANNA, "GET", "/limits");
    expect(org.body[0].message).toBe("The REST API is not enabled for this Organization.");
  });

  it("walks the code flow with PKCE, refreshes, introspects and revokes", async () => {
    const redirect_uri = "http://127.0.0.1:1/callback";
    const oauth2 = new jsforce.OAuth2({
      loginUrl: world.url,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      redirectUri: redirect_uri,
      useVerifier: true,
    });
    const page = await fetch(oauth2.getAuthorizationUrl({ scope: "api refresh_token", state: "s1" }));
    expect(await page.text()).toContain(ANNA);
    const sent = await fetch(`${oauth2.getAuthorizationUrl({ scope: "api refresh_token", state: "s1" })}&username=${ANNA}`, {
      redirect: "manual",
    });
    const back = new URL(sent.headers.get("location") ?? "");
    expect([back.origin + back.pathname, back.searchParams.get("state")]).toEqual([redirect_uri, "s1"]);
    const code = back.searchParams.get("code") ?? "";
    const wrong = await token({ grant_type: "authorization_code", code, client_id: CLIENT_ID, redirect_uri, code_verifier: "wrong" });
    expect(wrong.body).toMatchObject({ error: "invalid_grant" });
    const granted = await oauth2.requestToken(code);
    const refreshToken = granted.refresh_token ?? "";
    const refreshed = await oauth2.refreshToken(refreshToken);
    expect(refreshed.access_token).not.toBe(granted.access_token);
    const introspected = await fetch(`${world.url}/services/oauth2/introspect`, {
      method: "POST",
      headers: { "content-type": FORM },
      body: new URLSearchParams({ token: refreshed.access_token, client_id: CLIENT_ID, client_secret: CLIENT_SECRET }),
    });
    expect(await introspected.json()).toMatchObject({ active: true, username: ANNA, token_type: "access_token" });
    await oauth2.revokeToken(refreshToken);
    await expect(oauth2.refreshToken(refreshToken)).rejects.toThrow("expired access/refresh token");
  });

  it("lets browsers of the record browser in, and no others", async () => {
    const other = await openWorld({ lightningUrl: "http://127.0.0.1:4005" });
    try {
      const ask = (origin: string) =>
        fetch(`${other.url}/services/data/v62.0/limits`, {
          method: "OPTIONS",
          headers: { origin, "access-control-request-method": "GET" },
        });
      expect((await ask("http://127.0.0.1:4005")).headers.get("access-control-allow-origin")).toBe("http://127.0.0.1:4005");
      expect((await ask("http://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
      const record = await fetch(`${other.url}/${other.anna}`, { redirect: "manual" });
      expect([record.status, record.headers.get("location")]).toEqual([302, `http://127.0.0.1:4005/${other.anna}`]);
    } finally {
      await other.close();
    }
  });
});
