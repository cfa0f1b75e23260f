import { type Static, Type } from "typebox";
import { Problem } from "./problem.ts";

export const DryRunLine = Type.Object({
  does: Type.Union([
    Type.Literal("create", { description: "It would be made anew on the side that `on` names." }),
    Type.Literal("link", { description: "It is there on both sides, and would be linked." }),
    Type.Literal("fill", { description: "Of those linked: values would be written on the side that `on` names, mostly into blanks." }),
    Type.Literal("differ", { description: "Of those linked: both sides have a value, the policy's stands, the other is listed." }),
    Type.Literal("ask", { description: "A person would be asked whether it is the same as another." }),
    Type.Literal("leave", { description: "It lay there before, or is not sent by the preset: it waits for a person's choice." }),
    Type.Literal("refuse", { description: "It cannot be kept in step as it is; `reason` says why." }),
    Type.Literal("hold", { description: "It would wait for a person." }),
  ]),
  on: Type.Union([Type.Literal("exchange"), Type.Literal("salesforce"), Type.Null()]),
  count: Type.Integer(),
  reason: Type.Union([Type.String(), Type.Null()], { description: "For the role Support its code alone, as its words may quote values." }),
  samples: Type.Array(Type.String(), { maxItems: 5, description: "Names; none for the role Support (A7)." }),
});
export type DryRunLine = Static<typeof DryRunLine>;

const Calls = Type.Object({
  reading: Type.Integer({ description: "As this dry run needed them." }),
  writing: Type.Integer({ description: "Estimated from the counts, by as many records as travel in one request (S2)." }),
});

/** `POST /api/admin/users/{id}/dry-run`: what switching a user on would do. Nothing is written on either side, and nothing kept (B4). */
export const DryRun = Type.Object({
  at: Type.String({ format: "date-time" }),
  user: Type.String({ description: "The mailbox's address." }),
  complete: Type.Boolean({ description: "False: so much lies there that only the first part of it was looked at." }),
  kinds: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal("email"), Type.Literal("contact"), Type.Literal("task"), Type.Literal("event")]),
      read: Type.Object({ exchange: Type.Integer(), salesforce: Type.Integer() }, { description: "Marked items, and records in scope." }),
      lines: Type.Array(DryRunLine),
      problem: Type.Union([Problem, Type.Null()], { description: "Why nothing can be said of this kind." }),
    }),
  ),
  calls: Type.Object({ exchange: Calls, salesforce: Calls }, { description: "HTTP requests, about." }),
  salesforceCalls: Type.Union([Type.Object({ used: Type.Integer(), limit: Type.Integer() }), Type.Null()], {
    description: "Of the org, today, as its last reply said.",
  }),
});
export type DryRun = Static<typeof DryRun>;
