import type { World } from "./call.ts";
import { notCovered } from "./graph-error.ts";
import type { Fields } from "./stored.ts";
import { instantOf, zonedTime, type ZonedTime } from "./time-zones.ts";

type TaskWorld = Pick<World, "clock" | "switches">;

const EMPTY: Fields = {
  importance: "normal",
  isReminderOn: false,
  status: "notStarted",
  title: "",
  hasAttachments: false,
  categories: [],
  body: { content: "", contentType: "text" },
};

/**
 * The fields of a task after a body was written to it; `held` is null for a new one. Dates are days and shift to UTC (MG18); completing
 * fills the day of it, reopening clears it; null takes a property away.
 */
export function writtenTask(world: TaskWorld, held: Fields | null, sent: Fields): Fields {
  if (sent["recurrence"] !== undefined && sent["recurrence"] !== null) throw notCovered("A recurring To Do task");
  const stamp = `${world.clock.now().toISOString().slice(0, 19)}Z`;
  const next: Record<string, unknown> = { ...(held ?? { ...EMPTY, bodyLastModifiedDateTime: stamp }), ...sent };
  for (const name of ["dueDateTime", "startDateTime", "completedDateTime"])
    if (sent[name]) next[name] = day(world, sent[name] as Partial<ZonedTime>);
  if (sent["reminderDateTime"]) next["reminderDateTime"] = zonedTime(instant(sent["reminderDateTime"] as Partial<ZonedTime>), "UTC");
  if (sent["status"] === "completed" && !next["completedDateTime"])
    next["completedDateTime"] = day(world, { dateTime: world.clock.now().toISOString(), timeZone: "UTC" });
  if (sent["status"] !== undefined && sent["status"] !== "completed") next["completedDateTime"] = null;
  if (sent["body"]) next["bodyLastModifiedDateTime"] = stamp;
  return Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== null || name === "title"));
}

const instant = (sent: Partial<ZonedTime>): Date => instantOf(sent.dateTime ?? "", sent.timeZone ?? "UTC");

function day(world: TaskWorld, sent: Partial<ZonedTime>): ZonedTime {
  const utc = zonedTime(instant(sent), "UTC");
  return world.switches.taskDays === "cut" ? { ...utc, dateTime: `${utc.dateTime.slice(0, 10)}T00:00:00.0000000` } : utc;
}
