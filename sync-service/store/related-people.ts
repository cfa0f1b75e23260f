import type { Kysely } from "kysely";
import type { RelatedPeople } from "../cycle/related-people.ts";
import type { Database } from "./tables.ts";

/** Whom we related to the events of an org; ids only, which say nothing by themselves (P6). */
export function relatedPeople(db: Kysely<Database>, { connectionId }: { readonly connectionId: string }): RelatedPeople {
  return {
    async of(eventIds) {
      if (eventIds.length === 0) return new Map();
      const rows = await db
        .selectFrom("event_people")
        .select(["salesforce_id", "people"])
        .where("connection_id", "=", connectionId)
        .where("salesforce_id", "in", [...eventIds])
        .execute();
      return new Map(rows.map(({ salesforce_id, people }) => [salesforce_id, people]));
    },
    async keep(people) {
      if (people.size === 0) return;
      await db
        .insertInto("event_people")
        .values([...people].map(([salesforce_id, ids]) => ({ connection_id: connectionId, salesforce_id, people: JSON.stringify(ids) })))
        .onConflict((conflict) =>
          conflict.columns(["connection_id", "salesforce_id"]).doUpdateSet(({ ref }) => ({ people: ref("excluded.people") })),
        )
        .execute();
    },
  };
}
