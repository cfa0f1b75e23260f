import type { Fields } from "../../shared/records/fields.ts";
import type { Traits } from "./likely-made.ts";

/** What a record can be recognised by, each in one comparable form: folded texts, phones in E.164. */
export interface NaturalKeys {
  readonly email: string | null;
  readonly phones: readonly string[];
  readonly lastName: string | null;
  readonly fullName: string | null;
  readonly company: string | null;
}

export type Likeness = "same" | "unsure" | "other";

/**
 * M1 for people. Phones are shared in offices and families, and names by strangers: neither is enough without the last name.
 * The same full name where nothing else speaks for or against is a question.
 */
export function likeness(one: NaturalKeys, other: NaturalKeys): Likeness {
  if (one.email !== null && one.email === other.email) return "same";
  if (one.lastName === null || one.lastName !== other.lastName) return "other";
  if (one.phones.some((phone) => other.phones.includes(phone))) return "same";
  if (one.fullName !== other.fullName) return "other";
  if (one.company !== null && one.company === other.company) return "same";
  return contradicts(one, other) ? "other" : "unsure";
}

/** Something both have, and have differently. */
function contradicts(one: NaturalKeys, other: NaturalKeys): boolean {
  return (
    (one.email !== null && other.email !== null) ||
    (one.phones.length > 0 && other.phones.length > 0) ||
    (one.company !== null && other.company !== null)
  );
}

/** What the search for a twin came to. */
export type Match<T> =
  | { readonly is: "none" }
  | { readonly is: "twin"; readonly twin: T }
  | { readonly is: "question"; readonly among: readonly T[] };

/** How records of one kind are recognised (M1): by keys, each in one comparable form. */
export interface Recognition<F extends Fields, K = unknown> {
  /** How one is told again that we made ourselves and somebody edited since. */
  readonly traits: Traits<F>;
  keysOf(record: F): K;
  likeness(one: K, other: K): Likeness;
  /** Two of the same keys in the mailbox are two records ("Call", twice), and not one thing entered twice. */
  readonly repeats: boolean;
}

/** One sure hit is the twin; several, or an unsure one, are for a person to tell apart. */
export function match<T, K>(
  sought: K,
  candidates: readonly T[],
  keysOf: (candidate: T) => K,
  likeness: (one: K, other: K) => Likeness,
): Match<T> {
  const told = candidates.map((candidate) => ({ candidate, likeness: likeness(sought, keysOf(candidate)) }));
  const among = told.filter(({ likeness: is }) => is !== "other").map(({ candidate }) => candidate);
  const sure = told.filter(({ likeness: is }) => is === "same").map(({ candidate }) => candidate);
  const [twin] = sure;
  if (twin !== undefined && sure.length === 1) return { is: "twin", twin };
  return among.length === 0 ? { is: "none" } : { is: "question", among };
}
