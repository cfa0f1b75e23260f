import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { FastifyInstance } from "fastify";
import { buildAddin } from "../../addin/build.ts";
import { adminApi } from "./admin-api.ts";
import { MovableClock } from "./base/clock.ts";
import { sandboxEvents } from "./fault-board/events.ts";
import { createHome, type SandboxFacts } from "./home.ts";
import { ProcessList } from "./left-behind.ts";
import { createLightningPage } from "./lightning/lightning-page.ts";
import { loadFolder } from "./load-folder.ts";
import { createOutlookPage, outlookApp } from "./outlook/outlook-page.ts";
import { sampleUsers } from "./seed/people.ts";
import { seedCompany } from "./seed/seed-company.ts";
import { type ServiceProcess, startService } from "./service-process.ts";
import { type StandIns, startStandIns } from "./world.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".sandbox");
const { values: given } = parseArgs({ options: { mailbox: { type: "string" } } });
const firstPort = Number(process.env["SANDBOX_PORT"] ?? 4000);
const address = (offset: number): string => `http://127.0.0.1:${firstPort + offset}`;
const urls = {
  home: address(0),
  service: address(1),
  graph: address(2),
  entra: address(3),
  salesforce: address(4),
  outlook: address(5),
  lightning: address(6),
} as const;
const SAMPLE_MAILBOX = sampleUsers.find(({ admin }) => !admin)?.email ?? "";
const RESTART_AFTER_MS = 500;
/** Runs as the system's does, until somebody moves it on the fault board. */
const clock = new MovableClock();

mkdirSync(folder, { recursive: true });
const processes = new ProcessList(folder);
const ended = await processes.endLeftBehind();
if (ended > 0) say("What an earlier start had left running was ended first.");
processes.note(process.pid, "test/sandbox/start.ts");

const ending = new AbortController();
const closes: (() => Promise<unknown>)[] = [];
/** The service as it runs, or as it is starting: one that is cut short there would leave its PostgreSQL behind. */
let service: Promise<ServiceProcess> | null = null;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));
endWithParent();

try {
  say("Starting the stand-ins of Microsoft and Salesforce, and building the pages (some 20 seconds the first time).");
  await start();
} catch (error) {
  if (!ending.signal.aborted) {
    process.stderr.write(`${sentence(error)}\n`);
    await end(1);
  }
}

async function start(): Promise<void> {
  const standIns = await startStandIns({
    folder,
    ports: { graph: firstPort + 2, entra: firstPort + 3, salesforce: firstPort + 4 },
    lightningUrl: () => urls.lightning,
    clock,
  });
  closes.push(() => standIns.close());
  await seedCompany(standIns, new Date());
  registerPages(standIns);
  if (given.mailbox !== undefined) await load(standIns, given.mailbox);
  await Promise.all([servePages(standIns), buildAddin({ outDir: join(folder, "addin"), officeJsUrl: `${urls.outlook}/office.js` })]);
  await keepServiceRunning(standIns);
  await activate(standIns);
  await serve(
    await createHome({ facts: () => facts(standIns), faults: standIns.faults, events: sandboxEvents(standIns, clock), clock }),
    0,
  );
  if (!ending.signal.aborted) tellAddresses();
}

/** Pages in a browser sign in by redirect: their addresses stand in the registrations. */
function registerPages({ entra, identity, tables }: StandIns): void {
  entra.directory.putApp(outlookApp(urls.outlook));
  entra.directory.putApp({
    clientId: identity.clientId,
    redirectUris: ["/admin/", "/admin", "/pane/", "/pane/admin.html"].map((path) => `${urls.service}${path}`),
  });
  tables.commit();
}

async function servePages({ identity, salesforce }: StandIns): Promise<void> {
  const outlook = await createOutlookPage(() => ({
    graphUrl: urls.graph,
    entraUrl: urls.entra,
    tenantId: identity.tenantId,
    clientId: identity.clientId,
    paneUrl: `${urls.service}/pane/`,
    buildFolder: join(folder, "outlook"),
  }));
  await serve(outlook, 5);
  const lightning = await createLightningPage(() => ({
    salesforceUrl: urls.salesforce,
    usernames: sampleUsers.map(({ salesforceUsername }) => salesforceUsername),
    accessToken: async (username) => salesforce.signIn(username),
    buildFolder: join(folder, "lightning"),
  }));
  await serve(lightning, 6);
}

