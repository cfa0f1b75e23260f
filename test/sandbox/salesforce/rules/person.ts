import { refused } from "../errors.ts";
import { text, type Draft, type ObjectRules } from "../draft.ts";
import { checkZone } from "../series/classic-rule.ts";

function fullName(draft: Draft): string | null {
  const parts = [text(draft, "FirstName"), text(draft, "LastName")].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" ");
}

export const contactRules: ObjectRules = {
  prepare(draft) {
    draft.values["Name"] = fullName(draft);
    draft.values["CleanStatus"] ??= "Pending";
  },
};

export const leadRules: ObjectRules = {
  prepare(draft, writer) {
    if (draft.before?.values["IsConverted"] === true && !writer.isSystem) {
      throw refused("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
    }
    draft.values["Name"] = fullName(draft);
    draft.values["CleanStatus"] ??= "Pending";
  },
};

export const userRules: ObjectRules = {
  prepare(draft, { org }) {
    draft.values["Name"] = fullName(draft);
    checkZone(draft, "TimeZoneSidKey");
    const username = text(draft, "Username");
    if (username !== null && org.store.having("User", "Username", username).some((row) => row.id !== draft.id)) {
      throw refused("DUPLICATE_USERNAME", "Duplicate Username.", ["Username"]);
    }
  },
};
