import { json, noContent, type GraphReply, type MailboxCall } from "../call.ts";
import { answerMeeting, cancelMeeting, deleteMeeting, forwardMeeting, type Answer } from "../calendar/meetings.ts";
import { findEvent } from "../calendar/occurrences.ts";
import { changeEvent } from "../calendar/write-events.ts";
import { GraphError } from "../graph-error.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { parameter, record } from "../shapes/shape.ts";
import type { Fields } from "../stored.ts";
import { instantOf } from "../time-zones.ts";

const accepted: GraphReply = { status: 202, body: null };
const done: GraphReply = { status: 200, body: null };

export const eventActionRoutes: readonly Route[] = ["", "calendar/", "calendars/{calendar}/"].flatMap((prefix): readonly Route[] => [
  action(`${prefix}events/{event}/accept`, (call) => answer(call, "accepted")),
  action(`${prefix}events/{event}/tentativelyAccept`, (call) => answer(call, "tentativelyAccepted")),
  action(`${prefix}events/{event}/decline`, (call) => answer(call, "declined")),
  action(`${prefix}events/{event}/cancel`, async (call) => {
    await cancelMeeting(call, event(call), comment(call));
    return accepted;
  }),
  action(`${prefix}events/{event}/forward`, forward),
  action(`${prefix}events/{event}/dismissReminder`, (call) => {
    const item = event(call);
    changeEvent(call, item, { isReminderOn: false }, item.extended);
    return done;
  }),
  action(`${prefix}events/{event}/snoozeReminder`, (call) => {
    event(call);
    const until = record(parameter(json(call), "newReminderTime"), "dateTimeTimeZone");
    instantOf(String(parameter(until, "dateTime")), String(parameter(until, "timeZone") ?? "UTC"));
    return done;
  }),
  action(`${prefix}events/{event}/permanentDelete`, async (call) => {
    const item = event(call);
    await deleteMeeting(call, item);
    const left = item.occurrence ? undefined : call.mailbox.item(item.key);
    if (left) call.mailbox.remove(left);
    return noContent;
  }),
]);

function action(path: string, run: (call: MailboxCall) => GraphReply | Promise<GraphReply>): Route {
  return inMailbox("POST", path, "Calendars.ReadWrite", run);
}

const event = (call: MailboxCall): ReturnType<typeof findEvent> => findEvent(call.mailbox, call.params["event"] ?? "");

function comment(call: MailboxCall): string | null {
  const text = parameter(json(call), "comment");
  if (text === undefined || text === null || typeof text === "string") return text ?? null;
  throw new GraphError(400, "RequestBodyRead", "The parameter 'Comment' must be a string.");
}

async function answer(call: MailboxCall, response: Answer["response"]): Promise<GraphReply> {
  const body = json(call);
  const [send, proposed] = [parameter(body, "sendResponse"), parameter(body, "proposedNewTime")];
  if (send !== undefined && send !== null && typeof send !== "boolean")
    throw new GraphError(400, "RequestBodyRead", "The parameter 'SendResponse' must be a boolean.");
  await answerMeeting(call, event(call), {
    response,
    comment: comment(call),
    sendResponse: send ?? null,
    proposedNewTime: proposed === undefined || proposed === null ? null : slot(record(proposed, "timeSlot")),
  });
  return accepted;
}

function slot(sent: Fields): Fields {
  const at = (name: string): Fields => {
    const time = record(parameter(sent, name), "dateTimeTimeZone");
    const zone = String(parameter(time, "timeZone") ?? "UTC");
    return {
      dateTime: `${instantOf(String(parameter(time, "dateTime")), zone)
        .toISOString()
        .slice(0, 19)}.0000000`,
      timeZone: "UTC",
    };
  };
  return { start: at("start"), end: at("end") };
}

async function forward(call: MailboxCall): Promise<GraphReply> {
  const to = parameter(json(call), "toRecipients");
  if (!Array.isArray(to) || to.length === 0) throw new GraphError(400, "ErrorInvalidRecipients", "At least one recipient is needed.");
  const people = to.map((one: unknown) => {
    const address = record(parameter(record(one, "recipient"), "emailAddress"), "emailAddress");
    return { emailAddress: { name: parameter(address, "name") ?? parameter(address, "address"), address: parameter(address, "address") } };
  });
  await forwardMeeting(call, event(call), people, comment(call));
  return accepted;
}
