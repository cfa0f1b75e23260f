import type { Fields } from "../../shared/records/fields.ts";
import type { Policy } from "../engine/policy.ts";
import { presetRules, writableBy, type PresetOfKind } from "./preset-directions.ts";

/** What a kind of activity has of its own. */
type OwnRules<F extends Fields> = Pick<Policy<F>, "alike" | "fault" | "sentOnly" | "blankAtFirst" | "withheld">;

/** What the preset and each side's field security come to for tasks and events: every field that both sides know goes both ways. */
export function activityPolicy<F extends Fields>(
  preset: PresetOfKind,
  exchange: ReadonlySet<keyof F & string>,
  salesforce: ReadonlySet<keyof F & string>,
  own: OwnRules<F>,
): Policy<F> {
  const inPlay = new Set([...exchange].filter((field) => salesforce.has(field)));
  const { sentOnly } = own;
  const comesDown = sentOnly ? new Set([...inPlay].filter((field) => !sentOnly.has(field))) : inPlay;
  const fields = { exchange: comesDown, salesforce: inPlay };
  return {
    ...presetRules<F>(preset),
    inPlay,
    givenTo: fields,
    writable: writableBy<F>(preset, fields),
    neverWiped: new Set(),
    comesDown: true,
    namedApart: () => false,
    ...own,
  };
}
