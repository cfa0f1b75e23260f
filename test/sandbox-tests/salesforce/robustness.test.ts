import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ANNA, openWorld, type World } from "./world.ts";

let world: World;
let token: string;
beforeAll(async () => {
  world = await openWorld({ switches: { tandemFields: true, sharedActivities: true, enhancedEmail: true, dailyRequests: 1_000_000 } });
  world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
  token = world.salesforce.signIn(ANNA);
});
afterAll(() => world.close());

const OBJECTS = [
  "Contact",
  "Task",
  "Event",
  "ContentVersion",
  "ContentDocumentLink",
  "EmailMessage",
  "Lead",
  "Attachment",
  "TaskRelation",
  "Nope",
];
const object = fc.constantFrom(...OBJECTS);
const id = fc.constantFrom("003Td0000000001IAA", "003Td0000000001", "00TTd0000000001MAA", "068Td0000000009", "%00", "..", "x y", "");
const path = fc.oneof(
  { weight: 3, arbitrary: object.map((name) => `sobjects/${name}`) },
  { weight: 4, arbitrary: fc.tuple(object, id).map(([name, one]) => `sobjects/${name}/${one}`) },
  fc
    .tuple(object, fc.constantFrom("Tandem_Id__c", "Email", "Id", "Name", "Nope"), fc.string({ maxLength: 6 }))
    .map(([name, key, one]) => `sobjects/${name}/${key}/${encodeURIComponent(one)}`),
  fc.tuple(object, id, fc.constantFrom("VersionData", "Body", "Name")).map((parts) => `sobjects/${parts.join("/")}`),
  fc
    .tuple(object, fc.constantFrom("updated", "deleted", "describe"), fc.string({ maxLength: 8 }))
    .map(([name, what, start]) => `sobjects/${name}/${what}?start=${encodeURIComponent(start)}&end=2026-03-02T09:00:00Z`),
  { weight: 4, arbitrary: fc.constantFrom("composite/sobjects", "composite", "composite/batch", "parameterizedSearch") },
  object.map((name) => `composite/sobjects/${name}`),
  fc.tuple(object, fc.constantFrom("Email", "Id", "Tandem_Id__c")).map(([name, key]) => `composite/sobjects/${name}/${key}`),
  object.map((name) => `composite/tree/${name}`),
  fc.tuple(id, fc.boolean()).map(([one, all]) => `composite/sobjects?ids=${one},${one}&allOrNone=${all}`),
  fc.string({ maxLength: 30 }).map((term) => `search?q=${encodeURIComponent(`FIND {${term}} RETURNING Contact(Id, Name), Lead`)}`),
  fc.array(fc.string({ maxLength: 8 }).map(encodeURIComponent), { maxLength: 4 }).map((parts) => parts.join("/")),
);
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
  fc.constant("003Td0000000001IAA"),
);
const field = fc.constantFrom(
  "LastName",
  "Subject",
  "WhoId",
  "WhatId",
  "TaskWhoIds",
  "ToIds",
  "Status",
  "StartDateTime",
  "VersionData",
  "PathOnClient",
  "Id",
  "attributes",
  "Account",
  "Email",
  "IsClosed",
);
const record = fc.dictionary(field, value, { maxKeys: 6 });
const body = fc.oneof(
  record.map((one) => JSON.stringify(one)),
  fc
    .array(record, { maxLength: 3 })
    .chain((records) =>
      fc
        .constantFrom(...OBJECTS)
        .map((type) => JSON.stringify({ allOrNone: true, records: records.map((one) => ({ ...one, attributes: { type } })) })),
    ),
  fc
    .array(fc.record({ method: fc.constantFrom("GET", "POST", "PATCH"), url: fc.string(), referenceId: fc.string(), body: record }), {
      maxLength: 3,
    })
    .map((compositeRequest) => JSON.stringify({ compositeRequest })),
  fc.string(),
);

