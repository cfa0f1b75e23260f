import { X509Certificate } from "node:crypto";
import { decodeProtectedHeader } from "jose";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { applicationToken, type EntraCredential, type TokenSource } from "../../sync-service/graph/token.ts";
import { selfSigned } from "./self-signed.ts";
import { openStandIns } from "./stand-ins.ts";

const close: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of close.splice(0)) await one();
});

/** A token endpoint that answers as a test says, and keeps the forms it was sent. */
async function endpoint(answer: () => { readonly status: number; readonly body: unknown }, credential: EntraCredential = { secret: "s" }) {
  const forms: URLSearchParams[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    forms.push(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
    const { status, body } = answer();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  close.push(() => server.close());
  const entraUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let time = Date.parse("2026-03-02T09:00:00Z");
  const source: TokenSource = await applicationToken({
    entraUrl,
    tenantId: "t",
    clientId: "c",
    credential,
    graphUrl: "https://graph.example",
    now: () => new Date(time),
  });
  return { source, forms, pass: (ms: number) => (time += ms) };
}

const granted = (token: string) => ({ status: 200, body: { token_type: "Bearer", expires_in: 3600, access_token: token } });
const refused = (status: number, error: string, description: string) => ({ status, body: { error, error_description: description } });

describe("the application's token", () => {
  it("O3: is asked for once and kept until shortly before its end", async () => {
    let count = 0;
    const { source, forms, pass } = await endpoint(() => granted(`token ${(count += 1)}`));
    expect(await Promise.all([source.token(), source.token(), source.token()])).toEqual(["token 1", "token 1", "token 1"]);
    expect(Object.fromEntries(forms[0] ?? [])).toEqual({
      grant_type: "client_credentials",
      scope: "https://graph.example/.default",
      client_id: "c",
      client_secret: "s",
    });
    pass(54 * 60_000);
    expect(await source.token()).toBe("token 1");
    pass(2 * 60_000);
    expect(await source.token()).toBe("token 2");
  });

  it("is renewed once, however many requests were refused with it", async () => {
    let count = 0;
    const { source } = await endpoint(() => granted(`token ${(count += 1)}`));
    const first = await source.token();
    expect(await Promise.all([source.renew(first), source.renew(first)])).toEqual(["token 2", "token 2"]);
    expect(await source.renew(first)).toBe("token 2");
  });

  it.each([
    [refused(401, "invalid_client", "AADSTS7000215: Invalid client secret provided."), "ENTRA_CLIENT_SECRET"],
    [refused(400, "unauthorized_client", "AADSTS700016: Application was not found."), "ENTRA_CLIENT_ID"],
    [refused(400, "invalid_request", "AADSTS90002: Tenant not found."), "ENTRA_TENANT_ID"],
  ])("that is refused says which setting to look at: %#", async (answer, setting) => {
    const { source } = await endpoint(() => answer);
    await expect(source.token()).rejects.toMatchObject({
      name: "AccessLost",
      code: "ENTRA_REFUSED",
      remedy: expect.stringContaining(setting) as string,
    });
  });

  it("comes later when Entra is busy, and is asked for anew then", async () => {
    let busy = true;
    const { source } = await endpoint(() => (busy ? refused(503, "temporarily_unavailable", "busy") : granted("token")));
    await expect(source.token()).rejects.toMatchObject({ name: "Throttled" });
    busy = false;
    expect(await source.token()).toBe("token");
  });

  it("is given for a certificate, named by its thumbprints", async () => {
    const { pem, certificate } = selfSigned("tandem");
    const { source, forms } = await endpoint(() => granted("token"), { certificatePem: pem });
    await source.token();
    const header = decodeProtectedHeader(forms[0]?.get("client_assertion") ?? "");
    const sha1 = Buffer.from(new X509Certificate(certificate).fingerprint.replaceAll(":", ""), "hex").toString("base64url");
    expect(header).toMatchObject({ alg: "RS256", x5t: sha1 });

    const standIns = await openStandIns();
    close.push(() => standIns.close());
    const clientId = "2f0d4f0e-3f4a-4a67-8a53-9f1f2b7c9d10";
    standIns.entra.directory.putApp({ clientId, certificates: [certificate], graphRoles: ["User.Read.All"] });
    const real = await applicationToken({
      ...standIns.urls,
      tenantId: standIns.entra.directory.tenantId,
      clientId,
      credential: { certificatePem: pem },
      now: standIns.now,
    });
    expect((await real.token()).split(".")).toHaveLength(3);
    const other = await applicationToken({
      ...standIns.urls,
      tenantId: standIns.entra.directory.tenantId,
      clientId,
      credential: { certificatePem: selfSigned("another").pem },
      now: standIns.now,
    });
    await expect(other.token()).rejects.toMatchObject({ remedy: "Upload the certificate's public part to the app registration." });
  });
});
