import { createServer, type Server } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { allowAddresses } from "../../sync-service/addresses.ts";
import { AddressRefused, SyncError } from "../../sync-service/errors.ts";
import { attachmentHeads } from "../../sync-service/graph/attachments.ts";
import { createGraphClient } from "../../sync-service/graph/client.ts";
import { graphPath } from "../../sync-service/graph/path.ts";
import { listAll } from "../../sync-service/graph/pages.ts";
import { createTokenVerifier } from "../../sync-service/http/token-verifier.ts";
import { createSalesforceClient } from "../../sync-service/salesforce/client.ts";
import { restPath, soql } from "../../sync-service/salesforce/soql.ts";

const GRAPH = "https://graph.microsoft.com";
const ENTRA = "https://login.microsoftonline.com";
const LOGIN = "https://login.salesforce.com";
const ORG = "https://acme.my.salesforce.com";
const OURS = [GRAPH, ENTRA, LOGIN, ORG];

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** A server of this machine, which hears whoever is led astray; by a name or number that is not this machine's own in the allow-list. */
let trap: Server;
let trapPort = 0;
const heard: string[] = [];

beforeAll(async () => {
  trap = createServer((request, response) => {
    heard.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await new Promise((listening) => trap.once("listening", listening));
  trapPort = (trap.address() as AddressInfo).port;
});
afterAll(() => trap.close());
afterEach(() => {
  vi.unstubAllGlobals();
  heard.length = 0;
});

/** Where a vendor's reply could lead, by name: the trap's port is put in. */
const astray: readonly (readonly [what: string, link: (path: string) => string])[] = [
  ["another host", (path) => `https://evil.example${path}`],
  ["a host that only begins like the right one", (path) => `https://graph.microsoft.com.evil.example${path}`],
  ["a host that only ends like the right one", (path) => `https://acme.evilmy.salesforce.com.evil.example${path}`],
  ["this machine", (path) => `http://127.0.0.1:${trapPort}${path}`],
  ["this machine by name", (path) => `http://localhost:${trapPort}${path}`],
  ["this machine, with https", (path) => `https://127.0.0.1:${trapPort}${path}`],
  ["this machine by a number", (path) => `http://2130706433:${trapPort}${path}`],
  ["this machine by an octal number", (path) => `http://0177.0.0.1:${trapPort}${path}`],
  ["any address", (path) => `http://0.0.0.0:${trapPort}${path}`],
  ["IPv4 within IPv6", (path) => `http://[::ffff:127.0.0.1]:${trapPort}${path}`],
  ["the cloud's metadata", (path) => `http://169.254.169.254${path}`],
  ["a private network", (path) => `https://10.0.0.1${path}`],
  ["a file", () => "file:///etc/passwd"],
  ["data", () => 'data:application/json,{"value":[]}'],
  ["a name and password before the right host", (path) => `https://me:pw@graph.microsoft.com${path}`],
  ["a right host as the user name of a wrong one", (path) => `https://graph.microsoft.com@evil.example${path}`],
  ["a backslash", (path) => `https://evil.example\\@graph.microsoft.com${path}`],
  ["another port", (path) => `https://graph.microsoft.com:8443${path}`],
  ["plain http", (path) => `http://graph.microsoft.com${path}`],
  ["a link without a host", (path) => path.replace(/^\//u, "")],
  ["nothing", () => ""],
];

const addresses = allowAddresses({ graphUrl: GRAPH, entraUrl: ENTRA, salesforceUrl: LOGIN });

const outside = globalThis.fetch;

/** Every exchange goes through here; whatever is not one of ours really goes out, and the trap hears it. */
function answering(answer: (url: URL) => Response): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input);
    asked.push(url.href);
    if (!OURS.includes(url.origin)) return outside(input, init);
    expect(["manual", "error"]).toContain(init?.redirect);
    return answer(url);
  });
  return asked;
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

/** The refusal, and that every request went where we are configured to go, or to the org's own host. */
async function expectRefused(work: () => Promise<unknown>, asked: readonly string[]): Promise<SyncError> {
  const error = await work().then(
    () => null,
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(AddressRefused);
  expect(asked.length).toBeGreaterThan(0);
  for (const url of asked) expect(OURS).toContain(new URL(url).origin);
  expect(heard).toEqual([]);
  return error as SyncError;
}

const graph = () =>
  createGraphClient({
    graphUrl: GRAPH,
    addresses,
    newId: () => "id",
    token: { token: async () => "graph-token", renew: async () => "graph-token", doubt: () => {} },
  });
const salesforce = () =>
  createSalesforceClient({
    salesforceUrl: LOGIN,
    clientId: "client",
    privateKeyPem,
    apiVersion: "62.0",
    addresses,
    now: () => new Date(),
  }).as("ada@org");
const signIn = (more: object = {}) => ({
  access_token: "sf-token",
  instance_url: ORG,
  id: `${LOGIN}/id/00D000000000001AAA/005000000000001AAA`,
  ...more,
});

describe.each(astray)("SEC13: a reply that leads to %s", (_what, link) => {
  it("as Graph's nextLink is refused, in a list, among attachments, and in a batch", async () => {
    const asked = answering((url) =>
      url.pathname.endsWith("/$batch")
        ? json({
            responses: [
              { id: "0", status: 200, body: {} },
              { id: "1", status: 200, body: {} },
            ],
          })
        : json({ value: [{ id: "1" }], "@odata.nextLink": link("/v1.0/users/x/messages") }),
    );
    const mailbox = graph().mailbox("ada");
    const error = await expectRefused(() => listAll(mailbox, graphPath`/messages`), asked);
    expect(error.problem.message).toMatch(/was not followed/u);
    expect(error.problem.message).not.toContain("graph-token");
    await expectRefused(() => attachmentHeads(mailbox, { value: [], "@odata.nextLink": link("/v1.0/x") }), asked);
    await expectRefused(() => mailbox.batch([{ method: "GET", link: link("/v1.0/users/x/messages/delta") }]), asked);
  });

  it("as Graph's Location is not followed", async () => {
    const asked = answering(() => new Response(null, { status: 302, headers: { location: link("/") } }));
    await expectRefused(() => graph().get(graphPath`/users`), asked);
    await expectRefused(() => graph().stream(graphPath`/users/x/photo`), asked);
  });

  it("as Salesforce's instance_url or identity keeps the token at home", async () => {
    for (const wicked of [{ instance_url: link("/") }, { id: link("/id/00D000000000001AAA/005000000000001AAA") }]) {
      const asked = answering(() => json(signIn(wicked)));
      const error = await expectRefused(() => salesforce().query(soql`SELECT Id FROM Contact`), asked);
      expect(error.problem.message).not.toContain("sf-token");
    }
  });

  it("as Salesforce's nextRecordsUrl is refused", async () => {
    const asked = answering((url) =>
      json(url.pathname.endsWith("/token") ? signIn() : { records: [], done: false, nextRecordsUrl: link("/services/data/v62.0/query/1") }),
    );
    // A path of the org's own is one, and is asked there: only the endless list has to be cut off.
    if (link("/").startsWith("/")) return;
    await expectRefused(() => salesforce().query(soql`SELECT Id FROM Contact`), asked);
  });

  it("as Salesforce's Location is not followed, at sign-in, in a query, an update, or a file", async () => {
    const away = () => new Response(null, { status: 307, headers: { location: link("/") } });
    await expectRefused(() => salesforce().query(soql`SELECT Id FROM Contact`), answering(away));
    const asked = answering((url) => (url.pathname.endsWith("/token") ? json(signIn()) : away()));
    await expectRefused(() => salesforce().query(soql`SELECT Id FROM Contact`), asked);
    await expectRefused(() => salesforce().updateIf("Contact", "003000000000001AAA", { Title: "x" }, new Date()), asked);
    await expectRefused(() => salesforce().bytes(restPath`/sobjects/ContentVersion/x/VersionData`), asked);
  });

  it("as the place of Entra's keys lets nobody in", async () => {
    const asked = answering(() => json({ issuer: `${ENTRA}/t/v2.0`, jwks_uri: link("/keys") }));
    const verify = createTokenVerifier(
      { entraUrl: ENTRA, tenantId: "t", clientId: "c", checkAddress: (url) => addresses.check(url, "entra") },
      () => new Date(),
    );
    await expect(verify("a.b.c")).rejects.toBeInstanceOf(SyncError);
    for (const url of asked) expect(OURS).toContain(new URL(url).origin);
    expect(heard).toEqual([]);
  });
});

describe("SEC13: a token", () => {
  it("of one system is never sent to another, though both are on the list", async () => {
    const asked = answering(() => json({ value: [], "@odata.nextLink": `${ORG}/services/data` }));
    await expectRefused(() => listAll(graph(), graphPath`/users`), asked);
    const others = answering((url) => json(url.pathname.endsWith("/token") ? signIn({ instance_url: GRAPH }) : {}));
    await expectRefused(() => salesforce().query(soql`SELECT Id FROM Contact`), others);
  });

  it("goes with a link within its own system, so that the refusals above say something", async () => {
    const asked = answering((url) =>
      json(url.searchParams.has("page") ? { value: [2] } : { value: [1], "@odata.nextLink": `${GRAPH}/v1.0/users?page=2` }),
    );
    expect(await listAll(graph(), graphPath`/users`)).toEqual([1, 2]);
    expect(asked.length).toBe(2);
    const pages = answering((url) => {
      if (url.pathname.endsWith("/token")) return json(signIn());
      return json(
        url.pathname.endsWith("/query/2")
          ? { records: [2], done: true }
          : { records: [1], done: false, nextRecordsUrl: "/services/data/v62.0/query/2" },
      );
    });
    expect(await salesforce().query(soql`SELECT Id FROM Contact`)).toEqual([1, 2]);
    expect(pages.map((url) => new URL(url).origin)).toEqual([LOGIN, ORG, ORG]);
  });
});
