import { type Static, Type } from "typebox";

const SalesforceId = Type.String({ pattern: "^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$" });

/** What a person chose in the pane. Everything absent is decided by the rules (F2, F4). */
export const FilingChoice = Type.Object(
  {
    /** The contact or lead it is filed to. */
    whoId: Type.Optional(SalesforceId),
    /** The related record; null says: none. */
    whatId: Type.Optional(Type.Union([SalesforceId, Type.Null()])),
    /** The attachments to take along, by the ids that `GET …/attachments` gave; all but inline ones when absent. */
    attachments: Type.Optional(Type.Array(Type.String({ maxLength: 1_000 }), { maxItems: 500 })),
    /** File although a rule excludes it (F2). */
    anyway: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type FilingChoice = Static<typeof FilingChoice>;

/** `POST /api/emails/:itemId/when-sent`: a draft is filed when it has been sent, or no more (F1). */
export const WhenSent = Type.Object({ file: Type.Boolean() }, { additionalProperties: false });
export type WhenSent = Static<typeof WhenSent>;

/** `POST /api/emails/:itemId/sharing`: Do not share, set or taken off (F5). */
export const SharingChoice = Type.Object(
  {
    scope: Type.Union([Type.Literal("mail"), Type.Literal("thread")]),
    share: Type.Boolean({ description: "False: do not share." }),
  },
  { additionalProperties: false },
);
export type SharingChoice = Static<typeof SharingChoice>;

/** `POST /api/emails/:itemId/thread`: whether later mails of the conversation are filed to the same record (F3). */
export const ThreadChoice = Type.Object(
  { replies: Type.Union([Type.Literal("file"), Type.Literal("leave")]) },
  { additionalProperties: false },
);
export type ThreadChoice = Static<typeof ThreadChoice>;

/** `GET /api/emails/:itemId/attachments`: what could be taken along. */
export const AttachmentChoice = Type.Object({
  id: Type.String(),
  name: Type.String(),
  size: Type.Integer({ description: "Bytes, as Exchange counts them." }),
  inline: Type.Boolean(),
  /** Why it cannot be filed, when it cannot. */
  refused: Type.Union([Type.String(), Type.Null()]),
});
export type AttachmentChoice = Static<typeof AttachmentChoice>;
export const AttachmentChoices = Type.Object({ attachments: Type.Array(AttachmentChoice) });
export type AttachmentChoices = Static<typeof AttachmentChoices>;
