import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../sync-service/config.ts";
import { ConfigInvalid } from "../../sync-service/errors.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const enough = {
  ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  ENTRA_TENANT_ID: "11111111-1111-4111-8111-111111111111",
  ENTRA_CLIENT_ID: "22222222-2222-4222-8222-222222222222",
  ENTRA_CLIENT_SECRET: "a-secret-of-some-length",
  SALESFORCE_CLIENT_ID: "3MVG9",
  SALESFORCE_PRIVATE_KEY: pem,
  SALESFORCE_USERNAME: "reader@example.com",
};

function faults(env: Record<string, string | undefined>): string[] {
  try {
    readConfig({ ...enough, ...env });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    return error.message.split("\n");
  }
}

describe("the configuration", () => {
  it("O2: stands on seven variables; the rest has its documented default", () => {
    expect(readConfig(enough)).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: null,
      databaseUrl: null,
      graphUrl: "https://graph.microsoft.com",
      entra: { url: "https://login.microsoftonline.com", clientCertificate: null },
      salesforce: { url: "https://login.salesforce.com", apiVersion: "62.0" },
      pollSeconds: 60,
      metricsToken: null,
    });
  });

  it("O2: names everything that is missing at once, and how to get each", () => {
    const none = Object.fromEntries(Object.keys(enough).map((name) => [name, undefined]));
    const told = faults(none);
    for (const name of Object.keys(enough)) expect(told.some((line) => line.startsWith(`${name} is missing`))).toBe(true);
    expect(told.find((line) => line.startsWith("ENCRYPTION_KEY"))).toContain("openssl rand -base64 32");
  });

  it.each([
    ["a short key", { ENCRYPTION_KEY: randomBytes(16).toString("base64") }, "ENCRYPTION_KEY"],
    ["a key of zeros", { ENCRYPTION_KEY: Buffer.alloc(32).toString("base64") }, "ENCRYPTION_KEY"],
    ["a key that is no base64", { ENCRYPTION_KEY: "not base64 at all, but thirty-two characters" }, "ENCRYPTION_KEY"],
    ["http to elsewhere", { GRAPH_URL: "http://graph.example.com" }, "GRAPH_URL"],
    ["http as the public address", { PUBLIC_URL: "http://tandem.example.com" }, "PUBLIC_URL"],
    ["no address", { SALESFORCE_URL: "login" }, "SALESFORCE_URL"],
    ["an address with a user", { ENTRA_URL: "https://me:pw@login.example.com" }, "ENTRA_URL"],
    ["no number", { PORT: "many" }, "PORT"],
    ["polling without a pause", { POLL_SECONDS: "0" }, "POLL_SECONDS"],
    ["another database", { DATABASE_URL: "mysql://x" }, "DATABASE_URL"],
    ["a path that leads nowhere", { SALESFORCE_PRIVATE_KEY: "/no/such/file.pem" }, "SALESFORCE_PRIVATE_KEY"],
    [
      "a PEM that is none",
      { SALESFORCE_PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----" },
      "SALESFORCE_PRIVATE_KEY",
    ],
    [
      "a certificate without its key",
      { ENTRA_CLIENT_CERTIFICATE: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----" },
      "ENTRA_CLIENT_CERTIFICATE",
    ],
    ["neither secret nor certificate", { ENTRA_CLIENT_SECRET: undefined }, "ENTRA_CLIENT_SECRET"],
    ["an API version of a guess", { SALESFORCE_API_VERSION: "newest" }, "SALESFORCE_API_VERSION"],
    ["a weak token for metrics", { METRICS_TOKEN: "short" }, "METRICS_TOKEN"],
  ])("SEC26: refuses %s", (_title, env, name) => {
    const told = faults(env);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`^${name} `));
  });

  it("never repeats a secret in what it says", () => {
    const weak = { ENCRYPTION_KEY: "c2VjcmV0LWNhbmFyeQ==", ENTRA_CLIENT_SECRET: "canary" };
    expect(faults(weak).join("\n")).not.toMatch(/canary|c2VjcmV0/);
  });

  it("takes http on this machine, and an address with a slash at its end", () => {
    expect(readConfig({ ...enough, GRAPH_URL: "http://127.0.0.1:4001/", PUBLIC_URL: "http://localhost:3000" })).toMatchObject({
      graphUrl: "http://127.0.0.1:4001",
      publicUrl: "http://localhost:3000",
    });
  });

  it("reads a PEM from a file, and one whose line ends were lost", () => {
    const folder = mkdtempSync(join(tmpdir(), "tandem-config-"));
    writeFileSync(join(folder, "key.pem"), pem);
    expect(readConfig({ ...enough, SALESFORCE_PRIVATE_KEY: join(folder, "key.pem") }).salesforce.privateKey).toBe(pem);
    rmSync(folder, { recursive: true });
    expect(readConfig({ ...enough, SALESFORCE_PRIVATE_KEY: pem.replaceAll("\n", "\\n") }).salesforce.privateKey).toBe(pem);
  });

  it("an empty variable counts as absent", () => {
    expect(readConfig({ ...enough, PUBLIC_URL: "", POLL_SECONDS: " " })).toMatchObject({ publicUrl: null, pollSeconds: 60 });
  });
});
