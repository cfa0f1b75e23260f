import { type Static, type TSchema, Type } from "typebox";
import { Problem } from "./problem.ts";
import { AppliedRule, RuleNumber } from "./rules.ts";
import { Progress, Stopped } from "./progress.ts";

/** The administration API of O5: measured from outside, so its names stay. */
export const UserState = Type.Union([
  Type.Literal("off"),
  Type.Literal("setting-up"),
  Type.Literal("first-sync"),
  Type.Literal("healthy"),
  Type.Literal("faulty"),
  Type.Literal("paused"),
]);

export const SyncSwitch = Type.Union([Type.Literal("on"), Type.Literal("paused"), Type.Literal("off")]);
export type SyncSwitch = Static<typeof SyncSwitch>;

export const User = Type.Object({
  id: Type.String(),
  email: Type.String(),
  salesforceUsername: Type.String(),
  sync: SyncSwitch,
  state: UserState,
  firstSync: Type.Optional(
    Type.Union([Progress, Type.Null()], { description: "While everything is read for the first time, or was stopped before its end." }),
  ),
  stopped: Type.Optional(Type.Union([Stopped, Type.Null()], { description: "While it is paused: who paused it." })),
  reason: Type.Union([Type.String(), Type.Null()]),
});
export type User = Static<typeof User>;

export const SyncUsersRequest = Type.Object({ apply: Type.Boolean({ default: false }) }, { additionalProperties: false });
const Pair = Type.Object({ email: Type.String(), salesforceUsername: Type.String() });
/** `POST /api/admin/users/sync`: the difference, and whether it was applied. */
export const SyncUsersReply = Type.Object({
  added: Type.Array(Pair),
  removed: Type.Array(Type.Object({ ...Pair.properties, reason: Type.String() })),
  unchanged: Type.Array(Pair),
  unmatched: Type.Array(Type.Object({ email: Type.String(), reason: Type.String() })),
  applied: Type.Boolean(),
});
export type SyncUsersReply = Static<typeof SyncUsersReply>;

export const PatchUserRequest = Type.Object({ sync: SyncSwitch }, { additionalProperties: false });

export const CycleQuery = Type.Object({
  wait: Type.Optional(Type.Number({ minimum: 0, maximum: 600, description: "Seconds." })),
});
/** `POST /api/admin/users/{id}/cycle?wait=S`: counts of items by what they wait for. */
export const CycleReply = Type.Object({
  settled: Type.Boolean(),
  waiting: Type.Integer(),
  running: Type.Integer(),
  held: Type.Integer(),
  failed: Type.Integer(),
  conflicts: Type.Integer(),
});
export type CycleReply = Static<typeof CycleReply>;

export const Overview = Type.Object({
  settled: Type.Boolean(),
  backlog: Type.Integer({ description: "Items waiting or running, over all mailboxes." }),
  connection: Type.Object({
    healthy: Type.Boolean(),
    problems: Type.Array(Type.Object({ code: Type.String(), message: Type.String(), remedy: Type.String() })),
    wakeUp: Type.Union([Type.Literal("notifications"), Type.Literal("polling")]),
  }),
  leftAlone: Type.Array(Type.Object({ code: Type.String(), message: Type.String(), remedy: Type.String(), users: Type.Integer() }), {
    description: "What the preset asks for and the Salesforce of so many users has no place for: no fault, and done for nobody of them.",
  }),
  users: Type.Record(Type.String(), Type.Integer(), { description: "How many, by state." }),
  failures: Type.Array(Type.Object({ code: Type.String(), count: Type.Integer() })),
  salesforceCalls: Type.Union([Type.Object({ used: Type.Integer(), limit: Type.Integer() }), Type.Null()]),
});
export type Overview = Static<typeof Overview>;

