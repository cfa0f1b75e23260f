import type { Codec } from "./mapping.ts";
import type { GraphEvent, GraphPerson } from "./wire/graph-event.ts";
import type { SalesforceEvent } from "./wire/salesforce-event.ts";

/** `none`: asked and not answered yet. */
export type PersonAnswer = "none" | "accepted" | "tentative" | "declined" | "organizer";

/** Somebody who takes part in an event. */
export interface EventPerson {
  /** Lower case. */
  readonly address: string;
  readonly answer: PersonAnswer;
  readonly name: string | null;
}

/**
 * The people as one value of a record: a line each, the organizer first, then those who have to come, each by address; so that the order in
 * which a server lists them is no change. The name comes last, as it alone may hold blanks.
 */
function peopleText(people: readonly EventPerson[]): string | null {
  const lines = people.map(({ address, answer, name }) => [address, answer, ...(name === null ? [] : [name])].join(" "));
  return lines.length === 0 ? null : lines.join("\n");
}

/** What such a value says. */
export function peopleOf(text: string | null): readonly EventPerson[] {
  if (text === null) return [];
  return text.split("\n").map((line): EventPerson => {
    const [address = "", answer = "none", ...name] = line.split(" ");
    return { address, answer: answer as PersonAnswer, name: name.join(" ") || null };
  });
}

/**
 * Who takes part, for Salesforce alone: nobody is ever invited by a record that comes down (P5). Of a private event nobody goes up (E5), and
 * one who meets nobody has no people.
 */
export function people(): Codec<GraphEvent, string | null> {
  return {
    property: "attendees",
    read({ attendees, organizer, isOrganizer, sensitivity }) {
      const asked = (attendees ?? []).filter(({ type }) => type?.toLowerCase() !== "resource");
      if (asked.length === 0 || ["private", "confidential"].includes(sensitivity?.toLowerCase() ?? "")) return null;
      const [optional, required] = [asked.filter(isOptional), asked.filter((person) => !isOptional(person))];
      const host = isOrganizer === true || !organizer ? [] : [{ ...organizer, status: { response: "organizer" } }];
      const inOrder = [...host, ...byAddress(required), ...byAddress(optional)].flatMap(personOf);
      const firsts = new Map<string, EventPerson>();
      for (const person of inOrder) if (!firsts.has(person.address)) firsts.set(person.address, person);
      return peopleText([...firsts.values()]);
    },
    write: () => ({}),
  };
}

/** What Salesforce holds are relations, which are written beside the record and never read as its value. */
export function peopleInSalesforce(): Codec<SalesforceEvent, string | null> {
  return { property: "WhoId", read: () => null, write: () => ({}) };
}

const isOptional = ({ type }: GraphPerson) => type?.toLowerCase() === "optional";
const addressOf = ({ emailAddress }: GraphPerson) => (emailAddress?.address ?? "").trim().toLowerCase();

const byAddress = (all: readonly GraphPerson[]) =>
  all.toSorted((one, other) => (addressOf(one) < addressOf(other) ? -1 : addressOf(one) > addressOf(other) ? 1 : 0));

const ANSWERS: Readonly<Record<string, PersonAnswer>> = {
  accepted: "accepted",
  tentativelyaccepted: "tentative",
  declined: "declined",
  organizer: "organizer",
};

function personOf(person: GraphPerson): readonly EventPerson[] {
  const address = addressOf(person);
  if (address === "" || /\s/u.test(address)) return [];
  const answer = ANSWERS[person.status?.response?.toLowerCase() ?? ""] ?? "none";
  return [{ address, answer, name: nameOf(person.emailAddress?.name ?? "", address) }];
}

function nameOf(given: string, address: string): string | null {
  const name = given
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return name === "" || name.toLowerCase() === address ? null : name;
}

/** People who are to be asked, as the value that an event has once they were. Of two with one address the first. */
export function guestsText(guests: readonly { readonly address: string; readonly name: string }[]): string | null {
  return people().read({ attendees: guests.map(({ address, name }) => ({ emailAddress: { address, name } })) });
}

/** The attendees that such a value names: to write them has Exchange mail each of them (P5). */
export function attendeesOf(text: string): readonly GraphPerson[] {
  return peopleOf(text).map(({ address, name }) => ({ type: "required", emailAddress: { address, name: name ?? address } }));
}
