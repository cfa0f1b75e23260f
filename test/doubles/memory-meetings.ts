import type { Meetings } from "../../sync-service/cycle/meetings.ts";

/** Which event a meeting is, in memory, for as many mailboxes as ask. */
export function memoryMeetings(): (mailbox: string) => Meetings {
  const rows = new Map<string, { readonly mailbox: string; readonly event: string | null }>();
  return (mailbox) => ({
    eventsOf: async (meetings) =>
      new Map(meetings.flatMap((one) => (rows.get(one)?.event ? [[one, rows.get(one)?.event ?? ""] as const] : []))),
    async claim(meetings) {
      for (const one of meetings) if (!rows.has(one)) rows.set(one, { mailbox, event: null });
      return new Map(
        meetings.flatMap((one) => {
          const row = rows.get(one);
          return row && row.mailbox !== mailbox ? [[one, row.event] as const] : [];
        }),
      );
    },
    async made(events) {
      for (const [one, event] of events) if (rows.get(one)?.mailbox === mailbox) rows.set(one, { mailbox, event });
    },
    async lead(eventIds) {
      for (const [one, { event }] of rows) if (event !== null && eventIds.includes(event)) rows.set(one, { mailbox, event });
    },
    ledByOthers: async (eventIds) =>
      new Set(
        [...rows.values()].flatMap(({ event, mailbox: leader }) =>
          event !== null && leader !== mailbox && eventIds.includes(event) ? [event] : [],
        ),
      ),
    async release(meetings) {
      for (const one of meetings) rows.delete(one);
    },
  });
}
