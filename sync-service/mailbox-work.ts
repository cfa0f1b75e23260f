import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Folder, Mailbox } from "./accounts/mailbox.ts";
import type { Directory } from "./accounts/ports.ts";
import { addressRules } from "./context/addresses.ts";
import type { Work } from "./cycle/work.ts";
import type { Lease } from "./cycle/lease.ts";
import type { KindOfWork, SliceResult } from "./cycle/run-cycle.ts";
import { NotFound } from "./errors.ts";
import type { Crm } from "./filing/crm.ts";
import { fileSlice, type Looks } from "./filing/filing-slice.ts";
import type { PaneUser } from "./filing/pane.ts";
import type { FilingRules } from "./filing/rules.ts";
import type { GraphClient } from "./graph/client.ts";
import { mailNames } from "./graph/mail-names.ts";
import { createFilingMailbox } from "./graph/mail.ts";
import type { TaskPicklists } from "./mappings/task-picklists.ts";
import type { LeftAlone } from "./left-alone.ts";
import { containerId, type Here, lookingWork, openKind, recordWork, type RecordWorkParts } from "./record-work.ts";
import type { SalesforceClient } from "./salesforce/client.ts";
import { guestsOfEvent } from "./salesforce/event-guests.ts";
import { taskPicklists } from "./salesforce/task-picklists.ts";
import { createCrm } from "./salesforce/filing-crm.ts";
import { Filings } from "./store/filings.ts";
import { readPreset } from "./store/presets.ts";
import type { Database } from "./store/tables.ts";
import type { Vault } from "./store/vault.ts";
import type { Fields, Kind } from "../shared/records/fields.ts";
import type { Preset } from "../shared/api/preset.ts";

export interface MailboxWorkParts {
  readonly db: Kysely<Database>;
  readonly vault: Vault;
  readonly graph: GraphClient;
  readonly salesforce: SalesforceClient;
  readonly directory: Directory;
  readonly now: () => Date;
  /** Errors that are none of ours: for the log. */
  readonly unexpected: (error: unknown, reference?: string) => void;
  /** What of the preset a user's Salesforce has no place for: for the overview. */
  readonly leftAlone: LeftAlone;
}

const DOMAINS_KEPT_FOR_MS = 3_600_000;
const PICKLISTS_KEPT_FOR_MS = 15 * 60_000;

