import type { KeptMembers } from "../../sync-service/salesforce/listed-records.ts";

/** What one mailbox keeps of a list view's members. */
export function keptInMemory(): KeptMembers {
  let kept: string | null = null;
  return {
    read: async () => kept,
    write: async (value) => {
      kept = value;
    },
  };
}
