import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Preset } from "../../shared/api/preset.ts";
import { allowAddresses } from "../../sync-service/addresses.ts";
import { addressRules } from "../../sync-service/context/addresses.ts";
import type { Lease } from "../../sync-service/cycle/lease.ts";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import type { FilingParts } from "../../sync-service/filing/parts.ts";
import { createGraphClient } from "../../sync-service/graph/client.ts";
import { createFilingMailbox } from "../../sync-service/graph/mail.ts";
import { applicationToken } from "../../sync-service/graph/token.ts";
import { impatient, type Patience } from "../../sync-service/patience.ts";
import { createSalesforceClient } from "../../sync-service/salesforce/client.ts";
import { createCrm } from "../../sync-service/salesforce/filing-crm.ts";
import { connectionOf } from "../../sync-service/store/connection.ts";
import { migrate, openDatabase } from "../../sync-service/store/database.ts";
import { DoNotShare } from "../../sync-service/store/do-not-share.ts";
import { FilingRequests } from "../../sync-service/store/filing-requests.ts";
import { Filings } from "../../sync-service/store/filings.ts";
import type { Database } from "../../sync-service/store/tables.ts";
import { Threads } from "../../sync-service/store/threads.ts";
import { Vault } from "../../sync-service/store/vault.ts";
import { emptyDatabase } from "../database.ts";
import type { OrgSwitches } from "../sandbox/salesforce/options.ts";
import { startStandIns, type StandIns } from "../sandbox/world.ts";

/** One colleague: his mailbox, his Salesforce user, and what files his mails. */
export interface Colleague {
  readonly email: string;
  readonly salesforceUserId: string;
  readonly mailboxId: string;
  readonly parts: FilingParts;
  /** What files his mails in a process that starts now: nothing is known yet of either side. */
  startedAnew(): Promise<FilingParts>;
  /** Slices until nothing is left to do now; waits that were put off are brought forward. */
  fileAll(): Promise<void>;
}

/** An office at work: both stand-ins, a database, and the filing of real mailboxes, without schedule and HTTP. */
export interface Office {
  readonly world: StandIns;
  readonly db: Kysely<Database>;
  readonly vault: Vault;
  readonly connectionId: string;
  readonly requests: FilingRequests;
  readonly flags: DoNotShare;
  readonly threads: Threads;
  /** The clock of the service. */
  readonly time: { now: Date };
  hire(name: string, rules?: Partial<Preset["emails"]> & { readonly blocked?: readonly string[] }): Promise<Colleague>;
  /** Requests to Salesforce since the last call, without those for tokens. */
  salesforceRequests(): number;
  close(): Promise<void>;
}

const FOLDER = "Salesforce Emails";

