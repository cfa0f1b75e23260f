import type { RelatedPeople } from "../../sync-service/cycle/related-people.ts";

/** Whom we related to events, in memory. */
export function memoryRelatedPeople(): RelatedPeople {
  const kept = new Map<string, readonly string[]>();
  return {
    of: async (ids) => new Map(ids.flatMap((id) => (kept.has(id) ? [[id, kept.get(id) ?? []] as const] : []))),
    async keep(people) {
      for (const [id, ids] of people) kept.set(id, ids);
    },
  };
}
