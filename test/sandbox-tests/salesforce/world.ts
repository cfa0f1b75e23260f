import { generateKeyPairSync } from "node:crypto";
import jsforce from "jsforce";
import { MovableClock } from "../../sandbox/base/clock.ts";
import { FaultBoard } from "../../sandbox/base/faults.ts";
import { RequestLog } from "../../sandbox/base/request-log.ts";
import { Tables } from "../../sandbox/base/tables.ts";
import type { SalesforceOptions } from "../../sandbox/salesforce/options.ts";
import { createSalesforce, type Salesforce } from "../../sandbox/salesforce/salesforce.ts";

export const CLIENT_ID = "3MVG9.tandem";
export const CLIENT_SECRET = "a secret of the app";
export const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const PUBLIC_KEY = KEYS.publicKey.export({ type: "spki", format: "pem" }).toString();

/** The moment at which every world begins. */
export const START = Date.parse("2026-03-02T09:00:00Z");

export interface World {
  readonly salesforce: Salesforce;
  readonly clock: MovableClock;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  readonly tables: Tables;
  readonly url: string;
  readonly anna: string;
  readonly ben: string;
  readonly reader: string;
  /** A jsforce connection as a user, by e-mail address. */
  connect(email: string, version?: string): InstanceType<typeof jsforce.Connection>;
  /** A plain call of the REST API; the path follows `/services/data/v62.0`. */
  call(email: string, method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  close(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- replies are looked into freely by tests
  readonly body: any;
}

export interface WorldSettings {
  readonly switches?: SalesforceOptions["switches"];
  readonly file?: string;
  readonly filesFolder?: string;
  readonly lightningUrl?: string;
}

/** An org of three users: Anna and Ben sell, the reader sees everything. */
export async function openWorld(settings: WorldSettings = {}): Promise<World> {
  const clock = new MovableClock(() => START);
  const faults = new FaultBoard();
  const log = new RequestLog();
  const tables = new Tables(settings.file ?? null);
  let url = "";
  const { lightningUrl } = settings;
  const salesforce = createSalesforce(
    { clock, tables, faults, log },
    {
      baseUrl: () => url,
      apps: [{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, publicKeys: [PUBLIC_KEY], redirectUris: ["http://127.0.0.1:1/callback"] }],
      ...(settings.switches ? { switches: settings.switches } : {}),
      ...(settings.filesFolder === undefined ? {} : { filesFolder: settings.filesFolder }),
      ...(lightningUrl === undefined ? {} : { lightningUrl: () => lightningUrl }),
    },
  );
  const isNew = salesforce.org.store.count("User") === 0;
  const user = (email: string, permissions?: { readonly viewAllData: boolean }) =>
    isNew ? salesforce.seed.user({ Email: email, FirstName: email.split("@")[0], ...(permissions ? { permissions } : {}) }) : idOf(email);
  const idOf = (email: string) => salesforce.org.store.having("User", "Username", email)[0]?.id ?? "";
  const anna = user("anna@acme.example");
  const ben = user("ben@acme.example");
  const reader = user("reader@acme.example", { viewAllData: true });
  tables.commit();
  url = await salesforce.app.listen({ port: 0, host: "127.0.0.1" });
  return {
    salesforce,
    clock,
    faults,
    log,
    tables,
    url,
    anna,
    ben,
    reader,
    connect: (email, version = "62.0") => new jsforce.Connection({ instanceUrl: url, accessToken: salesforce.signIn(email), version }),
    call: async (email, method, path, body, headers = {}) => {
      const response = await fetch(`${url}/services/data/v62.0${path}`, {
        method,
        headers: {
          authorization: `Bearer ${salesforce.signIn(email)}`,
          ...(body === undefined || body instanceof FormData ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" || body instanceof FormData ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") === true;
      return { status: response.status, headers: response.headers, body: isJson && text !== "" ? JSON.parse(text) : text };
    },
    close: async () => {
      await salesforce.app.close();
      tables.close();
    },
  };
}

export const ANNA = "anna@acme.example";
export const BEN = "ben@acme.example";
export const READER = "reader@acme.example";
