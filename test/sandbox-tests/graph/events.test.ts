import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertConforms } from "./conformance.ts";
import { round, Tenant } from "./tenant.ts";

const list = (body: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] =>
  body["value"] as readonly Record<string, unknown>[];

describe("calendars and single events", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const at = (dateTime: string, timeZone = "UTC"): Readonly<Record<string, string>> => ({ dateTime, timeZone });
  const create = async (
    subject: string,
    day: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> => {
    const reply = await tenant.ask("POST", "events", {
      body: { subject, start: at(`${day}T10:00:00`), end: at(`${day}T11:00:00`), ...more },
    });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 201 });
    assertConforms("/users/{user-id}/events", "POST", 201, reply.body);
    return reply.body;
  };
  const window = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z";

  it("an event is an instant, shown in UTC or in the preferred zone", async () => {
    const made = await create("a", "2026-07-01", {
      start: at("2026-07-01T10:00:00", "Pacific Standard Time"),
      end: at("2026-07-01T11:00:00", "Pacific Standard Time"),
    });
    expect(made).toMatchObject({
      start: at("2026-07-01T17:00:00.0000000"),
      originalStartTimeZone: "Pacific Standard Time",
      type: "singleInstance",
      isOrganizer: true,
    });
    const reply = await tenant.ask("GET", `events/${String(made["id"])}`, { headers: { prefer: 'outlook.timezone="Europe/Berlin"' } });
    expect(reply.body["start"]).toEqual(at("2026-07-01T19:00:00.0000000", "Europe/Berlin"));
    expect(reply.headers["preference-applied"]).toContain("Europe/Berlin");
  });

  it("an all-day event keeps its date in every zone, and must begin at midnight", async () => {
    const days = {
      isAllDay: true,
      start: at("2026-11-05T00:00:00", "Tokyo Standard Time"),
      end: at("2026-11-06T00:00:00", "Tokyo Standard Time"),
    };
    const made = await create("day", "2026-11-05", days);
    expect(made["start"]).toEqual(at("2026-11-05T00:00:00.0000000"));
    const body = { subject: "x", isAllDay: true, start: at("2026-11-05T09:00:00"), end: at("2026-11-06T00:00:00") };
    expect((await tenant.ask("POST", "events", { body })).status).toBe(400);
  });

  it("the same transactionId makes no second event", async () => {
    await create("a", "2026-11-05", { transactionId: "t" });
    const body = { subject: "b", start: at("2026-11-05T10:00:00"), end: at("2026-11-05T11:00:00"), transactionId: "t" };
    expect((await tenant.ask("POST", "events", { body })).body).toMatchObject({ error: { code: "ErrorDuplicateTransactionId" } });
  });

  it("calendarView shows what touches its window, in order", async () => {
    await create("later", "2026-11-20");
    await create("early", "2026-11-05");
    await create("outside", "2027-01-01");
    const reply = await tenant.ask("GET", `calendarView?${window}`);
    assertConforms("/users/{user-id}/calendarView", "GET", 200, reply.body);
    expect(list(reply.body).map((one) => one["subject"])).toEqual(["early", "later"]);
    expect((await tenant.ask("GET", "calendarView")).status).toBe(400);
  });

  it("MG7: calendarView/delta refuses options, its window is frozen; events/delta is refused", async () => {
    const { id } = await create("a", "2026-11-05");
    expect((await tenant.ask("GET", `calendarView/delta?${window}&$select=subject`)).status).toBe(400);
    expect((await tenant.ask("GET", "events/delta")).body).toMatchObject({
      error: { message: "Change tracking is not supported against 'microsoft.graph.event'." },
    });
    const { deltaLink, items } = await round(tenant, `calendarView/delta?${window}`);
    expect(items.map((one) => one["subject"])).toEqual(["a"]);
    await tenant.ask("PATCH", `events/${String(id)}`, { body: { start: at("2027-02-01T10:00:00"), end: at("2027-02-01T11:00:00") } });
    expect((await round(tenant, deltaLink)).items).toEqual([{ "@removed": { reason: "deleted" }, id }]);
  });

  it("MG6: an event made outside of the window is told as removed", async () => {
    const { deltaLink } = await round(tenant, `calendarView/delta?${window}`);
    const { id } = await create("far", "2027-05-05");
    expect((await round(tenant, deltaLink)).items).toEqual([{ "@removed": { reason: "deleted" }, id }]);
  });

  it("calendars: the default one stays, others come and go", async () => {
    const made = await tenant.ask("POST", "calendars", { body: { name: "Second", color: "LightBlue" } });
    assertConforms("/users/{user-id}/calendars", "POST", 201, made.body);
    expect(made.body).toMatchObject({ name: "Second", color: "lightBlue", isDefaultCalendar: false });
    const own = await tenant.ask("GET", "calendar");
    expect((await tenant.ask("DELETE", `calendars/${String(own.body["id"])}`)).status).toBe(400);
    expect((await tenant.ask("DELETE", `calendars/${String(made.body["id"])}`)).status).toBe(204);
  });

  it("files, events and links are attached; hasAttachments says so; one occurrence may have its own", async () => {
    const recurrence = {
      pattern: { type: "daily", interval: 1 },
      range: { type: "numbered", startDate: "2026-11-05", numberOfOccurrences: 2 },
    };
    const { id } = await create("a", "2026-11-05", { recurrence });
    const schema = "/users/{user-id}/events/{event-id}/attachments";
    const attach = async (event: unknown, body: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> => {
      const reply = await tenant.ask("POST", `events/${String(event)}/attachments`, { body });
      expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 201 });
      assertConforms(schema, "POST", 201, reply.body);
      return reply.body;
    };
    const names = async (event: unknown): Promise<readonly unknown[]> => {
      const reply = await tenant.ask("GET", `events/${String(event)}/attachments`);
      assertConforms(schema, "GET", 200, reply.body);
      return list(reply.body).map((one) => one["name"]);
    };
    const file = await attach(id, { "@odata.type": "#microsoft.graph.fileAttachment", name: "menu.txt", contentBytes: "bWVudQ==" });
    await attach(id, {
      "@odata.type": "#microsoft.graph.itemAttachment",
      name: "Holiday",
      item: { "@odata.type": "microsoft.graph.event", subject: "Gifts", start: at("2026-12-02T18:00:00"), end: at("2026-12-02T19:00:00") },
    });
    expect((await tenant.ask("GET", `events/${String(id)}`)).body["hasAttachments"]).toBe(true);
    const [first, second] = list((await tenant.ask("GET", `calendarView?${window}`)).body);
    expect(await names(first?.["id"])).toEqual(["menu.txt", "Holiday"]);
    await attach(second?.["id"], { "@odata.type": "#microsoft.graph.referenceAttachment", name: "link" });
    expect(await names(second?.["id"])).toEqual(["menu.txt", "Holiday", "link"]);
    expect(await names(id)).toEqual(["menu.txt", "Holiday"]);
    const one = `events/${String(id)}/attachments/${String(file["id"])}`;
    assertConforms(`${schema}/{attachment-id}`, "GET", 200, (await tenant.ask("GET", one)).body);
    expect((await tenant.ask("GET", `${one}/$value`)).text).toBe("menu");
    expect((await tenant.ask("DELETE", one)).status).toBe(204);
    expect(await names(id)).toEqual(["Holiday"]);
  });

  it("getSchedule says when people of the tenant are busy, and whom it does not know", async () => {
    await create("a", "2026-11-05");
    await create("private", "2026-11-05", {
      sensitivity: "private",
      showAs: "oof",
      start: at("2026-11-05T11:00:00"),
      end: at("2026-11-05T12:00:00"),
    });
    const body = {
      schedules: ["ada@northwind.example", "cleo@elsewhere.example"],
      startTime: at("2026-11-05T09:00:00"),
      endTime: at("2026-11-05T13:00:00"),
      availabilityViewInterval: 60,
    };
    const reply = await tenant.ask("POST", "calendar/getSchedule", { body });
    expect(list(reply.body)).toMatchObject([
      {
        availabilityView: "0230",
        scheduleItems: [
          { status: "busy", subject: "a" },
          { status: "oof", isPrivate: true },
        ],
      },
      { error: { responseCode: "ErrorMailRecipientNotFound" } },
    ]);
    expect((await tenant.ask("POST", "calendar/getSchedule", { body: { ...body, schedules: [] } })).status).toBe(400);
  });

  it("two all-day ends in different zones, no length, and more than five years are refused", async () => {
    const post = async (start: unknown, end: unknown, isAllDay: boolean): Promise<unknown> =>
      ((await tenant.ask("POST", "events", { body: { subject: "x", isAllDay, start, end } })).body["error"] as Record<string, unknown>)[
        "code"
      ];
    expect(await post(at("2026-11-05T00:00:00"), at("2026-11-06T00:00:00", "Tokyo Standard Time"), true)).toBe(
      "ErrorPropertyValidationFailure",
    );
    expect(await post(at("2026-11-05T00:00:00"), at("2026-11-05T00:00:00"), true)).toBe("ErrorPropertyValidationFailure");
    expect(await post(at("2026-11-05T11:00:00"), at("2026-11-05T10:00:00"), false)).toBe("ErrorPropertyValidationFailure");
    expect(await post(at("2026-11-05T11:00:00"), at("2033-11-05T10:00:00"), false)).toBe("ErrorCalendarDurationIsTooLong");
    expect(await post(at("2026-11-05T11:00:00", "Nowhere Standard Time"), at("2026-11-05T12:00:00"), false)).toBe(
      "TimeZoneNotSupportedException",
    );
  });

  it("an hour that comes twice means its first coming; one that is left out is counted on", async () => {
    const start = async (dateTime: string): Promise<unknown> =>
      (await create("x", "2026-11-05", { start: at(dateTime, "Europe/Berlin"), end: at("2026-11-06T00:00:00") }))["start"];
    expect(await start("2026-10-25T02:30:00")).toEqual(at("2026-10-25T00:30:00.0000000"));
    expect(await start("2026-03-29T02:30:00")).toEqual(at("2026-03-29T01:30:00.0000000"));
  });
});
