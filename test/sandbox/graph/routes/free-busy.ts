import { context, json, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { calendarView } from "../calendar/occurrences.ts";
import { GraphError } from "../graph-error.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { parameter, record } from "../shapes/shape.ts";
import type { StoredItem } from "../stored.ts";
import { instantOf, zonedTime } from "../time-zones.ts";

/** The digits of an availability view, by what an event shows as. */
const DIGITS: Readonly<Record<string, number>> = { free: 0, tentative: 1, busy: 2, oof: 3, workingElsewhere: 4 };

/** Who is busy when (api/calendar-getschedule); of people outside the tenant nothing is known. */
export const freeBusyRoutes: readonly Route[] = ["calendar/", "calendars/{calendar}/"].map((prefix) =>
  inMailbox("POST", `${prefix}getSchedule`, "Calendars.Read", answer),
);

function answer(call: MailboxCall): GraphReply {
  const body = json(call);
  const schedules = parameter(body, "schedules");
  const interval = parameter(body, "availabilityViewInterval") ?? 30;
  if (!Array.isArray(schedules) || schedules.length === 0)
    throw new GraphError(400, "ErrorInvalidParameter", "The parameter 'Schedules' needs at least one address.");
  if (typeof interval !== "number" || interval < 5 || interval > 1440)
    throw new GraphError(400, "ErrorInvalidParameter", "The interval of an availability view lies between 5 and 1440 minutes.");
  const [start, end] = [instant(body, "startTime"), instant(body, "endTime")];
  if (end.getTime() - start.getTime() < interval * 60_000)
    throw new GraphError(400, "ErrorInvalidTimeInterval", "The time interval must not be shorter than the interval of the view.");
  return ok({
    "@odata.context": context(call, "Collection(microsoft.graph.scheduleInformation)"),
    value: schedules.map((address: unknown) => schedule(call, String(address), start, end, interval * 60_000)),
  });
}

function instant(body: unknown, name: string): Date {
  const time = record(parameter(body, name), "dateTimeTimeZone");
  return instantOf(String(parameter(time, "dateTime")), String(parameter(time, "timeZone") ?? "UTC"));
}

function schedule(call: MailboxCall, address: string, start: Date, end: Date, stepMs: number): Record<string, unknown> {
  const user = call.world.directory.user(address);
  if (!user?.hasMailbox)
    return { scheduleId: address, error: { message: "Unable to resolve e-mail address.", responseCode: "ErrorMailRecipientNotFound" } };
  const mailbox = call.world.mailboxes.of(user.id);
  const shown = calendarView(mailbox, mailbox.standard("calendar").id, [start.toISOString(), end.toISOString()]).map((one) => one.item());
  const busy = shown.filter((item) => (DIGITS[String(item.fields["showAs"])] ?? 0) > 0);
  const digits = Array.from({ length: Math.ceil((end.getTime() - start.getTime()) / stepMs) }, (_none, index) => {
    const [from, to] = [start.getTime() + index * stepMs, start.getTime() + (index + 1) * stepMs];
    const during = busy.filter(({ fields }) => Date.parse(String(fields["startsAt"])) < to && Date.parse(String(fields["endsAt"])) > from);
    return Math.max(0, ...during.map((item) => DIGITS[String(item.fields["showAs"])] ?? 0));
  });
  return { scheduleId: address, availabilityView: digits.join(""), scheduleItems: shown.map((item) => scheduleItem(call, item)) };
}

function scheduleItem(call: MailboxCall, { fields }: StoredItem): Record<string, unknown> {
  const zone = call.prefer.timeZone ?? "UTC";
  const isPrivate = fields["sensitivity"] === "private";
  return {
    isPrivate,
    status: fields["showAs"],
    ...(isPrivate
      ? {}
      : { subject: fields["subject"], location: (fields["location"] as { readonly displayName?: string }).displayName ?? "" }),
    start: zonedTime(new Date(String(fields["startsAt"])), zone),
    end: zonedTime(new Date(String(fields["endsAt"])), zone),
  };
}
