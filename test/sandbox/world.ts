import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { testCertificate } from "./base/certificate.ts";
import { type Clock, systemClock } from "./base/clock.ts";
import { FaultBoard } from "./base/faults.ts";
import { RequestLog } from "./base/request-log.ts";
import { Tables } from "./base/tables.ts";
import { createEntra, type Entra } from "./entra/entra.ts";
import { createGraph, type Graph } from "./graph/graph.ts";
import type { Switches } from "./graph/switches.ts";
import { identityOf, type SandboxIdentity } from "./identity.ts";
import { createSalesforce, type Salesforce } from "./salesforce/salesforce.ts";
import type { OrgSwitches } from "./salesforce/options.ts";
import { readerUsername } from "./seed/people.ts";

export interface StandInOptions {
  /** Where state is kept; in memory when null. */
  readonly folder: string | null;
  /** Fixed ports; free ones when absent. */
  readonly ports?: { readonly graph: number; readonly entra: number; readonly salesforce: number };
  readonly org?: Partial<OrgSwitches>;
  readonly graph?: Partial<Switches>;
  readonly clock?: Clock;
  /** The three speak https, with a certificate made for this start: see `StandIns.certificate`. */
  readonly https?: boolean;
  /** Of the fault board's chances. */
  readonly seed?: number;
  /** Where the record browser is, once it is known. */
  readonly lightningUrl?: () => string;
}

export interface Place {
  readonly url: string;
}

/** Microsoft and Salesforce on this machine: three servers, one state, one fault board, one log. */
export interface StandIns {
  readonly identity: SandboxIdentity;
  readonly graph: Graph & Place;
  readonly entra: Entra & Place;
  readonly salesforce: Salesforce & Place;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  readonly tables: Tables;
  /** PEM of the certificate that callers have to trust, where https was asked for. */
  readonly certificate: string | null;
  /** The environment with which the service works against these, and nothing besides (O2). */
  serviceEnvironment(service: ServicePlace): Readonly<Record<string, string>>;
  /** An access token for the administration API, as an administrator's tool gets one. */
  adminToken(): string;
  /** A delegated access token for Tandem's own API, as Outlook gets one for the person signed in. */
  userToken(email: string): string;
  /** An application token for Graph with all of Tandem's permissions: what a test does to a mailbox, it does with this. */
  graphToken(): string;
  close(): Promise<void>;
}

export interface ServicePlace {
  readonly port: number;
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly publicUrl?: string;
  readonly pollSeconds?: number;
  readonly addinDir?: string;
  /** Origins that may frame the pane. */
  readonly officeHosts?: readonly string[];
}

export const APPLICATION_PERMISSIONS = [
  "Mail.ReadWrite",
  "Contacts.ReadWrite",
  "Calendars.ReadWrite",
  "Tasks.ReadWrite.All",
  "MailboxSettings.ReadWrite",
  "User.Read.All",
] as const;