const column = fc.constantFrom(
  "Id",
  "LastName",
  "Account.Name",
  "Account.Owner.Name",
  "Who.Name",
  "Who.Type",
  "CreatedDate",
  "Email",
  "Description",
  "IsDeleted",
  "OwnerId",
  "Birthdate",
  "AccountId",
  "Nope",
);
const literal = fc.oneof(
  fc.constantFrom(
    "null",
    "TODAY",
    "LAST_N_DAYS:3",
    "THIS_FISCAL_QUARTER",
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "true",
    "12",
    "-1.5",
    ":bound",
    "'003Td0000000001'",
  ),
  fc.string({ maxLength: 8 }).map((text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`),
);
const comparison = fc.oneof(
  fc.tuple(column, fc.constantFrom("=", "!=", "<", ">", "<=", ">=", "LIKE", "INCLUDES"), literal).map((parts) => parts.join(" ")),
  fc
    .tuple(column, fc.constantFrom("IN", "NOT IN"), fc.array(literal, { minLength: 1, maxLength: 3 }))
    .map(([name, operator, list]) => `${name} ${operator} (${list.join(", ")})`),
  fc.tuple(column, object).map(([name, other]) => `${name} IN (SELECT Id FROM ${other})`),
);
/** Comparisons that hold for a contact, so that not every query founders on its filter. */
const sound = fc.constantFrom(
  "Email LIKE '%x%'",
  "CreatedDate >= LAST_N_DAYS:3",
  "SystemModstamp > 2024-01-01T00:00:00Z",
  "Account.Owner.Name = null",
  "AccountId IN (SELECT Id FROM Account)",
  "Id IN ('003Td0000000001', '003Td0000000001IAA')",
  "IsDeleted = false",
);
const where = fc.oneof(
  sound,
  fc.tuple(sound, fc.constantFrom("AND", "OR"), sound).map((parts) => parts.join(" ")),
  fc.tuple(sound, sound).map(([a, b]) => `(${a} OR ${b}) AND (NOT ${a})`),
  comparison,
  fc.tuple(comparison, fc.constantFrom("AND", "OR"), comparison).map((parts) => parts.join(" ")),
  fc.tuple(comparison, comparison, comparison).map(([a, b, c]) => `(${a} OR (NOT ${b})) AND ${c}`),
);
const fields = fc.oneof(
  fc.array(column, { minLength: 1, maxLength: 3 }).map((names) => names.join(", ")),
  fc.constantFrom(
    "COUNT()",
    "Id, COUNT(Name)",
    "OwnerId, MAX(CreatedDate)",
    "FIELDS(ALL)",
    "FIELDS(STANDARD)",
    "(SELECT Id FROM Tasks)",
    "TYPEOF Who WHEN Contact THEN Email ELSE Name END",
  ),
);
const tail = fc.constantFrom(
  "",
  "",
  "GROUP BY OwnerId",
  "ORDER BY LastName DESC NULLS LAST, Id",
  "ORDER BY Description",
  "LIMIT 3 OFFSET 1",
  "OFFSET 3000",
  "LIMIT x",
  ")",
);
const soql = fc
  .tuple(fields, object, where, tail)
  .map(([some, name, condition, end]) => `SELECT ${some} FROM ${name} WHERE ${condition} ${end}`);

async function status(method: "GET" | "POST" | "PATCH" | "DELETE", url: string, payload?: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const reply = await world.salesforce.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return reply.statusCode;
}

describe("the stand-in", () => {
  it("answers anything with a refusal of its own, never with a fault", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("GET", "POST", "PATCH", "DELETE"), path, body, async (method, called, payload) => {
        expect(await status(method, `/services/data/v62.0/${called}`, method === "GET" ? undefined : payload)).not.toBe(500);
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it("answers any query with rows or a refusal", async () => {
    await fc.assert(
      fc.asyncProperty(soql, async (text) => {
        expect([200, 400]).toContain(await status("GET", `/services/data/v62.0/query?q=${encodeURIComponent(text)}`));
      }),
      { numRuns: 1500, seed: 7 },
    );
  });
});