export const JournalQuery = Type.Object({
  user: Type.Optional(Type.String()),
  record: Type.Optional(Type.String()),
  item: Type.Optional(Type.String()),
  outcome: Type.Optional(Type.String()),
  rule: Type.Optional(RuleNumber),
  since: Type.Optional(Type.String({ format: "date-time" })),
  cursor: Type.Optional(Type.String()),
});
const Values = Type.Union([
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
  Type.Null(),
]);
export const JournalEntry = Type.Object({
  id: Type.String(),
  time: Type.String({ format: "date-time" }),
  user: Type.String({ description: "The mailbox's address." }),
  kind: Type.String(),
  action: Type.String(),
  outcome: Type.String(),
  rules: Type.Array(AppliedRule, { description: "Why it was done: the rules that it rests on." }),
  reason: Type.Union([Type.String(), Type.Null()]),
  item: Type.Union([Type.String(), Type.Null()], { description: "The Exchange item's immutable id." }),
  record: Type.Union([Type.String(), Type.Null()], { description: "The Salesforce record's id." }),
  /** Null where nothing was written, where the reader may see no content (A7), and once the values are forgotten (P6). */
  before: Values,
  after: Values,
  undoable: Type.Boolean({ description: "There is something to undo; the undo itself says whether it can be, as things stand." }),
});
export type JournalEntry = Static<typeof JournalEntry>;

export const EntryParams = Type.Object({ id: Type.String({ pattern: "^[0-9]{1,18}$" }) });

const mails = Type.Integer({ minimum: 0, description: "So many people Exchange may mail about it (P5)." });
const dryRun = Type.Boolean({ default: false, description: "Says what would be done, and does nothing." });

/** `POST /api/admin/journal/{id}/undo`. */
export const UndoOne = Type.Object({ dryRun: Type.Optional(dryRun), mails: Type.Optional(mails) }, { additionalProperties: false });

/** `POST /api/admin/journal/undo`: everything done for a user in that time, or of it what rests on one rule. */
export const UndoSeveral = Type.Object(
  {
    user: Type.String({ minLength: 1, maxLength: 320, description: "An address or a mailbox's id." }),
    since: Type.String({ format: "date-time" }),
    until: Type.String({ format: "date-time" }),
    rule: Type.Optional(RuleNumber),
    dryRun: Type.Optional(dryRun),
    mails: Type.Optional(mails),
  },
  { additionalProperties: false },
);

export const UndoItem = Type.Object({
  /** Of the entry. */
  id: Type.String(),
  time: Type.String({ format: "date-time" }),
  kind: Type.String(),
  action: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  /** What undoing it does, in a sentence; null where it cannot be undone. */
  effect: Type.Union([Type.String(), Type.Null()]),
  problem: Type.Union([Problem, Type.Null()]),
});
export type UndoItem = Static<typeof UndoItem>;

/** What can be undone was handed to the next cycle of the mailbox, a moment away; the journal then tells how it went. */
export const UndoReply = Type.Object({
  items: Type.Array(UndoItem),
  /** The same in numbers: for each sort of thing that was done, how many can be undone, and how many cannot. */
  counts: Type.Array(Type.Object({ kind: Type.String(), action: Type.String(), can: Type.Integer(), cannot: Type.Integer() })),
  /** Of all together (P5): to be sent back as consent before anything is done. */
  mails: Type.Integer(),
  dryRun: Type.Boolean(),
});
export type UndoReply = Static<typeof UndoReply>;

/** `GET|DELETE /api/admin/users/{id}/copies`: what sync has made in a mailbox and keeps in step (B5). Asked to be removed, they go with the next cycles. */
export const Copies = Type.Object({
  counts: Type.Array(Type.Object({ kind: Type.String(), copies: Type.Integer() })),
  /** Meetings that others take part in by now: their end would be mailed, so they stay (P5). */
  staying: Type.Integer(),
});
export type Copies = Static<typeof Copies>;

export const listOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });

export const ListQuery = Type.Object({ cursor: Type.Optional(Type.String()) });
