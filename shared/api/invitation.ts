import { type Static, Type } from "typebox";
import { Problem } from "./problem.ts";

/** `GET /api/events/{itemId}/people`: who stands with an event in Salesforce, and does not take part in it in Outlook yet (P5). */
export const EventGuests = Type.Object({
  people: Type.Array(
    Type.Object({
      name: Type.String(),
      email: Type.Union([Type.String(), Type.Null()], { description: "Null: none is known, so that this one cannot be invited." }),
    }),
  ),
  mails: Type.Integer({
    description: "So many people Exchange would mail, were they invited: to be sent back as consent. 0: nobody can be.",
  }),
  /** Why they cannot be invited from here; null where they can, or nobody stands there. */
  problem: Type.Union([Problem, Type.Null()]),
  /** They were invited, and the cycle has not carried it out yet. */
  asked: Type.Boolean(),
});
export type EventGuests = Static<typeof EventGuests>;

export const EventParams = Type.Object({ itemId: Type.String({ minLength: 1, maxLength: 1_000 }) });

/** `POST /api/events/{itemId}/invitations`: those who were named are mailed, and nobody else; refused where they are others by now. */
export const Invitation = Type.Object(
  {
    emails: Type.Array(Type.String({ minLength: 3, maxLength: 320 }), { minItems: 1, maxItems: 500, description: "As they were named." }),
    mails: Type.Optional(Type.Integer({ minimum: 0, description: "As many people as it was said that Exchange would mail (P5)." })),
  },
  { additionalProperties: false },
);
export type Invitation = Static<typeof Invitation>;
