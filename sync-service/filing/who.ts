import { type AddressRules, normalAddress, standingOf } from "../context/addresses.ts";
import type { Known, KnownPerson } from "../context/known-records.ts";
import { matchAddress } from "../context/matching.ts";
import { correspondents, type Email, type EmailAddress } from "./email.ts";

/** The people of an activity (F2). */
export interface Who {
  readonly who: KnownPerson | null;
  /** Contacts that stand beside the who as relations. */
  readonly beside: readonly KnownPerson[];
  /** Known people whom Salesforce's rules keep from being related: they are named in the text. */
  readonly listed: readonly KnownPerson[];
  readonly notes: readonly string[];
}

export interface WhoRules extends AddressRules {
  readonly prefer: "contact" | "lead";
  /** The org relates one activity to several contacts. */
  readonly sharedActivities: boolean;
  /** Whatever is on the mail is related to it, as an EmailMessage does. */
  readonly relatesAll?: boolean;
  /** The mailbox's own addresses: what they sent is a sent mail. */
  readonly ownAddresses: readonly string[];
}

/** Salesforce relates at most so many contacts to one activity. */
const MOST_RELATED = 50;

export function whoOf(email: Email, known: Known, rules: WhoRules, chosen: KnownPerson | null): Who {
  const notes: string[] = [];
  const matched: KnownPerson[] = [];
  for (const { name, address } of inOrder(email, rules.ownAddresses)) {
    if (standingOf(address, rules) !== "outside") continue;
    const { is, best, others } = matchAddress(address, known, rules.prefer);
    if (is === "several") {
      notes.push(`${others.length} records in Salesforce answer to ${name ?? address}: none of them was chosen. Choose one in the pane.`);
    } else if (best !== null && best.type !== "User" && !matched.some(({ id }) => id === best.id)) {
      matched.push(best);
    }
  }
  const who = chosen ?? matched[0] ?? null;
  if (who === null) {
    notes.push("Nobody on this mail is known in Salesforce: it was filed without a relation.");
    return { who, beside: [], listed: [], notes };
  }
  notes.push(`Filed to ${who.name} (${who.type.toLowerCase()})${chosen === null ? "" : ", as chosen"}.`);
  const further = matched.filter(({ id }) => id !== who.id);
  const mayStandBeside = (person: KnownPerson) =>
    rules.relatesAll === true || (rules.sharedActivities && who.type === "Contact" && person.type === "Contact");
  const beside = further.filter(mayStandBeside).slice(0, MOST_RELATED - 1);
  const listed = further.filter((person) => !beside.includes(person));
  if (beside.length > 0) notes.push(`Also related to ${names(beside)}.`);
  if (listed.length > 0) notes.push(`Named in the text only, as Salesforce does not relate them to this activity: ${names(listed)}.`);
  return { who, beside, listed, notes };
}

/** The sender first; of a sent mail its recipients, so that its first To counts as the one it is about. */
function inOrder(email: Email, ownAddresses: readonly string[]): readonly EmailAddress[] {
  const own = new Set(ownAddresses.map(normalAddress));
  return correspondents(email).filter(({ address }) => !own.has(normalAddress(address)));
}

function names(people: readonly KnownPerson[]): string {
  return people.map(({ name }) => name).join(", ");
}
