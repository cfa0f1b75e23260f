import { expect, it } from "vitest";
import { eventKind } from "../../sync-service/cycle/event-kind.ts";
import { event } from "../doubles/blank-event.ts";

it.each([
  ["2026-11-28T10:00Z/2026-11-28T11:00Z", "Visit, 2026-11-28 10:00 UTC"],
  ["2026-11-28T10:30:00.000Z/2026-11-28T11:00:00.000Z", "Visit, 2026-11-28 10:30 UTC"],
  ["2026-11-28/2026-11-29", "Visit, 2026-11-28"],
  [null, "Visit"],
])("an event of the time %s is named for people, in no form of machines", (time, name) => {
  expect(eventKind.nameOf(event({ subject: "Visit", time }))).toBe(name);
});
