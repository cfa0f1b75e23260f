import { asHtml, asText, type Body } from "./body-text.ts";
import { occurrenceOn, stateOf } from "./calendar/occurrences.ts";
import { dateOf } from "./calendar/days.ts";
import type { MailboxCall } from "./call.ts";
import { encodeId, type IdForm } from "./ids.ts";
import { changeKey, checkExpand, etag, expandExtended, itemId, picked, selection } from "./item-view.ts";
import type { Expansion, QueryOptions } from "./odata/query-options.ts";
import { eventShape } from "./shapes/event-shape.ts";
import type { StoredItem } from "./stored.ts";
import { zonedTime } from "./time-zones.ts";

export function eventShower(
  call: MailboxCall,
  options: Pick<QueryOptions, "select" | "expand"> = call.options,
): (item: StoredItem) => Record<string, unknown> {
  const chosen = selection(eventShape, options.select);
  checkExpand(options.expand, eventShape, ["exceptionoccurrences"]);
  const exceptions = options.expand.find(({ name }) => name.toLowerCase() === "exceptionoccurrences");
  return (item) => ({
    ...picked(wholeEvent(call, item), chosen, eventShape),
    ...expandExtended(item.extended, options.expand),
    ...(exceptions && item.fields["type"] === "seriesMaster" ? { exceptionOccurrences: exceptionsOf(call, item, exceptions) } : {}),
  });
}

/** Only of a series' master, and only on request (res/event). */
function exceptionsOf(call: MailboxCall, master: StoredItem, { select }: Expansion): readonly Record<string, unknown>[] {
  const show = eventShower(call, { select, expand: [] });
  return Object.keys(stateOf(master).exceptions)
    .map(Number)
    .sort((left, right) => left - right)
    .flatMap((day) => occurrenceOn(call.mailbox, master, day) ?? [])
    .map(show);
}

export function wholeEvent(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  const { startsAt, endsAt, series: _series, ...fields } = item.fields;
  const zone = fields["isAllDay"] === true ? "UTC" : (call.prefer.timeZone ?? "UTC");
  const body = fields["body"] as Body;
  const shownZone = call.prefer.timeZone ?? "UTC";
  return {
    "@odata.etag": etag(item),
    id: itemId(item, call.prefer.idForm),
    createdDateTime: item.created,
    lastModifiedDateTime: item.modified,
    changeKey: changeKey(item),
    ...fields,
    seriesMasterId: item.occurrence ? masterId(item, call.prefer.idForm) : null,
    cancelledOccurrences: cancelledIds(item, call.prefer.idForm),
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(itemId(item, "default"))}&exvsurl=1&path=/calendar/item`,
    start: { ...zonedTime(new Date(String(startsAt)), zone), timeZone: shownZone },
    end: { ...zonedTime(new Date(String(endsAt)), zone), timeZone: shownZone },
    get body() {
      return call.prefer.bodyType === "text"
        ? { contentType: "text", content: asText(body) }
        : { contentType: "html", content: asHtml(body, call.prefer.unsafeHtml) };
    },
  };
}

/** Of an occurrence in calendarView/delta there is only this; the rest is the master's (MG8). */
export function stub(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  const whole = wholeEvent(call, item);
  return {
    "@odata.type": "#microsoft.graph.event",
    "@odata.etag": whole["@odata.etag"],
    id: whole["id"],
    seriesMasterId: whole["seriesMasterId"],
    type: whole["type"],
    start: whole["start"],
    end: whole["end"],
  };
}

function masterId({ mailbox, occurrence, generation }: StoredItem, form: IdForm): string {
  return encodeId({ kind: "event", mailbox, key: occurrence?.master ?? 0, generation, part: 0 }, form);
}

/** Where nothing is left that could have an id, Exchange names the series and the day. */
function cancelledIds(item: StoredItem, form: IdForm): readonly string[] {
  if (item.fields["type"] !== "seriesMaster") return [];
  return stateOf(item).cancelled.map((day) => `OID.${itemId(item, form)}.${dateOf(day)}`);
}
