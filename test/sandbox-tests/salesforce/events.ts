import { ANNA, type Reply, type World } from "./world.ts";

/** A Monday before daylight saving begins in Los Angeles, nine o'clock there. */
export const MONDAY = { Subject: "Planning", StartDateTime: "2026-03-02T17:00:00Z", DurationInMinutes: 60 };
/** The pattern that makes it a series. */
export const WEEKLY = "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;COUNT=4";

/** Anna makes an event. */
export function make(world: World, values: object): Promise<Reply> {
  return world.call(ANNA, "POST", "/sobjects/Event", values);
}

/** The records that a query finds. */
export async function find(world: World, soql: string, who = ANNA): Promise<Record<string, unknown>[]> {
  const reply = await world.call(who, "GET", `/query?q=${encodeURIComponent(soql)}`);
  return reply.body.records as Record<string, unknown>[];
}