/** The service is a process of its own; whenever it dies, it is started again on the same data. */
async function keepServiceRunning(standIns: StandIns): Promise<void> {
  const environment = standIns.serviceEnvironment({
    port: firstPort + 1,
    dataDir: join(folder, "service"),
    publicUrl: urls.service,
    pollSeconds: 2,
    addinDir: join(folder, "addin"),
    officeHosts: [urls.outlook],
  });
  const log = join(folder, "service.log");
  writeFileSync(log, "");
  const run = (): Promise<ServiceProcess> => {
    service = startService(environment, {
      onLine: (line) => appendFileSync(log, `${line}\n`),
      onSpawn: (pid) => processes.note(pid, "sync-service/main.ts"),
    });
    return service;
  };
  const first = await run();
  void watch(first);

  async function watch(running: ServiceProcess): Promise<void> {
    const exit = await running.ended;
    if (ending.signal.aborted) return;
    say(`The service ended (${exit}); it is started again. Its log: ${log}`);
    for (;;) {
      await pause(RESTART_AFTER_MS);
      if (ending.signal.aborted) return;
      const next = await run().catch((error: unknown) => say(sentence(error)));
      if (next) {
        void watch(next);
        return;
      }
    }
  }
}

/** The first time, everybody is paired and switched on, so that the main job works at once. Afterwards the choice is the user's. */
async function activate(standIns: StandIns): Promise<void> {
  const done = standIns.tables.table<{ readonly at: string }>("sandbox.activated");
  if (done.get("users")) return;
  await adminApi(standIns, () => urls.service).activateAll();
  done.put("users", { at: new Date().toISOString() });
  standIns.tables.commit();
}

async function load(standIns: StandIns, from: string): Promise<void> {
  const { mails, contacts, events, leftOut } = await loadFolder(standIns, resolve(from), SAMPLE_MAILBOX);
  say(`${mails} mails, ${contacts} contacts and ${events} events of ${from} were placed into the mailbox of ${SAMPLE_MAILBOX}.`);
  for (const why of leftOut) say(`Left out: ${why}`);
}

function facts({ identity, salesforce, adminToken }: StandIns): SandboxFacts {
  return {
    serviceUrl: urls.service,
    graphUrl: urls.graph,
    entraUrl: urls.entra,
    tenantId: identity.tenantId,
    clientId: identity.clientId,
    clientSecret: identity.clientSecret,
    salesforceUrl: urls.salesforce,
    salesforceClientId: identity.salesforceClientId,
    salesforcePrivateKey: identity.salesforcePrivateKey,
    salesforceAccessTokens: Object.fromEntries(
      sampleUsers.map(({ salesforceUsername }) => [salesforceUsername, salesforce.signIn(salesforceUsername)]),
    ),
    adminToken: adminToken(),
    adminUrl: `${urls.service}/admin/`,
    outlookUrl: urls.outlook,
    lightningUrl: urls.lightning,
    users: sampleUsers.map(({ email, salesforceUsername, admin }) => ({ email, salesforceUsername, admin })),
  };
}

async function serve(app: FastifyInstance, offset: number): Promise<void> {
  await app.listen({ host: "127.0.0.1", port: firstPort + offset });
  closes.push(() => app.close());
}

async function end(code: number): Promise<void> {
  if (ending.signal.aborted) return;
  ending.abort();
  // The service first: it may still want to say something to the stand-ins.
  await service?.then(
    (running) => running.kill("SIGTERM"),
    () => {},
  );
  for (const close of closes.toReversed()) await close().catch(() => {});
  processes.forget();
  process.exit(code);
}

/** When whoever started us is gone without a word (kill -9), nobody could end us any more. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && void end(0), 500).unref();
}

function tellAddresses(): void {
  const rows: readonly (readonly [string, string])[] = [
    ["Start here", urls.home],
    ["Outlook", urls.outlook],
    ["Salesforce", urls.lightning],
    ["Administration", `${urls.service}/admin/`],
    ["Faults", `${urls.home}/faults`],
    ["For programs", `${urls.home}/sandbox.json`],
  ];
  say(`\nTandem is running. Move a mail of ${SAMPLE_MAILBOX} to "Salesforce Emails" and look for it in Salesforce.\n`);
  for (const [name, url] of rows) say(`  ${name.padEnd(16)}${url}`);
  say("\nCtrl-C ends everything; the state stays in .sandbox for the next start.");
}

function sentence(error: unknown): string {
  const fault = error as NodeJS.ErrnoException & { readonly port?: number };
  if (fault.code === "EADDRINUSE")
    return `Port ${fault.port ?? firstPort} is taken by another program. End it, or set SANDBOX_PORT to the first of seven free ports.`;
  return error instanceof Error ? error.message : String(error);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
