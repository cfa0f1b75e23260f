import type { Kysely } from "kysely";
import type { DryRun } from "../shared/api/dry-run.ts";
import type { Preset } from "../shared/api/preset.ts";
import type { Kind, SideName } from "../shared/records/fields.ts";
import { folderNames } from "../shared/records/names.ts";
import type { Folder, Mailbox } from "./accounts/mailbox.ts";
import type { Container, ContainerRole, MailboxSetup } from "./accounts/ports.ts";
import { dryRun, type Line, type Tally } from "./cycle/dry-run.ts";
import { NotFound, type Problem, Refused, SyncError } from "./errors.ts";
import type { GraphClient } from "./graph/client.ts";
import { lookingAt, NOT_THERE_YET } from "./graph/looking.ts";
import { recordKindsOn } from "./kinds.ts";
import type { MailboxWork } from "./mailbox-work.ts";
import type { SalesforceClient } from "./salesforce/client.ts";
import { lookingInto } from "./salesforce/looking.ts";
import { LinksInMemory } from "./store/links-in-memory.ts";
import type { Mailboxes } from "./store/mailboxes.ts";
import { readPreset } from "./store/presets.ts";
import type { Database } from "./store/tables.ts";

export interface DryRunDeskParts {
  readonly db: Kysely<Database>;
  readonly connectionId: string;
  readonly mailboxes: Mailboxes;
  readonly setup: MailboxSetup;
  readonly graph: GraphClient;
  readonly salesforce: SalesforceClient;
  readonly work: Pick<MailboxWork, "openKindOn">;
  /** Told of faults of our own. */
  readonly unexpected: (error: unknown) => void;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Of one side and kind. */
const MOST_RECORDS = 20_000;
/** About as many requests a set-up needs. */
const SET_UP = 15;

type KindReply = DryRun["kinds"][number];
type Calls = Record<SideName, { reading: number; writing: number }>;

/**
 * What switching a user on would do (B4). Nothing can be written by it: the clients it is given refuse, its transaction in the database is
 * one that only reads, and its links lie in memory until it is over.
 */
export function dryRunDesk(parts: DryRunDeskParts) {
  const { db, connectionId, mailboxes, salesforce, now } = parts;
  let isBusy = false;

  /** @param content whether names and reasons may be told (A7). @throws Refused once anything was written for the mailbox */
  async function run(id: string, content: boolean): Promise<DryRun> {
    const mailbox = await mailboxes.find(id);
    if (!mailbox) throw new NotFound("There is no such user.");
    await requireUntouched(db, mailbox);
    if (isBusy) throw busy();
    isBusy = true;
    try {
      const preset = await readPreset(db, connectionId);
      const { kinds, calls, complete } = await db
        .transaction()
        .setAccessMode("read only")
        .execute((trx) => kindsOf(mailbox, preset, { ...parts, db: trx }));
      return {
        ...{ at: now().toISOString(), user: mailbox.email, complete, calls, salesforceCalls: salesforce.apiUsage() },
        kinds: kinds.map((kind) => ({ ...kind, lines: kind.lines.map((line) => told(line, content)) })),
      };
    } finally {
      isBusy = false;
    }
  }

  return { run };
}

export type DryRunDesk = ReturnType<typeof dryRunDesk>;

async function kindsOf(mailbox: Mailbox, preset: Preset, parts: DryRunDeskParts) {
  const { db, graph, salesforce, now, newId, work } = parts;
  const calls: Calls = {
    exchange: { reading: 0, writing: mailbox.activatedAt === null ? SET_UP : 0 },
    salesforce: { reading: 0, writing: 0 },
  };
  const counted = (side: SideName) => () => void (calls[side].reading += 1);
  const on = {
    db,
    graph: { ...lookingAt(graph, counted("exchange")), mailbox: (user: string) => lookingAt(graph.mailbox(user), counted("exchange")) },
    salesforce: { ...salesforce, as: (username: string) => lookingInto(salesforce.as(username), counted("salesforce")) },
  };
  const lease = { connectionId: mailbox.connectionId, mailboxId: mailbox.id, generation: 0n };
  const folders = await foldersToBe(mailbox, parts);
  const kinds: (Omit<KindReply, "lines"> & { lines: readonly Line[] })[] = [];
  let complete = true;
  if (preset.emails.on) kinds.push(await mailsOf(mailbox, folders, parts));
  for (const kind of recordKindsOn(preset)) {
    if (kind === "email") continue;
    try {
      const opened = await work.openKindOn(on, { mailbox, lease, folders, preset }, kind);
      const links = new LinksInMemory<Parameters<typeof opened.rules.nameOf>[0]>();
      const tally = await dryRun({ ...opened, links, lease, activatedAt: mailbox.activatedAt ?? now(), now, newId, most: MOST_RECORDS });
      kinds.push({ kind, read: tally.read, lines: tally.lines, problem: null });
      complete &&= tally.complete;
      addWrites(calls, tally, kind);
    } catch (error) {
      kinds.push({ kind, read: { exchange: 0, salesforce: 0 }, lines: [], problem: problemOf(error, parts) });
    }
  }
  return { kinds, calls, complete };
}

/** Where things lie, or will once the mailbox is set up (B1). */
async function foldersToBe(mailbox: Mailbox, { mailboxes, setup }: DryRunDeskParts): Promise<readonly Folder[]> {
  if (mailbox.activatedAt !== null) return mailboxes.folders(mailbox.id);
  const user = mailbox.entraUserId;
  const named = (role: ContainerRole, there: readonly Container[]): Folder => {
    const name = folderNames[role];
    const id = there.find((each) => each.name.trim().toLowerCase() === name.toLowerCase())?.id ?? NOT_THERE_YET;
    return { role, id, name, missingSince: null };
  };
  return [
    named("emails", await setup.mailFolders(user)),
    named("contacts", await setup.contactFolders(user)),
    named("tasks", await setup.taskLists(user)),
  ];
}

/** What lies in the folder for mails is listed, and never filed by itself; it is counted and not read. */
async function mailsOf(mailbox: Mailbox, folders: readonly Folder[], { setup }: DryRunDeskParts) {
  const folder = folders.find(({ role }) => role === "emails");
  const count = folder && folder.id !== NOT_THERE_YET ? await setup.countItems(mailbox.entraUserId, "emails", folder.id) : 0;
  const reason = "It lies in the folder already, and is filed only if a person chooses so.";
  const lines: Line[] = count === 0 ? [] : [{ does: "leave", on: null, count, reason, code: null, samples: [] }];
  return { kind: "email" as const, read: { exchange: count, salesforce: 0 }, lines, problem: null };
}

/**
 * S2, S3: twenty writes of a mailbox travel in one `$batch`, and a task is read before it is changed; 200 records of Salesforce take two
 * requests when they change, four when they are new. Our own writes come back in pages of 500.
 */
function addWrites(calls: Calls, { writes: { exchange, salesforce } }: Tally, kind: Kind): void {
  const inner = exchange.creates + exchange.others * (kind === "task" ? 2 : 1);
  calls.exchange.writing += Math.ceil(inner / 20) + Math.ceil((exchange.creates + exchange.others) / 500);
  calls.salesforce.writing += 4 * Math.ceil(salesforce.creates / 200) + 2 * Math.ceil(salesforce.others / 200);
}

function told({ code, ...line }: Line, content: boolean): KindReply["lines"][number] {
  return content ? { ...line, samples: [...line.samples] } : { ...line, reason: code, samples: [] };
}

function problemOf(error: unknown, { unexpected }: DryRunDeskParts): Problem {
  if (error instanceof SyncError) return { ...error.problem, message: error.plainMessage };
  unexpected(error);
  return {
    code: "UNEXPECTED",
    message: "Something unexpected stopped the dry run; the log of the service says what.",
    remedy: "Report it with the log. Nothing was changed on either side.",
  };
}

/** Pairs that stand would look as if they were new. */
async function requireUntouched(db: Kysely<Database>, { connectionId, id }: Mailbox): Promise<void> {
  const touched = await db
    .selectFrom("links")
    .select("id")
    .where("connection_id", "=", connectionId)
    .where("mailbox_id", "=", id)
    .where((row) => row.or([row("base", "is not", null), row("intent", "is not", null)]))
    .limit(1)
    .executeTakeFirst();
  if (!touched) return;
  throw new Refused({
    code: "ALREADY_SYNCED",
    message: "Records of this user are kept in step already, so there is no first sync to be tried.",
    remedy:
      "Look into the journal for what was done; a dry run is for users who were never switched on, or stopped before anything was written.",
  });
}

const busy = () =>
  new Refused({
    code: "DRY_RUN_UNDER_WAY",
    message: "Another dry run is under way; one runs at a time.",
    remedy: "Wait until it is over, mostly within a minute, and try again.",
  });
