import { request as httpRequest } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { folderNames } from "../../shared/records/names.ts";
import { emptyDatabase } from "../database.ts";
import { type AdminApi, adminApi } from "../sandbox/admin-api.ts";
import { freePort } from "../sandbox/free-port.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import type { OrgSwitches } from "../sandbox/salesforce/options.ts";
import { type MimeMessage, mime } from "../sandbox/seed/mime.ts";
import { startService } from "../sandbox/service-process.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";

export const ADA = "ada@example.com";
export const BEN = "ben@example.com";

/** What came back from the service, whole. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The real service process between both stand-ins, two colleagues paired and on, and eyes on everything it says and keeps. */
export interface ServiceWorld {
  readonly standIns: StandIns;
  readonly admin: AdminApi;
  readonly url: string;
  /** Every line of both channels so far. */
  readonly log: readonly string[];
  /** The path goes out exactly as given: no client normalises it on the way. */
  ask(path: string, question?: Question): Promise<Answered>;
  /** Lays the mail into the folder of a mailbox. */
  mail(owner: string, message: Partial<MimeMessage>, folder?: string): Promise<StoredItem>;
  settle(owner: string): Promise<void>;
  /** Every row of every table of every schema, as text, by table. */
  dump(): Promise<ReadonlyMap<string, string>>;
  /** A connection to the service's own database. */
  connect(): Promise<Client>;
  close(): Promise<void>;
}

const SETTLE_WITHIN_MS = 40_000;

/** @param prepare called before the service starts */
export async function openServiceWorld(
  org: Partial<OrgSwitches> = {},
  prepare: (standIns: StandIns) => void = () => {},
): Promise<ServiceWorld> {
  const standIns = await startStandIns({ folder: null, org: { sharedActivities: true, ...org } });
  for (const email of [ADA, BEN]) {
    const [name = ""] = email.split("@");
    standIns.graph.seed.user({ userPrincipalName: email, displayName: name });
    standIns.salesforce.seed.user({ Username: `${email}.sandbox`, Email: email, LastName: name });
  }
  prepare(standIns);
  const database = await emptyDatabase();
  const log: string[] = [];
  const port = await freePort();
  const environment = standIns.serviceEnvironment({
    port,
    databaseUrl: database.url,
    publicUrl: `http://127.0.0.1:${port}`,
    pollSeconds: 1,
  });
  const service = await startService(environment, { onLine: (line) => log.push(line) });
  const admin = adminApi(standIns, () => service.url);
  await admin.activateAll();
  let messages = 0;

  const world: ServiceWorld = {
    standIns,
    admin,
    url: service.url,
    log,
    ask: (path, question = {}) => ask(port, path, question),
    async mail(owner, message, folder = folderNames.emails) {
      messages += 1;
      const whole: MimeMessage = {
        messageId: `<security-${messages}@outside.example>`,
        from: "Sender <sender@outside.example>",
        to: [owner],
        subject: `Mail ${messages}`,
        sent: new Date("2026-03-02T09:00:00Z"),
        text: "Text.",
        ...message,
      };
      return standIns.graph.seed.mime(owner, folder, mime(whole));
    },
    async settle(owner) {
      for (const until = Date.now() + SETTLE_WITHIN_MS; ; await pause(100)) {
        const { settled, waiting, running } = await admin.cycle(owner, 30);
        if (settled && waiting === 0 && running === 0) return;
        if (Date.now() > until)
          throw new Error(`${owner} did not settle: ${waiting} wait, ${running} are at work\n${log.slice(-5).join("\n")}`);
      }
    },
    async dump() {
      const client = await world.connect();
      try {
        return await dumpOf(client);
      } finally {
        await client.end();
      }
    },
    async connect() {
      const client = new Client({ connectionString: database.url });
      await client.connect();
      return client;
    },
    async close() {
      await service.kill();
      await standIns.close();
      await database.drop();
    },
  };
  await world.settle(ADA);
  await world.settle(BEN);
  return world;
}

async function dumpOf(client: Client): Promise<ReadonlyMap<string, string>> {
  const tables = await client.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const dump = new Map<string, string>();
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`select each::text as row from ${name} as each`);
    dump.set(name, rows.map(({ row }) => row).join("\n"));
  }
  return dump;
}

function ask(port: number, path: string, { method = "GET", token, headers = {}, body }: Question): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const json = body === undefined ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const request = httpRequest(
    { agent: false, host: "127.0.0.1", port, path, method, headers: { ...json, ...authorization, ...headers } },
    (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const given = Object.entries(response.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(", ") : (value ?? ""),
        ]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(given) as Record<string, string>,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    },
  );
  request.on("error", reject);
  request.end(body);
  return promise;
}
