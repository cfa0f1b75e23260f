import { describe, expect, it } from "vitest";
import type { Event } from "../../shared/records/event.ts";
import { eventMomentsIn } from "../../sync-service/graph/event-moments.ts";
import { eventFault, eventFaultCategory } from "../../sync-service/mappings/event-faults.ts";
import { peopleOf } from "../../sync-service/mappings/event-people.ts";
import { dayAfter, minuteOf, minutesBefore, minutesBetween, timeOf, timeText } from "../../sync-service/mappings/event-time.ts";
import { eventForms, eventMapping, salesforceEventFields } from "../../sync-service/mappings/event.ts";
import { blockIn, blockOf, withBlock, withoutBlock } from "../../sync-service/mappings/people-block.ts";
import type { GraphEvent, GraphPerson } from "../../sync-service/mappings/wire/graph-event.ts";
import type { SalesforceEvent } from "../../sync-service/mappings/wire/salesforce-event.ts";
import { event } from "../doubles/blank-event.ts";
import { event as eventObject } from "../sandbox/salesforce/objects/event.ts";

const terms = { moments: eventMomentsIn("UTC"), textOf: (html: string) => `text of ${html}` };
const { fromGraph, fromSalesforce, guardedInGraph, toGraph, toSalesforce } = eventForms(terms);

const visit: Event = {
  subject: "Visit Berg AG",
  time: "2026-03-02T10:00Z/2026-03-02T11:30Z",
  location: "Bonn, Way 1",
  notes: "Bring drawings.\nAnd numbers.",
  showAs: "oof",
  isPrivate: true,
  reminderAt: "2026-03-02T09:45Z",
  people: null,
  meeting: null,
  series: null,
};
const inGraph: GraphEvent = {
  subject: "Visit Berg AG",
  isAllDay: false,
  start: { dateTime: "2026-03-02T10:00:00.0000000", timeZone: "UTC" },
  end: { dateTime: "2026-03-02T11:30:00.0000000", timeZone: "UTC" },
  location: { displayName: "Bonn, Way 1" },
  body: { content: "Bring drawings.\r\nAnd numbers.", contentType: "text" },
  showAs: "oof",
  sensitivity: "private",
  isReminderOn: true,
  reminderMinutesBeforeStart: 15,
};
const inSalesforce: SalesforceEvent = {
  Subject: "Visit Berg AG",
  IsAllDayEvent: false,
  StartDateTime: "2026-03-02T10:00Z",
  EndDateTime: "2026-03-02T11:30Z",
  Location: "Bonn, Way 1",
  Description: "Bring drawings.\r\nAnd numbers.",
  ShowAs: "OutOfOffice",
  IsPrivate: true,
  IsReminderSet: true,
  ReminderDateTime: "2026-03-02T09:45Z",
};

