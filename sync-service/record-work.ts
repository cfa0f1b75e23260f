import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Preset } from "../shared/api/preset.ts";
import type { Contact } from "../shared/records/contact.ts";
import type { Event } from "../shared/records/event.ts";
import type { Fields, Kind } from "../shared/records/fields.ts";
import type { Task } from "../shared/records/task.ts";
import type { Folder, Mailbox } from "./accounts/mailbox.ts";
import type { ContainerRole } from "./accounts/ports.ts";
import { addressRules } from "./context/addresses.ts";
import { contactRules } from "./cycle/contact-kind.ts";
import { eventRules } from "./cycle/event-kind.ts";
import type { Lease } from "./cycle/lease.ts";
import type { KindRules } from "./cycle/record-kind.ts";
import { regionOf } from "./cycle/region.ts";
import type { KindOfWork, SyncKind } from "./cycle/run-cycle.ts";
import type { Work } from "./cycle/work.ts";
import { runKind, workOf as openWork } from "./cycle/run-kind.ts";
import type { Side } from "./cycle/side.ts";
import { takingUp } from "./cycle/outside-meetings.ts";
import { taskRules } from "./cycle/task-kind.ts";
import { NotFound, type Problem } from "./errors.ts";
import type { GraphClient } from "./graph/client.ts";
import { exchangeContacts } from "./graph/contacts.ts";
import { eventMomentsIn } from "./graph/event-moments.ts";
import { exchangeEvents } from "./graph/events.ts";
import { textOfHtml } from "./graph/html-text.ts";
import { momentsIn } from "./graph/moments.ts";
import { exchangeTasks } from "./graph/tasks.ts";
import { ianaZone } from "./graph/time-zones.ts";
import { worksOn } from "./kinds.ts";
import { eventForms } from "./mappings/event.ts";
import { taskForms } from "./mappings/task.ts";
import type { TaskPicklists } from "./mappings/task-picklists.ts";
import type { SalesforceClient } from "./salesforce/client.ts";
import { salesforceContacts } from "./salesforce/contacts.ts";
import { salesforceEvents } from "./salesforce/events.ts";
import { salesforceTasks } from "./salesforce/tasks.ts";
import { colleaguesOf } from "./store/colleagues.ts";
import { keptMembers } from "./store/kept-members.ts";
import { Links } from "./store/links.ts";
import { meetingsOf } from "./store/meetings.ts";
import { notedChanges } from "./store/noted-changes.ts";
import { relatedPeople } from "./store/related-people.ts";
import type { Database } from "./store/tables.ts";
import type { Vault } from "./store/vault.ts";

export interface RecordWorkParts {
  readonly db: Kysely<Database>;
  readonly vault: Vault;
  readonly graph: GraphClient;
  readonly salesforce: SalesforceClient;
  readonly now: () => Date;
  /** Faults of our own, for the log; `what` names the record. */
  readonly unexpected: (error: unknown, what: string) => void;
  /** The company's own e-mail domains, in lower case. */
  readonly ownDomains: (preset: Preset) => Promise<ReadonlySet<string>>;
  /** What the org calls the statuses and priorities of its tasks. */
  readonly taskPicklists: (mailbox: Mailbox) => Promise<TaskPicklists>;
  /** Told of what the preset asks for and this user's Salesforce has no place for. */
  readonly leftAlone: (mailbox: Mailbox, problems: readonly Problem[]) => void;
  /** Where a record opens, for this user. */
  readonly recordUrl: (mailbox: Mailbox) => Promise<(id: string) => string>;
}

/** A mailbox under a lease, with what applies to it. */
export interface Here {
  readonly mailbox: Mailbox;
  readonly lease: Lease;
  readonly folders: readonly Folder[];
  readonly preset: Preset;
}

/** A kind's two sides, and its rules in this mailbox. */
interface Opened<F extends Fields> {
  readonly exchange: Side<F>;
  readonly salesforce: Side<F>;
  readonly rules: KindRules<F>;
}

/** The work of a mailbox's records, kind by kind, as far as the preset has them on. */
export function recordWork(parts: RecordWorkParts, here: Here): readonly KindOfWork[] {
  const all: Readonly<Partial<Record<SyncKind, () => KindOfWork>>> = {
    contacts: () => workOf(parts, here, "contacts", true, contacts),
    // Graph tells applications of no change in To Do (MG14).
    tasks: () => workOf(parts, here, "tasks", false, tasks),
    events: () => workOf(parts, here, "events", true, events),
  };
  return worksOn(here.preset).flatMap((work) => all[work]?.() ?? []);
}

/**
 * What the cycle would work with for one kind, to look with and not to write: it is not under a lease.
 * @throws NotFound before the mailbox was set up, AccessLost when the user may see nothing of the kind
 */
