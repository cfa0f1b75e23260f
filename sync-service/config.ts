import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { isLoopback } from "./addresses.ts";
import { ConfigInvalid } from "./errors.ts";

const MICROSOFT = "in the Entra admin center, App registrations";
const SALESFORCE = "in Salesforce Setup, External Client App Manager";

/** One variable each; the description says what it is and where to get it, and is what a fault is told with. */
const Environment = Type.Object({
  PORT: Type.Number({ default: 3000, minimum: 0, maximum: 65_535, description: "the port to listen on" }),
  HOST: Type.String({ default: "127.0.0.1", minLength: 1, description: "the address to listen on" }),
  PUBLIC_URL: Type.Optional(
    Type.String({ description: "the https address at which Microsoft reaches this service; leave it out to poll instead" }),
  ),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: "^postgres(ql)?://",
      description: "postgresql://… of a PostgreSQL 15 or later; leave it out to use the one that comes along",
    }),
  ),
  DATA_DIR: Type.String({ default: "./data", minLength: 1, description: "the folder of the PostgreSQL that comes along" }),
  ENCRYPTION_KEY: Type.String({ description: "32 random bytes in base64: make one with `openssl rand -base64 32` and keep it safe" }),
  GRAPH_URL: Type.String({ default: "https://graph.microsoft.com", description: "the address of Microsoft Graph" }),
  ENTRA_URL: Type.String({ default: "https://login.microsoftonline.com", description: "the address of Entra ID" }),
  ENTRA_TENANT_ID: Type.String({ pattern: "^[0-9a-zA-Z.-]{1,253}$", description: `the directory (tenant) id: ${MICROSOFT}, Overview` }),
  ENTRA_CLIENT_ID: Type.String({ pattern: "^[0-9a-zA-Z-]{1,100}$", description: `the application (client) id: ${MICROSOFT}, Overview` }),
  ENTRA_CLIENT_SECRET: Type.Optional(
    Type.String({ minLength: 8, description: `a client secret's value: ${MICROSOFT}, Certificates & secrets` }),
  ),
  ENTRA_CLIENT_CERTIFICATE: Type.Optional(
    Type.String({ description: "the certificate with its private key, as PEM or the path of a PEM file" }),
  ),
  SALESFORCE_URL: Type.String({
    default: "https://login.salesforce.com",
    description: "the address to sign in at: https://login.salesforce.com, https://test.salesforce.com, or your My Domain",
  }),
  SALESFORCE_CLIENT_ID: Type.String({ minLength: 1, description: `the consumer key: ${SALESFORCE}, Settings, OAuth Settings` }),
  SALESFORCE_CLIENT_SECRET: Type.Optional(Type.String({ description: "the consumer secret; only for users who sign in by themselves" })),
  SALESFORCE_PRIVATE_KEY: Type.String({
    description: `the RSA private key whose certificate the external client app has, as PEM or the path of a PEM file: ${SALESFORCE}, Enable JWT Bearer Flow`,
  }),
  SALESFORCE_USERNAME: Type.String({
    minLength: 3,
    description: "the username of the reader identity, the Salesforce user that looks which records changed",
  }),
  SALESFORCE_API_VERSION: Type.String({ default: "62.0", pattern: "^[0-9]{2}\\.0$", description: "the API version, as 62.0" }),
  POLL_SECONDS: Type.Number({ default: 60, minimum: 1, maximum: 86_400, description: "seconds between two looks, from 1" }),
  ADDIN_DIR: Type.String({ default: "addin/dist", description: "the folder of the built add-in" }),
  OFFICE_HOSTS: Type.String({
    default:
      "https://outlook.office.com https://outlook.office365.com https://outlook.live.com https://outlook.cloud.microsoft https://*.officeapps.live.com",
    description: "the origins that may frame the pane, separated by spaces",
  }),
  METRICS_TOKEN: Type.Optional(
    Type.String({ minLength: 16, description: "the bearer token for /metrics from elsewhere than this machine, 16 characters or more" }),
  ),
});

/** What the service is told by its environment, checked. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | null;
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly encryptionKey: Buffer;
  readonly graphUrl: string;
  readonly entra: {
    readonly url: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string | null;
    /** PEM: certificate and private key. */
    readonly clientCertificate: string | null;
  };
  readonly salesforce: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: string | null;
    /** PEM. */
    readonly privateKey: string;
    /** The reader identity. */
    readonly username: string;
    readonly apiVersion: string;
  };
  readonly pollSeconds: number;
  readonly addinDir: string;
  readonly officeHosts: readonly string[];
  readonly metricsToken: string | null;
}

