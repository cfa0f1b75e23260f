import type { Kysely } from "kysely";
import type { Database } from "./tables.ts";

/** The row of this deployment's tenant, made at the first start. */
export async function connectionOf(db: Kysely<Database>, tenantId: string, newId: () => string, now: Date): Promise<string> {
  await db
    .insertInto("connections")
    .values({ id: newId(), tenant_id: tenantId, organization_id: null, created_at: now })
    .onConflict((on) => on.column("tenant_id").doNothing())
    .execute();
  const { id } = await db.selectFrom("connections").select("id").where("tenant_id", "=", tenantId).executeTakeFirstOrThrow();
  return id;
}
