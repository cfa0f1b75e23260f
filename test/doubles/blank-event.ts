import type { Event } from "../../shared/records/event.ts";

/** An event of one hour in which only what matters is said. */
export const event = (fields: Partial<Event> = {}): Event => ({
  subject: "Visit",
  time: "2026-03-02T10:00Z/2026-03-02T11:00Z",
  location: null,
  notes: null,
  showAs: "busy",
  isPrivate: false,
  reminderAt: null,
  people: null,
  meeting: null,
  series: null,
  ...fields,
});
