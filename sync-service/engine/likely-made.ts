import type { FieldValue, Fields } from "../../shared/records/fields.ts";

/** By which fields a record is told that was edited since it was made. */
export interface Traits<F extends Fields> {
  /** One of these at least still says what was sent. */
  readonly identity: readonly (keyof F & string)[];
  /** Many records share their values, or they are not written as they are: they tell nothing. */
  readonly common: readonly (keyof F & string)[];
}

export type Likelihood = "surely" | "perhaps" | "no";

/**
 * Whether a record that was made at the right time by the right user is the one that was sent, although somebody edited it since. Two fields
 * that tell something, and half of all such, have to stand as they were sent; where fewer do, a person has to say.
 */
export function likelyMade<F extends Fields>(
  sent: F,
  there: F,
  { identity, common }: Traits<F>,
  alike: (field: keyof F & string, one: FieldValue, other: FieldValue) => boolean,
): Likelihood {
  const telling = Object.keys(sent).filter((field) => sent[field] !== null && !common.includes(field));
  const kept = telling.filter((field) => alike(field, sent[field] ?? null, there[field] ?? null));
  if (!kept.some((field) => identity.includes(field))) return "no";
  return kept.length >= 2 && kept.length * 2 >= telling.length ? "surely" : "perhaps";
}