/** The only reader of the environment. @throws ConfigInvalid naming every bad variable at once, and where its value comes from. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const given = Value.Convert(Environment, Value.Default(Environment, Value.Clean(Environment, present)));
  const faults = new Map<string, string>();
  for (const fault of Value.Errors(Environment, given)) {
    for (const name of namesOf(fault)) faults.set(name, present[name] === undefined ? "is missing" : `is not valid (${fault.message})`);
  }
  const values = given as Static<typeof Environment>;
  const check = <T>(name: keyof typeof Environment.properties, read: () => T): T | null => {
    if (faults.has(name) || values[name] === undefined) return null;
    try {
      return read();
    } catch (fault) {
      faults.set(name, fault instanceof Fault ? fault.message : "cannot be read");
      return null;
    }
  };
  const url = (name: "GRAPH_URL" | "ENTRA_URL" | "SALESFORCE_URL" | "PUBLIC_URL") => check(name, () => secureOrigin(values[name] ?? ""));

  const encryptionKey = check("ENCRYPTION_KEY", () => strongKey(values.ENCRYPTION_KEY));
  const graphUrl = url("GRAPH_URL");
  const entraUrl = url("ENTRA_URL");
  const salesforceUrl = url("SALESFORCE_URL");
  const publicUrl = url("PUBLIC_URL");
  const privateKey = check("SALESFORCE_PRIVATE_KEY", () => rsaKey(pem(values.SALESFORCE_PRIVATE_KEY)));
  const certificate = check("ENTRA_CLIENT_CERTIFICATE", () => certificateAndKey(pem(values.ENTRA_CLIENT_CERTIFICATE ?? "")));
  if (values.ENTRA_CLIENT_SECRET === undefined && values.ENTRA_CLIENT_CERTIFICATE === undefined) {
    faults.set("ENTRA_CLIENT_SECRET", "is missing, and so is ENTRA_CLIENT_CERTIFICATE; one of them is needed");
  }
  if (faults.size > 0 || !encryptionKey || !graphUrl || !entraUrl || !salesforceUrl || !privateKey) {
    throw new ConfigInvalid([...faults].map(([name, fault]) => `${name} ${fault}: ${descriptionOf(name)}.`).join("\n"));
  }
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: resolve(values.DATA_DIR),
    encryptionKey,
    graphUrl,
    entra: {
      url: entraUrl,
      tenantId: values.ENTRA_TENANT_ID,
      clientId: values.ENTRA_CLIENT_ID,
      clientSecret: values.ENTRA_CLIENT_SECRET ?? null,
      clientCertificate: certificate,
    },
    salesforce: {
      url: salesforceUrl,
      clientId: values.SALESFORCE_CLIENT_ID,
      clientSecret: values.SALESFORCE_CLIENT_SECRET ?? null,
      privateKey,
      username: values.SALESFORCE_USERNAME,
      apiVersion: values.SALESFORCE_API_VERSION,
    },
    pollSeconds: values.POLL_SECONDS,
    addinDir: resolve(values.ADDIN_DIR),
    officeHosts: values.OFFICE_HOSTS.split(/[\s,]+/).filter((host) => host !== ""),
    metricsToken: values.METRICS_TOKEN ?? null,
  };
}

class Fault extends Error {}

function namesOf(fault: { readonly instancePath: string; readonly params?: unknown }): readonly string[] {
  const missing = (fault.params as { readonly requiredProperties?: readonly string[] } | undefined)?.requiredProperties;
  return missing ?? [fault.instancePath.slice(1)];
}

function descriptionOf(name: string): string {
  const schema = (Environment.properties as Readonly<Record<string, { readonly description?: string }>>)[name];
  return schema?.description ?? "see the README";
}

/** Without a slash at its end. Plain http is for this machine alone. */
function secureOrigin(text: string): string {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) throw new Fault("is no web address");
  if (url.protocol === "http:" && !isLoopback(url)) throw new Fault("must begin with https:// (http is for this machine alone)");
  if (url.search || url.hash || url.username) throw new Fault("must be a bare address");
  return url.href.replace(/\/+$/, "");
}

function strongKey(text: string): Buffer {
  const key = Buffer.from(text, "base64");
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text) || key.length !== 32) throw new Fault(`must be 32 bytes in base64, and is ${key.length}`);
  if (new Set(key).size < 12) throw new Fault("is too regular to be random");
  return key;
}

/** A PEM given as such, with its line ends lost or not, or in a file. */
function pem(text: string): string {
  if (text.includes("-----BEGIN")) return text.replaceAll("\\n", "\n");
  try {
    return readFileSync(text, "utf8");
  } catch {
    throw new Fault("is neither a PEM nor the path of a readable file");
  }
}

function rsaKey(text: string): string {
  const key = privateKeyOf(text);
  if (key.asymmetricKeyType !== "rsa" || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new Fault("must be an RSA private key of 2048 bits or more");
  }
  return text;
}

function certificateAndKey(text: string): string {
  privateKeyOf(text);
  if (!text.includes("-----BEGIN CERTIFICATE-----")) throw new Fault("holds no certificate");
  return text;
}

function privateKeyOf(text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new Fault("holds no private key that can be read (one with a passphrase cannot)");
  }
}