describe("E2: one event, as the calendar and Salesforce hold it", () => {
  it("to and fro", () => {
    expect(fromGraph(inGraph)).toEqual(visit);
    expect(toGraph(visit, {})).toEqual(inGraph);
    expect(fromSalesforce({ ...inSalesforce, StartDateTime: "2026-03-02T10:00:00.000+0000" })).toEqual(visit);
    expect(toSalesforce(visit)).toEqual(inSalesforce);
  });

  it("is asked for by the names that its rows write", () => {
    for (const [field, { graph, salesforce }] of Object.entries(eventMapping(terms))) {
      expect(salesforce.property).toBe(salesforceEventFields[field as keyof Event]);
      const written = Object.keys(toGraph({ [field]: visit[field as keyof Event] }, inGraph));
      expect(written.length === 0 || written.includes(graph.property)).toBe(true);
    }
    const properties = Object.values(eventMapping(terms)).map(({ graph }) => graph.property);
    const flows = Object.entries(eventMapping(terms)).map(([field, { flow }]) => (flow === "both" ? [] : [field, flow]));
    expect(flows.flat()).toEqual(["people", "toSalesforce", "meeting", "toSalesforce"]);
    expect(properties.slice(-3)).toEqual(["attendees", "iCalUId", "seriesMasterId"]);
  });

  it("blank: read as nothing, written as blank; what cannot be blank is not written", () => {
    const blank = { subject: null, time: null, location: null, notes: null, showAs: null, isPrivate: null, reminderAt: null };
    expect(fromGraph({})).toEqual({ ...event(), ...blank, showAs: "busy", isPrivate: false });
    expect(fromSalesforce({})).toEqual({ ...event(), ...blank });
    expect(toGraph(blank, {})).toEqual({
      subject: "",
      location: { displayName: "" },
      body: { content: "", contentType: "text" },
      isReminderOn: false,
    });
    expect(toSalesforce(blank)).toEqual({
      Subject: null,
      Location: null,
      Description: null,
      IsReminderSet: false,
      ReminderDateTime: null,
    });
  });

  it("lengths: those of the recorded describe; subject and location are one line, the description many", () => {
    const length = (name: string) => eventObject.fields.find((field) => field.name === name)?.length ?? 0;
    const long = "x".repeat(40_000);
    const body = (content: string) => ({ content, contentType: "text" });
    expect(fromGraph({ subject: long }).subject).toHaveLength(length("Subject"));
    expect(fromSalesforce({ Subject: long }).subject).toHaveLength(length("Subject"));
    expect(fromGraph({ location: { displayName: long } }).location).toHaveLength(length("Location"));
    expect(fromSalesforce({ Location: long }).location).toHaveLength(length("Location"));
    expect(fromGraph({ body: body(long) }).notes).toHaveLength(length("Description"));
    expect(fromSalesforce({ Description: long }).notes).toHaveLength(length("Description"));
    expect(fromGraph({ subject: "a\nb", location: { displayName: "a\nb" }, body: body("a\nb") })).toMatchObject({
      subject: "a b",
      location: "a b",
      notes: "a\nb",
    });
    expect(fromSalesforce({ Subject: "a\nb", Location: "a\nb", Description: "a\nb" })).toMatchObject({
      subject: "a b",
      location: "a b",
      notes: "a\nb",
    });
  });

  it.each([
    ["free", "free"],
    ["workingElsewhere", "free"],
    ["tentative", "busy"],
    ["busy", "busy"],
    ["oof", "oof"],
    ["unknown", "busy"],
  ])("shown as %s in the mailbox is %s", (showAs, is) => {
    expect(fromGraph({ showAs }).showAs).toBe(is);
  });

  it.each([
    ["free", "Free"],
    ["busy", "Busy"],
    ["oof", "OutOfOffice"],
  ] as const)("%s is %s in Salesforce", (showAs, ShowAs) => {
    expect(toSalesforce({ showAs })).toEqual({ ShowAs });
    expect(fromSalesforce({ ShowAs }).showAs).toBe(showAs);
  });

  it("a picklist of Salesforce with a word of its own, or none, is busy", () => {
    expect(fromSalesforce({ ShowAs: "Maybe" }).showAs).toBe("busy");
    expect(fromSalesforce({ ShowAs: null }).showAs).toBe("busy");
  });

  it.each([
    ["private", true],
    ["Private", true],
    ["confidential", true],
    ["personal", false],
    ["normal", false],
    [null, false],
  ])("E5: %s is private: %s", (sensitivity, isPrivate) => {
    expect(fromGraph({ sensitivity }).isPrivate).toBe(isPrivate);
    expect(toGraph({ isPrivate }, {})).toEqual({ sensitivity: isPrivate ? "private" : "normal" });
    expect(fromSalesforce(toSalesforce({ isPrivate })).isPrivate).toBe(isPrivate);
  });

  it("E2: an HTML body is read as its text, and is guarded like the one of an online meeting", () => {
    expect(fromGraph({ body: { content: "<b>a</b>", contentType: "html" } }).notes).toBe("text of <b>a</b>");
    expect(guardedInGraph({ isOnlineMeeting: false, body: { content: "a", contentType: "text" } })).toEqual([]);
  });
});

