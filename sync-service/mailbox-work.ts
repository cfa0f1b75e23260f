import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Folder, Mailbox } from "./accounts/mailbox.ts";
import type { Directory } from "./accounts/ports.ts";
import { addressRules } from "./context/addresses.ts";
import type { Lease } from "./cycle/lease.ts";
import { regionOf } from "./cycle/region.ts";
import type { KindOfWork, SliceResult } from "./cycle/run-cycle.ts";
import { contactRules } from "./cycle/contact-kind.ts";
import { runKind } from "./cycle/run-kind.ts";
import { NotFound } from "./errors.ts";
import type { Crm } from "./filing/crm.ts";
import { fileSlice, type Looks } from "./filing/filing-slice.ts";
import type { PaneUser } from "./filing/pane.ts";
import type { FilingRules } from "./filing/rules.ts";
import type { GraphClient } from "./graph/client.ts";
import { exchangeContacts } from "./graph/contacts.ts";
import { mailNames } from "./graph/mail-names.ts";
import { createFilingMailbox } from "./graph/mail.ts";
import type { SalesforceClient } from "./salesforce/client.ts";
import { salesforceContacts } from "./salesforce/contacts.ts";
import { createCrm } from "./salesforce/filing-crm.ts";
import { Filings } from "./store/filings.ts";
import { Links } from "./store/links.ts";
import { notedChanges } from "./store/noted-changes.ts";
import { readPreset } from "./store/presets.ts";
import type { Database } from "./store/tables.ts";
import type { Vault } from "./store/vault.ts";
import type { Contact } from "../shared/records/contact.ts";
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
}

const DOMAINS_KEPT_FOR_MS = 3_600_000;

/** Binds what a mailbox's cycle does to the two sides and the store, for one lease at a time; and its user at his pane. */
export function createMailboxWork(parts: MailboxWorkParts) {
  const { db, vault, graph, salesforce, directory, now } = parts;
  const crms = new Map<string, Promise<Crm>>();
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

  async function rulesOf(mailbox: Mailbox, preset: Preset): Promise<FilingRules> {
    return {
      ...addressRules([...(await verifiedDomains()), ...preset.internalDomains], preset.blocked),
      prefer: preset.emails.prefer,
      inlineImages: preset.emails.inlineImages,
      ownAddresses: [mailbox.email],
      timeZone: mailbox.timeZone ?? "UTC",
      activatedAt: mailbox.activatedAt ?? now(),
    };
  }

  async function kindsOf(mailbox: Mailbox, lease: Lease, folders: readonly Folder[]): Promise<readonly KindOfWork[]> {
    const preset = await readPreset(db, mailbox.connectionId);
    const kinds: KindOfWork[] = [];
    if (preset.emails.on) kinds.push({ kind: "emails", slice: filingSlice(mailbox, lease, folders, preset) });
    if (preset.contacts.on) kinds.push({ kind: "contacts", slice: contactSlice(mailbox, lease, folders, preset) });
    return kinds;
  }

  function filingSlice(mailbox: Mailbox, lease: Lease, folders: readonly Folder[], preset: Preset): () => Promise<SliceResult> {
    const exchange = createFilingMailbox(graph.mailbox(mailbox.entraUserId), async () => folderId(folders, "emails"));
    const store = new Filings(db, vault, lease, randomUUID);
    const looks: Looks = { at: null };
    return async () => {
      const [crm, rules] = [await crmOf(mailbox.salesforceUsername), await rulesOf(mailbox, preset)];
      return fileSlice({ mailbox: exchange, store, now, unexpected: parts.unexpected, crm, rules }, looks);
    };
  }

  function contactSlice(mailbox: Mailbox, lease: Lease, folders: readonly Folder[], preset: Preset): () => Promise<SliceResult> {
    let sides: Promise<{ exchange: ReturnType<typeof exchangeContacts>; salesforce: ReturnType<typeof salesforceContacts> }> | null = null;
    const makeSides = async () => ({
      exchange: exchangeContacts({ graph: graph.mailbox(mailbox.entraUserId), folderId: folderId(folders, "contacts") }),
      salesforce: salesforceContacts({
        api: salesforce.as(mailbox.salesforceUsername),
        noted: notedChanges(db, lease, "contact"),
        ownDomains: new Set([...(await verifiedDomains()), ...preset.internalDomains.map((domain) => domain.toLowerCase())]),
        rules: preset.contacts,
      }),
    });
    const links = new Links<Contact>(db, vault, "contact", now, randomUUID, parts.unexpected);
    return async () => {
      sides ??= makeSides();
      sides.catch(() => (sides = null));
      return runKind(
        { ...(await sides), links, unexpected: parts.unexpected, now, newId: randomUUID },
        { lease, rules: contactRules(preset.contacts, regionOf(mailbox.timeZone)), activatedAt: mailbox.activatedAt },
      );
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
  const recordUrlOf = async (mailbox: Mailbox) => (await crmOf(mailbox.salesforceUsername)).recordUrl;

  return { kindsOf, paneUser, mailNamesOf, recordUrlOf };
}

function folderId(folders: readonly Folder[], role: "emails" | "contacts"): string {
  const folder = folders.find((each) => each.role === role);
  if (!folder) throw new NotFound("The mailbox is not set up yet.");
  return folder.id;
}
