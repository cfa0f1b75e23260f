import { type Static, Type } from "typebox";
import { Problem } from "./problem.ts";
import { AppliedRule } from "./rules.ts";

const Text = Type.Union([Type.String(), Type.Null()]);

/** Why an item is where it is, and is what it is: `GET /api/me/why` and `GET /api/admin/users/{id}/why` (A6). */
export const Why = Type.Object({
  is: Type.Union([
    Type.Literal("in-step"),
    Type.Literal("waits", { description: "For its turn, or for something that is said in `waits`." }),
    Type.Literal("asks", { description: "A person has to answer." }),
    Type.Literal("left-alone", { description: "Nothing is done about it, by the rules that are named." }),
    Type.Literal("failed"),
    Type.Literal("unknown", { description: "Neither side shows such a thing to this user." }),
  ]),
  kind: Text,
  /** Null where Tandem knows nothing of the item, and to those who may see no content (A7). */
  name: Text,
  item: Text,
  record: Text,
  /** In a sentence; to those who may see no content a code, where a vendor's words may be among them. */
  headline: Type.String(),
  rules: Type.Array(AppliedRule),
  /** What stops the whole mailbox, or its kind, whatever is said of the item. */
  hindrances: Type.Array(Problem),
  waits: Type.Union([
    Type.Object({ for: Type.String(), until: Type.Union([Type.String({ format: "date-time" }), Type.Null()]) }),
    Type.Null(),
  ]),
  next: Type.String({ description: "What will happen by itself." }),
  can: Type.Array(Type.String(), { description: "What a person can do." }),
  /** From the journal, the newest first. */
  lately: Type.Array(
    Type.Object({
      time: Type.String({ format: "date-time" }),
      action: Type.String(),
      outcome: Type.String(),
      reason: Text,
      rules: Type.Array(AppliedRule),
      undo: Type.Optional(Type.String({ description: "To the owner: the id by which `POST /api/me/journal/{id}/undo` undoes it." })),
    }),
  ),
});
export type Why = Static<typeof Why>;

const Id = Type.String({ minLength: 1, maxLength: 1_000 });

/** The open item of the caller's own mailbox; read again there, whatever the pane says of it (P8). */
export const OwnWhyQuery = Type.Object({
  item: Id,
  kind: Type.Union([Type.Literal("email"), Type.Literal("event"), Type.Literal("contact"), Type.Literal("task")]),
  internetMessageId: Type.Optional(Type.String({ maxLength: 2_000 })),
});

/** One of the three: an item of that mailbox, a record of Salesforce as that user sees it, or a link of ours. */
export const WhyQuery = Type.Object({
  item: Type.Optional(Id),
  record: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$" })),
  link: Type.Optional(Type.String({ format: "uuid" })),
});
