import type { Preset } from "../../shared/api/preset.ts";
import type { Fields } from "../../shared/records/fields.ts";
import type { Policy } from "../engine/policy.ts";

/** What the preset says of every kind (A3). */
export type PresetOfKind = Pick<Preset["contacts"], "create" | "update" | "winner" | "deleteInSalesforce">;

/** The part of a policy that is the preset's alone. */
type PresetRules<F extends Fields> = Pick<Policy<F>, "winner" | "createIn" | "removeInSalesforce">;

export function presetRules<F extends Fields>({ create, winner, deleteInSalesforce }: PresetOfKind): PresetRules<F> {
  return { winner, createIn: { exchange: goesDown(create), salesforce: goesUp(create) }, removeInSalesforce: deleteInSalesforce };
}

/** Of the fields that may be written on each side, those that the preset lets through. */
export function writableBy<F extends Fields>({ update }: PresetOfKind, fields: Policy<F>["writable"]): Policy<F>["writable"] {
  const none = new Set<keyof F & string>();
  return { exchange: goesDown(update) ? fields.exchange : none, salesforce: goesUp(update) ? fields.salesforce : none };
}

const goesDown = (flow: PresetOfKind["update"]) => flow === "both" || flow === "to-outlook";
const goesUp = (flow: PresetOfKind["update"]) => flow === "both" || flow === "to-salesforce";