describe("E2: times", () => {
  const at = (dateTime: string, timeZone = "UTC") => ({ dateTime, timeZone });

  it("half a time is none", () => {
    expect(fromGraph({ start: at("2026-03-02T10:00:00") }).time).toBeNull();
    expect(fromGraph({ end: at("2026-03-02T10:00:00") }).time).toBeNull();
    expect(fromGraph({ start: at("soon"), end: at("2026-03-02T10:00:00") }).time).toBeNull();
    expect(fromGraph({ start: at("2026-03-02T10:00:00"), end: at("later") }).time).toBeNull();
    expect(fromSalesforce({ StartDateTime: "2026-03-02T10:00:00.000+0000" }).time).toBeNull();
    expect(fromSalesforce({ EndDateTime: "2026-03-02T10:00:00.000+0000" }).time).toBeNull();
    expect(fromSalesforce({ StartDateTime: "soon", EndDateTime: "2026-03-02T10:00:00.000+0000" }).time).toBeNull();
    expect(fromSalesforce({ StartDateTime: "2026-03-02T10:00:00.000+0000", EndDateTime: "later" }).time).toBeNull();
  });

  it("an all-day event is dates, whatever zone and hour stand beside them", () => {
    const start = at("2026-03-02T00:00:00.0000000", "Tonga Standard Time");
    expect(fromGraph({ isAllDay: true, start, end: at("2026-03-04T00:00:00.0000000") }).time).toBe("2026-03-02/2026-03-04");
    const row = { IsAllDayEvent: true, StartDateTime: "2026-03-02T00:00:00.000+0000", EndDateTime: "2026-03-03T00:00:00.000+0000" };
    expect(fromSalesforce(row).time).toBe("2026-03-02/2026-03-04");
    expect(toSalesforce({ time: "2026-03-02/2026-03-04" })).toEqual({
      IsAllDayEvent: true,
      StartDateTime: "2026-03-02T00:00:00Z",
      EndDateTime: "2026-03-03T00:00:00Z",
    });
  });

  it.each([
    ["2026-03-02/2026-03-03", { allDay: true, start: "2026-03-02", end: "2026-03-03" }],
    ["2026-03-02T10:00:59+02:00/2026-03-02T11:00Z", { allDay: false, start: "2026-03-02T08:00Z", end: "2026-03-02T11:00Z" }],
    ["2026-03-02/2026-03-03T10:00Z", { allDay: false, start: "2026-03-02T00:00Z", end: "2026-03-03T10:00Z" }],
    ["2026-03-02T10:00Z", null],
    ["2026-03-02T10:00Z/soon", null],
    ["soon/2026-03-02T10:00Z", null],
    ["", null],
    [null, null],
  ])("the interval %s", (text, time) => {
    expect(timeOf(text)).toEqual(time);
    if (time !== null) expect(timeOf(timeText(time))).toEqual(time);
  });

  it("days are told from instants by their whole form", () => {
    expect(timeOf("x2026-03-02/2026-03-03")).toBeNull();
    expect(timeOf("2026-03-02/2026-03-03x")).toBeNull();
  });

  it("minutes and days are counted across months, years and leap days", () => {
    expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01");
    expect(dayAfter("2028-03-01", -1)).toBe("2028-02-29");
    expect(minutesBetween("2026-03-02T10:00Z", "2026-03-03T10:01Z")).toBe(1_441);
    expect(minutesBetween("2026-03-03", "2026-03-02")).toBe(-1_440);
    expect(minutesBefore("2026-03-01T00:10Z", 20)).toBe("2026-02-28T23:50Z");
    expect(minuteOf("2026-03-02T10:00:59.999Z")).toBe("2026-03-02T10:00Z");
    expect(minuteOf("soon")).toBeNull();
  });
});

describe("E2: reminders", () => {
  const start = { dateTime: "2026-03-02T10:00:00.0000000", timeZone: "UTC" };

  it("that are switched off, or have nothing to remind of, are none", () => {
    expect(fromGraph({ ...inGraph, isReminderOn: false }).reminderAt).toBeNull();
    expect(fromGraph({ isReminderOn: true, reminderMinutesBeforeStart: 15 }).reminderAt).toBeNull();
    expect(fromGraph({ isReminderOn: true, start }).reminderAt).toBe("2026-03-02T10:00Z");
    expect(fromSalesforce({ ...inSalesforce, IsReminderSet: false }).reminderAt).toBeNull();
    expect(fromSalesforce({ IsReminderSet: true, ReminderDateTime: null }).reminderAt).toBeNull();
    expect(fromSalesforce({ IsReminderSet: true, ReminderDateTime: "soon" }).reminderAt).toBeNull();
    expect(toGraph({ reminderAt: "2026-03-02T09:00Z" }, {})).toEqual({ isReminderOn: false });
  });

  it("after the start come at the start, as Exchange knows none later", () => {
    expect(toGraph({ reminderAt: "2026-03-02T10:30Z" }, { start })).toEqual({ isReminderOn: true, reminderMinutesBeforeStart: 0 });
  });

  it("move with the event where both are written, and count from where it will start", () => {
    expect(toGraph({ time: "2026-03-02T12:00Z/2026-03-02T13:00Z", reminderAt: "2026-03-02T11:50Z" }, { start })).toMatchObject({
      reminderMinutesBeforeStart: 10,
    });
  });

  it("of a whole day count from its midnight in the mailbox", () => {
    const inAuckland = eventForms({ ...terms, moments: eventMomentsIn("Pacific/Auckland") });
    const whole = { isAllDay: true, start: { dateTime: "2026-07-02T00:00:00.0000000", timeZone: "Pacific/Auckland" } };
    expect(inAuckland.fromGraph({ ...whole, isReminderOn: true, reminderMinutesBeforeStart: 60 }).reminderAt).toBe("2026-07-01T11:00Z");
    const inUtc = { ...whole, start: { dateTime: "2026-07-02T00:00:00.0000000", timeZone: "UTC" } };
    expect(inAuckland.fromGraph({ ...inUtc, isReminderOn: true, reminderMinutesBeforeStart: 60 }).reminderAt).toBe("2026-07-01T11:00Z");
    expect(inAuckland.toGraph({ reminderAt: "2026-07-01T11:00Z" }, whole)).toEqual({ isReminderOn: true, reminderMinutesBeforeStart: 60 });
  });
});

