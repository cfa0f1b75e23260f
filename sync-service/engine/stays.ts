import type { Fields } from "../../shared/records/fields.ts";
import type { Ground } from "./ground.ts";
import type { Outside, SalesforceStanding } from "./known.ts";
import type { LinkState } from "./link-state.ts";
import type { Policy } from "./policy.ts";

/** Why something is not carried to the other side. */
export interface Stays {
  readonly reason: string;
  readonly grounds: readonly Ground[];
}

/** Why a record of Salesforce that nothing in the mailbox stands for does not come down; null: it does (C1). */
export function whyItStaysInSalesforce<F extends Fields>(
  { inScope, outside, past }: SalesforceStanding,
  { comesDown, createIn }: Pick<Policy<F>, "comesDown" | "createIn">,
): Stays | null {
  if (!inScope)
    return { reason: outside ? OUTSIDE[outside] : "It is none of the user's own records.", grounds: [outside === "met" ? "E3" : "down"] };
  if (past === true) return { reason: "It lies outside of the time that is kept in step.", grounds: ["down"] };
  if (!comesDown) return { reason: "The scope of the preset is off, so nothing new comes to Outlook.", grounds: ["A3", "down"] };
  if (!createIn.exchange) return { reason: "The preset creates nothing in Outlook.", grounds: ["A3"] };
  return null;
}

const OUTSIDE: Readonly<Record<Outside, string>> = {
  "not-owned": "Somebody else owns it in Salesforce.",
  "other-object": "The preset keeps no records of this object in step.",
  unlisted: "The list view that the preset names does not show it.",
  filed: "It is a filed mail or a call, and no task of a person.",
  series: "It is the pattern of a series; what it repeats are records of their own.",
  met: "The meeting itself stands in the calendar, as the mailbox was invited to it, too.",
};

/** By which rule a link rests that is not kept in step. */
export function restsBy(state: LinkState): Ground {
  return state === "left" ? "M4" : "M3";
}
