import type { Event } from "../../shared/records/event.ts";
import type { Colleagues } from "../cycle/colleagues.ts";
import type { Meetings } from "../cycle/meetings.ts";
import type { RelatedPeople } from "../cycle/related-people.ts";
import type { Action, Outcome, Seen } from "../cycle/side.ts";
import { Gone, Refused, type SyncError } from "../errors.ts";
import { DESCRIPTION_LENGTH } from "../mappings/event.ts";
import { type EventPerson, peopleOf } from "../mappings/event-people.ts";
import { blockIn, blockOf, withBlock, withoutBlock } from "../mappings/people-block.ts";
import type { RecordFields, Salesforce } from "./api.ts";
import { answerChanges, type EventAnswers, type EventRelations, relationsOf } from "./event-answers.ts";
import { type Asked, colleaguesAmong, inviteColleagues, invitingFields, isUser } from "./event-invitees.ts";
import {
  type Acquaintances,
  type EventPeopleRules,
  type Guest,
  guestsOf,
  namedInText,
  type Related,
  relatedTo,
  soughtOf,
} from "./event-relations.ts";
import type { EventAccess, EventRow } from "./event-rows.ts";
import { findPeople } from "./people.ts";
import type { Changed } from "./record-write-ports.ts";

export interface EventPeoplePorts {
  readonly api: Salesforce;
  readonly access: EventAccess;
  readonly rules: EventPeopleRules;
  readonly related: RelatedPeople;
  readonly colleagues: Colleagues;
  readonly meetings: Meetings;
}

/** Everything about people in one `apply`: what events are given beside their fields, and what follows once they were written (E3). */
export interface EventPeople {
  besides(records: readonly Event[]): Promise<readonly RecordFields[]>;
  besidesChanges(changed: readonly Changed<Event, EventRow>[]): Promise<readonly RecordFields[]>;
  /** Answers to invitations, and what we related, of what was done. Answers the outcomes, in order. */
  follow(actions: readonly Action<Event>[], outcomes: readonly Outcome<Event>[]): Promise<readonly Outcome<Event>[]>;
}

const LATER_MS = 30_000;
const NOT_THEIRS =
  "It is a colleague's event in Salesforce, whose people this Salesforce user may not change: they stay as the colleague's calendar has them.";

export function eventPeople(ports: EventPeoplePorts): EventPeople {
  const people = new PeopleOfEvents(ports);
  return {
    besides: (records) => people.besides(records),
    besidesChanges: (changed) => people.besidesChanges(changed),
    follow: (actions, outcomes) => people.follow(actions, outcomes),
  };
}

/** What was looked up and decided of the people of events within one `apply`, until what follows is done. */
class PeopleOfEvents implements EventPeople {
  readonly #ports: EventPeoplePorts;
  readonly #isShared: boolean;
  /** Of records that are made, and of ids that are changed. */
  readonly #ours = new Map<Event | string, readonly string[]>();
  readonly #answers = new Map<string, EventAnswers>();
  /** People of new events for whose invitations more is to be done than their lists can say. */
  readonly #unsaid = new Map<Event, readonly Guest[]>();
  /** Invitations of changed events that could not be made or taken back. */
  readonly #failed = new Map<string, readonly SyncError[]>();
  /** Colleagues' events of which the owner of the mailbox is the organizer, as they stood. */
  readonly #theirs = new Map<string, Seen<Event>>();
  /** Of those, the ones where something was to be written: only who may write there leads. */
  readonly #written = new Set<string>();

  constructor(ports: EventPeoplePorts) {
    this.#ports = ports;
    this.#isShared = ports.access.description.childRelationships.has("EventWhoIds");
  }

