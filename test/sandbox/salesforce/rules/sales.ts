import { addRow } from "../bare-rows.ts";
import { recordOf, text, textOf, type ObjectRules } from "../draft.ts";
import type { Org } from "../org.ts";
import type { Row } from "../record-store.ts";

/** The row of a value list (OpportunityStage, TaskStatus) for a value. */
export function listed(org: Org, list: string, value: string | null): Row | undefined {
  if (value === null) return undefined;
  for (const row of org.store.rows(list)) if (row.values["ApiName"] === value) return row;
  return undefined;
}

export const opportunityRules: ObjectRules = {
  prepare(draft, { org }) {
    const stage = listed(org, "OpportunityStage", text(draft, "StageName"));
    draft.values["IsClosed"] = stage?.values["IsClosed"] === true;
    draft.values["IsWon"] = stage?.values["IsWon"] === true;
    if (!draft.given.has("Probability") && (draft.before === null || draft.given.has("StageName"))) {
      draft.values["Probability"] = stage?.values["DefaultProbability"] ?? 0;
    }
    draft.values["ForecastCategory"] = stage?.values["ForecastCategory"] ?? "Pipeline";
    draft.values["ForecastCategoryName"] ??= stage?.values["ForecastCategoryName"] ?? "Pipeline";
    const closes = text(draft, "CloseDate");
    if (closes !== null) {
      draft.values["FiscalYear"] = Number(closes.slice(0, 4));
      draft.values["FiscalQuarter"] = Math.ceil(Number(closes.slice(5, 7)) / 3);
      draft.values["Fiscal"] = `${draft.values["FiscalYear"]} ${draft.values["FiscalQuarter"]}`;
    }
  },
  settled(draft, { org, access }) {
    const contact = text(draft, "ContactId");
    if (draft.before !== null || contact === null) return;
    addRow(org, "OpportunityContactRole", access.userId, { OpportunityId: draft.id, ContactId: contact, IsPrimary: true });
  },
};

export const caseRules: ObjectRules = {
  prepare(draft, { org }) {
    const status = listed(org, "CaseStatus", text(draft, "Status"));
    const closed = status?.values["IsClosed"] === true;
    draft.values["IsClosed"] = closed;
    if (closed && draft.before?.values["IsClosed"] !== true) draft.values["ClosedDate"] = org.stamp();
    if (!closed) draft.values["ClosedDate"] = null;
    if (draft.before === null) draft.values["CaseNumber"] = String(1001 + org.store.count("Case")).padStart(8, "0");
    const contact = recordOf(org, text(draft, "ContactId"));
    draft.values["AccountId"] ??= textOf(contact?.row, "AccountId");
    draft.values["ContactEmail"] = textOf(contact?.row, "Email");
    draft.values["ContactPhone"] = textOf(contact?.row, "Phone");
    draft.values["ContactMobile"] = textOf(contact?.row, "MobilePhone");
  },
};