describe("E6: what Salesforce cannot hold", () => {
  const category = "Event cannot be saved";

  it("is told in words, with a category on the item", () => {
    expect(eventFaultCategory).toBe(category);
    expect(eventFault(event({ time: null }))).toEqual({
      code: "EVENT_WITHOUT_TIME",
      message: "The event has no start or no end that can be read.",
      remedy: "Give it a start and an end.",
      category,
    });
    expect(eventFault(event({ time: "2026-03-02T10:00Z/2026-03-02T09:59Z" }))).toEqual({
      code: "EVENT_ENDS_BEFORE_START",
      message: "The event ends before it starts.",
      remedy: "Correct its start or its end.",
      category,
    });
    expect(eventFault(event({ time: "2026-03-01T00:00Z/2026-03-15T00:01Z" }))).toEqual({
      code: "EVENT_TOO_LONG",
      message: "Salesforce takes events of at most 14 days.",
      remedy: "Split it into shorter events.",
      category,
    });
    expect(eventFault(event({ time: "2026-03-01T00:00Z/2026-03-15T00:00Z" }))).toBeNull();
  });
});

const person = (address: string | null, more: { type?: string; name?: string | null; response?: string } = {}): GraphPerson => ({
  type: more.type ?? "required",
  emailAddress: { address, name: more.name ?? null },
  status: { response: more.response ?? "none" },
});
const peopleIn = (wire: GraphEvent) => peopleOf(fromGraph(wire).people).map(({ address, answer, name }) => [address, answer, name]);

