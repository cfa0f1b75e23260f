import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt, jwtVerify } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { allowAddresses } from "../../sync-service/addresses.ts";
import { AddressRefused, OutcomeUnknown, VendorFailed } from "../../sync-service/errors.ts";
import { createSalesforceClient, type SalesforceClient } from "../../sync-service/salesforce/client.ts";
import { restPath, soql } from "../../sync-service/salesforce/soql.ts";

const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PRIVATE_PEM = KEYS.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const NOW = new Date("2026-03-02T09:00:00Z");

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

interface Serving {
  readonly client: SalesforceClient;
  readonly calls: Call[];
  readonly tokens: Call[];
  readonly url: string;
}

/** A login server and an org in one, which answers as a test says. */
async function serve(
  answer: (call: Call, response: ServerResponse) => void,
  more: { readonly instanceUrl?: string; readonly identity?: string; readonly salesforceUrl?: string } = {},
): Promise<Serving> {
  const calls: Call[] = [];
  const tokens: Call[] = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    response.setHeader("content-type", "application/json");
    if (call.url === "/services/oauth2/token") {
      tokens.push(call);
      const id = more.identity ?? `${url}/id/00D000000000001AAA/005000000000001AAA`;
      return response.end(JSON.stringify({ access_token: `token ${tokens.length}`, instance_url: more.instanceUrl ?? url, id }));
    }
    calls.push(call);
    answer(call, response);
    return undefined;
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createSalesforceClient({
    salesforceUrl: url,
    clientId: "the consumer",
    privateKeyPem: PRIVATE_PEM,
    apiVersion: "62.0",
    addresses: allowAddresses({ graphUrl: url, entraUrl: url, salesforceUrl: more.salesforceUrl ?? url }),
    now: () => NOW,
  });
  return { client, calls, tokens, url };
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void =>
  void response.writeHead(status, headers).end(JSON.stringify(body));
const expired = (response: ServerResponse): void =>
  json(response, 401, [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }]);
const noRows = { totalSize: 0, done: true, records: [] };

describe("signing in to Salesforce", () => {
  it("O3: proves itself as the user by a JWT of three minutes", async () => {
    const { client, tokens, url } = await serve((_call, response) => json(response, 200, noRows));
    await client.as("ada@northwind.example").query(soql`SELECT Id FROM Contact`);
    const form = new URLSearchParams(tokens[0]?.body ?? "");
    expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const assertion = form.get("assertion") ?? "";
    await jwtVerify(assertion, KEYS.publicKey, { currentDate: NOW });
    expect(decodeJwt(assertion)).toEqual({ iss: "the consumer", sub: "ada@northwind.example", aud: url, exp: NOW.getTime() / 1000 + 180 });
  });

  it("signs in once for many requests, and once more when the session is over, whoever notices", async () => {
    const { client, calls, tokens } = await serve((call, response) =>
      call.headers.authorization === "Bearer token 1" && tokens.length === 1 && calls.length > 3
        ? expired(response)
        : call.headers.authorization === "Bearer token 1" && tokens.length > 1
          ? expired(response)
          : json(response, 200, noRows),
    );
    const ada = client.as("ada@northwind.example");
    const ask = (): Promise<unknown> => ada.query(soql`SELECT Id FROM Contact`);
    await Promise.all([ask(), ask(), ask()]);
    expect(tokens).toHaveLength(1);
    await Promise.all([ask(), ask(), ask(), ask()]);
    expect(tokens).toHaveLength(2);
  });

  it("repeats a write after the session was over, and never renews without end", async () => {
    const { client, tokens } = await serve((call, response) =>
      call.headers.authorization === "Bearer token 1"
        ? expired(response)
        : json(response, 200, [{ success: true, id: "003000000000001AAA", errors: [] }]),
    );
    expect(await client.as("ada").create([{ object: "Contact", fields: { LastName: "X" } }])).toEqual([
      { is: "done", id: "003000000000001AAA" },
    ]);
    expect(tokens).toHaveLength(2);
    server.close();
    const other = await serve((_call, response) => expired(response));
    await expect(other.client.as("ada").query(soql`SELECT Id FROM Contact`)).rejects.toMatchObject({
      name: "AccessLost",
      code: "SALESFORCE_SESSION_REFUSED",
    });
    expect(other.tokens).toHaveLength(3);
  });

  it.each([
    ["an instance_url elsewhere", { instanceUrl: "https://evil.example" }],
    ["an instance_url without https", { instanceUrl: "http://acme.my.salesforce.com" }],
    ["an identity elsewhere", { identity: "https://evil.example/id/00D/005" }],
    ["loopback, where the configured address is none", { salesforceUrl: "https://login.salesforce.com" }],
  ])("SEC13: takes no %s", async (_what, more) => {
    const { client, calls } = await serve((_call, response) => json(response, 200, noRows), more);
    await expect(client.as("ada").query(soql`SELECT Id FROM Contact`)).rejects.toBeInstanceOf(AddressRefused);
    expect(calls).toEqual([]);
  });
});