export async function lookingWork(parts: RecordWorkParts, here: Here, kind: Exclude<Kind, "email">): Promise<Work<Fields>> {
  const { rules, ...sides } = await openKind(parts, here, kind);
  const { db, vault, now } = parts;
  const links = new Links<Fields>(db, vault, rules.kind, now);
  const { lease, mailbox } = here;
  const unexpected = () => {}; // what stumbles here stumbles in the cycle too, which tells of it
  return openWork({ ...sides, links, unexpected, now, newId: randomUUID }, { lease, rules, activatedAt: mailbox.activatedAt });
}

/** The sides of one kind and its rules, for whoever knows no kind. @throws NotFound before the mailbox was set up */
export async function openKind(parts: RecordWorkParts, here: Here, kind: Exclude<Kind, "email">): Promise<Opened<Fields>> {
  const opened = async (open: Promise<unknown>) => (await open) as Opened<Fields>;
  switch (kind) {
    case "contact":
      return opened(contacts(parts, here));
    case "task":
      return opened(tasks(parts, here));
    case "event":
      return opened(events(parts, here));
  }
}

function workOf<F extends Fields>(
  parts: RecordWorkParts,
  here: Here,
  kind: SyncKind,
  isTold: boolean,
  open: (parts: RecordWorkParts, here: Here) => Promise<Opened<F>>,
): KindOfWork {
  // Made once a cycle: what they remember spares requests.
  let opened: Promise<Opened<F>> | null = null;
  const { db, vault, now } = parts;
  return {
    kind,
    isTold,
    async slice() {
      opened ??= open(parts, here);
      opened.catch(() => (opened = null));
      const { rules, ...sides } = await opened;
      const unexpected = (error: unknown, link: string) => parts.unexpected(error, `${rules.kind} ${link}`);
      const links = new Links<F>(db, vault, rules.kind, now, randomUUID, unexpected);
      const { lease, mailbox } = here;
      return runKind({ ...sides, links, unexpected, now, newId: randomUUID }, { lease, rules, activatedAt: mailbox.activatedAt });
    },
  };
}

async function contacts(parts: RecordWorkParts, { mailbox, lease, folders, preset }: Here): Promise<Opened<Contact>> {
  const { db, graph, salesforce, now } = parts;
  return {
    exchange: exchangeContacts({
      ...preset.contacts,
      graph: graph.mailbox(mailbox.entraUserId),
      folderId: containerId(folders, "contacts"),
    }),
    salesforce: salesforceContacts({
      api: salesforce.as(mailbox.salesforceUsername),
      noted: notedChanges(db, lease, "contact"),
      kept: keptMembers(db, lease, now),
      now,
      ownDomains: await parts.ownDomains(preset),
      rules: preset.contacts,
      leftAlone: (problems) => parts.leftAlone(mailbox, problems),
    }),
    rules: contactRules(preset.contacts, regionOf(mailbox.timeZone)),
  };
}

async function tasks(parts: RecordWorkParts, { mailbox, lease, folders, preset }: Here): Promise<Opened<Task>> {
  const { db, graph, salesforce, now } = parts;
  const picklists = await parts.taskPicklists(mailbox);
  const forms = taskForms({ moments: momentsIn(mailbox.timeZone ?? "UTC"), picklists, textOf: textOfHtml });
  return {
    exchange: exchangeTasks({
      graph: graph.mailbox(mailbox.entraUserId),
      listId: containerId(folders, "tasks"),
      forms,
      recordUrl: await parts.recordUrl(mailbox),
      now,
    }),
    salesforce: salesforceTasks({
      api: salesforce.as(mailbox.salesforceUsername),
      noted: notedChanges(db, lease, "task"),
      forms,
      now,
    }),
    rules: taskRules(preset.tasks, picklists),
  };
}

async function events(parts: RecordWorkParts, { mailbox, lease, preset }: Here): Promise<Opened<Event>> {
  const { db, graph, salesforce, now } = parts;
  const zone = ianaZone(mailbox.timeZone) ?? "UTC";
  const addresses = addressRules([...(await parts.ownDomains(preset))], preset.blocked);
  const forms = eventForms({ moments: eventMomentsIn(zone), textOf: textOfHtml });
  return {
    exchange: exchangeEvents({
      ...{ graph: graph.mailbox(mailbox.entraUserId), forms, now, preset: preset.events },
      asSeries: preset.events.series === "series",
      takingUp: takingUp(preset.events, addresses, mailbox.activatedAt),
    }),
    salesforce: salesforceEvents({
      api: salesforce.as(mailbox.salesforceUsername),
      noted: notedChanges(db, lease, "event"),
      forms,
      now,
      people: { ...addresses, prefer: preset.emails.prefer, ownAddresses: [mailbox.email] },
      related: relatedPeople(db, lease),
      colleagues: colleaguesOf(db, lease),
      meetings: meetingsOf(db, lease, now),
      series: { asSeries: preset.events.series === "series" },
      span: preset.events,
    }),
    rules: eventRules(preset.events),
  };
}

/** @throws NotFound before the mailbox was set up */
export function containerId(folders: readonly Folder[], role: ContainerRole): string {
  const folder = folders.find((each) => each.role === role);
  if (!folder) throw new NotFound("The mailbox is not set up yet.");
  return folder.id;
}
