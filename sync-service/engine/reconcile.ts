import type { FieldValue, Fields, SideName } from "../../shared/records/fields.ts";
import type { FieldRules, Policy } from "./policy.ts";

/** Both sides had changed the field; one value stands, the other is kept for a person to choose (M2). */
export interface Conflict<F extends Fields> {
  /** `deletion`: edited on the winner's side, deleted on the other (M3). */
  readonly field: (keyof F & string) | "deletion";
  readonly winner: SideName;
  readonly kept: FieldValue;
  readonly lost: FieldValue;
}

/** What both sides should hold, and what each lacks. */
export interface Merge<F extends Fields> {
  readonly agreed: F;
  readonly changes: Readonly<Record<SideName, Partial<F>>>;
  readonly conflicts: readonly Conflict<F>[];
}

/** What one field comes to: the agreed value, where it is to be written, and whether another value gives way to it. */
type Verdict =
  | { readonly agreed: FieldValue; readonly write: SideName | null; readonly loses?: never }
  /** With nothing to write, the mailbox's value is guarded, or a person is asked: both stay, and differ. */
  | { readonly agreed: FieldValue; readonly write: SideName | null; readonly loses: FieldValue };

/**
 * Brings two records together, field by field against the base (M2). Without a base they meet for the first time: blanks
 * are filled, and where values differ the winner's stands. A field that may not be written where it should be is left as it is.
 */
export function reconcile<F extends Fields>(base: F | null, exchange: F, salesforce: F, rules: FieldRules<F>): Merge<F> {
  const agreed: Record<string, FieldValue> = {};
  const changes: Record<SideName, Record<string, FieldValue>> = { exchange: {}, salesforce: {} };
  const conflicts: Conflict<F>[] = [];
  for (const field of Object.keys(exchange) as (keyof F & string)[]) {
    const was = base?.[field] ?? null;
    const there = rules.sentOnly?.has(field) === true ? was : (salesforce[field] ?? null);
    const wanted = rules.wanted?.[field];
    if (wanted !== undefined) {
      agreed[field] = wanted;
      if (!rules.alike(field, exchange[field] ?? null, wanted)) changes.exchange[field] = wanted;
      if (!rules.alike(field, salesforce[field] ?? null, wanted)) changes.salesforce[field] = wanted;
      continue;
    }
    const verdict = judge(field, was, exchange[field] ?? null, there, rules);
    agreed[field] = verdict.agreed;
    if (verdict.write) changes[verdict.write][field] = verdict.agreed;
    if (verdict.loses !== undefined) {
      const bothStay = verdict.write === null;
      const [winner, kept] = bothStay ? (["exchange", exchange[field] ?? null] as const) : [otherSide(verdict.write), verdict.agreed];
      conflicts.push({ field, winner, kept, lost: verdict.loses });
    }
  }
  return { agreed, changes, conflicts } as unknown as Merge<F>;
}

function judge<F extends Fields>(
  field: keyof F & string,
  was: FieldValue,
  here: FieldValue,
  there: FieldValue,
  rules: FieldRules<F>,
): Verdict {
  const asItWas = { agreed: was, write: null };
  if (!rules.inPlay.has(field)) return asItWas;
  // Another spelling of the same is no change.
  if (rules.alike(field, here, there)) return { agreed: was !== null && rules.alike(field, here, was) ? was : here, write: null };
  const up = rules.writable.salesforce.has(field);
  const comesDown = rules.writable.exchange.has(field) && !(there === null && rules.neverWiped.has(field));
  const down = comesDown && rules.guarded?.has(field) !== true;
  if (rules.alike(field, there, was)) return up ? { agreed: here, write: "salesforce" } : asItWas;
  if (rules.alike(field, here, was)) {
    if (down) return { agreed: there, write: "exchange" };
    return comesDown ? { ...asItWas, loses: there } : asItWas;
  }
  if (rules.winner === "ask" && up && down) return { ...asItWas, loses: there };
  const exchangeWins = up && (rules.winner === "exchange" || !down);
  if (exchangeWins) return { agreed: here, write: "salesforce", loses: there };
  return down ? { agreed: there, write: "exchange", loses: here } : asItWas;
}

export const otherSide = (side: SideName): SideName => (side === "exchange" ? "salesforce" : "exchange");

/**
 * Whether the record was edited since the base, in a field that the other side has a place for. What the preset holds back just now counts:
 * nobody has seen it on the other side, and a deletion there must not take it along (M3). What is only sent is no edit: an answer to an
 * invitation comes in by itself. Nor is a blank that never goes down: a company that found no account was not taken off by anybody (C4).
 */
export function edited<F extends Fields>(
  base: F,
  record: F,
  side: SideName,
  rules: Pick<Policy<F>, "inPlay" | "givenTo" | "sentOnly" | "neverWiped" | "alike">,
): boolean {
  const isNoAnswer = (field: keyof F & string) => side === "salesforce" && (record[field] ?? null) === null && rules.neverWiped.has(field);
  return [...rules.givenTo[otherSide(side)]].some(
    (field) =>
      rules.inPlay.has(field) &&
      rules.sentOnly?.has(field) !== true &&
      !isNoAnswer(field) &&
      !rules.alike(field, base[field] ?? null, record[field] ?? null),
  );
}

/**
 * Whether a copy of ours may not be taken away: it was edited, or holds what its record has no place for, such as a lead for a department.
 * Nobody but a person wrote that, and with the copy it would be gone (M3).
 */
export function isEditedCopy<F extends Fields>(
  base: F,
  copy: F,
  rules: Pick<Policy<F>, "inPlay" | "givenTo" | "sentOnly" | "neverWiped" | "alike" | "blankAtFirst">,
): boolean {
  const hasOwn = (field: keyof F & string) =>
    (copy[field] ?? null) !== null && !rules.alike(field, base[field] ?? null, copy[field] ?? null);
  return edited(base, copy, "exchange", rules) || [...rules.blankAtFirst].some(hasOwn);
}
