import { expect } from "vitest";
import { assertConforms } from "./conformance.ts";
import type { Tenant } from "./tenant.ts";

export type Json = Readonly<Record<string, unknown>>;

/** A window of a month around the tenant's now. */
export const NOVEMBER = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z&$top=500";

export const at = (dateTime: string, timeZone = "UTC"): Json => ({ dateTime, timeZone });
/** Start and end of an event. */
export const times = (day: string, zone = "UTC", from = "10:00", to = "11:00"): Json => ({
  start: at(`${day}T${from}:00`, zone),
  end: at(`${day}T${to}:00`, zone),
});
/** A recurrence: every day for ever, unless another range or pattern is given. */
export const daily = (startDate: string, range: Json = { type: "noEnd" }, pattern: Json = { type: "daily", interval: 1 }): Json => ({
  pattern,
  range: { startDate, ...range },
});

export const list = (body: Json): readonly Json[] => body["value"] as readonly Json[];
/** Days and minutes on which the events begin. */
export const starts = (events: readonly Json[]): readonly string[] =>
  events.map((one) => String((one["start"] as Json)["dateTime"]).slice(0, 16));
export const days = (events: readonly Json[]): readonly string[] => starts(events).map((one) => one.slice(0, 10));

/** Creates an event, and checks the reply. */
export async function create(tenant: Tenant, body: Json): Promise<Json> {
  const reply = await tenant.ask("POST", "events", { body: { subject: "Stand-up", ...body } });
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 201 });
  assertConforms("/users/{user-id}/events", "POST", 201, reply.body);
  return reply.body;
}

/** The code with which an event is refused. */
export async function refused(tenant: Tenant, body: Json): Promise<unknown> {
  const reply = await tenant.ask("POST", "events", { body: { subject: "x", ...times("2026-11-02"), ...body } });
  expect(reply.status).toBe(400);
  return (reply.body["error"] as Json)["code"];
}

export async function view(tenant: Tenant, query = NOVEMBER): Promise<readonly Json[]> {
  const reply = await tenant.ask("GET", `calendarView?${query}`);
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
  assertConforms("/users/{user-id}/calendarView", "GET", 200, reply.body);
  return list(reply.body);
}

export async function patch(tenant: Tenant, id: unknown, body: Json): Promise<Json> {
  const reply = await tenant.ask("PATCH", `events/${String(id)}`, { body });
  expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
  assertConforms("/users/{user-id}/events/{event-id}", "PATCH", 200, reply.body);
  return reply.body;
}
