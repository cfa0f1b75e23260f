import type { Event } from "../../shared/records/event.ts";
import { AccessLost, Gone } from "../errors.ts";
import { eventFields, salesforceEventFields, sentOnlyEventFields, type EventForms } from "../mappings/event.ts";
import type { SalesforceEvent } from "../mappings/wire/salesforce-event.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { hasStamp, versionOf, type RecordAccess, type RecordRow } from "./record-access.ts";
import { recordId, soql, type Soql } from "./soql.ts";

/** A row of Event as we ask for it. */
export interface EventRow extends SalesforceEvent, RecordRow {
  /** The copy that Salesforce keeps for a user who was invited (SF16). */
  readonly IsChild?: boolean;
  /** The pattern of a classic series; its events are rows of their own. */
  readonly IsRecurrence?: boolean;
  /** `3` is the pattern of a Lightning series, which no API shows or changes (salesforce.md 4.5). */
  readonly GroupEventType?: string | null;
}

export type EventAccess = RecordAccess<Event, EventRow>;

const DAY_MS = 86_400_000;
/** E1: from 90 days back to 18 months ahead. */
const DAYS_BACK = 90;
const MONTHS_AHEAD = 18;

const BESIDE = ["EndDateTime", "IsAllDayEvent", "IsReminderSet", "IsChild", "IsRecurrence", "GroupEventType"];

export async function eventAccess(api: Salesforce, forms: EventForms, now: () => Date): Promise<EventAccess> {
  const [{ userId }, description] = await Promise.all([api.identity(), describeEvent(api)]);
  const fields = eventFields.filter((field) => isUsable(field, description));
  return {
    object: "Event",
    many: "events",
    userId,
    description,
    fields: new Set(fields),
    columns: [
      "Id",
      "OwnerId",
      "SystemModstamp",
      ...BESIDE.filter((name) => description.fields.has(name)),
      ...fields.map((field) => salesforceEventFields[field]),
    ],
    stamps: hasStamp(description),
    fromRow: (row) => forms.fromSalesforce(row),
    sentOnly: sentOnlyEventFields,
    toFields: (changes, row) => ({ ...forms.toSalesforce(changes, row) }),
    seen: (row) => ({
      id: row.Id,
      version: versionOf(row),
      record: forms.fromSalesforce(row),
      standing: {
        on: "salesforce",
        inScope: row.OwnerId === userId && isPlain(row),
        ownerId: row.OwnerId,
        editable: description.updateable,
        past: isOutside(row, windowAround(now())),
      },
    }),
  };
}

/** E1: the user's own in the window; copies of others' events (SF16) and the patterns of series are none of them. */
export function eventScope({ userId, description: { fields } }: EventAccess, now: Date): Soql {
  const { start, end } = windowAround(now);
  const inWindow = soql`OwnerId = ${recordId(userId)} AND StartDateTime >= ${start} AND StartDateTime <= ${end}`;
  const single = fields.has("IsRecurrence") ? soql`${inWindow} AND IsRecurrence = false` : inWindow;
  return fields.has("IsChild") ? soql`${single} AND IsChild = false` : single;
}

function windowAround(now: Date): { readonly start: Date; readonly end: Date } {
  const end = new Date(now);
  end.setUTCMonth(end.getUTCMonth() + MONTHS_AHEAD);
  return { start: new Date(now.getTime() - DAYS_BACK * DAY_MS), end };
}

function isPlain({ IsChild, IsRecurrence, GroupEventType }: EventRow): boolean {
  return IsChild !== true && IsRecurrence !== true && GroupEventType !== "3";
}

function isOutside({ StartDateTime }: EventRow, { start, end }: ReturnType<typeof windowAround>): boolean {
  const at = Date.parse(StartDateTime ?? "");
  return at < start.getTime() || at > end.getTime();
}

/** @throws AccessLost when the user may not see events at all: describe then knows no such object. */
async function describeEvent(api: Salesforce): Promise<Description> {
  try {
    return await api.describe("Event");
  } catch (cause) {
    if (!(cause instanceof Gone)) throw cause;
    throw new AccessLost(
      {
        code: "SALESFORCE_EVENTS_HIDDEN",
        message: "The Salesforce user may not see events, so none are kept in step.",
        remedy:
          "Give the user's profile or a permission set access to activities (Edit Events) in Salesforce Setup; sync then goes on by itself.",
      },
      { cause },
    );
  }
}

/** What travels with a field, and without which it cannot be written. */
const WITH: Readonly<Partial<Record<keyof Event, readonly string[]>>> = {
  time: ["EndDateTime", "IsAllDayEvent"],
  reminderAt: ["IsReminderSet"],
};

/** Hidden fields are absent from the describe (SF6); what cannot be written is left alone. */
function isUsable(field: keyof Event, { fields }: Description): boolean {
  return [salesforceEventFields[field], ...(WITH[field] ?? [])].every((name) => {
    const found = fields.get(name);
    return found !== undefined && found.createable && found.updateable;
  });
}