/** Starts the stand-ins on loopback ports, empty save for the registrations and the reader. */
export async function startStandIns(options: StandInOptions): Promise<StandIns> {
  const { folder } = options;
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const tables = new Tables(folder === null ? null : join(folder, "stand-ins.sqlite"));
  const identity = identityOf(tables);
  const faults = new FaultBoard(options.seed);
  const log = new RequestLog();
  const certificate = options.https === true ? await testCertificate() : null;
  const parts = { clock: options.clock ?? systemClock, tables, faults, log, ...(certificate === null ? {} : { certificate }) };
  const urls = { graph: "", entra: "", salesforce: "" };

  const entra = createEntra(parts, { tenantId: identity.tenantId, baseUrl: () => urls.entra, graphUrl: () => urls.graph });
  const graph = createGraph(parts, {
    tenantId: identity.tenantId,
    baseUrl: () => urls.graph,
    entra,
    ...(options.graph === undefined ? {} : { switches: options.graph }),
  });
  const salesforce = createSalesforce(parts, {
    baseUrl: () => urls.salesforce,
    apps: [
      {
        clientId: identity.salesforceClientId,
        clientSecret: identity.salesforceClientSecret,
        publicKeys: [identity.salesforcePublicKey],
      },
    ],
    switches: { dailyRequests: 10_000_000, ...options.org },
    ...(folder === null ? {} : { filesFolder: join(folder, "files") }),
    ...(options.lightningUrl === undefined ? {} : { lightningUrl: options.lightningUrl }),
    organisationName: "Lumen & Pine",
  });
  urls.entra = await listen(entra.app, options.ports?.entra);
  urls.graph = await listen(graph.app, options.ports?.graph);
  urls.salesforce = await listen(salesforce.app, options.ports?.salesforce);
  registerTandem(entra, identity);
  addReader(salesforce);
  tables.commit();

  const resource = (scope: string) => entra.tokens.resourceOf(scope).resource;
  const app = (clientId: string) => {
    const found = entra.directory.app(clientId);
    if (!found) throw new Error(`the sandbox tenant has no application ${clientId}`);
    return found;
  };
  return {
    identity,
    graph: { ...graph, url: urls.graph },
    entra: { ...entra, url: urls.entra },
    salesforce: { ...salesforce, url: urls.salesforce },
    faults,
    log,
    tables,
    certificate: certificate?.cert ?? null,
    serviceEnvironment: (service) => environment(identity, urls, service),
    adminToken: () => entra.tokens.forApplication(app(identity.adminClientId), resource(`api://${identity.clientId}/.default`)),
    userToken(email) {
      const user = entra.directory.user(email);
      if (!user) throw new Error(`the sandbox tenant has no user ${email}`);
      return entra.tokens.forUser(app(identity.clientId), user, resource(`api://${identity.clientId}/access_as_user`), ["access_as_user"]);
    },
    graphToken: () => entra.tokens.forApplication(app(identity.clientId), resource(`${urls.graph}/.default`)),
    async close() {
      await Promise.all([entra.app.close(), graph.app.close(), salesforce.app.close()]);
      tables.close();
    },
  };
}

/** What the administrator of the tenant has registered and consented to. Redirects of pages are added by whoever starts them. */
function registerTandem(entra: Entra, identity: SandboxIdentity): void {
  entra.directory.putApp({
    clientId: identity.clientId,
    displayName: "Tandem",
    secrets: [identity.clientSecret],
    graphRoles: APPLICATION_PERMISSIONS,
  });
  entra.directory.putApp({
    clientId: identity.adminClientId,
    displayName: "Tandem administration tools",
    secrets: [identity.adminClientSecret],
    apiRoles: { [identity.clientId]: ["Owner"] },
  });
}

/** The identity that only learns that records changed (P7): it sees all of them. */
function addReader(salesforce: Salesforce): void {
  if (salesforce.org.store.having("User", "Username", readerUsername).length > 0) return;
  const email = readerUsername.replace(/\.sandbox$/u, "");
  salesforce.seed.user({
    Username: readerUsername,
    Email: email,
    FirstName: "Tandem",
    LastName: "Reader",
    permissions: { viewAllData: true },
  });
}

function environment(
  identity: SandboxIdentity,
  urls: { readonly graph: string; readonly entra: string; readonly salesforce: string },
  service: ServicePlace,
): Readonly<Record<string, string>> {
  return {
    PORT: String(service.port),
    HOST: "127.0.0.1",
    ENCRYPTION_KEY: identity.encryptionKey,
    GRAPH_URL: urls.graph,
    ENTRA_URL: urls.entra,
    ENTRA_TENANT_ID: identity.tenantId,
    ENTRA_CLIENT_ID: identity.clientId,
    ENTRA_CLIENT_SECRET: identity.clientSecret,
    SALESFORCE_URL: urls.salesforce,
    SALESFORCE_CLIENT_ID: identity.salesforceClientId,
    SALESFORCE_CLIENT_SECRET: identity.salesforceClientSecret,
    SALESFORCE_PRIVATE_KEY: identity.salesforcePrivateKey,
    SALESFORCE_USERNAME: readerUsername,
    POLL_SECONDS: String(service.pollSeconds ?? 1),
    ...(service.dataDir === undefined ? {} : { DATA_DIR: service.dataDir }),
    ...(service.databaseUrl === undefined ? {} : { DATABASE_URL: service.databaseUrl }),
    ...(service.publicUrl === undefined ? {} : { PUBLIC_URL: service.publicUrl }),
    ...(service.addinDir === undefined ? {} : { ADDIN_DIR: service.addinDir }),
    ...(service.officeHosts === undefined ? {} : { OFFICE_HOSTS: service.officeHosts.join(" ") }),
  };
}

async function listen(app: FastifyInstance, port = 0): Promise<string> {
  return app.listen({ host: "127.0.0.1", port });
}
