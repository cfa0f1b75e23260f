import { type AddressRules, normalAddress, standingOf } from "../context/addresses.ts";
import type { Known, KnownPerson } from "../context/known-records.ts";
import { matchAddress } from "../context/matching.ts";
import type { EventPerson } from "../mappings/event-people.ts";

/** Whom an event is related to (F2), and how its people are told apart. */
export interface EventPeopleRules extends AddressRules {
  readonly prefer: "contact" | "lead";
  /** The mailbox's own: its owner is no guest of himself. */
  readonly ownAddresses: readonly string[];
}

/** Somebody of the event who may be told of in Salesforce. */
export interface Guest extends EventPerson {
  /** The contact or lead that the address stands for; null: none, or several. */
  readonly person: KnownPerson | null;
  /** The Salesforce user that a colleague is paired with; he is no contact. */
  readonly colleague: string | null;
}

/** What was found out about the addresses of some people. */
export interface Acquaintances {
  readonly known: Known;
  /** Paired users, by address. */
  readonly paired: ReadonlyMap<string, string>;
}

/** Those who may be named there: neither blocked nor the owner of the mailbox. */
export function guestsOf(people: readonly EventPerson[], { known, paired }: Acquaintances, rules: EventPeopleRules): readonly Guest[] {
  const own = new Set(rules.ownAddresses.map(normalAddress));
  const active = new Set(known.people.flatMap(({ type, id }) => (type === "User" ? [id] : [])));
  return people.flatMap((person): Guest[] => {
    const standing = standingOf(person.address, rules);
    if (standing === "blocked" || standing === "none" || own.has(person.address)) return [];
    const user = paired.get(person.address);
    if (user !== undefined) return [{ ...person, person: null, colleague: active.has(user) ? user : null }];
    const best = standing === "outside" ? matchAddress(person.address, known, rules.prefer).best : null;
    return [{ ...person, person: best === null || best.type === "User" ? null : best, colleague: null }];
  });
}

/** Addresses that are looked up. @param paired those of colleagues, who are asked for as users */
export function soughtOf(people: readonly EventPerson[], paired: Acquaintances["paired"], rules: EventPeopleRules): readonly string[] {
  const own = new Set(rules.ownAddresses.map(normalAddress));
  return people.flatMap(({ address }) => {
    const standing = standingOf(address, rules);
    const isSought = standing === "outside" || (standing === "internal" && paired.has(address));
    return isSought && !own.has(address) ? [address] : [];
  });
}

/** Salesforce relates at most so many contacts to one event, or one lead. */
const MOST_RELATED = 50;
const isLead = (id: string) => id.startsWith("00Q");

/** The people an event is related to, the primary one first, and those of them who stand there by our doing. */
export interface Related {
  readonly ids: readonly string[];
  readonly ours: readonly string[];
}

/**
 * What people in Salesforce chose stays as it is; ours stand beside it as far as Salesforce allows: further contacts with Shared Activities,
 * otherwise one person at all.
 * @param there who is related now, the primary one first
 * @param oursBefore those whom we had related
 */
export function relatedTo(guests: readonly Guest[], there: readonly string[], oursBefore: readonly string[], isShared: boolean): Related {
  const byHand = there.filter((id) => !oursBefore.includes(id));
  const known = [...new Set(guests.flatMap(({ person }) => person?.id ?? []))];
  const wanted = known.filter((id) => !byHand.includes(id));
  const [first = wanted[0]] = byHand;
  if (first === undefined) return { ids: [], ours: [] };
  const takesOthers = isShared && !isLead(first);
  const beside = takesOthers ? wanted.filter((id) => !isLead(id)) : wanted.filter((id) => id === first);
  const ours = beside.slice(0, Math.max(0, MOST_RELATED - byHand.length));
  const [primary] = there;
  const ids = [...byHand, ...ours];
  const inOrder = primary !== undefined && ids.includes(primary) ? [primary, ...ids.filter((id) => id !== primary)] : ids;
  return { ids: inOrder, ours };
}

/** Whom the Description names: whoever has no relation, and whose answer no relation can hold. @param invited ids that are invitees */
export function namedInText(guests: readonly Guest[], related: readonly string[], invited: ReadonlySet<string>): readonly EventPerson[] {
  return guests.filter(({ answer, person, address, colleague }) => {
    if (invited.has(address) || invited.has(person?.id ?? "") || invited.has(colleague ?? "")) return false;
    const says = answer !== "none" && answer !== "organizer";
    return person === null || !related.includes(person.id) || says;
  });
}