/** Binds what a mailbox's cycle does to the two sides and the store, for one lease at a time; and its user at his pane. */
export function createMailboxWork(parts: MailboxWorkParts) {
  const { db, vault, graph, salesforce, directory, now } = parts;
  const crms = new Map<string, Promise<Crm>>();
  let picklists: { readonly found: Promise<TaskPicklists>; readonly until: number } | null = null;
  const recordUrlOf = async (mailbox: Mailbox) => (await crmOf(mailbox.salesforceUsername)).recordUrl;
  const forRecords: RecordWorkParts = {
    ...{ db, vault, graph, salesforce, now, unexpected: parts.unexpected, recordUrl: recordUrlOf },
    ownDomains: async ({ internalDomains }) =>
      new Set([...(await verifiedDomains()), ...internalDomains.map((domain) => domain.toLowerCase())]),
    leftAlone: ({ id }, problems) => parts.leftAlone.told(id, problems),
    taskPicklists: ({ salesforceUsername }) => orgPicklists(salesforceUsername),
  };
  let domains: { readonly found: Promise<ReadonlySet<string>>; readonly until: number } | null = null;

  /** As the mapped user (P7); kept, as it remembers the org's rules. */
  function crmOf(username: string): Promise<Crm> {
    const kept = crms.get(username);
    if (kept) return kept;
    const crm = createCrm(salesforce.as(username), now);
    crms.set(username, crm);
    crm.catch(() => crms.delete(username));
    return crm;
  }

  function verifiedDomains(): Promise<ReadonlySet<string>> {
    if (!domains || domains.until <= now().getTime()) {
      const found = directory.verifiedDomains();
      domains = { found, until: now().getTime() + DOMAINS_KEPT_FOR_MS };
      found.catch(() => (domains = null));
    }
    return domains.found;
  }

  /** The org's own words, the same for all its users. */
  function orgPicklists(username: string): Promise<TaskPicklists> {
    if (!picklists || picklists.until <= now().getTime()) {
      const found = taskPicklists(salesforce.as(username));
      picklists = { found, until: now().getTime() + PICKLISTS_KEPT_FOR_MS };
      found.catch(() => (picklists = null));
    }
    return picklists.found;
  }

  async function rulesOf(mailbox: Mailbox, preset: Preset): Promise<FilingRules> {
    return {
      ...addressRules([...(await verifiedDomains()), ...preset.internalDomains], preset.blocked),
      prefer: preset.emails.prefer,
      inlineImages: preset.emails.inlineImages,
      storeAs: preset.emails.storeAs,
      attachmentsAs: preset.emails.attachmentsAs,
      doNotShareLabels: preset.emails.doNotShareLabels,
      doNotShareBinds: preset.emails.doNotShareBinds,
      ownAddresses: [mailbox.email],
      timeZone: mailbox.timeZone ?? "UTC",
      activatedAt: mailbox.activatedAt ?? now(),
    };
  }

  async function kindsOf(mailbox: Mailbox, lease: Lease, folders: readonly Folder[]): Promise<readonly KindOfWork[]> {
    const preset = await readPreset(db, mailbox.connectionId);
    const kinds: KindOfWork[] = [];
    if (preset.emails.on) kinds.push({ kind: "emails", isTold: true, slice: filingSlice(mailbox, lease, folders, preset) });
    return [...kinds, ...recordWork(forRecords, { mailbox, lease, folders, preset })];
  }

  function filingSlice(mailbox: Mailbox, lease: Lease, folders: readonly Folder[], preset: Preset): () => Promise<SliceResult> {
    const exchange = createFilingMailbox(graph.mailbox(mailbox.entraUserId), async () => containerId(folders, "emails"));
    const store = new Filings(db, vault, lease, randomUUID);
    const looks: Looks = { at: null };
    return async () => {
      const [crm, rules] = [await crmOf(mailbox.salesforceUsername), await rulesOf(mailbox, preset)];
      return fileSlice({ mailbox: exchange, store, now, unexpected: parts.unexpected, crm, rules }, looks);
    };
  }

  async function paneUser(mailbox: Mailbox): Promise<PaneUser> {
    const preset = await readPreset(db, mailbox.connectionId);
    return {
      mailboxId: mailbox.id,
      isOn: mailbox.sync === "on",
      mailbox: createFilingMailbox(graph.mailbox(mailbox.entraUserId), async () => {
        throw new NotFound("The pane asks for no folder.");
      }),
      crm: () => crmOf(mailbox.salesforceUsername),
      rules: await rulesOf(mailbox, preset),
    };
  }

  /** For the list of what needs a person. */
  const mailNamesOf = (mailbox: Mailbox, ids: readonly string[]) => mailNames(graph.mailbox(mailbox.entraUserId), ids);

  /** Who stands with an event in Salesforce, as the mapped user sees it (P7). */
  const guestsOf = (mailbox: Mailbox, eventId: string) => guestsOfEvent(eventId, salesforce.as(mailbox.salesforceUsername));

  /** What the cycle would work with, to look with and not to write: under no lease, which its store would refuse. */
  async function lookingAt(mailbox: Mailbox, folders: readonly Folder[], kind: Exclude<Kind, "email">): Promise<Work<Fields>> {
    const lease = { connectionId: mailbox.connectionId, mailboxId: mailbox.id, generation: -1n };
    return lookingWork(forRecords, { mailbox, lease, folders, preset: await readPreset(db, mailbox.connectionId) }, kind);
  }

  /** A kind's sides and rules on other clients, for looking only. */
  const openKindOn = (on: Pick<RecordWorkParts, "db" | "graph" | "salesforce">, here: Here, kind: Exclude<Kind, "email">) =>
    openKind({ ...forRecords, ...on }, here, kind);

  return { kindsOf, paneUser, mailNamesOf, recordUrlOf, guestsOf, lookingAt, openKindOn };
}

export type MailboxWork = ReturnType<typeof createMailboxWork>;
