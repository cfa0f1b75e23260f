import type { Transaction } from "kysely";
import type { Lease } from "../cycle/lease.ts";
import type { FilingStore } from "../filing/filing-store.ts";
import type { Database } from "./tables.ts";

/** From now on nobody adds to the activity, unless others' mailboxes stand behind it: then nothing changes. */
export async function beginRemoval(
  trx: Transaction<Database>,
  { connectionId, mailboxId }: Lease,
  activityId: string,
): ReturnType<FilingStore["retract"]> {
  const held = await trx
    .selectFrom("activities")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .where("id", "=", activityId)
    .forUpdate()
    .executeTakeFirst();
  if (!held?.salesforce_id || held.state === "intended") return null;
  const others = await trx
    .selectFrom("filings")
    .innerJoin("mailboxes", "mailboxes.id", "filings.mailbox_id")
    .select("mailboxes.display_name")
    .distinct()
    .where("filings.activity_id", "=", activityId)
    .where("filings.mailbox_id", "!=", mailboxId)
    .execute();
  if (others.length === 0) await trx.updateTable("activities").set({ state: "removing" }).where("id", "=", activityId).execute();
  return { salesforceId: held.salesforce_id, others: others.map(({ display_name }) => display_name) };
}

/** It stands as before. */
export async function giveUpRemoval(trx: Transaction<Database>, activityId: string): Promise<void> {
  await trx.updateTable("activities").set({ state: "made" }).where("id", "=", activityId).where("state", "=", "removing").execute();
}

/** All copies of the mail in this mailbox have left, and the message may be filed anew. @param sealed the problem, for the row of that mail */
export async function endRemoval(
  trx: Transaction<Database>,
  { mailboxId }: Lease,
  activityId: string,
  sealed: (messageId: string) => Promise<string>,
): Promise<void> {
  const copies = await trx
    .selectFrom("filings")
    .select(["id", "message_id"])
    .where("mailbox_id", "=", mailboxId)
    .where("activity_id", "=", activityId)
    .execute();
  for (const { id, message_id } of copies) {
    const left = { activity_id: null, state: "left", problem: await sealed(message_id), marks_due: true } as const;
    await trx.updateTable("filings").set(left).where("id", "=", id).execute();
  }
  await trx.deleteFrom("activities").where("id", "=", activityId).where("state", "=", "removing").execute();
}
