import type { MailboxStore } from "./mailbox.ts";
import type { MailboxSetup } from "./ports.ts";

export interface TimeZoneParts {
  readonly setup: Pick<MailboxSetup, "timeZone">;
  readonly store: Pick<MailboxStore, "all" | "setTimeZone">;
  failed(what: string, error: unknown): void;
}

/**
 * Every hour: people move, and their mailboxes with them. Days stay days and instants instants, so nothing is written because of it; what is
 * made from then on, and the day a mail was filed, go by the new clock.
 */
export async function keepTimeZones({ setup, store, failed }: TimeZoneParts): Promise<void> {
  for (const { id, entraUserId, sync, timeZone, activatedAt } of await store.all()) {
    if (sync !== "on" || activatedAt === null) continue;
    try {
      const now = await setup.timeZone(entraUserId);
      if (now !== null && now !== timeZone) await store.setTimeZone(id, now);
    } catch (error) {
      failed(`the time zone of mailbox ${id}`, error);
    }
  }
}
