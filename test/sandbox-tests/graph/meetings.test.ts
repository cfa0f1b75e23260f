import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertConforms } from "./conformance.ts";
import { round, Tenant, type Reply } from "./tenant.ts";

type Json = Readonly<Record<string, unknown>>;

const list = (body: Json): readonly Json[] => body["value"] as readonly Json[];
const at = (dateTime: string): Json => ({ dateTime, timeZone: "UTC" });
const who = (address: string, more: Json = {}): Json => ({
  emailAddress: { address, name: address.split("@")[0] },
  type: "required",
  ...more,
});
const ADA = "ada@northwind.example";
const BEN = "ben@northwind.example";
const CLEO = "cleo@elsewhere.example";
const NOVEMBER = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z&$top=50";

describe("meetings", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const asBen = (method: string, path: string, body?: unknown): Promise<Reply> =>
    tenant.ask(method, `/v1.0/users/${tenant.ben}/${path}`, body === undefined ? {} : { body });
  const create = async (more: Json = {}): Promise<Json> => {
    const body = {
      subject: "Review",
      start: at("2026-11-05T10:00:00"),
      end: at("2026-11-05T11:00:00"),
      attendees: [who(BEN), who(CLEO)],
      ...more,
    };
    const reply = await tenant.ask("POST", "events", { body });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 201 });
    assertConforms("/users/{user-id}/events", "POST", 201, reply.body);
    return reply.body;
  };
  const patch = async (id: unknown, body: Json): Promise<Json> => {
    const reply = await tenant.ask("PATCH", `events/${String(id)}`, { body });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 200 });
    return reply.body;
  };
  const bens = async (): Promise<readonly Json[]> => {
    const reply = await asBen("GET", "events");
    assertConforms("/users/{user-id}/events", "GET", 200, reply.body);
    return list(reply.body);
  };
  const copy = async (): Promise<Json> => (await bens())[0] ?? {};
  const own = async (id: unknown): Promise<Json> => (await tenant.ask("GET", `events/${String(id)}`)).body;
  const mailed = (): readonly string[] => tenant.graph.mailed.list().map(({ why, to }) => `${why} ${to}`);
  const newMails = (before: number): readonly string[] => mailed().slice(before);
  const answerOf = (event: Json, address: string): unknown => {
    const found = (event["attendees"] as readonly Json[]).find((one) => (one["emailAddress"] as Json)["address"] === address);
    return (found?.["status"] as Json | undefined)?.["response"];
  };
  const daily = { pattern: { type: "daily", interval: 1 }, range: { type: "numbered", startDate: "2026-11-05", numberOfOccurrences: 3 } };
  const bensView = async (): Promise<readonly Json[]> => list((await asBen("GET", `calendarView?${NOVEMBER}`)).body);
  const view = async (): Promise<readonly Json[]> => list((await tenant.ask("GET", `calendarView?${NOVEMBER}`)).body);

  it("who is named is invited: written down for all, in the calendar and the Inbox of those in the tenant", async () => {
    const made = await create();
    expect(made).toMatchObject({ isOrganizer: true, responseStatus: { response: "organizer" } });
    expect(mailed()).toEqual([`invitation ${BEN}`, `invitation ${CLEO}`]);
    expect(tenant.graph.mailed.list()[1]).toMatchObject({ from: ADA, event: { id: made["id"], subject: "Review", originalStart: null } });
    expect(await copy()).toMatchObject({
      iCalUId: made["iCalUId"],
      isOrganizer: false,
      showAs: "tentative",
      responseStatus: { response: "notResponded" },
      organizer: { emailAddress: { address: ADA } },
    });
    const [message] = list((await asBen("GET", "messages")).body);
    expect(message).toMatchObject({ "@odata.type": "#microsoft.graph.eventMessageRequest", subject: "Review" });
    expect((await tenant.ask("GET", "/_sandbox/mailed")).body["value"]).toHaveLength(2);
  });

  it("an event without attendees mails nobody, nor does what is the organizer's own: categories, reminder, show-as, extended properties", async () => {
    await create({ attendees: [] });
    expect(mailed()).toEqual([]);
    const { id } = await create();
    await patch(id, { categories: ["Salesforce"], reminderMinutesBeforeStart: 5, isReminderOn: false, showAs: "free" });
    await patch(id, { singleValueExtendedProperties: [{ id: "String {66f5a359-4659-4830-9070-00040ec6ac6e} Name Tandem", value: "x" }] });
    expect(mailed()).toHaveLength(2);
    expect(await copy()).toMatchObject({ categories: [], reminderMinutesBeforeStart: 15, showAs: "tentative" });
  });

  it("a changed time or text is told to all, and spreads; a new time takes back the answers", async () => {
    const { id } = await create();
    await asBen("POST", `events/${String((await copy())["id"])}/accept`, {});
    const before = mailed().length;
    await patch(id, { subject: "Second" });
    expect(newMails(before)).toEqual([`update ${BEN}`, `update ${CLEO}`]);
    expect(answerOf(await own(id), BEN)).toBe("accepted");
    expect(await copy()).toMatchObject({ subject: "Second", responseStatus: { response: "accepted" } });
    const moved = await patch(id, { start: at("2026-11-06T10:00:00"), end: at("2026-11-06T11:00:00") });
    expect(answerOf(moved, BEN)).toBe("none");
    expect(await copy()).toMatchObject({
      start: { dateTime: "2026-11-06T10:00:00.0000000" },
      responseStatus: { response: "notResponded" },
    });
  });

  it("where only attendees change, only those who come and go are mailed", async () => {
    const { id } = await create();
    await patch(id, { attendees: [who(CLEO), who("dan@elsewhere.example")] });
    expect(newMails(2)).toEqual(["invitation dan@elsewhere.example", `cancellation ${BEN}`]);
    expect(await copy()).toMatchObject({ isCancelled: true, subject: "Canceled: Review" });
  });

  it("an answer shows on both copies; the organizer is mailed", async () => {
    const { id } = await create();
    const reply = await asBen("POST", `events/${String((await copy())["id"])}/accept`, { Comment: "Fine", SendResponse: true });
    expect(reply.status).toBe(202);
    expect(newMails(2)).toEqual([`response ${ADA}`]);
    expect(tenant.graph.mailed.list().at(-1)).toMatchObject({ response: "accepted", comment: "Fine", from: BEN });
    expect(await copy()).toMatchObject({ responseStatus: { response: "accepted", time: "2026-11-02T09:00:00Z" }, showAs: "busy" });
    expect(answerOf(await own(id), BEN)).toBe("accepted");
    expect(list((await tenant.ask("GET", "messages")).body)[0]).toMatchObject({ subject: "Accepted: Review" });
  });

  it("an answer kept to oneself is not told", async () => {
    const { id } = await create();
    await asBen("POST", `events/${String((await copy())["id"])}/tentativelyAccept`, { sendResponse: false });
    expect(mailed()).toHaveLength(2);
    expect(await copy()).toMatchObject({ responseStatus: { response: "tentativelyAccepted" } });
    expect(answerOf(await own(id), BEN)).toBe("none");
  });

  it("what is declined leaves the calendar; a proposed time stands with the attendee", async () => {
    const { id } = await create();
    const proposedNewTime = { start: at("2026-11-07T10:00:00"), end: at("2026-11-07T11:00:00") };
    const mine = `events/${String((await copy())["id"])}`;
    expect((await asBen("POST", `${mine}/decline`, { proposedNewTime, sendResponse: false })).status).toBe(400);
    expect((await asBen("POST", `${mine}/decline`, { proposedNewTime })).status).toBe(202);
    expect(await bens()).toEqual([]);
    const now = await tenant.ask("GET", `events/${String(id)}`);
    assertConforms("/users/{user-id}/events/{event-id}", "GET", 200, now.body);
    expect((now.body["attendees"] as readonly Json[])[0]).toMatchObject({
      status: { response: "declined" },
      proposedNewTime: { start: { dateTime: "2026-11-07T10:00:00.0000000" } },
    });
  });

  it("refusals: the organizer does not answer, an attendee does not cancel, no proposals where none are allowed", async () => {
    const { id } = await create({ allowNewTimeProposals: false, responseRequested: false });
    const mine = `events/${String((await copy())["id"])}`;
    expect((await tenant.ask("POST", `events/${String(id)}/accept`, { body: {} })).body).toMatchObject({
      error: { code: "ErrorInvalidRequest" },
    });
    expect((await asBen("POST", `${mine}/cancel`, {})).body).toMatchObject({
      error: { message: "Your request can't be completed. You need to be an organizer to cancel a meeting." },
    });
    const proposedNewTime = { start: at("2026-11-07T10:00:00"), end: at("2026-11-07T11:00:00") };
    expect((await asBen("POST", `${mine}/tentativelyAccept`, { proposedNewTime })).status).toBe(400);
    expect((await asBen("POST", `${mine}/accept`, { sendResponse: true })).status).toBe(400);
    expect((await asBen("POST", `${mine}/accept`, { sendResponse: "yes" })).status).toBe(400);
  });

  it("the organizer's deletion, and cancel with a word, call the meeting off; copies stay, marked", async () => {
    const { id } = await create();
    expect((await tenant.ask("POST", `events/${String(id)}/cancel`, { body: { Comment: "Snow" } })).status).toBe(202);
    expect((await own(id))["error"]).toMatchObject({ code: "ErrorItemNotFound" });
    expect(newMails(2)).toEqual([`cancellation ${BEN}`, `cancellation ${CLEO}`]);
    expect(tenant.graph.mailed.list().at(-1)).toMatchObject({ comment: "Snow" });
    expect(await copy()).toMatchObject({ isCancelled: true, subject: "Canceled: Review", showAs: "free" });
    expect((await asBen("POST", `events/${String((await copy())["id"])}/accept`, {})).status).toBe(400);
    const second = await create({ attendees: [who(CLEO)] });
    await tenant.ask("DELETE", `events/${String(second["id"])}`);
    expect(mailed().at(-1)).toBe(`cancellation ${CLEO}`);
  });

  it("an attendee's edits and deletion stay with him, until the organizer's next word", async () => {
    const { id } = await create();
    const mine = `events/${String((await copy())["id"])}`;
    await asBen("PATCH", mine, { subject: "My own title", categories: ["Mine"] });
    expect(await own(id)).toMatchObject({ subject: "Review" });
    await patch(id, { location: { displayName: "Room 1" } });
    expect(await copy()).toMatchObject({ subject: "Review", categories: ["Mine"], location: { displayName: "Room 1" } });
    const before = mailed().length;
    expect((await asBen("DELETE", mine)).status).toBe(204);
    expect(newMails(before)).toEqual([]);
    expect(await own(id)).toMatchObject({ subject: "Review", isCancelled: false });
  });

  it("hidden attendees see only themselves; what others answered is not told", async () => {
    await create({ hideAttendees: true });
    expect((await copy())["attendees"]).toMatchObject([{ emailAddress: { address: BEN } }]);
  });

  it("forwarding invites, and an attendee's forwarding is told to the organizer", async () => {
    const { id } = await create({ attendees: [who(BEN)] });
    const mine = `events/${String((await copy())["id"])}`;
    const body = { ToRecipients: [{ emailAddress: { address: CLEO, name: "Cleo" } }], Comment: "Come" };
    expect((await asBen("POST", `${mine}/forward`, body)).status).toBe(202);
    expect(newMails(1)).toEqual([`forward ${CLEO}`, `forward-notice ${ADA}`]);
    expect((await own(id))["attendees"]).toHaveLength(2);
    expect((await asBen("POST", `${mine}/forward`, { ToRecipients: [] })).status).toBe(400);
  });

  it("a series is one invitation; one occurrence changed, cancelled, or answered concerns that one", async () => {
    const made = await create({ recurrence: daily });
    expect(mailed()).toEqual([`invitation ${BEN}`, `invitation ${CLEO}`]);
    expect((await bensView()).map((one) => one["iCalUId"])).toEqual((await view()).map((one) => one["iCalUId"]));
    const [first, second, third] = await view();
    await patch(second?.["id"], { start: at("2026-11-06T15:00:00"), end: at("2026-11-06T16:00:00") });
    expect(newMails(2)).toEqual([`update ${BEN}`, `update ${CLEO}`]);
    expect(tenant.graph.mailed.list().at(-1)?.event.originalStart).toBe("2026-11-06T10:00:00Z");
    expect((await bensView())[1]).toMatchObject({ type: "exception", start: { dateTime: "2026-11-06T15:00:00.0000000" } });
    await tenant.ask("DELETE", `events/${String(third?.["id"])}`);
    expect(newMails(4)).toEqual([`cancellation ${BEN}`, `cancellation ${CLEO}`]);
    expect((await bensView())[2]).toMatchObject({ isCancelled: true, subject: "Canceled: Review" });
    await asBen("POST", `events/${String((await bensView())[0]?.["id"])}/decline`, {});
    expect(await bensView()).toHaveLength(2);
    expect(answerOf(await own(first?.["id"]), BEN)).toBe("declined");
    expect(answerOf(await own(made["id"]), BEN)).toBe("none");
    await asBen("POST", `events/${String((await copy())["id"])}/accept`, {});
    expect(answerOf(await own(made["id"]), BEN)).toBe("accepted");
  });

  it("who is asked to one occurrence only has it as a single event", async () => {
    await create({ recurrence: daily, attendees: [who(CLEO)] });
    const [, second] = await view();
    await patch(second?.["id"], { attendees: [who(CLEO), who(BEN)] });
    expect(await bens()).toMatchObject([
      { type: "singleInstance", iCalUId: second?.["iCalUId"], start: { dateTime: "2026-11-06T10:00:00.0000000" } },
    ]);
  });

  it("both copies tell of changes: notifications and delta", async () => {
    const start = `/v1.0/users/${tenant.ben}/calendarView/delta?${NOVEMBER.replace("&$top=50", "")}`;
    const { deltaLink } = await round(tenant, start);
    await create();
    expect((await round(tenant, deltaLink)).items).toMatchObject([{ subject: "Review" }]);
  });

  it("an online meeting has a join link, in its text too; a text without it ends the online meeting", async () => {
    const { id, ...made } = await create({ isOnlineMeeting: true, body: { contentType: "text", content: "Agenda" } });
    const link = String((made["onlineMeeting"] as Json)["joinUrl"]);
    expect(made).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" });
    expect((made["body"] as Json)["content"]).toContain(link);
    expect(await patch(id, { isOnlineMeeting: false, onlineMeetingProvider: "unknown" })).toMatchObject({ isOnlineMeeting: true });
    expect(await patch(id, { body: { contentType: "html", content: `<p>New</p><a href="${link}">Join</a>` } })).toMatchObject({
      isOnlineMeeting: true,
    });
    expect(await patch(id, { body: { contentType: "html", content: "<p>New</p>" } })).toMatchObject({
      isOnlineMeeting: false,
      onlineMeeting: null,
    });
  });

  it("reminders are put off and put away: 200 without a body", async () => {
    const { id } = await create();
    const snoozed = await tenant.ask("POST", `events/${String(id)}/snoozeReminder`, {
      body: { newReminderTime: at("2026-11-05T09:50:00") },
    });
    expect({ status: snoozed.status, text: snoozed.text }).toEqual({ status: 200, text: "" });
    expect((await tenant.ask("POST", `events/${String(id)}/dismissReminder`)).status).toBe(200);
    expect(await own(id)).toMatchObject({ isReminderOn: false });
  });

  it("what a test seeds invites nobody; what it seeds as a meeting does", async () => {
    tenant.graph.seed.event(ADA, { subject: "x", start: at("2026-11-05T10:00:00"), end: at("2026-11-05T11:00:00"), attendees: [who(BEN)] });
    expect(mailed()).toEqual([]);
    await tenant.graph.seed.meeting(ADA, {
      subject: "y",
      start: at("2026-11-05T10:00:00"),
      end: at("2026-11-05T11:00:00"),
      attendees: [who(BEN)],
    });
    expect(mailed()).toEqual([`invitation ${BEN}`]);
    expect(await copy()).toMatchObject({ subject: "y" });
  });
});
