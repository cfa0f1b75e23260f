import { type Static, type TSchema, Type } from "typebox";
import { Progress } from "./progress.ts";

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
  firstSync: Type.Optional(Type.Union([Progress, Type.Null()], { description: "While everything is read for the first time." })),
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
  since: Type.Optional(Type.String({ format: "date-time" })),
  cursor: Type.Optional(Type.String()),
});
export const JournalEntry = Type.Object({
  time: Type.String({ format: "date-time" }),
  user: Type.String({ description: "The mailbox's address." }),
  kind: Type.String(),
  action: Type.String(),
  outcome: Type.String(),
  reason: Type.Union([Type.String(), Type.Null()]),
  item: Type.Union([Type.String(), Type.Null()], { description: "The Exchange item's immutable id." }),
  record: Type.Union([Type.String(), Type.Null()], { description: "The Salesforce record's id." }),
});
export type JournalEntry = Static<typeof JournalEntry>;

export const listOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });

export const ListQuery = Type.Object({ cursor: Type.Optional(Type.String()) });
