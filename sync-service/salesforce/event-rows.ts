import type { Event } from "../../shared/records/event.ts";
import type { EventWindow } from "../cycle/event-window.ts";
import type { Outside } from "../engine/known.ts";
import { eventFields, salesforceEventFields, sentOnlyEventFields, type EventForms } from "../mappings/event.ts";
import type { SalesforceEvent } from "../mappings/wire/salesforce-event.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { accessOf, describedActivities } from "./object-access.ts";
import type { RecordAccess, RecordRow } from "./record-access.ts";
import { SERIES_COLUMNS, seriesTextOf } from "./event-series-text.ts";
import { recordId, soql, type Soql } from "./soql.ts";

/** A row of Event as we ask for it. */
export interface EventRow extends SalesforceEvent, RecordRow {
  /** The copy that Salesforce keeps for a user who was invited (SF16). */
  readonly IsChild?: boolean;
  /** The pattern of a classic series; its events are rows of their own. */
  readonly IsRecurrence?: boolean;
  /** `3` is the pattern of a Lightning series, which no API shows or changes (salesforce.md 4.5). */
  readonly GroupEventType?: string | null;
  readonly Recurrence2PatternText?: string | null;
  readonly Recurrence2PatternTimeZone?: string | null;
  readonly Recurrence2PatternStartDate?: string | null;
  /** An event of the past that a changed pattern has left behind. */
  readonly IsRecurrence2Exclusion?: boolean;
  /** An event of a Lightning series. */
  readonly IsRecurrence2?: boolean;
  /** One that was changed by itself and does not follow its series any more. */
  readonly IsRecurrence2Exception?: boolean;
}

export type EventAccess = RecordAccess<Event, EventRow>;

const BESIDE = ["EndDateTime", "IsAllDayEvent", "IsReminderSet", "IsChild", "IsRecurrence", "GroupEventType", ...SERIES_COLUMNS];

export async function eventAccess(api: Salesforce, forms: EventForms, window: () => EventWindow): Promise<EventAccess> {
  const described = await describedActivities(api, "Event");
  return accessOf<Event, EventRow>(
    {
      ...{ object: "Event", many: "events", columns: salesforceEventFields, beside: BESIDE, sentOnly: sentOnlyEventFields },
      fields: eventFields.filter((field) => isUsable(field, described.description)),
      // Of a series that the user was invited to, each event is one by itself.
      fromRow: (row) => forms.fromSalesforce({ ...row, ofSeries: row.IsChild === true ? null : seriesTextOf(row) }),
      toFields: (changes, row) => ({ ...forms.toSalesforce(changes, row) }),
      standing(row) {
        const own = { outside: whyNone(row), past: isOutside(row, window()), ...(row.IsChild === true ? INVITED : {}) };
        // A colleague's is kept in step by his own mailbox (E3).
        return row.OwnerId === described.userId ? own : { ...own, editable: false, others: true };
      },
    },
    described,
  );
}

/** Nothing of such a copy but its reminder can be changed, by whoever has it (SF16). */
const INVITED = { editable: false, invited: true } as const;

/** E1: the user's own in the window, his copies of what he was invited to among them (SF16); the patterns of series are none of them. */
export function eventScope({ userId, description: { fields } }: EventAccess, { start, end }: EventWindow): Soql {
  const inWindow = soql`OwnerId = ${recordId(userId)} AND StartDateTime >= ${start} AND StartDateTime <= ${end}`;
  return fields.has("IsRecurrence") ? soql`${inWindow} AND IsRecurrence = false` : inWindow;
}

function whyNone({ IsRecurrence, GroupEventType }: EventRow): Outside | null {
  return IsRecurrence === true || GroupEventType === "3" ? "series" : null;
}

function isOutside({ StartDateTime }: EventRow, { start, end }: EventWindow): boolean {
  const at = Date.parse(StartDateTime ?? "");
  return at < start.getTime() || at > end.getTime();
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