describe("the client of Salesforce", () => {
  it("names itself, keeps assignment rules off, and reads the budget and the clock of the org", async () => {
    const { client, calls } = await serve((_call, response) =>
      json(response, 200, noRows, { "sforce-limit-info": "api-usage=695/15000", date: "Mon, 02 Mar 2026 08:59:00 GMT" }),
    );
    const ada = client.as("ada");
    await ada.query(soql`SELECT Id FROM Contact`);
    expect(calls[0]?.headers).toMatchObject({ "sforce-call-options": "client=Tandem", "sforce-auto-assign": "FALSE" });
    expect(client.apiUsage()).toEqual({ used: 695, limit: 15_000 });
    expect(ada.orgTime()?.toISOString()).toBe("2026-03-02T08:59:00.000Z");
    expect(client.as("ada")).toBe(ada);
  });

  it("reads all pages, and follows no page elsewhere (SEC13)", async () => {
    const { client } = await serve((call, response) =>
      call.url.includes("q=")
        ? json(response, 200, { records: [{ Id: 1 }], done: false, nextRecordsUrl: "/services/data/v62.0/query/01g-2000" })
        : json(response, 200, { records: [{ Id: 2 }], done: true }),
    );
    expect(await client.as("ada").query(soql`SELECT Id FROM Contact`)).toEqual([{ Id: 1 }, { Id: 2 }]);
    server.close();
    const evil = await serve((_call, response) =>
      json(response, 200, { records: [], done: false, nextRecordsUrl: "https://evil.example/services/data" }),
    );
    await expect(evil.client.as("ada").query(soql`SELECT Id FROM Contact`)).rejects.toBeInstanceOf(AddressRefused);
  });

  it("SF20: tries a read once more when the line breaks, and never a write", async () => {
    const { client, calls } = await serve((_call, response) => void response.destroy());
    await expect(client.as("ada").query(soql`SELECT Id FROM Contact`)).rejects.toBeInstanceOf(VendorFailed);
    expect(calls).toHaveLength(2);
    const [outcome] = await client.as("ada").create([{ object: "Contact", fields: { LastName: "X" } }]);
    expect(outcome).toMatchObject({ is: "failed", error: { name: "OutcomeUnknown" } });
    expect(calls).toHaveLength(3);
    await expect(
      client.as("ada").composite([{ method: "POST", path: restPath`/sobjects/Task`, referenceId: "task", body: {} }]),
    ).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(calls).toHaveLength(4);
  });

  it("takes a reply that breaks off in the middle for lost", async () => {
    const { client } = await serve((_call, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("[{");
      setImmediate(() => response.destroy());
    });
    const [outcome] = await client.as("ada").update([{ object: "Contact", fields: { Id: "003000000000001AAA" } }]);
    expect(outcome).toMatchObject({ is: "failed", error: { name: "OutcomeUnknown" } });
  });

  it("saves 200 a request, and lets a failure later on strike only those it struck", async () => {
    const { client, calls } = await serve((call, response) => {
      if (calls.length === 2)
        return json(response, 403, [{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." }]);
      const { records } = JSON.parse(call.body) as { readonly records: readonly unknown[] };
      return json(
        response,
        200,
        records.map(() => ({ success: true, id: "003000000000001AAA", errors: [] })),
      );
    });
    const saved = await client.as("ada").create(Array.from({ length: 450 }, () => ({ object: "Contact", fields: { LastName: "X" } })));
    expect(calls).toHaveLength(2);
    expect(saved.map((one) => (one.is === "done" ? "done" : one.error.name))).toEqual([
      ...Array.from({ length: 200 }, () => "done"),
      ...Array.from({ length: 250 }, () => "Throttled"),
    ]);
  });

  it("asks a description again with its ETag after a while", async () => {
    const etags: (string | undefined)[] = [];
    let time = NOW;
    const { url, calls } = await serve((call, response) => {
      etags.push(call.headers["if-none-match"]);
      return call.headers["if-none-match"] === '"1"'
        ? void response.writeHead(304).end()
        : json(response, 200, { name: "Contact", fields: [{ name: "Email", length: 80 }] }, { etag: '"1"' });
    });
    const client = createSalesforceClient({
      salesforceUrl: url,
      clientId: "c",
      privateKeyPem: PRIVATE_PEM,
      apiVersion: "62.0",
      addresses: allowAddresses({ graphUrl: url, entraUrl: url, salesforceUrl: url }),
      now: () => time,
    });
    const ada = client.as("ada");
    const [first] = await Promise.all([ada.describe("Contact"), ada.describe("Contact")]);
    await ada.describe("Contact");
    expect(calls).toHaveLength(1);
    time = new Date(NOW.getTime() + 3_600_000);
    expect(await ada.describe("Contact")).toBe(first);
    expect(first.fields.get("Email")?.length).toBe(80);
    expect(etags).toEqual([undefined, '"1"']);
  });

  it.each([5, null])("streams a file without holding it, its size being %s, and again when the session was over", async (size) => {
    let opened = 0;
    const { client, calls } = await serve((call, response) =>
      call.headers.authorization === "Bearer token 1"
        ? expired(response)
        : json(response, 201, { id: "068000000000001AAA", success: true }),
    );
    const id = await client.as("ada").uploadVersion(
      { Title: 'Ä "file"', PathOnClient: "Ä.txt" },
      {
        size,
        open: async () => {
          opened += 1;
          return new Blob(["hello"]).stream();
        },
      },
    );
    expect(id).toBe("068000000000001AAA");
    expect(opened).toBe(2);
    const sent = calls.at(-1);
    expect(sent?.headers["content-length"] === undefined).toBe(size === null);
    const form = await new Response(sent?.body, { headers: { "content-type": sent?.headers["content-type"] ?? "" } }).formData();
    expect(await (form.get("VersionData") as File).text()).toBe("hello");
    expect(JSON.parse(String(form.get("entity_content")))).toEqual({ Title: 'Ä "file"', PathOnClient: "Ä.txt" });
  });
});
