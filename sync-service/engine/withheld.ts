import type { FieldValue, Fields } from "../../shared/records/fields.ts";
import type { ExchangeStanding, View } from "./known.ts";
import type { Policy } from "./policy.ts";

type Present<F extends Fields> = Extract<View<F, ExchangeStanding>, { readonly is: "present" }>;

/**
 * The item as far as it is shared (E5). Something else stands for the values that are not, nothing of Salesforce's is written over them, and
 * nobody there can undo what withholds them.
 * @param theirs what Salesforce has, unless it has it from this mailbox: what it withheld by itself stays there as it is
 */
export function asShared<F extends Fields>(
  item: Present<F>,
  { withheld, alike }: Pick<Policy<F>, "withheld" | "alike">,
  theirs: F | null,
): Present<F> {
  const { record, standing } = item;
  const found = withheld?.(record) ?? null;
  if (found === null) return item;
  const { instead, by } = found;
  const own = theirs !== null && alike(by, theirs[by] ?? null, record[by] ?? null) ? theirs : null;
  const values = Object.entries(instead).map(([field, value]): [keyof F & string, FieldValue] => [
    field,
    (own ? own[field] : value) ?? null,
  ]);
  const apart = own ? values.filter(([field, value]) => !alike(field, record[field] ?? null, value)) : values;
  if (apart.length === 0) return item;
  const fields = [...apart.map(([field]) => field), by];
  const { guarded = [], rich = [] } = standing;
  return {
    ...item,
    record: { ...record, ...Object.fromEntries(apart) },
    standing: { ...standing, guarded: [...guarded, ...fields], rich: [...rich, ...fields] },
  };
}
