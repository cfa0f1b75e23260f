import type { FieldValue, Fields, SideName } from "../../shared/records/fields.ts";
import type { RuleId } from "../../shared/records/rules.ts";
import type { ExchangeStanding } from "./known.ts";
import type { FieldRules } from "./policy.ts";

/**
 * What a person wants a record to hold, and what has to stand for it: the other value of a conflict (M2), what was before (P2), guests (P5), or,
 * of a copy that sync made, nothing any more (B5).
 */
export interface Wish<F extends Fields> {
  readonly id: string;
  readonly of: "conflict" | "undo" | "invitation" | "clearing";
  /** Where `expected` has to stand. */
  readonly on: SideName;
  /** What the person saw: if something else stands by now, his wish is not granted. */
  readonly expected: Partial<F>;
  /** What both sides are to hold. Of a record that is to be made anew: all of it. */
  readonly wanted: Partial<F>;
}

/** The rule by which a person can have it. */
export const wishRule = { conflict: "M2", undo: "P2", invitation: "P5", clearing: "B5" } as const satisfies Readonly<
  Record<Wish<Fields>["of"], RuleId>
>;

export interface Granted<F extends Fields> {
  readonly ids: readonly string[];
  readonly wanted: Partial<F>;
}

const SIDES = ["exchange", "salesforce"] as const;

/** Those wishes that can be met as things stand. Each is met as a whole or not at all. */
export function grantable<F extends Fields>(
  wishes: readonly Wish<F>[],
  records: Readonly<Record<SideName, F>>,
  rules: FieldRules<F>,
  rich: ReadonlySet<string>,
): Granted<F> {
  const takes = (side: SideName, field: keyof F & string, value: FieldValue) =>
    rules.alike(field, records[side][field] ?? null, value) ||
    (rules.inPlay.has(field) && rules.writable[side].has(field) && !(side === "exchange" && rich.has(field)));
  return met(
    wishes.filter(
      ({ of, on, expected, wanted }) =>
        of !== "invitation" &&
        stands(records[on], expected, rules) &&
        entries(wanted).every(([field, value]) => SIDES.every((side) => takes(side, field, value))),
    ),
  );
}

/**
 * Those invitations that can be sent: nobody takes part in the item yet, and it stands as it was shown. They alone write in the mailbox what
 * otherwise only goes up; Salesforce, where these people stand, is told nothing.
 */
export function sendable<F extends Fields>(
  wishes: readonly Wish<F>[],
  { record, standing }: { readonly record: F; readonly standing: Pick<ExchangeStanding, "withOthers"> },
  rules: Pick<FieldRules<F>, "inPlay" | "sentOnly" | "alike">,
): Granted<F> {
  if (standing.withOthers === true) return met<F>([]);
  const isOnlySent = (field: string) => rules.inPlay.has(field) && rules.sentOnly?.has(field) === true;
  return met(
    wishes.filter(
      ({ of, expected, wanted }) => of === "invitation" && stands(record, expected, rules) && Object.keys(wanted).every(isOnlySent),
    ),
  );
}

const met = <F extends Fields>(granted: readonly Wish<F>[]): Granted<F> => ({
  ids: granted.map(({ id }) => id),
  wanted: Object.assign({}, ...granted.map(({ wanted }) => wanted)) as Partial<F>,
});

export const stands = <F extends Fields>(record: F, expected: Partial<F>, { alike }: Pick<FieldRules<F>, "alike">): boolean =>
  entries(expected).every(([field, value]) => alike(field, record[field] ?? null, value));

const entries = <F extends Fields>(values: Partial<F>): readonly [keyof F & string, FieldValue][] =>
  Object.entries(values).map(([field, value]) => [field, value ?? null]);
