import type { Problem } from "../errors.ts";
import type { FilingState } from "./filing-store.ts";
import type { MailMarks } from "./mailbox.ts";

/** The categories a mail should carry for what became of its filing (C6); null: they are the user's own affair. */
export function marksOf(state: FilingState, problem: Problem | null): MailMarks | null {
  switch (state) {
    case "filed":
    case "filed-in-part":
      return { salesforce: true, problem: null };
    case "failed":
      return { salesforce: null, problem: reasonName(problem) };
    case "left":
      return { salesforce: false, problem: null };
    case "waiting":
    case "filing":
    case "removing":
    case "unsent":
    case "excluded":
    case "listed":
      return null;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  SALESFORCE_REQUIRED_FIELD_MISSING: "field missing",
  SALESFORCE_FIELD_CUSTOM_VALIDATION_EXCEPTION: "refused by a rule",
  CHOSEN_RECORD_MISSING: "record missing",
  CHOSEN_RECORD_UNSUITABLE: "record unsuitable",
  SALESFORCE_INSUFFICIENT_ACCESS_OR_READONLY: "no permission",
  SALESFORCE_INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: "no permission",
  SALESFORCE_STORAGE_LIMIT_EXCEEDED: "Salesforce is full",
  GAVE_UP: "tried too often",
};

/** Short enough to be read in a list; the pane says the rest. */
function reasonName(problem: Problem | null): string {
  return `Sync Error: ${REASONS[problem?.code ?? ""] ?? "refused by Salesforce"}`;
}
