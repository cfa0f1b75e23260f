import { type Kysely, sql } from "kysely";

/** Several answers may wait at one link: one to each of its conflicts, and one undo. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`alter table answers add column about text not null default ''`,
    sql`alter table answers add column wish text`,
    sql`alter table answers drop constraint answers_pkey`,
    sql`alter table answers add primary key (link_id, about)`,
    sql`create index conflicts_by_mailbox on conflicts (mailbox_id, noticed_at) where settled_at is null`,
    sql`create index journal_by_link on journal (link_id, id) where link_id is not null`,
  ])
    await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`drop index journal_by_link`,
    sql`drop index conflicts_by_mailbox`,
    sql`delete from answers where about <> ''`,
    sql`alter table answers drop constraint answers_pkey`,
    sql`alter table answers add primary key (link_id)`,
    sql`alter table answers drop column wish`,
    sql`alter table answers drop column about`,
  ])
    await statement.execute(db);
}
