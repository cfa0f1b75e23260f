import type { EventGuests } from "../shared/api/invitation.ts";
import type { Fields } from "../shared/records/fields.ts";
import type { Mailbox } from "./accounts/mailbox.ts";
import { syncIsOff, wouldMail } from "./attention-desk.ts";
import type { Wish } from "./engine/wish.ts";
import { NotFound, type Problem, Refused } from "./errors.ts";
import type { Caller } from "./http/caller.ts";
import type { InvitationPorts } from "./http/invitations.ts";
import { INVITE_BY_HAND, type InvitableEvent, invitableEvent, type InvitableParts } from "./invitable-event.ts";
import { guestsText } from "./mappings/event-people.ts";
import type { Attention } from "./store/attention.ts";

export interface InvitationParts extends InvitableParts {
  readonly waiting: Attention;
  /** The caller's own (P8); null when it is none of Tandem's. */
  mailboxOf(caller: Caller): Promise<Mailbox | null>;
  wake(mailboxIds: readonly string[]): Promise<unknown>;
  readonly now: () => Date;
}

const NOBODY: EventGuests = { people: [], mails: 0, problem: null, asked: false };

/** P5: who stands with an event in Salesforce is told, and invited once its user has said so, knowing how many are mailed. */
export function invitationPorts(parts: InvitationParts): InvitationPorts {
  const { waiting } = parts;
  const placeOf = ({ connectionId, id }: Mailbox) => ({ connectionId, mailboxId: id });

  async function own(caller: Caller): Promise<Mailbox> {
    const mailbox = await parts.mailboxOf(caller);
    if (!mailbox) throw new NotFound("Your mailbox is not connected with Salesforce.");
    return mailbox;
  }

  return {
    async people(caller, itemId) {
      const mailbox = await own(caller);
      const event = await invitableEvent(mailbox, itemId, parts);
      if (!event) return NOBODY;
      const { link } = event;
      const isTaken = link.wishes.some(({ of }) => of === "invitation");
      return told(event, isTaken || (await waiting.isWished(placeOf(mailbox), link.id, link.id)));
    },

    async invite(caller, itemId, { emails, mails }) {
      const mailbox = await own(caller);
      if (mailbox.sync !== "on") throw syncIsOff();
      const event = await invitableEvent(mailbox, itemId, parts);
      if (!event || event.problem) throw new Refused(event?.problem ?? NOBODY_TO_INVITE);
      const { link, invitable } = event;
      const meant = new Set(emails.map((email) => email.toLowerCase()));
      const isSame = meant.size === invitable.length && invitable.every(({ address }) => meant.has(address));
      if (!isSame || mails !== invitable.length) throw new Refused(wouldMail(invitable.length));
      const isTaken = await waiting.wish(placeOf(mailbox), link, "event", "set", invitation(event), parts.now());
      if (!isTaken) throw new Refused(BUSY);
      await parts.wake([mailbox.id]);
      return told(event, true);
    },
  };
}

/** One of an event at a time, so that pressing twice invites once. Nobody may have come, and it may not have turned private, until it is sent. */
function invitation({ link, item, invitable }: InvitableEvent): Wish<Fields> {
  const expected = { people: null, isPrivate: item.record["isPrivate"] ?? null };
  return { id: link.id, of: "invitation", on: "exchange", expected, wanted: { people: guestsText(invitable) } };
}

function told({ guests, invitable, problem }: InvitableEvent, asked: boolean): EventGuests {
  if (guests.length === 0) return NOBODY;
  const people = guests.map(({ name, address }) => ({ name, email: address }));
  return { people, mails: problem ? 0 : invitable.length, problem, asked };
}

const NOBODY_TO_INVITE: Problem = {
  code: "NOBODY_TO_INVITE",
  message: "This event is not kept in step, or others take part in it already, so nobody is invited from here.",
  remedy: INVITE_BY_HAND,
};
const BUSY: Problem = {
  code: "BUSY",
  message: "Something else is being carried out there at this moment.",
  remedy: "Try again in a few seconds.",
};
