import { categoryName } from "../../shared/records/names.ts";
import type { Event } from "../../shared/records/event.ts";
import type { TakingUp } from "../cycle/outside-meetings.ts";
import type { Seen } from "../cycle/side.ts";
import type { EventForms } from "../mappings/event.ts";
import type { GraphEvent, GraphPerson } from "../mappings/wire/graph-event.ts";
import { carries, categoriesOf } from "./categories.ts";
import type { ODataText } from "./path.ts";

/** An event as Graph shows it to us: a single one, or one occurrence of a series. */
export interface EventItem extends GraphEvent {
  readonly id: string;
  readonly "@odata.etag": string;
  readonly type: "singleInstance" | "occurrence" | "exception" | "seriesMaster";
  /** Of an occurrence, changed or not. */
  readonly seriesMasterId?: string | null;
  readonly categories: readonly string[];
  readonly createdDateTime: string;
  readonly lastModifiedDateTime: string;
  readonly attendees: readonly GraphPerson[];
  readonly isCancelled?: boolean | null;
}

const PROPERTIES: readonly string[] = [
  "subject",
  "isAllDay",
  "start",
  "end",
  "originalStartTimeZone",
  "location",
  "body",
  "showAs",
  "sensitivity",
  "isReminderOn",
  "reminderMinutesBeforeStart",
  "isOnlineMeeting",
  "type",
  "seriesMasterId",
  "categories",
  "createdDateTime",
  "lastModifiedDateTime",
  "attendees",
  "organizer",
  "isOrganizer",
  "iCalUId",
  "originalStart",
  "isCancelled",
];

/** What not every event has. */
const AT_TIMES: readonly string[] = ["seriesMasterId", "originalStartTimeZone", "originalStart", "organizer", "isCancelled"];

/** For `$select`: `id` and the ETag come by themselves. */
export const EVENT_SELECT: ODataText = { odata: PROPERTIES.join(",") };

/** What a write of ours may change although others take part: nobody is mailed about it (P5). */
const UNTOLD: readonly string[] = ["showAs", "reminderAt"] satisfies readonly (keyof Event)[];

/** Who comes is what the organizer's copy says, whoever's event it is in Salesforce (E3). */
const LED: readonly string[] = ["people"] satisfies readonly (keyof Event)[];

/** Whether delta sent all of a single event, and not only what changed (MG5) or the stub of an occurrence (MG8). */
export function isWholeSingle(item: Partial<EventItem>): item is EventItem {
  const needed = PROPERTIES.filter((property) => !AT_TIMES.includes(property));
  return item.type === "singleInstance" && typeof item["@odata.etag"] === "string" && needed.every((property) => property in item);
}

export const isMarked = ({ categories }: Pick<EventItem, "categories">): boolean => carries(categories, categoryName);

/** One with others that takes place. */
export const isMeeting = ({ attendees, isCancelled }: Partial<Pick<EventItem, "attendees" | "isCancelled">>): boolean =>
  (attendees ?? []).length > 0 && isCancelled !== true;

/** @param fields every field of the record */
export function seenEvent(item: EventItem, forms: EventForms, fields: readonly (keyof Event)[], taking: TakingUp): Seen<Event> {
  const meetsOthers = item.attendees.length > 0;
  const record = forms.fromGraph(item);
  const isTaken = item.isCancelled !== true && taking.takesUp?.(record) === true;
  return {
    id: item.id,
    version: item["@odata.etag"],
    record,
    standing: {
      on: "exchange",
      container: item.seriesMasterId ?? "",
      inFolder: false,
      categories: categoriesOf(item),
      createdAt: item.createdDateTime,
      changedAt: item.lastModifiedDateTime,
      ...(item.isOrganizer === true ? { leads: LED } : {}),
      guarded: meetsOthers ? fields.filter((field) => !UNTOLD.includes(field)) : forms.guardedInGraph(item),
      ...(isTaken ? { takenUp: isSince(item, taking) ? "since" : "before" } : {}),
      ...(meetsOthers ? { withOthers: true, others: item.attendees.length, rich: forms.guardedInGraph(item) } : {}),
    },
  };
}

const isSince = ({ createdDateTime }: EventItem, { activatedAt }: TakingUp): boolean =>
  activatedAt !== null && Date.parse(createdDateTime) >= activatedAt.getTime();