  async besides(records: readonly Event[]): Promise<readonly RecordFields[]> {
    const { access } = this.#ports;
    const all = records.map(({ people }) => peopleOf(access.fields.has("people") ? people : null));
    const known = await this.#lookUp(all);
    return records.map((record, index) => this.#besidesNew(record, guestsOf(all[index] ?? [], known, this.#ports.rules)));
  }

  #besidesNew(record: Event, guests: readonly Guest[]): RecordFields {
    if (guests.length === 0) return {};
    const to = relatedTo(guests, [], [], this.#isShared);
    const users = colleaguesAmong(guests).map(({ colleague }) => colleague);
    if (to.ours.length + users.length > 0) this.#ours.set(record, [...to.ours, ...users]);
    // Whether every event of a series gets the invitees that it is made with is not published.
    const isSaid = users.length === 0 || (record.series === null && guests.every(({ answer }) => answer !== "tentative"));
    if (!isSaid) this.#unsaid.set(record, guests);
    const description = this.#described(wireText(record.notes), null, namedInText(guests, to.ids, new Set(users)));
    return { ...this.#relations(to), ...invitingFields(guests), ...description };
  }

  async besidesChanges(changed: readonly Changed<Event, EventRow>[]): Promise<readonly RecordFields[]> {
    const { access, meetings } = this.#ports;
    const told = changed.filter(({ action }) => "people" in action.changes && access.fields.has("people"));
    // E3: who comes is what the organizer's copy says, once his mailbox has met the event.
    const led = await meetings.ledByOthers(told.flatMap(({ row }) => (this.#isOwn(row) ? [row.Id] : [])));
    const concerned = told.filter(({ row }) => !led.has(row.Id));
    const given = concerned.length === 0 ? new Map<string, RecordFields>() : await this.#besidesLed(concerned);
    return changed.map(({ row }) => given.get(row.Id) ?? {});
  }

  /** By event, of those whose people this mailbox says. */
  async #besidesLed(concerned: readonly Changed<Event, EventRow>[]): Promise<ReadonlyMap<string, RecordFields>> {
    const { api, related, rules } = this.#ports;
    const ids = concerned.map(({ row }) => row.Id);
    const all = concerned.map(({ action }) => peopleOf(action.changes.people ?? null));
    const [known, there, before] = [await this.#lookUp(all), await relationsOf(ids, this.#isShared, api), await related.of(ids)];
    const asked = ids.map((eventId, index) => ({
      eventId,
      guests: this.#guestsAt(concerned[index]?.row, guestsOf(all[index] ?? [], known, rules)),
      invitees: there.get(eventId)?.invitees ?? [],
      oursBefore: before.get(eventId) ?? [],
    }));
    for (const { row, seen } of concerned) if (!this.#isOwn(row)) this.#theirs.set(row.Id, seen);
    const invitees = await this.#invited(asked);
    const given = new Map<string, RecordFields>();
    for (const [index, one] of concerned.entries()) {
      const { guests = [], oursBefore = [] } = asked[index] ?? {};
      const held = { people: there.get(one.row.Id)?.people ?? [], invitees: invitees.get(one.row.Id) ?? [] };
      const answers = answerChanges(held.invitees, guests);
      const fields = this.#givenTo(one, guests, held, oursBefore);
      this.#answers.set(one.row.Id, answers);
      given.set(one.row.Id, fields);
      if (Object.keys(fields).length + answers.length > 0) this.#written.add(one.row.Id);
    }
    return given;
  }

  async follow(actions: readonly Action<Event>[], outcomes: readonly Outcome<Event>[]): Promise<readonly Outcome<Event>[]> {
    const later = await this.#finishNew(actions, outcomes);
    const kept = new Map<string, readonly string[]>();
    const sent: Sent[] = [];
    const after = [...outcomes];
    for (const [index, action] of actions.entries()) {
      const outcome = outcomes[index];
      const id = outcome?.is === "done" ? outcome.seen?.id : undefined;
      if (id === undefined || action.do === "remove") continue;
      const put = this.#ours.get(action.do === "create" ? action.record : action.id);
      if (put) kept.set(id, put);
      for (const fields of (action.do === "update" ? this.#answers.get(id) : later.get(id)) ?? []) sent.push({ index, fields });
      for (const error of this.#failed.get(id) ?? []) after[index] = stopped(error);
    }
    if (kept.size > 0) await this.#ports.related.keep(kept);
    for (const [index, outcome] of await this.#unansweredAfter(sent)) after[index] = outcome;
    return this.#led(actions, after);
  }

  /** Says what people have answered. Answers, by the action's place, what stopped it. */
  async #unansweredAfter(sent: readonly Sent[]): Promise<ReadonlyMap<number, Outcome<Event>>> {
    const { api } = this.#ports;
    const saved = sent.length === 0 ? [] : await api.update(sent.map(({ fields }) => ({ object: "EventRelation", fields })));
    const stops = new Map<number, Outcome<Event>>();
    for (const [place, { index }] of sent.entries()) {
      const result = saved[place];
      if (result?.is === "done" || (result?.is === "failed" && result.error instanceof Gone)) continue;
      stops.set(index, stopped(result?.is === "failed" ? result.error : null));
    }
    return stops;
  }

  /** Of colleagues' events, those that took what was written are led by this mailbox from now on; the others stay as they are. */
  async #led(actions: readonly Action<Event>[], outcomes: readonly Outcome<Event>[]): Promise<readonly Outcome<Event>[]> {
    const leads: string[] = [];
    const after = outcomes.map((outcome, index): Outcome<Event> => {
      const action = actions[index];
      const seen = action?.do === "update" ? this.#theirs.get(action.id) : undefined;
      if (seen && outcome.is === "done" && this.#written.has(seen.id)) leads.push(seen.id);
      return seen && outcome.is === "refused" ? { is: "done", seen, remark: NOT_THEIRS } : outcome;
    });
    await this.#ports.meetings.lead(leads);
    return after;
  }

  #isOwn({ OwnerId }: EventRow): boolean {
    return OwnerId === this.#ports.access.userId;
  }

  /** Of a colleague's event he is no guest, and the organizer, whose own event it would be, is one. */
  #guestsAt(row: EventRow | undefined, guests: readonly Guest[]): readonly Guest[] {
    const { access, rules } = this.#ports;
    const [address] = rules.ownAddresses;
    if (row === undefined || this.#isOwn(row) || address === undefined) return guests;
    const organizer: Guest = { address, answer: "organizer", name: null, person: null, colleague: access.userId };
    return [organizer, ...guests.filter(({ colleague }) => colleague !== row.OwnerId)];
  }

  async #lookUp(all: readonly (readonly EventPerson[])[]): Promise<Acquaintances> {
    const { api, colleagues, rules } = this.#ports;
    const paired = await colleagues.at([...new Set(all.flatMap((people) => people.map(({ address }) => address)))]);
    const addresses = [...new Set(all.flatMap((people) => soughtOf(people, paired, rules)))];
    if (addresses.length === 0) return { known: { people: [], opportunities: [], cases: [] }, paired };
    return { known: (await findPeople(api, { addresses, personIds: [], cases: false, beside: [] })).known, paired };
  }

  /** Remembered at once, as the event itself may have moved on. */
  async #invited(asked: readonly Asked[]) {
    const { api, related } = this.#ports;
    const all = await inviteColleagues(asked, api);
    for (const { eventId, oursBefore } of asked) {
      const { ours: users = [], failed: errors = [] } = all.get(eventId) ?? {};
      this.#ours.set(eventId, [...oursBefore.filter((id) => !isUser(id)), ...users]);
      this.#failed.set(eventId, errors);
    }
    const changed = asked.filter(({ eventId, oursBefore }) => !sameIds(this.#ours.get(eventId) ?? [], oursBefore));
    for (const { eventId } of changed) this.#written.add(eventId);
    await related.keep(new Map(changed.map(({ eventId }) => [eventId, this.#ours.get(eventId) ?? []])));
    return new Map([...all].map(([eventId, { invitees }]) => [eventId, invitees]));
  }

  #givenTo(
    { action, row }: Changed<Event, EventRow>,
    guests: readonly Guest[],
    { people, invitees }: EventRelations,
    oursBefore: readonly string[],
  ): RecordFields {
    const who = row.WhoId ?? null;
    const now = who === null ? [] : [who, ...people.filter((id) => id !== who)];
    const to = relatedTo(guests, now, oursBefore, this.#isShared);
    this.#ours.set(row.Id, [...to.ours, ...(this.#ours.get(row.Id) ?? []).filter(isUser)]);
    const told = new Set(invitees.flatMap(({ id, address }) => [id, ...(address === null ? [] : [address])]));
    const { notes } = action.changes;
    const text = notes === undefined ? withoutBlock(row.Description) || null : wireText(notes);
    const description = this.#described(text, blockIn(row.Description), namedInText(guests, to.ids, told));
    return { ...(sameIds(to.ids, now) ? {} : this.#relations(to)), ...description };
  }

  /** Invites to events just made who is not invited yet. Answers what is still to be said of people's answers, by event. */
  async #finishNew(actions: readonly Action<Event>[], outcomes: readonly Outcome<Event>[]): Promise<ReadonlyMap<string, EventAnswers>> {
    const made = new Map<string, readonly Guest[]>();
    for (const [index, action] of actions.entries()) {
      const outcome = outcomes[index];
      const guests = action.do === "create" ? this.#unsaid.get(action.record) : undefined;
      if (guests && outcome?.is === "done" && outcome.seen) made.set(outcome.seen.id, guests);
    }
    if (made.size === 0) return new Map();
    const { api } = this.#ports;
    const there = await relationsOf([...made.keys()], this.#isShared, api);
    const asked = [...made].map(([eventId, guests]) => ({
      ...{ eventId, guests, oursBefore: [] },
      invitees: there.get(eventId)?.invitees ?? [],
    }));
    const all = await inviteColleagues(asked, api);
    for (const [eventId, { failed: errors }] of all) this.#failed.set(eventId, errors);
    return new Map(asked.map(({ eventId, guests }) => [eventId, answerChanges(all.get(eventId)?.invitees ?? [], guests)]));
  }

  #relations({ ids }: Related): RecordFields {
    return { WhoId: ids[0] ?? null, ...(this.#isShared ? { EventWhoIds: ids } : {}) };
  }

  /** Nothing, where our lines stand as they should. */
  #described(text: string | null, held: string | null, named: readonly EventPerson[]): RecordFields {
    const block = blockOf(named);
    return !this.#ports.access.fields.has("notes") || block === held ? {} : { Description: withBlock(text, block, DESCRIPTION_LENGTH) };
  }
}

/** An invitee's answer that is to be written for the sake of an action. */
interface Sent {
  /** The action's place. */
  readonly index: number;
  readonly fields: RecordFields;
}

const stopped = (error: SyncError | null): Outcome<Event> =>
  error instanceof Refused ? { is: "refused", problem: error.problem } : { is: "later", retryAfterMs: LATER_MS };
const wireText = (notes: string | null) => notes?.replaceAll("\n", "\r\n") ?? null;
const sameIds = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one[0] === other[0] && one.every((id) => other.includes(id));
