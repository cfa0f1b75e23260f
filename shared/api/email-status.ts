import { type Static, Type } from "typebox";
import { RecordLink } from "./person.ts";
import { Problem } from "./problem.ts";

export const FiledFile = Type.Object({
  name: Type.String(),
  size: Type.Integer({ description: "Bytes." }),
  /** Null when it was left out; `problem` then says why. */
  link: Type.Union([RecordLink, Type.Null()]),
  problem: Type.Union([Problem, Type.Null()]),
});
export type FiledFile = Static<typeof FiledFile>;

/** What happened to a mail and why. Told only to a caller in whose mailbox it was read (F3). */
export const EmailStatus = Type.Object({
  state: Type.Union([
    Type.Literal("not-filed"),
    Type.Literal("waiting"),
    Type.Literal("filing"),
    Type.Literal("filed"),
    Type.Literal("filed-in-part", { description: "The activity stands; a file was left out." }),
    Type.Literal("failed"),
    Type.Literal("excluded", { description: "Not filed by a rule; `problem` names it. `File anyway` files it." }),
    Type.Literal("unsent", { description: "A draft that is filed when it has been sent." }),
    Type.Literal("removing", { description: "Its activity is being taken out of Salesforce, as a person wished." }),
    Type.Literal("listed", { description: "Lay in the folder before activation (B4): waits for a person's choice." }),
  ]),
  /** Why it is so, when that is not plain: for failed, excluded, listed, filed-in-part, and waiting after a failure. */
  problem: Type.Union([Problem, Type.Null()]),
  /** Sentences on what was decided: the who, the related record or why none, who filed it first. */
  notes: Type.Array(Type.String()),
  /** The completed task. Null unless filed and readable by the caller. */
  activity: Type.Union([RecordLink, Type.Null()]),
  related: Type.Array(RecordLink),
  files: Type.Array(FiledFile),
  /** By whom it was filed first, when not by the caller. */
  filedBy: Type.Union([Type.String(), Type.Null()]),
  filedAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  sharing: Type.Object({
    mail: Type.Boolean({ description: "The caller marked it Do not share (F5)." }),
    thread: Type.Boolean({ description: "The caller marked its conversation so." }),
    /** What keeps it out besides, whatever the caller says: private, confidential, a label, a colleague's mark that binds everyone. */
    rule: Type.Union([Problem, Type.Null()]),
  }),
  /** Whether later mails of the conversation are filed too (F3); null where the mail has none, or nobody needs to be asked. */
  thread: Type.Union([
    Type.Object({
      replies: Type.Union([Type.Literal("file"), Type.Literal("leave"), Type.Literal("unasked")]),
      /** To which record they go; null: as the rules find it. */
      record: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** Whether the caller can have the activity taken out of Salesforce; null when none of his stands there. */
  removal: Type.Union([
    Type.Object({
      possible: Type.Boolean(),
      /** Why it cannot be done from here. */
      why: Type.Union([Type.String(), Type.Null()]),
      /** It was marked Do not share, or lost its mark, since it was filed: the question stands. */
      asked: Type.Boolean(),
    }),
    Type.Null(),
  ]),
});
export type EmailStatus = Static<typeof EmailStatus>;

/** The mail as the pane addresses it: the REST id in the path (it may have died with a move), and the message id to find it again. */
export const EmailParams = Type.Object({ itemId: Type.String({ minLength: 1, maxLength: 1_000 }) });
export const EmailQuery = Type.Object({
  internetMessageId: Type.Optional(Type.String({ maxLength: 2_000 })),
});