describe("E3: who takes part", () => {
  it.each([
    ["accepted", "accepted"],
    ["tentativelyAccepted", "tentative"],
    ["declined", "declined"],
    ["organizer", "organizer"],
    ["notResponded", "none"],
    ["none", "none"],
  ])("an answer %s is %s", (response, answer) => {
    expect(peopleIn({ attendees: [person("a@x.example", { response })] })).toEqual([["a@x.example", answer, null]]);
  });

  it("a name is told where it says more than the address, on one line", () => {
    const named = (name: string | null) => peopleIn({ attendees: [person("a@x.example", { name })] })[0]?.[2];
    expect([named("Ann\t\r\n Bell "), named("A@X.example"), named("  "), named(null)]).toEqual(["Ann Bell", null, null, null]);
    expect(named("a\u0000\ud83d")).toBe("a \ufffd");
  });

  it("an address that is none is nobody", () => {
    const attendees = [person(null), person("  "), person("a b@x.example"), { type: "required" }, person(" A@X.example ")];
    expect(peopleIn({ attendees })).toEqual([["a@x.example", "none", null]]);
  });

  it("the organizer comes first, unless that is the owner himself; then those who have to come, then those who may, by address", () => {
    const attendees = [
      person("z@x.example"),
      person("b@x.example", { type: "Optional" }),
      person("a@x.example", { type: "optional" }),
      person("y@x.example"),
    ];
    const organizer = person("host@x.example", { name: "Host" });
    const asked = [
      ["y@x.example", "none", null],
      ["z@x.example", "none", null],
      ["a@x.example", "none", null],
      ["b@x.example", "none", null],
    ];
    expect(peopleIn({ attendees, organizer, isOrganizer: false })).toEqual([["host@x.example", "organizer", "Host"], ...asked]);
    expect(peopleIn({ attendees, organizer, isOrganizer: true })).toEqual(asked);
    expect(peopleIn({ attendees, isOrganizer: false })).toEqual(asked);
  });

  it("who is listed with an address alone has to come, and has not answered", () => {
    expect(peopleIn({ attendees: [{ emailAddress: { address: "a@x.example" } }] })).toEqual([["a@x.example", "none", null]]);
    expect(peopleIn({ attendees: [{ emailAddress: { address: "a@x.example" }, status: {} }] })).toEqual([["a@x.example", "none", null]]);
  });

  it("where nobody has an address there are no people", () => {
    expect(fromGraph({ attendees: [person(null)] }).people).toBeNull();
  });

  it("rooms are nobody, and one who is listed twice is one", () => {
    expect(peopleIn({ attendees: [person("room@x.example", { type: "Resource" })] })).toEqual([]);
    const twice = [person("a@x.example", { response: "accepted" }), person("A@x.example", { type: "optional", response: "declined" })];
    expect(peopleIn({ attendees: twice })).toEqual([["a@x.example", "accepted", null]]);
  });

  it.each(["private", "Confidential"])("E5: of a %s event nobody is told, nor which meeting it is", (sensitivity) => {
    const attendees = [person("a@x.example")];
    expect(fromGraph({ iCalUId: "u", attendees, sensitivity })).toMatchObject({ people: null, meeting: null });
    expect(fromGraph({ iCalUId: "u", attendees, sensitivity: "normal" })).toMatchObject({ people: "a@x.example none", meeting: "u" });
  });

  it("which meeting it is: its id, and of an occurrence where it was to start", () => {
    const attendees = [person("a@x.example")];
    expect(fromGraph({ attendees }).meeting).toBeNull();
    expect(fromGraph({ iCalUId: "u" }).meeting).toBeNull();
    expect(fromGraph({ iCalUId: "u", attendees, originalStart: "soon" }).meeting).toBe("u");
    expect(fromGraph({ iCalUId: "u", attendees, originalStart: "2026-03-03T10:00:00Z" }).meeting).toBe("u 2026-03-03T10:00Z");
  });

  it("nothing of it is read from Salesforce or written by itself", () => {
    expect(fromSalesforce({ WhoId: "003", Subject: "u" })).toMatchObject({ people: null, meeting: null });
    expect(peopleOf(null)).toEqual([]);
    expect(peopleOf("a@x.example")).toEqual([{ address: "a@x.example", answer: "none", name: null }]);
  });
});

describe("E3: the lines of ours at the end of a description", () => {
  const block = blockOf([
    { address: "a@x.example", answer: "accepted", name: "Ann" },
    { address: "b@x.example", answer: "none", name: null },
  ]);
  const lines = ["-- People invited, kept by Tandem --", "- Ann <a@x.example>, accepted", "- b@x.example"];

  it("name each person with his answer", () => {
    expect(block).toBe(lines.join("\r\n"));
  });

  it("name nobody where there is nobody", () => {
    expect(blockOf([])).toBeNull();
  });

  it("are found whatever the line ends, with blanks after the heading", () => {
    for (const end of ["\r\n", "\n", "\r"]) expect(blockIn(`text${end}${lines.join(end)}`)).toBe(lines.join("\r\n"));
    expect(blockIn(`${lines[0] ?? ""}  `)).toBe(`${lines[0] ?? ""}  `);
    expect([blockIn(undefined), blockIn(null), blockIn("")]).toEqual([null, null, null]);
  });

  it("are taken out, and the rest keeps its line ends", () => {
    expect(withoutBlock(`a\r\nb\r\n${lines.join("\r\n")}`)).toBe("a\r\nb");
    expect(withoutBlock(`a\nb\n${lines.join("\n")}`)).toBe("a\nb");
    expect(withoutBlock(`${lines.join("\n")}\nbelow\n- a list`)).toBe("below\n- a list");
    expect(withoutBlock(` a\n\n${lines.join("\n")}`)).toBe(" a");
    expect(withoutBlock("a \r\n b ")).toBe("a \r\n b ");
    expect([withoutBlock(null), withoutBlock(undefined)]).toEqual(["", ""]);
  });

  it("give way where the field is too short for both", () => {
    expect(withBlock("text", "block", 13)).toBe("text\r\n\r\nblock");
    expect(withBlock("text", "block", 12)).toBe("text");
    expect(withBlock(null, "block", 5)).toBe("block");
    expect(withBlock(null, "block", 4)).toBeNull();
    expect(withBlock("text", null, 1)).toBe("text");
  });
});
