import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowAddresses } from "../../sync-service/addresses.ts";
import { NotSignedIn } from "../../sync-service/errors.ts";
import { createTokenVerifier, type VerifyToken } from "../../sync-service/http/token-verifier.ts";
import { startStandIns, type StandIns } from "../sandbox/world.ts";

type Claims = Readonly<Record<string, unknown>>;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = () => Math.floor(Date.now() / 1_000);
const hour = 3_600;

describe("SEC1: access tokens", () => {
  let standIns: StandIns;
  let verify: VerifyToken;
  const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });

  beforeAll(async () => {
    standIns = await startStandIns({ folder: null });
    const { tenantId, clientId } = standIns.identity;
    const addresses = allowAddresses({
      graphUrl: standIns.graph.url,
      entraUrl: standIns.entra.url,
      salesforceUrl: standIns.salesforce.url,
    });
    const options = { entraUrl: standIns.entra.url, tenantId, clientId, checkAddress: (link: string) => addresses.check(link, "entra") };
    verify = createTokenVerifier(options, () => new Date());
  });
  afterAll(() => standIns.close());

  /** Claims that are right in everything. */
  const right = (): Claims => ({ aud: standIns.identity.clientId, azp: "an-app", oid: "user-1", scp: "access_as_user" });
  const ours = (claims: Claims, header: Claims = {}) => standIns.entra.tokens.forged({ ...right(), ...claims }, header);
  const parts = (token: string) => token.split(".") as [string, string, string];
  const without = (name: string) => ours({ [name]: undefined });
  /** Claims of ours under another header and signature. */
  function signedOtherwise(header: Claims, signature: (input: string) => string): string {
    const input = `${encode({ typ: "JWT", kid: standIns.entra.keys.kid, ...header })}.${parts(ours({}))[1]}`;
    return `${input}.${signature(input)}`;
  }
  const byStranger = (input: string) => sign("RSA-SHA256", Buffer.from(input), stranger.privateKey).toString("base64url");

  it("lets in a user's own, for the client id and for api:// it, and an application's with a role", async () => {
    expect(await verify(ours({}))).toMatchObject({ is: "user", objectId: "user-1", delegated: true });
    expect(await verify(ours({ aud: `api://${standIns.identity.clientId}` }))).toMatchObject({ is: "user" });
    expect(await verify(ours({ scp: undefined, roles: ["Admin", "Unheard"] }))).toMatchObject({
      is: "application",
      roles: new Set(["Admin"]),
    });
    expect(await verify(standIns.adminToken())).toMatchObject({ is: "application", roles: new Set(["Owner"]) });
  });

  const forged: readonly (readonly [title: string, make: () => string])[] = [
    ["an empty token", () => ""],
    ["no token at all", () => "not.a.token"],
    ["one with two parts", () => parts(ours({})).slice(0, 2).join(".")],
    ["one of enormous length", () => ours({ padding: "x".repeat(30_000) })],
    ["alg none", () => signedOtherwise({ alg: "none" }, () => "")],
    ["alg None, oddly spelt", () => signedOtherwise({ alg: "NoNe" }, () => "")],
    [
      "HS256 with the public key as secret",
      () =>
        signedOtherwise({ alg: "HS256" }, (input) => createHmac("sha256", standIns.entra.keys.publicPem).update(input).digest("base64url")),
    ],
    ["a stranger's key under our kid", () => signedOtherwise({ alg: "RS256" }, byStranger)],
    [
      "a stranger's key in the header (jwk)",
      () => signedOtherwise({ alg: "RS256", jwk: stranger.publicKey.export({ format: "jwk" }) }, byStranger),
    ],
    ["a stranger's key set (jku)", () => signedOtherwise({ alg: "RS256", jku: "https://evil.example/keys" }, byStranger)],
    ["a stranger's certificate (x5u)", () => signedOtherwise({ alg: "RS256", x5u: "https://evil.example/cert" }, byStranger)],
    ["an unknown kid", () => signedOtherwise({ alg: "RS256", kid: "unknown" }, byStranger)],
    ["a kid that is a path", () => signedOtherwise({ alg: "RS256", kid: "../../../../dev/null" }, byStranger)],
    ["a kid that is a statement", () => signedOtherwise({ alg: "RS256", kid: "' or 1=1 --" }, byStranger)],
    ["an unknown critical extension", () => ours({}, { crit: ["exp2"], exp2: 1 })],
    ["a changed claim", () => [parts(ours({}))[0], encode({ ...right(), oid: "user-2" }), parts(ours({}))[2]].join(".")],
    ["a cut signature", () => ours({}).slice(0, -8)],
    ["another issuer", () => ours({ iss: "https://login.evil.example/v2.0" })],
    ["another tenant", () => ours({ tid: "99999999-9999-4999-8999-999999999999" })],
    ["another audience", () => ours({ aud: "another-client" })],
    ["Graph's audience", () => ours({ aud: "https://graph.microsoft.com" })],
    ["an audience that only begins like ours", () => ours({ aud: `${standIns.identity.clientId}0` })],
    ["version 1.0", () => ours({ ver: "1.0" })],
    ["an expired one", () => ours({ iat: seconds() - 2 * hour, nbf: seconds() - 2 * hour, exp: seconds() - hour })],
    ["one not yet valid", () => ours({ nbf: seconds() + hour, exp: seconds() + 2 * hour })],
    ["one without an end", () => without("exp")],
    ["one without a user", () => without("oid")],
    ["one without a tenant", () => without("tid")],
    ["another scope", () => ours({ scp: "User.Read Mail.Read" })],
    ["a scope that only contains ours", () => ours({ scp: "not_access_as_user" })],
    ["neither scope nor role", () => ours({ scp: undefined })],
    ["an unknown role only", () => ours({ scp: undefined, roles: ["Emperor"] })],
    ["an ID token", () => ours({ scp: undefined, azp: undefined, nonce: "n" })],
    ["an ID token with a role", () => ours({ scp: undefined, azp: undefined, roles: ["Owner"] })],
    ["an ID token that pretends with azp", () => ours({ scp: undefined, roles: ["Owner"], nonce: "n" })],
  ];

  it.each(forged)("refuses %s", async (_title, make) => {
    await expect(verify(make())).rejects.toBeInstanceOf(NotSignedIn);
  });

  it("refuses the application's own Graph token and a real ID token of Entra", async () => {
    await expect(verify(standIns.graphToken())).rejects.toBeInstanceOf(NotSignedIn);
    const { entra, identity } = standIns;
    const app = entra.directory.app(identity.clientId);
    entra.directory.putUser({ id: "user-9", displayName: "Ada", mail: "ada@example.com", userPrincipalName: "ada@example.com" });
    const user = entra.directory.user("ada@example.com");
    if (!app || !user) throw new Error("the stand-in knows neither");
    await expect(verify(entra.tokens.idToken(app, user, null))).rejects.toBeInstanceOf(NotSignedIn);
  });
});
