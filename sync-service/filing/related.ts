import type { Known, KnownPerson } from "../context/known-records.ts";
import type { Who } from "./who.ts";

/** The record an activity is related to (F2), and why it is that one or none. */
export interface Related {
  readonly what: { readonly id: string; readonly type: string; readonly name: string } | null;
  readonly notes: readonly string[];
}

/** A person's choice: a record, "none", or undefined when the rules decide. */
export type ChosenWhat = Related["what"] | undefined;

export function relatedOf({ who, beside }: Who, known: Known, chosen: ChosenWhat, before: Related["what"] = null): Related {
  if (who?.type === "Lead") {
    const wish = chosen === undefined || chosen === null ? "an account or opportunity" : chosen.name;
    return { what: null, notes: [`${who.name} is a lead: Salesforce does not relate a lead's activity to ${wish} as well.`] };
  }
  if (chosen === null) return { what: null, notes: ["Not related to a record, as chosen."] };
  if (chosen !== undefined) return { what: chosen, notes: [`Related to ${chosen.name}, as chosen.`] };
  if (before !== null) return { what: before, notes: [`Related to ${before.name}, as this conversation was before.`] };
  const account = accountOf(who, beside);
  if (account === null) return { what: null, notes: who === null ? [] : [`${who.name} has no account: not related to a record.`] };
  const open = known.opportunities.filter(({ accountId }) => accountId === account.id);
  const [only] = open;
  if (only !== undefined && open.length === 1) {
    return {
      what: { id: only.id, type: "Opportunity", name: only.name },
      notes: [`Related to ${only.name}, the only open opportunity of ${account.name}.`],
    };
  }
  const why =
    open.length === 0
      ? `${account.name} has no open opportunity`
      : `${account.name} has ${open.length} open opportunities, and none was chosen (choose one in the pane)`;
  return { what: { ...account, type: "Account" }, notes: [`Related to the account ${account.name}: ${why}.`] };
}

/** The account of the who; of the others only when they share one, so that nobody's is picked by chance. */
function accountOf(who: KnownPerson | null, beside: readonly KnownPerson[]): KnownPerson["account"] {
  if (who?.account) return who.account;
  const accounts = new Map(beside.flatMap(({ account }) => (account === null ? [] : [[account.id, account]])));
  return accounts.size === 1 ? ([...accounts.values()][0] ?? null) : null;
}
