import { generateKeyPairSync } from "node:crypto";
import { MovableClock } from "../../sandbox/base/clock.ts";
import { FaultBoard } from "../../sandbox/base/faults.ts";
import { RequestLog } from "../../sandbox/base/request-log.ts";
import type { StandInParts } from "../../sandbox/base/stand-in.ts";
import { Tables } from "../../sandbox/base/tables.ts";
import { createEntra, type Entra } from "../../sandbox/entra/entra.ts";
import { createGraph, type Graph } from "../../sandbox/graph/graph.ts";
import type { Switches } from "../../sandbox/graph/switches.ts";

export const TENANT = "6f1c3a52-0d5e-4c5b-9a55-3f0e6b1c7a11";
export const APP = "0b8f6a7e-52a4-4c39-8a7b-d2f0c8a4e901";
export const GRAPH_URL = "http://127.0.0.1:4101";

/** One key for all tenants of a test file: making one takes longer than most tests. */
const SIGNING_PEM = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly bytes: Buffer;
  /** Empty when the reply is no JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Asking {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A tenant with two people, one application that may do all, and a clock that stands still until moved. */
export class Tenant {
  readonly clock: MovableClock;
  readonly parts: StandInParts;
  readonly entra: Entra;
  readonly graph: Graph;
  readonly ada: string;
  readonly ben: string;

  constructor(switches: Partial<Switches> = {}, file: string | null = null) {
    const start = Date.parse("2026-11-02T09:00:00Z");
    this.clock = new MovableClock(() => start);
    const tables = new Tables(file);
    const keys = tables.table<{ readonly pem: string }>("entra.keys");
    if (keys.size === 0) keys.put("signing", { pem: SIGNING_PEM });
    this.parts = { clock: this.clock, tables, faults: new FaultBoard(), log: new RequestLog() };
    this.entra = createEntra(this.parts, { tenantId: TENANT, baseUrl: () => "http://127.0.0.1:4102", graphUrl: () => GRAPH_URL });
    this.graph = createGraph(this.parts, { tenantId: TENANT, baseUrl: () => GRAPH_URL, entra: this.entra, switches });
    this.ada = this.graph.seed.user({ userPrincipalName: "ada@northwind.example", displayName: "Ada Lovelace" }).id;
    this.ben = this.graph.seed.user({ userPrincipalName: "ben@northwind.example", displayName: "Ben Franklin" }).id;
    this.entra.directory.putApp({
      clientId: APP,
      displayName: "Tandem",
      secrets: ["a secret"],
      redirectUris: ["http://127.0.0.1:4103/pane"],
      graphRoles: [
        "Mail.ReadWrite",
        "Mail.Send",
        "Contacts.ReadWrite",
        "Calendars.ReadWrite",
        "Tasks.ReadWrite.All",
        "MailboxSettings.ReadWrite",
        "User.Read.All",
      ],
      graphScopes: ["Mail.ReadWrite", "Contacts.ReadWrite", "Mail.ReadWrite.Shared"],
    });
    this.parts.tables.commit();
  }

  /** The application's own token for Graph. */
  get appToken(): string {
    const app = this.entra.directory.app(APP);
    if (!app) throw new Error("no app");
    return this.entra.tokens.forApplication(app, { is: "graph", audience: GRAPH_URL });
  }

  userToken(user: string, scopes: readonly string[]): string {
    const [app, person] = [this.entra.directory.app(APP), this.entra.directory.user(user)];
    if (!app || !person) throw new Error("no such user");
    return this.entra.tokens.forUser(app, person, { is: "graph", audience: GRAPH_URL }, scopes);
  }

  /** Asks Graph; a path without host is one of Ada's mailbox: `messages` is `/v1.0/users/{ada}/messages`. */
  async ask(method: string, path: string, asking: Asking = {}): Promise<Reply> {
    const url = path.startsWith("http") ? path.slice(GRAPH_URL.length) : path.startsWith("/") ? path : `/v1.0/users/${this.ada}/${path}`;
    const raw = typeof asking.body === "string" || Buffer.isBuffer(asking.body);
    const reply = await this.graph.app.inject({
      method: method as "GET",
      url,
      headers: {
        authorization: `Bearer ${asking.token ?? this.appToken}`,
        ...(asking.body === undefined || raw ? {} : { "content-type": "application/json" }),
        ...asking.headers,
      },
      ...(asking.body === undefined ? {} : { payload: raw ? (asking.body as string | Buffer) : JSON.stringify(asking.body) }),
    });
    const isJson = String(reply.headers["content-type"] ?? "").includes("json");
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: reply.body,
      bytes: reply.rawPayload,
      body: isJson ? (JSON.parse(reply.body) as Reply["body"]) : {},
    };
  }

  async close(): Promise<void> {
    await this.graph.app.close();
    await this.entra.app.close();
    this.parts.tables.close();
  }
}

/** All items of a delta round, and its deltaLink. */
export async function round(
  tenant: Tenant,
  start: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly items: readonly Record<string, unknown>[]; readonly deltaLink: string; readonly pages: number }> {
  const items: Record<string, unknown>[] = [];
  let [at, pages] = [start, 0];
  for (;;) {
    const reply = await tenant.ask("GET", at, { headers });
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
    pages += 1;
    items.push(...(reply.body["value"] as Record<string, unknown>[]));
    const next = reply.body["@odata.nextLink"] as unknown;
    if (typeof next === "string") at = next;
    else return { items, deltaLink: String(reply.body["@odata.deltaLink"]), pages };
  }
}