export async function openOffice(org: Partial<OrgSwitches> = {}, patience: Patience = impatient): Promise<Office> {
  const world = await startStandIns({ folder: null, org });
  const database = await emptyDatabase();
  const db = openDatabase(database.url);
  const keys = openDatabase(database.url, { max: 2 });
  await migrate(db);
  const time = { now: new Date() };
  const connectionId = await connectionOf(db, world.identity.tenantId, randomUUID, time.now);
  const vault = new Vault(keys, Buffer.from(world.identity.encryptionKey, "base64"));
  const { identity } = world;
  const addresses = allowAddresses({ graphUrl: world.graph.url, entraUrl: world.entra.url, salesforceUrl: world.salesforce.url });
  const clients = await newClients();
  let counted = world.log.count;
  return {
    world,
    db,
    vault,
    connectionId,
    requests: new FilingRequests(db, vault, connectionId, randomUUID),
    flags: new DoNotShare(db, vault, connectionId),
    threads: new Threads(db, vault, connectionId),
    time,
    hire,
    salesforceRequests() {
      const since = world.log.since(counted).filter(({ on, url }) => on === "salesforce" && url.includes("/services/data"));
      counted = world.log.count;
      return since.length;
    },
    async close() {
      await db.destroy();
      await keys.destroy();
      await database.drop();
      await world.close();
    },
  };

  async function newClients() {
    const token = await applicationToken({
      entraUrl: world.entra.url,
      tenantId: identity.tenantId,
      clientId: identity.clientId,
      credential: { secret: identity.clientSecret },
      graphUrl: world.graph.url,
      now: () => new Date(),
    });
    const salesforce = createSalesforceClient({
      salesforceUrl: world.salesforce.url,
      clientId: identity.salesforceClientId,
      privateKeyPem: identity.salesforcePrivateKey,
      apiVersion: "62.0",
      addresses,
      now: () => new Date(),
      patience,
    });
    return { graph: createGraphClient({ graphUrl: world.graph.url, token, addresses, newId: randomUUID, patience }), salesforce };
  }

  async function hire(name: string, rules: Parameters<Office["hire"]>[1] = {}): Promise<Colleague> {
    const email = `${name.toLowerCase()}@lumen.example`;
    const user = world.graph.seed.user({ userPrincipalName: email, mail: email, displayName: name });
    const salesforceUserId = world.salesforce.seed.user({ Email: email, Username: `${email}.sandbox`, LastName: name });
    const folder = world.graph.seed.folder(email, FOLDER);
    const mailboxId = randomUUID();
    await db
      .insertInto("mailboxes")
      .values({
        id: mailboxId,
        connection_id: connectionId,
        entra_user_id: user.id,
        email,
        display_name: name,
        salesforce_user_id: salesforceUserId,
        salesforce_username: `${email}.sandbox`,
        sync: "on",
        state: "healthy",
        generation: 1,
      })
      .execute();
    const sidesOver = async ({ graph, salesforce }: typeof clients): Promise<Pick<FilingParts, "mailbox" | "crm">> => ({
      mailbox: createFilingMailbox(graph.mailbox(user.id), async () => folder.id),
      crm: await createCrm(salesforce.as(`${email}.sandbox`), () => time.now),
    });
    const lease: Lease = { connectionId, mailboxId, generation: 1n };
    const { blocked = [], ...emails } = rules;
    const parts: FilingParts = {
      ...(await sidesOver(clients)),
      store: new Filings(db, vault, lease, randomUUID),
      rules: {
        ...addressRules(["lumen.example"], blocked),
        prefer: "contact",
        inlineImages: false,
        storeAs: "task",
        attachmentsAs: "files",
        doNotShareLabels: [],
        doNotShareBinds: "mailbox",
        ownAddresses: [email],
        timeZone: "America/Los_Angeles",
        activatedAt: new Date(0),
        ...emails,
      },
      now: () => time.now,
      unexpected: (error) => {
        throw error;
      },
    };
    return {
      email,
      salesforceUserId,
      mailboxId,
      parts,
      startedAnew: async () => ({ ...parts, ...(await sidesOver(await newClients())) }),
      fileAll: () => fileAll(parts),
    };
  }

  async function fileAll(parts: FilingParts): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      const { retryAt } = await fileSlice(parts);
      if (retryAt === null) return;
      time.now = new Date(Math.max(time.now.getTime(), retryAt.getTime()));
    }
    throw new Error("Filing does not come to rest.");
  }
}

/** A MIME message with what the test is about, and the rest made up. */
export function mime(given: {
  readonly from?: string;
  readonly to?: string;
  readonly cc?: string;
  readonly subject?: string | null;
  readonly id?: string | null;
  readonly date?: string;
  readonly text?: string;
  readonly files?: readonly {
    readonly name: string;
    readonly content: string | Buffer;
    readonly type?: string;
    readonly inline?: string;
  }[];
}): Buffer {
  const head = [
    `From: ${given.from ?? "Jane Doe <jane@acme.example>"}`,
    `To: ${given.to ?? "Anna <anna@lumen.example>"}`,
    ...(given.cc === undefined ? [] : [`Cc: ${given.cc}`]),
    ...(given.subject === null ? [] : [`Subject: ${given.subject ?? "A letter"}`]),
    ...(given.id === null ? [] : [`Message-ID: ${given.id ?? `<${randomUUID()}@acme.example>`}`]),
    `Date: ${given.date ?? "Tue, 10 Nov 2026 18:30:00 +0000"}`,
    "MIME-Version: 1.0",
  ];
  const text = given.text ?? "Dear Anna,\r\n\r\nthe offer is fine.\r\n\r\nJane";
  const plain = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", Buffer.from(text).toString("base64")];
  if (!given.files?.length) return Buffer.from([...head, ...plain, ""].join("\r\n"));
  const parts = given.files.map(({ name, content, type = "application/octet-stream", inline }) => [
    `Content-Type: ${type}; name="${name}"`,
    inline === undefined ? `Content-Disposition: attachment; filename="${name}"` : `Content-Disposition: inline; filename="${name}"`,
    ...(inline === undefined ? [] : [`Content-ID: <${inline}>`]),
    ...(type === "message/rfc822"
      ? ["", content.toString()]
      : ["Content-Transfer-Encoding: base64", "", Buffer.from(content).toString("base64")]),
  ]);
  const body = [plain, ...parts].map((part) => `--part\r\n${part.join("\r\n")}\r\n`).join("");
  return Buffer.from([...head, 'Content-Type: multipart/mixed; boundary="part"', "", `${body}--part--`, ""].join("\r\n"));
}
