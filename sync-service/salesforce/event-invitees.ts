import { Gone, OutcomeUnknown, type SyncError } from "../errors.ts";
import type { PersonAnswer } from "../mappings/event-people.ts";
import type { RecordFields, Salesforce, Saved } from "./api.ts";
import type { Invitee } from "./event-answers.ts";
import type { Guest } from "./event-relations.ts";

/** An event whose people changed. */
export interface Asked {
  readonly eventId: string;
  readonly guests: readonly Guest[];
  /** Who is asked already. */
  readonly invitees: readonly Invitee[];
  /** Whom we had related or asked before. */
  readonly oursBefore: readonly string[];
}

/** What became of an event's invitations. */
export interface Invited {
  /** Everybody who is asked now. */
  readonly invitees: readonly Invitee[];
  /** Users among them who were asked by us. */
  readonly ours: readonly string[];
  readonly failed: readonly SyncError[];
}

/** The lists by which a new event asks people, by what they have answered already. */
const LISTS: Readonly<Record<PersonAnswer, string>> = {
  none: "UndecidedEventInviteeIds",
  tentative: "UndecidedEventInviteeIds",
  accepted: "AcceptedEventInviteeIds",
  organizer: "AcceptedEventInviteeIds",
  declined: "DeclinedEventInviteeIds",
};

/** What a new event is given, so that it is there with its invitees or not at all. */
export function invitingFields(guests: readonly Guest[]): RecordFields {
  const lists = Map.groupBy(colleaguesAmong(guests), ({ answer }) => LISTS[answer]);
  return Object.fromEntries([...lists].map(([list, some]) => [list, some.map(({ colleague }) => colleague)]));
}

export const colleaguesAmong = (guests: readonly Guest[]): readonly (Guest & { readonly colleague: string })[] =>
  guests.flatMap((guest) => (guest.colleague === null ? [] : [{ ...guest, colleague: guest.colleague }]));

/**
 * Asks the colleagues who came to some events, and takes back the invitations of those who left: users of the org, each of whom gets a copy of
 * the event (SF16). Whom a person in Salesforce asked stays; whom a person there took off is not asked again while he takes part. May be done
 * again after it broke off.
 */
export async function inviteColleagues(all: readonly Asked[], api: Salesforce): Promise<ReadonlyMap<string, Invited>> {
  const leaving = all.flatMap((asked) => leavingOf(asked).map((invitee) => ({ asked, invitee })));
  const coming = all.flatMap((asked) => comingOf(asked).map((guest) => ({ asked, guest })));
  const removed = leaving.length === 0 ? [] : await api.delete(leaving.map(({ invitee }) => invitee.relationId));
  const made = coming.length === 0 ? [] : await api.create(coming.map(({ asked, guest }) => invitation(asked.eventId, guest.colleague)));
  return new Map(
    all.map((asked) => {
      const stay = new Set(colleaguesAmong(asked.guests).map(({ colleague }) => colleague));
      const invitees = new Map(asked.invitees.map((invitee) => [invitee.id, invitee]));
      const ours = new Set(asked.oursBefore.filter((id) => stay.has(id)));
      const failed: SyncError[] = [];
      for (const [index, { invitee }] of placesOf(leaving, asked)) {
        const error = errorOf(removed[index]);
        if (error === null || error instanceof Gone) invitees.delete(invitee.id);
        else {
          ours.add(invitee.id);
          failed.push(error);
        }
      }
      for (const [index, { guest }] of placesOf(coming, asked)) {
        const [result, { colleague: id, address }] = [made[index], guest];
        if (result?.is === "done") {
          ours.add(id);
          invitees.set(id, { relationId: result.id, id, address, status: "New", response: null });
        } else failed.push(errorOf(result) ?? new OutcomeUnknown("Salesforce gave no answer for an invitation."));
      }
      return [asked.eventId, { invitees: [...invitees.values()], ours: [...ours], failed }];
    }),
  );
}

const invitation = (EventId: string, RelationId: string) => ({ object: "EventRelation", fields: { EventId, RelationId, IsInvitee: true } });

function comingOf({ guests, invitees, oursBefore }: Asked) {
  const there = new Set(invitees.map(({ id }) => id));
  return colleaguesAmong(guests).filter(({ colleague }) => !there.has(colleague) && !oursBefore.includes(colleague));
}

function leavingOf({ guests, invitees, oursBefore }: Asked): readonly Invitee[] {
  const stay = new Set(colleaguesAmong(guests).map(({ colleague }) => colleague));
  return invitees.filter(({ id }) => isUser(id) && oursBefore.includes(id) && !stay.has(id));
}

export const isUser = (id: string): boolean => id.startsWith("005");
const errorOf = (result: Saved | undefined): SyncError | null => (result?.is === "failed" ? result.error : null);
const placesOf = <T extends { readonly asked: Asked }>(some: readonly T[], asked: Asked) =>
  [...some.entries()].filter(([, one]) => one.asked === asked);
