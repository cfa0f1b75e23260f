import type { EmailContext, Match, Person, RecordLink } from "../../shared/api/person.ts";
import { type AddressRules, normalAddress, standingOf } from "./addresses.ts";
import type { Known, KnownPerson, KnownRecords } from "./known-records.ts";
import { fieldMatched, matchAddress } from "./matching.ts";

/** An address on a mail or meeting, and the part it plays there. */
export interface Participant {
  readonly role: Person["role"];
  readonly name: string | null;
  readonly address: string;
}

export interface ContextRules extends AddressRules {
  readonly prefer: "contact" | "lead";
}

/** What Salesforce knows about the people of a mail, as the user himself may see it, in one request. */
export async function emailContext(
  participants: readonly Participant[],
  rules: ContextRules,
  salesforce: KnownRecords,
): Promise<EmailContext> {
  const everyone = firstOfEach(participants);
  const outside = everyone.filter(({ address }) => standingOf(address, rules) === "outside");
  const known = await salesforce.lookUp(
    outside.map(({ address }) => normalAddress(address)),
    { cases: true },
  );
  return describePeople(everyone, rules, known, (id) => salesforce.recordUrl(id));
}

export function describePeople(
  everyone: readonly Participant[],
  rules: ContextRules,
  known: Known,
  recordUrl: (id: string) => string,
): EmailContext {
  return {
    people: everyone.map((participant) => personOf(participant, rules, known, recordUrl)),
    opportunities: known.opportunities.map(({ id, name, stage, amount, currency, closeDate }) => ({
      ...link("Opportunity", id, name, recordUrl),
      stage,
      amount,
      currency,
      closeDate,
    })),
    cases: known.cases.map(({ id, name, status, priority }) => ({ ...link("Case", id, name, recordUrl), status, priority })),
  };
}

function personOf({ role, name, address }: Participant, rules: ContextRules, known: Known, recordUrl: (id: string) => string): Person {
  const person = { address, name, role };
  switch (standingOf(address, rules)) {
    case "blocked":
      return { ...person, is: "blocked", best: null, others: [] };
    case "internal":
      return { ...person, is: "colleague", best: null, others: [] };
    case "none":
      return { ...person, is: "unknown", best: null, others: [] };
    case "outside":
      break;
  }
  const matched = matchAddress(address, known, rules.prefer);
  const is = matched.is === "user" ? "colleague" : matched.is === "nobody" ? "unknown" : matched.is;
  const describe = (one: KnownPerson) => matchOf(one, address, recordUrl);
  return { ...person, is, best: matched.best === null ? null : describe(matched.best), others: matched.others.map(describe) };
}

function matchOf(person: KnownPerson, address: string, recordUrl: (id: string) => string): Match {
  return {
    ...link(person.type, person.id, person.name, recordUrl),
    title: person.title,
    phone: person.phone,
    account: person.account === null ? null : link("Account", person.account.id, person.account.name, recordUrl),
    owner: person.owner,
    matchedOn: fieldMatched(person, address) ?? person.type,
  };
}

function link(type: string, id: string, name: string, recordUrl: (id: string) => string): RecordLink {
  return { id, type, name, url: recordUrl(id) };
}

/** Somebody who is on To and Cc is one person. */
function firstOfEach(participants: readonly Participant[]): readonly Participant[] {
  const seen = new Map<string, Participant>();
  for (const participant of participants) {
    const key = normalAddress(participant.address);
    if (key !== "" && !seen.has(key)) seen.set(key, participant);
  }
  return [...seen.values()];
}
