import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, type World } from "./world.ts";

let world: World;
let account = "";
let contact = "";
let event = "";
beforeAll(async () => {
  world = await openWorld({ switches: { tandemFields: true, dailyRequests: 1_000_000 } });
  const { seed } = world.salesforce;
  account = seed.account({ Name: "Navy", OwnerId: world.anna });
  contact = seed.contact({ LastName: "Hopper", AccountId: account, OwnerId: world.anna });
  event = seed.event({ Subject: "Plans", StartDateTime: "2026-03-03T09:00:00Z", DurationInMinutes: 60, OwnerId: world.anna });
});
afterAll(() => world.close());

/** Where a row needs an id of this org, it names it so. */
const filled = (text: string) => text.replaceAll("{account}", account).replaceAll("{contact}", contact).replaceAll("{event}", event);

describe("bad input", () => {
  it.each([
    // JSON
    ["broken JSON", "POST", "/sobjects/Contact", '{"LastName":', 400, "JSON_PARSER_ERROR"],
    ["an array for a record", "POST", "/sobjects/Contact", "[]", 400, "JSON_PARSER_ERROR"],
    ["no body", "POST", "/sobjects/Contact", "", 400, "JSON_PARSER_ERROR"],
    ["a number for a text", "POST", "/sobjects/Contact", '{"LastName":3}', 400, "JSON_PARSER_ERROR"],
    ["true for a text", "POST", "/sobjects/Contact", '{"LastName":true}', 400, "JSON_PARSER_ERROR"],
    ["an object for a text", "POST", "/sobjects/Contact", '{"LastName":{}}', 400, "JSON_PARSER_ERROR"],
    ["a text for a boolean", "POST", "/sobjects/Task", '{"IsReminderSet":"yes"}', 400, "JSON_PARSER_ERROR"],
    ["a word for a number", "POST", "/sobjects/Account", '{"Name":"x","NumberOfEmployees":"many"}', 400, "JSON_PARSER_ERROR"],
    ["a day that is none", "POST", "/sobjects/Task", '{"ActivityDate":"2026-02-30"}', 400, "JSON_PARSER_ERROR"],
    ["a time without offset", "PATCH", "/sobjects/Event/{event}", '{"StartDateTime":"2026-03-03 09:00"}', 400, "JSON_PARSER_ERROR"],
    // Fields
    ["an unknown field", "POST", "/sobjects/Contact", '{"LastName":"x","Colour":"red"}', 400, "INVALID_FIELD"],
    ["an unknown parent", "POST", "/sobjects/Contact", '{"LastName":"x","Friend":{"Name":"y"}}', 400, "INVALID_FIELD"],
    ["a field read only", "POST", "/sobjects/Task", '{"IsClosed":true}', 400, "INVALID_FIELD_FOR_INSERT_UPDATE"],
    ["a field of create only", "PATCH", "/sobjects/Event/{event}", '{"EventSubtype":"Event"}', 400, "INVALID_FIELD_FOR_INSERT_UPDATE"],
    ["an id on create", "POST", "/sobjects/Contact", '{"LastName":"x","Id":"{contact}"}', 400, "INVALID_FIELD_FOR_INSERT_UPDATE"],
    ["an id on update", "PATCH", "/sobjects/Contact/{contact}", '{"Id":"{contact}"}', 400, "INVALID_FIELD"],
    ["a required field left out", "POST", "/sobjects/Contact", '{"FirstName":"x"}', 400, "REQUIRED_FIELD_MISSING"],
    ["a required field blanked", "PATCH", "/sobjects/Contact/{contact}", '{"LastName":" "}', 400, "REQUIRED_FIELD_MISSING"],
    ["a text too long", "POST", "/sobjects/Contact", `{"LastName":"${"x".repeat(81)}"}`, 400, "STRING_TOO_LONG"],
    ["an address that is none", "POST", "/sobjects/Contact", '{"LastName":"x","Email":"nobody"}', 400, "INVALID_EMAIL_ADDRESS"],
    ["a choice there is not", "PATCH", "/sobjects/Event/{event}", '{"ShowAs":"Tentative"}', 400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"],
    ["a number too large", "POST", "/sobjects/Account", '{"Name":"x","NumberOfEmployees":1e12}', 400, "NUMBER_OUTSIDE_VALID_RANGE"],
    // Ids
    ["an id of another object", "POST", "/sobjects/Contact", '{"LastName":"x","AccountId":"{contact}"}', 400, "MALFORMED_ID"],
    ["an id that is none", "POST", "/sobjects/Contact", '{"LastName":"x","AccountId":"abc"}', 400, "MALFORMED_ID"],
    [
      "an id of nothing",
      "POST",
      "/sobjects/Contact",
      '{"LastName":"x","AccountId":"001Td000000zzzzAAA"}',
      400,
      "INVALID_CROSS_REFERENCE_KEY",
    ],
    ["a record of another object", "PATCH", "/sobjects/Contact/{account}", '{"LastName":"x"}', 400, "MALFORMED_ID"],
    ["a record that never was", "PATCH", "/sobjects/Contact/003Td000000zzzzAAA", '{"LastName":"x"}', 404, "INVALID_CROSS_REFERENCE_KEY"],
    ["a record that never was", "GET", "/sobjects/Contact/003Td000000zzzzAAA", undefined, 404, "NOT_FOUND"],
    ["an object there is not", "GET", "/sobjects/Nope/{contact}", undefined, 404, "NOT_FOUND"],
    ["a field there is not", "GET", "/sobjects/Contact/{contact}?fields=Id,Nope", undefined, 400, "INVALID_FIELD"],
    ["a key that is none", "PATCH", "/sobjects/Contact/Nope__c/x", '{"LastName":"x"}', 404, "NOT_FOUND"],
    ["a method there is not", "PUT", "/sobjects/Contact/{contact}", "{}", 405, "METHOD_NOT_ALLOWED"],
    ["an object that is read only", "POST", "/sobjects/LoginHistory", "{}", 405, "METHOD_NOT_ALLOWED"],
    // SOQL
    ["a query without from", "GET", "/query?q=SELECT+Id", undefined, 400, "MALFORMED_QUERY"],
    ["a query left empty", "GET", "/query?q=", undefined, 400, "MALFORMED_QUERY"],
    ["a query left out", "GET", "/query", undefined, 400, "MALFORMED_QUERY"],
    ["a query of all columns", "GET", "/query?q=SELECT+*+FROM+Contact", undefined, 400, "MALFORMED_QUERY"],
    ["a query of nothing known", "GET", "/query?q=SELECT+Id+FROM+Nope", undefined, 400, "INVALID_TYPE"],
    ["a column not known", "GET", "/query?q=SELECT+Nope+FROM+Contact", undefined, 400, "INVALID_FIELD"],
    ["a parent not known", "GET", "/query?q=SELECT+Nope.Name+FROM+Contact", undefined, 400, "INVALID_FIELD"],
    ["children not known", "GET", "/query?q=SELECT+(SELECT+Id+FROM+Nopes)+FROM+Contact", undefined, 400, "INVALID_TYPE"],
    ["a text field unquoted", "GET", "/query?q=SELECT+Id+FROM+Contact+WHERE+LastName=3", undefined, 400, "INVALID_FIELD"],
    ["a boolean quoted", "GET", "/query?q=SELECT+Id+FROM+Contact+WHERE+IsDeleted='false'", undefined, 400, "INVALID_FIELD"],
    ["a time quoted", "GET", "/query?q=SELECT+Id+FROM+Contact+WHERE+CreatedDate>'2024-01-01'", undefined, 400, "INVALID_FIELD"],
    ["an id that is none", "GET", "/query?q=SELECT+Id+FROM+Contact+WHERE+Id='x'", undefined, 400, "INVALID_QUERY_FILTER_OPERATOR"],
    ["a long text filtered", "GET", "/query?q=SELECT+Id+FROM+Contact+WHERE+Description='x'", undefined, 400, "INVALID_FIELD"],
    ["AND beside OR", "GET", "/query?q=SELECT+Id+FROM+Contact+WHERE+Id=null+AND+Id=null+OR+Id=null", undefined, 400, "MALFORMED_QUERY"],
    ["a column neither grouped nor counted", "GET", "/query?q=SELECT+Name,COUNT(Id)+FROM+Contact", undefined, 400, "MALFORMED_QUERY"],
    ["a page there is not", "GET", "/query/01gTd0000000000000-2000", undefined, 400, "INVALID_QUERY_LOCATOR"],
    // SOSL
    ["a search without braces", "GET", "/search?q=FIND+Hopper", undefined, 400, "MALFORMED_SEARCH"],
    ["a search left out", "GET", "/search", undefined, 400, "MALFORMED_SEARCH"],
    ["a search of one letter", "GET", "/search?q=FIND+%7Bx%7D", undefined, 400, "MALFORMED_SEARCH"],
    ["a search in what there is not", "GET", "/search?q=FIND+%7BHopper%7D+RETURNING+Nope", undefined, 400, "INVALID_TYPE"],
    ["a search within what there is not", "GET", "/search?q=FIND+%7BHopper%7D+IN+SHOE+FIELDS", undefined, 400, "MALFORMED_SEARCH"],
    // Replication
    [
      "a window backwards",
      "GET",
      "/sobjects/Contact/updated?start=2026-03-02T08:00:00Z&end=2026-03-01T08:00:00Z",
      undefined,
      400,
      "INVALID_REPLICATION_DATE",
    ],
    [
      "a window too far back",
      "GET",
      "/sobjects/Contact/deleted?start=2026-01-01T08:00:00Z&end=2026-03-01T08:00:00Z",
      undefined,
      400,
      "INVALID_REPLICATION_DATE",
    ],
    ["a window of words", "GET", "/sobjects/Contact/updated?start=monday&end=tuesday", undefined, 400, "INVALID_REPLICATION_DATE"],
  ])("%s: %s %s", async (_what, method, path, body, status, errorCode) => {
    const reply = await world.call(ANNA, method, filled(path), body === undefined ? undefined : filled(body));
    expect([reply.status, Array.isArray(reply.body) && reply.body[0].errorCode]).toEqual([status, errorCode]);
    expect(reply.body[0].message).not.toBe("");
  });

  it.each([
    ["no token", {}, "INVALID_SESSION_ID"],
    ["a token of nobody", { authorization: "Bearer 00D000000000000!nobody" }, "INVALID_SESSION_ID"],
    ["an empty token", { authorization: "Bearer " }, "INVALID_AUTH_HEADER"],
    ["another scheme", { authorization: "Basic YTpi" }, "INVALID_AUTH_HEADER"],
  ])("%s is a 401", async (_what, headers, errorCode) => {
    const reply = await world.salesforce.app.inject({ method: "GET", url: "/services/data/v62.0/limits", headers });
    expect([reply.statusCode, reply.json<{ errorCode: string }[]>()[0]?.errorCode]).toEqual([401, errorCode]);
  });

  it("another's private record is not there to be read, and not to be changed", async () => {
    const hidden = world.salesforce.seed.contact({ LastName: "Private", OwnerId: world.anna });
    expect((await world.call(BEN, "GET", `/sobjects/Contact/${hidden}`)).status).toBe(404);
    expect((await world.call(BEN, "PATCH", `/sobjects/Contact/${hidden}`, { LastName: "Mine" })).status).toBe(404);
    const onIt = await world.call(BEN, "POST", "/sobjects/Task", { Subject: "Call", WhoId: hidden });
    expect([onIt.status, onIt.body[0].errorCode]).toEqual([400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"]);
  });
});

/** Values of recurrence, each good in some combination. */
const RECURRING = {
  IsRecurrence: [true, false],
  IsAllDayEvent: [true, false],
  StartDateTime: ["2026-03-02T17:00:00Z", "2026-03-29T01:30:00Z"],
  DurationInMinutes: [30, 1440],
  RecurrenceStartDateTime: ["2026-03-02T17:00:00Z", "1900-01-01T00:00:00Z"],
  RecurrenceEndDateOnly: ["2026-04-01", "2025-01-01"],
  RecurrenceTimeZoneSidKey: ["America/Los_Angeles", "Pacific/Apia", "x"],
  RecurrenceType: ["RecursDaily", "RecursWeekly", "RecursMonthly", "RecursMonthlyNth", "RecursYearlyNth", "RecursEveryWeekday"],
  RecurrenceInterval: [1, 0, 2],
  RecurrenceDayOfWeekMask: [2, 127, 0, 128],
  RecurrenceDayOfMonth: [1, 31, 32],
  RecurrenceInstance: ["First", "Last"],
  RecurrenceMonthOfYear: ["March", "February"],
  Recurrence2PatternText: [
    "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3",
    "RRULE:FREQ=YEARLY;BYYEARDAY=366;COUNT=2",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=0",
    "RRULE:",
  ],
} as const;
const recurring = fc.record(
  Object.fromEntries(Object.entries(RECURRING).map(([name, values]) => [name, fc.constantFrom<unknown>(...values)])),
  { requiredKeys: ["StartDateTime", "DurationInMinutes"] },
);

/** A value that could be meant for any field. */
const anyValue = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("2026-03-02", "2026-03-02T09:00:00Z", "003Td0000000001IAA", "005Td0000000001", "Completed", "RRULE:FREQ=DAILY;COUNT=3"),
  fc.constant([]),
  fc.constant({ Name: "x" }),
);

describe("any record", () => {
  it("that recurs is made as a whole, or refused with a code and nothing kept", async () => {
    const headers = { authorization: `Bearer ${world.salesforce.signIn(ANNA)}` };
    const { store } = world.salesforce.org;
    await fc.assert(
      fc.asyncProperty(recurring, async (payload) => {
        const before = store.count("Event");
        const made = await world.salesforce.app.inject({ method: "POST", url: "/services/data/v62.0/sobjects/Event", headers, payload });
        expect([201, 400]).toContain(made.statusCode);
        expect(store.count("Event") > before).toBe(made.statusCode === 201);
        if (made.statusCode === 400) expect(made.json<{ errorCode: string }[]>()[0]?.errorCode).toMatch(/^[A-Z_]+$/u);
      }),
      { numRuns: 300, seed: 13 },
    );
  }, 120_000);

  const OBJECTS = ["Account", "Contact", "Lead", "Opportunity", "Case", "Task", "Event", "EventRelation", "Campaign", "CampaignMember"];

  it("is kept as the describe allows, or refused as a whole with a code", async () => {
    const fieldsOf = new Map(OBJECTS.map((name) => [name, world.salesforce.org.schema.object(name).fields.map((field) => field.name)]));
    const record = fc.constantFrom(...OBJECTS).chain((name) =>
      fc.record({
        name: fc.constant(name),
        body: fc.dictionary(fc.constantFrom(...(fieldsOf.get(name) ?? [])), anyValue, { maxKeys: 5 }),
      }),
    );
    const authorization = `Bearer ${world.salesforce.signIn(ANNA)}`;
    const send = (method: "GET" | "POST", url: string, payload?: object) =>
      world.salesforce.app.inject({ method, url, headers: { authorization }, ...(payload ? { payload } : {}) });
    await fc.assert(
      fc.asyncProperty(record, async ({ name, body }) => {
        const required = { Account: { Name: "x" }, Contact: { LastName: "x" }, Lead: { LastName: "x", Company: "x" } }[name] ?? {};
        const made = await send("POST", `/services/data/v62.0/sobjects/${name}`, { ...required, ...body });
        if (made.statusCode !== 201) {
          expect([400, 403]).toContain(made.statusCode);
          expect(made.json<{ errorCode: string }[]>()[0]?.errorCode).toMatch(/^[A-Z_]+$/u);
          return;
        }
        // What every test's replies are checked for, is checked of this one too: types, lengths, choices.
        expect((await send("GET", `/services/data/v62.0/sobjects/${name}/${made.json<{ id: string }>().id}`)).statusCode).toBe(200);
      }),
      { numRuns: 600, seed: 11 },
    );
  }, 120_000);
});
