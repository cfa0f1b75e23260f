import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { calendarView, eventsIn, findEvent, occurrencesIn, recurrenceOf, type Window } from "../calendar/occurrences.ts";
import { changesOf, departuresOf } from "../calendar/view-delta.ts";
import { changeMeeting, createMeeting, deleteMeeting } from "../calendar/meetings.ts";
import { answerDelta, termsOf } from "../delta.ts";
import { eventShower } from "../event-view.ts";
import { withExtended } from "../extended-properties.ts";
import { badRequest, GraphError } from "../graph-error.ts";
import { checkMatch } from "../item-view.ts";
import { answerItems, answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { eventShape } from "../shapes/event-shape.ts";
import { readBody, record } from "../shapes/shape.ts";
import type { StoredItem } from "../stored.ts";
import { calendar } from "./calendars.ts";

export const eventRoutes: readonly Route[] = [
  ...["", "calendar/", "calendars/{calendar}/"].flatMap((prefix): readonly Route[] => [
    inMailbox("GET", `${prefix}events`, "Calendars.Read", (call) => list(call, eventsOf(call))),
    inMailbox("POST", `${prefix}events`, "Calendars.ReadWrite", create),
    inMailbox("GET", `${prefix}calendarView`, "Calendars.Read", view),
    inMailbox("GET", `${prefix}calendarView/delta`, "Calendars.Read", delta),
    inMailbox("GET", `${prefix}events/{event}`, "Calendars.Read", (call) => ok(shown(call, event(call)))),
    inMailbox("GET", `${prefix}events/{event}/instances`, "Calendars.Read", instances),
    inMailbox("PATCH", `${prefix}events/{event}`, "Calendars.ReadWrite", change),
    inMailbox("DELETE", `${prefix}events/{event}`, "Calendars.ReadWrite", remove),
  ]),
  inMailbox("GET", "events/delta", "Calendars.Read", () => {
    throw badRequest("Change tracking is not supported against 'microsoft.graph.event'.");
  }),
];

const event = (call: MailboxCall): StoredItem => findEvent(call.mailbox, call.params["event"] ?? "");

const eventsOf = (call: MailboxCall): readonly StoredItem[] => eventsIn(call.mailbox, calendar(call).id);

const shown = (call: MailboxCall, item: StoredItem): Record<string, unknown> => ({
  "@odata.context": context(call, `users('${call.user.id}')/events/$entity`),
  ...eventShower(call)(item),
});

const written = (call: MailboxCall, item: StoredItem): Record<string, unknown> => ({
  "@odata.context": context(call, `users('${call.user.id}')/events/$entity`),
  ...eventShower(call, { select: null, expand: [] })(item),
});

/** @throws GraphError 400 unless both ends are given. */
function window(call: MailboxCall): Window {
  const ends = [call.options.other.get("startdatetime"), call.options.other.get("enddatetime")].map(
    (text) => new Date(/(?:Z|[+-]\d\d:\d\d)$/u.test(text ?? "") ? (text ?? "") : `${text ?? ""}Z`),
  );
  const [start, end] = ends;
  if (!start || !end || Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) {
    throw new GraphError(
      400,
      "ErrorInvalidParameter",
      "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
    );
  }
  return [start.toISOString(), end.toISOString()];
}

function view(call: MailboxCall): GraphReply {
  const { filter, orderBy, search } = call.options;
  const shown = calendarView(call.mailbox, calendar(call).id, window(call));
  const asItIs = orderBy.every(({ path, descending }) => path.join("/").toLowerCase() === "start/datetime" && !descending);
  if (filter !== null || search !== null || !asItIs)
    return list(
      call,
      shown.map((one) => one.item()),
    );
  const show = eventShower(call);
  return answerPage(call, shown, `users('${call.user.id}')/events`, (one) => show(one.item()));
}

/** @throws GraphError 400 for an event that is no series. */
function instances(call: MailboxCall): GraphReply {
  const master = event(call);
  const asked = window(call);
  if (!recurrenceOf(master.fields)) throw new GraphError(400, "ErrorInvalidRequest", "The event is not the master of a series.");
  return list(call, occurrencesIn(call.mailbox, master, asked));
}

function list(call: MailboxCall, items: readonly StoredItem[]): GraphReply {
  return answerItems(
    call,
    items,
    {
      typeName: "event",
      has: (name) => name in eventShape.properties,
      collections: ["categories"],
      order: { path: ["startsAt"], descending: false },
      contextPath: `users('${call.user.id}')/events`,
    },
    eventShower(call),
  );
}

/** The same transaction id makes no second event. */
async function create(call: MailboxCall): Promise<GraphReply> {
  const body = record(json(call), "event");
  const sent = readBody(eventShape, body, { creating: true, draft: false });
  const transactionId = sent["transactionId"];
  if (typeof transactionId === "string" && eventsOf(call).some((item) => item.fields["transactionId"] === transactionId)) {
    throw new GraphError(
      409,
      "ErrorDuplicateTransactionId",
      "Your request can't be completed. The TransactionId was used for another event already.",
    );
  }
  return created(written(call, await createMeeting(call, calendar(call).id, sent, withExtended({}, body))));
}

async function change(call: MailboxCall): Promise<GraphReply> {
  const item = event(call);
  checkMatch(call, item);
  const body = record(json(call), "event");
  const sent = readBody(eventShape, body, { creating: false, draft: false });
  return ok(written(call, await changeMeeting(call, item, sent, withExtended(item.extended, body))));
}

async function remove(call: MailboxCall): Promise<GraphReply> {
  const item = event(call);
  checkMatch(call, item);
  await deleteMeeting(call, item);
  return noContent;
}

/** The window is frozen in the token; what lies or moves outside of it is told as removed (MG6, MG7). */
function delta(call: MailboxCall): GraphReply {
  const { options } = call;
  if (options.expand.length > 0 && call.world.switches.deltaExpandFails)
    throw new GraphError(500, "InternalServerError", "Value cannot be null. Parameter name: type");
  const used =
    [options.select, options.filter, options.search].some((one) => one !== null) || options.expand.length > 0 || options.orderBy.length > 0;
  if (used)
    throw badRequest(
      "The $select, $expand, $filter, $orderby and $search query parameters are not supported for change tracking of a calendar view.",
    );
  const found = calendar(call);
  const fresh = options.deltaToken === null && options.skipToken === null;
  return answerDelta(
    call,
    {
      log: found.id,
      contextPath: "Collection(event)",
      linkPath:
        call.params["calendar"] === undefined ? "calendarView/delta" : `calendars('${encodeURIComponent(found.id)}')/calendarView/delta`,
      current: (key) => call.mailbox.itemsIn(found.id).get(key),
      seqs: (item: StoredItem) => item,
      show: (item, since, terms) => (terms.window === null ? null : changesOf(call, item, since, terms.window, fresh)),
      departed: (gone, terms) => departuresOf(call, gone, terms),
    },
    { ...termsOf(call), window: fresh ? window(call) : null },
  );
}
