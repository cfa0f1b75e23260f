import { dateOf, dayOf } from "./calendar/days.ts";
import { recurrenceOf } from "./calendar/occurrences.ts";
import { checkedRecurrence, type Recurrence } from "./calendar/recurrence.ts";
import { fallsOn, firstDay, nextDay } from "./calendar/series-days.ts";
import type { World } from "./call.ts";
import { GraphError } from "./graph-error.ts";
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
  const stamp = `${world.clock.now().toISOString().slice(0, 19)}Z`;
  const next: Record<string, unknown> = { ...(held ?? { ...EMPTY, bodyLastModifiedDateTime: stamp }), ...sent };
  for (const name of ["dueDateTime", "startDateTime", "completedDateTime"])
    if (sent[name]) next[name] = day(world, sent[name] as Partial<ZonedTime>);
  if (sent["reminderDateTime"]) next["reminderDateTime"] = zonedTime(instant(sent["reminderDateTime"] as Partial<ZonedTime>), "UTC");
  if (sent["status"] === "completed" && !next["completedDateTime"])
    next["completedDateTime"] = day(world, { dateTime: world.clock.now().toISOString(), timeZone: "UTC" });
  if (sent["status"] !== undefined && sent["status"] !== "completed") next["completedDateTime"] = null;
  if (sent["body"]) next["bodyLastModifiedDateTime"] = stamp;
  if (sent["recurrence"]) Object.assign(next, repeated(sent["recurrence"] as Fields, next));
  return Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== null || name === "title"));
}

/** A repeated task is due on the first day of its rule, unless it says when. @throws GraphError 400 */
function repeated(sent: Fields, next: Fields): Fields {
  const due = next["dueDateTime"] as ZonedTime | undefined;
  const range = { ...(sent["range"] as Fields | null) };
  const startDate = range["startDate"] ?? due?.dateTime.slice(0, 10);
  const recurrence = checkedRecurrence({ ...sent, range: { ...range, startDate } }, due?.timeZone ?? "UTC");
  const first = firstDay(recurrence);
  if (first === null) throw new GraphError(400, "invalidRequest", "Invalid request: the recurrence never comes.");
  return { recurrence, dueDateTime: due ?? { dateTime: midnight(first), timeZone: "UTC" } };
}

/**
 * The task that follows a repeated one when it is done, or null after the last. Its day, start and reminder are as far from the old
 * ones as the rule says; its steps are to be done again.
 */
export function nextTask(done: Fields, keepsLinks: boolean): Fields | null {
  const recurrence = recurrenceOf(done);
  const due = done["dueDateTime"] as ZonedTime | undefined;
  if (!recurrence || !due) return null;
  const day = dayOf(due.dateTime);
  const following = nextDay(recurrence, seriesDay(recurrence, day));
  if (following === null) return null;
  const distance = following - seriesDay(recurrence, day);
  const later = (name: string): Fields => {
    const time = done[name] as ZonedTime | undefined;
    return time ? { [name]: { ...time, dateTime: `${dateOf(dayOf(time.dateTime) + distance)}${time.dateTime.slice(10)}` } } : {};
  };
  const { completedDateTime: _completed, linkedResources, ...kept } = done;
  const steps = ((done["checklistItems"] ?? []) as readonly Fields[]).map(({ checkedDateTime: _checked, ...step }) => ({
    ...step,
    isChecked: false,
  }));
  return {
    ...kept,
    ...later("dueDateTime"),
    ...later("startDateTime"),
    ...later("reminderDateTime"),
    status: "notStarted",
    hasAttachments: false,
    checklistItems: steps,
    linkedResources: keepsLinks ? linkedResources : [],
  };
}

/** A due day that was shifted to UTC stands on the eve of the rule's day. */
const seriesDay = (recurrence: Recurrence, day: number): number =>
  !fallsOn(recurrence, day) && fallsOn(recurrence, day + 1) ? day + 1 : day;

const midnight = (day: number): string => `${dateOf(day)}T00:00:00.0000000`;

const instant = (sent: Partial<ZonedTime>): Date => instantOf(sent.dateTime ?? "", sent.timeZone ?? "UTC");

function day(world: TaskWorld, sent: Partial<ZonedTime>): ZonedTime {
  const utc = zonedTime(instant(sent), "UTC");
  return world.switches.taskDays === "cut" ? { ...utc, dateTime: `${utc.dateTime.slice(0, 10)}T00:00:00.0000000` } : utc;
}
