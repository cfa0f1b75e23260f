import { generateKeyPairSync, randomUUID } from "node:crypto";
import { allowAddresses } from "../../sync-service/addresses.ts";
import { createGraphClient, type GraphClient } from "../../sync-service/graph/client.ts";
import { applicationToken, type TokenSource } from "../../sync-service/graph/token.ts";
import type { Patience } from "../../sync-service/patience.ts";
import { createSalesforceClient, type SalesforceClient } from "../../sync-service/salesforce/client.ts";
import { MovableClock } from "../sandbox/base/clock.ts";
import { FaultBoard } from "../sandbox/base/faults.ts";
import { RequestLog } from "../sandbox/base/request-log.ts";
import { Tables } from "../sandbox/base/tables.ts";
import { createEntra, type Entra } from "../sandbox/entra/entra.ts";
import { createGraph, type Graph } from "../sandbox/graph/graph.ts";
import type { Switches } from "../sandbox/graph/switches.ts";
import type { OrgSwitches } from "../sandbox/salesforce/options.ts";
import { createSalesforce, type Salesforce } from "../sandbox/salesforce/salesforce.ts";

const TENANT = "1c6a7f54-6d0a-4d2e-9a3e-6b1f3a0c5e21";
const CLIENT = "5f0d4f0e-3f4a-4a67-8a53-9f1f2b7c9d10";
const CLIENT_SECRET = "the secret of the app";
const CONSUMER = "3MVG9.tandem.sides";
/** Made once: a key takes longer than a test. */
const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PRIVATE_PEM = KEYS.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const PUBLIC_PEM = KEYS.publicKey.export({ type: "spki", format: "pem" }).toString();
const ENTRA_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();

export const ADA = "ada@northwind.example";
/** A colleague of hers. */
export const BEN = "ben@northwind.example";
export const READER = "reader@northwind.example";

/** The three outside systems on ports of their own, and our clients pointed at them. */
export interface StandIns {
  readonly clock: MovableClock;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  readonly entra: Entra;
  readonly graph: Graph;
  readonly salesforce: Salesforce;
  readonly graphClient: GraphClient;
  readonly salesforceClient: SalesforceClient;
  /** Ada's id in Entra, and in Salesforce. */
  readonly ada: string;
  readonly adaInSalesforce: string;
  readonly urls: { readonly graphUrl: string; readonly entraUrl: string; readonly salesforceUrl: string };
  readonly now: () => Date;
  /** For clients made by others: how the service signs in on either side. */
  readonly registrations: {
    graphToken(now: () => Date): Promise<TokenSource>;
    readonly salesforce: { readonly clientId: string; readonly privateKeyPem: string; readonly apiVersion: string };
  };
  close(): Promise<void>;
}

export interface Settings {
  readonly graph?: Partial<Switches>;
  readonly org?: Partial<OrgSwitches>;
  readonly start?: string;
  /** Of both clients. */
  readonly patience?: Patience;
  /** How a server is reached, by its address; on a port of its own when absent. */
  readonly reach?: (app: Graph["app"]) => Promise<string>;
}

/** Requests since a mark of `log.count`, token calls left out. */
export function requestsSince(standIns: StandIns, mark: number): number {
  return standIns.log.since(mark).filter(({ url }) => !url.includes("oauth2")).length;
}

export async function openStandIns(settings: Settings = {}): Promise<StandIns> {
  const clock = settings.start === undefined ? new MovableClock() : new MovableClock(() => Date.parse(settings.start ?? ""));
  const tables = new Tables(null);
  tables.table<{ readonly pem: string }>("entra.keys").put("signing", { pem: ENTRA_KEY });
  const parts = { clock, tables, faults: new FaultBoard(), log: new RequestLog() };
  const urls = { graphUrl: "", entraUrl: "", salesforceUrl: "" };
  const entra = createEntra(parts, { tenantId: TENANT, baseUrl: () => urls.entraUrl, graphUrl: () => urls.graphUrl });
  const graph = createGraph(parts, { tenantId: TENANT, baseUrl: () => urls.graphUrl, entra, switches: settings.graph ?? {} });
  const salesforce = createSalesforce(parts, {
    baseUrl: () => urls.salesforceUrl,
    apps: [{ clientId: CONSUMER, publicKeys: [PUBLIC_PEM] }],
    ...(settings.org ? { switches: settings.org } : {}),
  });
  const reach = settings.reach ?? ((app: Graph["app"]) => app.listen({ port: 0, host: "127.0.0.1" }));
  const listen = (server: { readonly app: Graph["app"] }): Promise<string> => reach(server.app);
  urls.entraUrl = await listen(entra);
  urls.graphUrl = await listen(graph);
  urls.salesforceUrl = await listen(salesforce);
  entra.directory.putApp({
    clientId: CLIENT,
    secrets: [CLIENT_SECRET],
    graphRoles: [
      "Mail.ReadWrite",
      "Contacts.ReadWrite",
      "Calendars.ReadWrite",
      "Tasks.ReadWrite.All",
      "MailboxSettings.ReadWrite",
      "User.Read.All",
    ],
  });
  const ada = graph.seed.user({ userPrincipalName: ADA, displayName: "Ada Lovelace" }).id;
  const reader = salesforce.seed.user({ Email: READER, permissions: { viewAllData: true } });
  const adaInSalesforce = salesforce.seed.user({ Email: ADA, FirstName: "Ada", LastName: "Lovelace" });
  if (reader === adaInSalesforce) throw new Error("two users of one name");
  const now = (): Date => clock.now();
  const addresses = allowAddresses(urls);
  const registrations: StandIns["registrations"] = {
    graphToken: (clock) =>
      applicationToken({ ...urls, tenantId: TENANT, clientId: CLIENT, credential: { secret: CLIENT_SECRET }, now: clock }),
    salesforce: { clientId: CONSUMER, privateKeyPem: PRIVATE_PEM, apiVersion: "62.0" },
  };
  const token = await registrations.graphToken(now);
  const patience = settings.patience ? { patience: settings.patience } : {};
  const graphClient = createGraphClient({ graphUrl: urls.graphUrl, token, addresses, newId: randomUUID, ...patience });
  const salesforceClient = createSalesforceClient({
    salesforceUrl: urls.salesforceUrl,
    ...registrations.salesforce,
    addresses,
    now,
    ...patience,
  });
  return {
    clock,
    faults: parts.faults,
    log: parts.log,
    entra,
    graph,
    salesforce,
    graphClient,
    salesforceClient,
    ada,
    adaInSalesforce,
    urls,
    now,
    registrations,
    async close() {
      await Promise.all([graph.app.close(), salesforce.app.close(), entra.app.close()]);
      tables.close();
    },
  };
}
