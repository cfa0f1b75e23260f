import { type Static, Type } from "typebox";
import { Problem } from "./problem.ts";

export const Answer = Type.Union([
  Type.Literal("send", { description: "A listed item: it goes to Salesforce." }),
  Type.Literal("link", { description: "A question: it is the same; `recordId` names which, where there are several." }),
  Type.Literal("separate", { description: "A question: they are two, and each is kept on its own." }),
  Type.Literal("bring-back", { description: "What was deleted on one side is made there anew, or stays." }),
  Type.Literal("let-go", { description: "It stays as it is and is not kept in step." }),
  Type.Literal("go-ahead", { description: "What was held is done." }),
  Type.Literal("try-again", { description: "What failed is tried once more." }),
  Type.Literal("file", { description: "A mail: it is filed." }),
  Type.Literal("keep", { description: "A conflict: the value that stands is right." }),
  Type.Literal("take", { description: "A conflict: the other value is right, and is written." }),
]);
export type Answer = Static<typeof Answer>;

const Value = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
const SideName = Type.Union([Type.Literal("exchange"), Type.Literal("salesforce")]);

/** A field both sides had changed, or one of which Salesforce has a value that is not written over what Outlook has (M2, E2, P5). */
export const FieldConflict = Type.Object({
  field: Type.String(),
  word: Type.String({ description: "What people call the field." }),
  kept: Value,
  /** Whose value stands. */
  keptFrom: SideName,
  lost: Value,
  /** The other value stands in its place still: nothing was written over it. */
  differs: Type.Boolean(),
});
export type FieldConflict = Static<typeof FieldConflict>;

/** One of several that it may be the same as. */
export const AttentionCandidate = Type.Object({
  id: Type.String(),
  name: Type.String(),
  url: Type.Union([Type.String(), Type.Null()], { description: "The record in Salesforce; null for an item of the mailbox." }),
});

export const AttentionItem = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal("contact"), Type.Literal("event"), Type.Literal("task"), Type.Literal("email")]),
  name: Type.String(),
  at: Type.String({ format: "date-time" }),
  /** What happened, and what can be done. */
  problem: Problem,
  /** What can be answered; none where an answer is being carried out, or only the other side can help. */
  answers: Type.Array(
    Type.Object({
      answer: Answer,
      label: Type.String({ description: "For the button." }),
      effect: Type.String({ description: "What comes of it, in a sentence." }),
      mails: Type.Optional(Type.Integer({ description: "So many people Exchange may mail about it: to be sent back as consent (P5)." })),
    }),
  ),
  candidates: Type.Array(AttentionCandidate),
  conflict: Type.Optional(FieldConflict),
  /** An answer is being carried out. */
  answered: Type.Boolean(),
});
export type AttentionItem = Static<typeof AttentionItem>;

/** `GET /api/attention?cursor=`: what of the caller's mailbox needs him, the newest first. */
export const AttentionPage = Type.Object({
  items: Type.Array(AttentionItem),
  next: Type.Union([Type.String(), Type.Null()]),
  /** Of all pages. */
  total: Type.Integer(),
});
export type AttentionPage = Static<typeof AttentionPage>;

const Id = Type.String({ format: "uuid" });
const given = {
  answer: Answer,
  recordId: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
  mails: Type.Optional(Type.Integer({ minimum: 0, description: "As many people as the answer said that Exchange may mail (P5)." })),
};

export const AnswerParams = Type.Object({ id: Id });
/** `POST /api/attention/{id}/answer`. */
export const AnswerOne = Type.Object(given, { additionalProperties: false });
/** `POST /api/attention/answers`: one answer to several. */
export const AnswerSeveral = Type.Object(
  { ids: Type.Array(Id, { minItems: 1, maxItems: 500 }), answer: Answer },
  { additionalProperties: false },
);
/** What became of each: taken, and carried out within seconds, or refused in words. */
export const AnswersTaken = Type.Object({
  taken: Type.Array(Id),
  refused: Type.Array(Type.Object({ id: Id, problem: Problem })),
});
export type AnswersTaken = Static<typeof AnswersTaken>;
