import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AdminApi, adminApi } from "../sandbox/admin-api.ts";
import { freePort } from "../sandbox/free-port.ts";
import { type MailboxClient, mailboxClient } from "../sandbox/mailbox-client.ts";
import { type SalesforceReader, salesforceReader } from "../sandbox/salesforce-reader.ts";
import { type ServiceProcess, startService } from "../sandbox/service-process.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";

/** One mailbox, one Salesforce user, and the service between them. */
export interface CorpusWorld {
  readonly standIns: StandIns;
  readonly service: ServiceProcess;
  readonly admin: AdminApi;
  readonly mailbox: MailboxClient;
  readonly salesforce: SalesforceReader;
  readonly email: string;
  /** Runs cycles until nothing is waiting. @throws when that does not happen in ten minutes */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A domain of its own: to a user of example.com half of all sample mails would be inside mails, which are not filed (F2). */
const EMAIL = "corpus@tandem-corpus.example";
const USERNAME = "corpus@tandem-corpus.example.sandbox";
const SETTLE_WITHIN_MS = 600_000;

/** @param state keeps both sides and the service's database; everything is gone at the end when null. */
export async function openCorpusWorld(state: string | null): Promise<CorpusWorld> {
  const folder = state ?? mkdtempSync(join(tmpdir(), "tandem-corpus-"));
  mkdirSync(folder, { recursive: true });
  const ports = await keptPorts(folder);
  const standIns = await startStandIns({ folder: join(folder, "stand-ins"), ports, org: { sharedActivities: true, tandemFields: true } });
  if (standIns.salesforce.org.store.having("User", "Username", USERNAME).length === 0) {
    standIns.graph.seed.user({ userPrincipalName: EMAIL, displayName: "Cora Pus" });
    standIns.salesforce.seed.user({ Username: USERNAME, Email: EMAIL, FirstName: "Cora", LastName: "Pus" });
    standIns.tables.commit();
  }
  const service = await startService(standIns.serviceEnvironment({ port: 0, dataDir: join(folder, "service"), pollSeconds: 30 }));
  const admin = adminApi(standIns, () => service.url);
  await admin.activateAll();
  const token = remembered(() => standIns.salesforce.signIn(USERNAME));
  const world: CorpusWorld = {
    standIns,
    service,
    admin,
    email: EMAIL,
    mailbox: mailboxClient(() => standIns.graph.url, standIns.graphToken, EMAIL),
    salesforce: salesforceReader(() => standIns.salesforce.url, token),
    async settle() {
      const until = Date.now() + SETTLE_WITHIN_MS;
      for (;;) {
        const { settled, waiting, running } = await admin.cycle(EMAIL, 60);
        if (settled && waiting === 0 && running === 0) return;
        const { connection } = await admin.overview();
        const why = connection.problems.map(({ message }) => message).join(" ");
        if (Date.now() > until) throw new Error(`After ten minutes ${waiting} items still wait and ${running} are at work. ${why}`);
      }
    },
    async close() {
      await service.kill("SIGTERM");
      await standIns.close();
      if (state === null) rmSync(folder, { recursive: true, force: true });
    },
  };
  await world.settle();
  return world;
}

/** Graph's addresses stand in the cursors that the service keeps, so a kept state comes back at the ports it had. */
async function keptPorts(folder: string): Promise<{ readonly graph: number; readonly entra: number; readonly salesforce: number }> {
  const file = join(folder, "ports.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as { graph: number; entra: number; salesforce: number };
  const ports = { graph: await freePort(), entra: await freePort(), salesforce: await freePort() };
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

function remembered(make: () => string): () => string {
  let made: string | null = null;
  return () => (made ??= make());
}
