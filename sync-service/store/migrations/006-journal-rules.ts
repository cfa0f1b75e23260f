import { type Kysely, sql } from "kysely";

/** The rules that each entry of the journal rests on, to search and to undo by them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table journal add column rules text[]`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table journal drop column rules`.execute(db);
}
