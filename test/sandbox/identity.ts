import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import type { Tables } from "./base/tables.ts";

/** The names and secrets of one sandbox: made once, and kept with its state. */
export interface SandboxIdentity {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The application with which an administrator's tools call the administration API. */
  readonly adminClientId: string;
  readonly adminClientSecret: string;
  readonly salesforceClientId: string;
  readonly salesforceClientSecret: string;
  /** PEM, PKCS #8. */
  readonly salesforcePrivateKey: string;
  readonly salesforcePublicKey: string;
  /** 32 bytes, base64. */
  readonly encryptionKey: string;
}

export function identityOf(tables: Tables): SandboxIdentity {
  const kept = tables.table<SandboxIdentity>("sandbox.identity");
  const known = kept.get("identity");
  if (known) return known;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const made = kept.put("identity", {
    tenantId: randomUUID(),
    clientId: randomUUID(),
    clientSecret: randomBytes(30).toString("base64url"),
    adminClientId: randomUUID(),
    adminClientSecret: randomBytes(30).toString("base64url"),
    salesforceClientId: `3MVG9${randomBytes(48).toString("base64url")}`,
    salesforceClientSecret: randomBytes(32).toString("hex"),
    salesforcePrivateKey: privateKey,
    salesforcePublicKey: publicKey,
    encryptionKey: randomBytes(32).toString("base64"),
  });
  tables.commit();
  return made;
}
