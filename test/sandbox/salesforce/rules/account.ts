import type { ObjectRules } from "../draft.ts";

export const accountRules: ObjectRules = {
  prepare(draft) {
    draft.values["CleanStatus"] ??= "Pending";
  },
};
