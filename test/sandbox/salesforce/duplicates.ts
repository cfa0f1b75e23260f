import { text, textOf, type Draft, type Writer } from "./draft.ts";
import { Refusal } from "./errors.ts";
import type { Row } from "./record-store.ts";

/**
 * The standard duplicate rule, as far as it goes here: two contacts (or leads) are alike that have an e-mail address and a last
 * name in common. An alert can be overridden by the caller, a block cannot. The match is made with the org's eyes: the record named
 * may be one that the caller cannot read.
 * @throws Refusal DUPLICATES_DETECTED
 */
export function refuseDuplicates(draft: Draft, writer: Writer): void {
  const { duplicateRules } = writer.org.switches;
  if (duplicateRules === "none") return;
  if (draft.object.name !== "Contact" && draft.object.name !== "Lead") return;
  if (duplicateRules === "alert" && writer.allowsDuplicates) return;
  if (draft.before !== null && !draft.given.has("Email") && !draft.given.has("LastName")) return;
  const alike = twinsOf(draft, writer);
  if (alike.length === 0) return;
  throw new Refusal(400, [duplicatesDetected(draft.object.name, alike, duplicateRules === "alert")]);
}

function twinsOf(draft: Draft, { org }: Writer): readonly Row[] {
  const email = text(draft, "Email");
  const lastName = text(draft, "LastName")?.toLowerCase();
  if (email === null) return [];
  return org.store
    .having(draft.object.name, "Email", email)
    .filter((row) => row.id !== draft.id && row.deletedAt === undefined && textOf(row, "LastName")?.toLowerCase() === lastName);
}

function duplicatesDetected(object: string, alike: readonly Row[], allowSave: boolean) {
  const message = "Use one of these records?";
  return {
    errorCode: "DUPLICATES_DETECTED",
    message,
    duplicateResult: {
      allowSave,
      duplicateRule: `Standard_${object}_Duplicate_Rule`,
      duplicateRuleEntityType: object,
      errorMessage: message,
      matchResults: [
        {
          entityType: object,
          errors: [],
          matchEngine: "FuzzyMatchEngine",
          matchRecords: alike.map((row) => ({
            additionalInformation: [],
            fieldDiffs: [],
            matchConfidence: 100.0,
            record: { attributes: { type: object, url: `/services/data/v62.0/sobjects/${object}/${row.id}` }, Id: row.id },
          })),
          rule: `Standard_${object}_Match_Rule_v1_1`,
          size: alike.length,
          success: true,
        },
      ],
    },
  };
}
