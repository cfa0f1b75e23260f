import type { Kysely } from "kysely";
import { Value } from "typebox/value";
import { Preset } from "../../shared/api/preset.ts";
import type { Database } from "./tables.ts";

const NAME = "default";

/** The preset of the organisation; a new installation has the defaults (A3). */
export async function readPreset(db: Kysely<Database>, connectionId: string): Promise<Preset> {
  const row = await db
    .selectFrom("presets")
    .select("document")
    .where("connection_id", "=", connectionId)
    .where("name", "=", NAME)
    .executeTakeFirst();
  return completePreset(row?.document ?? {});
}

/** Fills in what is absent. @throws when it is no preset. */
export function completePreset(document: unknown): Preset {
  return Value.Parse(Preset, Value.Default(Preset, structuredClone(document)));
}

export async function writePreset(db: Kysely<Database>, connectionId: string, preset: Preset, who: string, now: Date): Promise<void> {
  const document = JSON.stringify(preset);
  await db
    .insertInto("presets")
    .values({ connection_id: connectionId, name: NAME, document, updated_at: now, updated_by: who })
    .onConflict((on) => on.columns(["connection_id", "name"]).doUpdateSet({ document, updated_at: now, updated_by: who }))
    .execute();
}
