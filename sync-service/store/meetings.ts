import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Meetings } from "../cycle/meetings.ts";
import type { Lease } from "../cycle/lease.ts";
import type { Database } from "./tables.ts";

/** A claim whose cycle died before it made anything. */
const CLAIM_LASTS_MS = 10 * 60_000;

/** The meetings of an org, told by a hash: what a mailbox is invited to is not kept in the open (P6). */
export function meetingsOf(db: Kysely<Database>, { connectionId, mailboxId }: Lease, now: () => Date): Meetings {
  const fingerprint = (meeting: string) => createHash("sha256").update(`${connectionId}\n${meeting}`).digest("base64url");
  const byFingerprint = (meetings: readonly string[]) => new Map(meetings.map((meeting) => [fingerprint(meeting), meeting]));
  const rowsOf = (fingerprints: Iterable<string>) =>
    db
      .selectFrom("meetings")
      .select(["fingerprint", "mailbox_id", "salesforce_id"])
      .where("connection_id", "=", connectionId)
      .where("fingerprint", "in", [...fingerprints])
      .execute();

  return {
    async eventsOf(meetings) {
      if (meetings.length === 0) return new Map();
      const names = byFingerprint(meetings);
      const rows = await rowsOf(names.keys());
      return new Map(
        rows.flatMap((row) => (row.salesforce_id === null ? [] : [[names.get(row.fingerprint) ?? "", row.salesforce_id] as const])),
      );
    },
    async claim(meetings) {
      if (meetings.length === 0) return new Map();
      const names = byFingerprint(meetings);
      const at = now();
      const lapsed = new Date(at.getTime() - CLAIM_LASTS_MS);
      await db
        .insertInto("meetings")
        .values(
          [...names.keys()].toSorted().map((hash) => ({
            connection_id: connectionId,
            fingerprint: hash,
            mailbox_id: mailboxId,
            salesforce_id: null,
            claimed_at: at,
          })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(["connection_id", "fingerprint"])
            .doUpdateSet({ mailbox_id: mailboxId, claimed_at: at })
            .where((row) => row.and([row("meetings.salesforce_id", "is", null), row("meetings.claimed_at", "<", lapsed)])),
        )
        .execute();
      const rows = await rowsOf(names.keys());
      return new Map(
        rows.flatMap((row) => (row.mailbox_id === mailboxId ? [] : [[names.get(row.fingerprint) ?? "", row.salesforce_id] as const])),
      );
    },
    async made(events) {
      for (const [meeting, id] of events) {
        await db
          .updateTable("meetings")
          .set({ salesforce_id: id })
          .where("connection_id", "=", connectionId)
          .where("fingerprint", "=", fingerprint(meeting))
          .where("mailbox_id", "=", mailboxId)
          .execute();
      }
    },
    async lead(eventIds) {
      if (eventIds.length === 0) return;
      await db
        .updateTable("meetings")
        .set({ mailbox_id: mailboxId })
        .where("connection_id", "=", connectionId)
        .where("salesforce_id", "in", [...eventIds])
        .execute();
    },
    async ledByOthers(eventIds) {
      if (eventIds.length === 0) return new Set();
      const rows = await db
        .selectFrom("meetings")
        .innerJoin("mailboxes", "mailboxes.id", "meetings.mailbox_id")
        .innerJoin("links", (on) =>
          on.onRef("links.mailbox_id", "=", "meetings.mailbox_id").onRef("links.salesforce_id", "=", "meetings.salesforce_id"),
        )
        .select("links.salesforce_id")
        .where("meetings.connection_id", "=", connectionId)
        .where("meetings.salesforce_id", "in", [...eventIds])
        .where("meetings.mailbox_id", "!=", mailboxId)
        .where("mailboxes.sync", "=", "on")
        .where("links.kind", "=", "event")
        .where("links.state", "=", "linked")
        .execute();
      return new Set(rows.flatMap(({ salesforce_id }) => salesforce_id ?? []));
    },
    async release(meetings) {
      if (meetings.length === 0) return;
      await db
        .deleteFrom("meetings")
        .where("connection_id", "=", connectionId)
        .where("fingerprint", "in", [...byFingerprint(meetings).keys()])
        .execute();
    },
  };
}
