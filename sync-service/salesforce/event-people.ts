import type { Event } from "../../shared/records/event.ts";
import type { RelatedPeople } from "../cycle/related-people.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { Gone, Refused } from "../errors.ts";
import { DESCRIPTION_LENGTH } from "../mappings/event.ts";
import { type EventPerson, peopleOf } from "../mappings/event-people.ts";
import { blockIn, blockOf, withBlock, withoutBlock } from "../mappings/people-block.ts";
import type { RecordFields, Salesforce } from "./api.ts";
import { answerChanges, type EventAnswers, relationsOf } from "./event-answers.ts";
import { type EventPeopleRules, guestsOf, namedInText, type Related, relatedTo, soughtOf } from "./event-relations.ts";
import type { EventAccess, EventRow } from "./event-rows.ts";
import { findPeople } from "./people.ts";
import type { Changed } from "./record-write-ports.ts";

export interface EventPeoplePorts {
  readonly api: Salesforce;
  readonly access: EventAccess;
  readonly rules: EventPeopleRules;
  readonly related: RelatedPeople;
}

/** Everything about people in one `apply`: what events are given beside their fields, and what follows once they were written (E3). */
export interface EventPeople {
  besides(records: readonly Event[]): Promise<readonly RecordFields[]>;
  besidesChanges(changed: readonly Changed<Event, EventRow>[]): Promise<readonly RecordFields[]>;
  /** Answers to invitations, and what we related, of what was done. Answers the outcomes, in order. */
  follow(actions: readonly Action<Event>[], outcomes: readonly Outcome<Event>[]): Promise<readonly Outcome<Event>[]>;
}

const LATER_MS = 30_000;

export function eventPeople({ api, access, rules, related }: EventPeoplePorts): EventPeople {
  const isShared = access.description.childRelationships.has("EventWhoIds");
  /** Of records that are made, and of ids that are changed. */
  const ours = new Map<Event | string, readonly string[]>();
  const answers = new Map<string, EventAnswers>();

  return {
    async besides(records) {
      const all = records.map(({ people }) => peopleOf(access.fields.has("people") ? people : null));
      const known = await lookUp(all);
      return records.map((record, index): RecordFields => {
        const people = all[index] ?? [];
        if (people.length === 0) return {};
        const guests = guestsOf(people, known, rules);
        const to = relatedTo(guests, [], [], isShared);
        if (to.ours.length > 0) ours.set(record, to.ours);
        return { ...relations(to), ...described(wireText(record.notes), null, namedInText(guests, to.ids, new Set())) };
      });
    },

    async besidesChanges(changed) {
      const concerned = changed.filter(({ action }) => "people" in action.changes && access.fields.has("people"));
      if (concerned.length === 0) return changed.map(() => ({}));
      const ids = concerned.map(({ row }) => row.Id);
      const all = concerned.map(({ action }) => peopleOf(action.changes.people ?? null));
      const [known, there, before] = [await lookUp(all), await relationsOf(ids, isShared, api), await related.of(ids)];
      const given = new Map<string, RecordFields>();
      for (const [index, { action, row }] of concerned.entries()) {
        const held = there.get(row.Id) ?? { people: [], invitees: [] };
        const who = row.WhoId ?? null;
        const now = who === null ? [] : [who, ...held.people.filter((id) => id !== who)];
        const guests = guestsOf(all[index] ?? [], known, rules);
        const to = relatedTo(guests, now, before.get(row.Id) ?? [], isShared);
        const invited = new Set(held.invitees.flatMap(({ id, address }) => [id, ...(address === null ? [] : [address])]));
        ours.set(row.Id, to.ours);
        answers.set(row.Id, answerChanges(held.invitees, guests));
        const { notes } = action.changes;
        const text = notes === undefined ? withoutBlock(row.Description) || null : wireText(notes);
        const description = described(text, blockIn(row.Description), namedInText(guests, to.ids, invited));
        given.set(row.Id, { ...(sameIds(to.ids, now) ? {} : relations(to)), ...description });
      }
      return changed.map(({ row }) => given.get(row.Id) ?? {});
    },

    async follow(actions, outcomes) {
      const done = outcomes.map((outcome) => (outcome.is === "done" ? outcome.seen : null));
      const kept = new Map<string, readonly string[]>();
      const sent: { readonly index: number; readonly fields: RecordFields }[] = [];
      for (const [index, action] of actions.entries()) {
        const id = done[index]?.id;
        if (id === undefined || action.do === "remove") continue;
        const put = ours.get(action.do === "create" ? action.record : action.id);
        if (put) kept.set(id, put);
        if (action.do === "update") for (const fields of answers.get(action.id) ?? []) sent.push({ index, fields });
      }
      if (kept.size > 0) await related.keep(kept);
      if (sent.length === 0) return outcomes;
      const saved = await api.update(sent.map(({ fields }) => ({ object: "EventRelation", fields })));
      const after = [...outcomes];
      for (const [place, { index }] of sent.entries()) {
        const result = saved[place];
        if (result?.is === "done" || (result?.is === "failed" && result.error instanceof Gone)) continue;
        after[index] =
          result?.is === "failed" && result.error instanceof Refused
            ? { is: "refused", problem: result.error.problem }
            : { is: "later", retryAfterMs: LATER_MS };
      }
      return after;
    },
  };

  async function lookUp(all: readonly (readonly EventPerson[])[]) {
    const addresses = [...new Set(all.flatMap((people) => soughtOf(people, rules)))];
    if (addresses.length === 0) return { people: [], opportunities: [], cases: [] };
    return (await findPeople(api, { addresses, personIds: [], cases: false, beside: [] })).known;
  }

  function relations({ ids }: Related): RecordFields {
    return { WhoId: ids[0] ?? null, ...(isShared ? { EventWhoIds: ids } : {}) };
  }

  /** Nothing, where our lines stand as they should. */
  function described(text: string | null, held: string | null, named: readonly EventPerson[]): RecordFields {
    const block = blockOf(named);
    return !access.fields.has("notes") || block === held ? {} : { Description: withBlock(text, block, DESCRIPTION_LENGTH) };
  }
}

const wireText = (notes: string | null) => notes?.replaceAll("\n", "\r\n") ?? null;
const sameIds = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one[0] === other[0] && one.every((id) => other.includes(id));
