import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { likePattern } from "../../sandbox/salesforce/soql/strings.ts";
import { ANNA, openWorld, READER, type World } from "./world.ts";

let world: World;
let navy: string;
let army: string;
let grace: string;
let ada: string;
let task: string;
let file: string;

beforeAll(async () => {
  world = await openWorld({ switches: { sharedActivities: true } });
  const { seed } = world.salesforce;
  navy = seed.account({ Name: "Navy", Industry: "Government", OwnerId: world.anna });
  army = seed.account({ Name: "Army O'Hara", OwnerId: world.ben });
  world.clock.move(60_000);
  grace = seed.contact({
    FirstName: "Grace",
    LastName: "Hopper",
    Email: "Grace@Navy.example",
    AccountId: navy,
    OwnerId: world.anna,
    Description: "long",
  });
  ada = seed.contact({ FirstName: "Ada", LastName: "Lovelace", AccountId: army, OwnerId: world.ben, Birthdate: "1815-12-10" });
  seed.contact({ LastName: "Nobody", OwnerId: world.anna });
  const lead = seed.lead({ LastName: "Turing", Company: "Bletchley", OwnerId: world.anna });
  seed.opportunity({ Name: "Ship", AccountId: navy, Amount: 100, OwnerId: world.anna });
  seed.opportunity({ Name: "Boat", AccountId: navy, Amount: 50, StageName: "Closed Won", OwnerId: world.anna });
  task = seed.task({ Subject: "Call", WhoId: grace, WhatId: navy, OwnerId: world.anna });
  seed.task({ Subject: "Write", WhoId: lead, OwnerId: world.anna });
  seed.make("ContentVersion", { PathOnClient: "plan.pdf", FirstPublishLocationId: task, OwnerId: world.anna }, Buffer.from("plan"));
  file = String([...world.salesforce.org.store.rows("ContentDocument")][0]?.id);
});
afterAll(() => world.close());

async function soql(text: string, email = READER) {
  const reply = await world.call(email, "GET", `/query?q=${encodeURIComponent(text)}`);
  return reply.body;
}

async function names(text: string): Promise<readonly string[]> {
  const body = await soql(text);
  return body.records.map((record: Record<string, string>) => record["Name"] ?? record["Subject"]);
}

describe("LIKE", () => {
  const matches = (literal: string, text: string) => likePattern(`'${literal}'`).test(text);

  it.each([
    [String.raw`50\\%`, String.raw`50\ of them`, true],
    [String.raw`50\\%`, "50%", false],
    [String.raw`50\\\%`, String.raw`50\%`, true],
    [String.raw`50\\\%`, "50%", false],
    [String.raw`a\\_b`, String.raw`a\xb`, true],
    [String.raw`a\_b`, "a_b", true],
    [String.raw`a\_b`, "axb", false],
    [String.raw`O\'H%`, "o'hara", true],
    [String.raw`line\n%`, "line\nnext", true],
  ])("%s on %s: %s", (literal, text, expected) => {
    expect(matches(literal, text)).toBe(expected);
  });

  it("finds any text by itself, escaped once, and by no wildcard of its own", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("%", "\\%").replaceAll("_", "\\_");
        expect(matches(escaped, text)).toBe(true);
        expect(matches(escaped, `${text}x`)).toBe(false);
      }),
    );
  });
});

describe("queries", () => {
  it.each<[string, string, readonly string[]]>([
    ["text without case", "SELECT Name FROM Contact WHERE Email = 'grace@navy.EXAMPLE'", ["Grace Hopper"]],
    [
      "not equal, blanks included",
      "SELECT Name FROM Contact WHERE Email != 'grace@navy.example' ORDER BY Name",
      ["Ada Lovelace", "Nobody"],
    ],
    ["null", "SELECT Name FROM Contact WHERE AccountId = null", ["Nobody"]],
    ["LIKE", "SELECT Name FROM Contact WHERE Name LIKE '%LOVE_ace'", ["Ada Lovelace"]],
    [
      "LIKE with signs that mean something elsewhere",
      "SELECT Name FROM Account WHERE Name LIKE '%-.*+?^$()|[]/%' OR Name LIKE 'nav%'",
      ["Navy"],
    ],
    ["IN", "SELECT Name FROM Contact WHERE LastName IN ('hopper', 'x')", ["Grace Hopper"]],
    ["NOT IN", "SELECT Name FROM Contact WHERE LastName NOT IN ('Hopper', 'Nobody')", ["Ada Lovelace"]],
    ["escapes", "SELECT Name FROM Account WHERE Name = 'Army O\\'Hara'", ["Army O'Hara"]],
    [
      "parentheses and NOT",
      "SELECT Name FROM Contact WHERE (LastName = 'Hopper' OR LastName = 'Nobody') AND (NOT AccountId = null)",
      ["Grace Hopper"],
    ],
    ["parents", "SELECT Name FROM Contact WHERE Account.Industry = 'Government'", ["Grace Hopper"]],
    ["polymorphic parents", "SELECT Subject FROM Task WHERE Who.Type = 'Lead'", ["Write"]],
    ["dates", "SELECT Name FROM Contact WHERE Birthdate < 1900-01-01", ["Ada Lovelace"]],
    ["moments", "SELECT Name FROM Contact WHERE SystemModstamp > 2026-03-02T09:00:59.900Z ORDER BY Name LIMIT 1", ["Ada Lovelace"]],
    ["date literals", "SELECT Name FROM Account WHERE CreatedDate = TODAY ORDER BY Name DESC LIMIT 1", ["Navy"]],
    ["last n days", "SELECT Name FROM Account WHERE CreatedDate = LAST_N_DAYS:3 ORDER BY Name LIMIT 1 OFFSET 1", ["Navy"]],
    [
      "semi-join",
      "SELECT Name FROM Opportunity WHERE IsClosed = false AND AccountId IN (SELECT AccountId FROM Contact WHERE LastName = 'Hopper')",
      ["Ship"],
    ],
    ["an alias", "SELECT c.Name FROM Contact c WHERE c.Account.Name = 'Navy'", ["Grace Hopper"]],
    ["numbers", "SELECT Name FROM Opportunity WHERE Amount >= 75.5", ["Ship"]],
    ["falling, blanks last", "SELECT Name FROM Contact ORDER BY Email DESC NULLS LAST, Name", ["Grace Hopper", "Ada Lovelace", "Nobody"]],
  ])("understands %s", async (_what, text, expected) => {
    expect(await names(text)).toEqual(expected);
  });

  it("orders few of many as it orders all, ties by id, from either end", async () => {
    const crowd = await openWorld();
    try {
      for (let index = 0; index < 40; index += 1)
        crowd.salesforce.seed.lead({ LastName: `L${(index * 7) % 10}`, Company: `C${index % 3}` });
      for (const order of ["LastName, Company DESC, Id", "LastName DESC, Id", "Company, Id"]) {
        const ids = async (tail: string) => {
          const reply = await crowd.call(READER, "GET", `/query?q=${encodeURIComponent(`SELECT Id FROM Lead ORDER BY ${order}${tail}`)}`);
          return (reply.body.records as { Id: string }[]).map((row) => row.Id);
        };
        const all = await ids("");
        expect(all).toHaveLength(40);
        expect(await ids(" LIMIT 5")).toEqual(all.slice(0, 5));
        expect(await ids(" LIMIT 3 OFFSET 4")).toEqual(all.slice(4, 7));
      }
    } finally {
      await crowd.close();
    }
  });

  it("pages by stamp and id lose and repeat nothing, however many share a second", async () => {
    const crowd = await openWorld();
    try {
      for (let index = 0; index < 30; index += 1) {
        if (index % 7 === 0) crowd.clock.move(1000);
        crowd.salesforce.seed.lead({ LastName: `L${index}`, OwnerId: index % 2 === 0 ? crowd.anna : crowd.ben });
      }
      const changed = [...crowd.salesforce.org.store.rows("Lead")].slice(0, 3);
      crowd.clock.move(1000);
      for (const row of changed) crowd.salesforce.seed.change("Lead", row.id, { Title: "Moved" });
      const found: string[] = [];
      for (let last = { stamp: "2026-03-02T08:00:00Z", id: "000000000000000AAA" }, more = true; more;) {
        const where = `SystemModstamp >= ${last.stamp} AND (SystemModstamp > ${last.stamp} OR Id > '${last.id}') AND OwnerId = '${crowd.anna}'`;
        const text = `SELECT Id, SystemModstamp FROM Lead WHERE ${where} ORDER BY SystemModstamp, Id LIMIT 4`;
        const reply = await crowd.call(READER, "GET", `/query?q=${encodeURIComponent(text)}`);
        const rows = reply.body.records as { Id: string; SystemModstamp: string }[];
        found.push(...rows.map((row) => row.Id));
        more = rows.length > 0;
        const end = rows.at(-1);
        if (end) last = { stamp: end.SystemModstamp.replace(".000+0000", "Z"), id: end.Id };
      }
      const hers = [...crowd.salesforce.org.store.rows("Lead")].filter((row) => row.values["OwnerId"] === crowd.anna);
      expect(found.toSorted()).toEqual(hers.map((row) => row.id).toSorted());
    } finally {
      await crowd.close();
    }
  });

  it("finds by any of several indexed fields what it finds without", async () => {
    const either = `SELECT Name FROM Contact WHERE Email = 'grace@navy.example' OR Id = '${ada}'`;
    expect((await names(`${either} ORDER BY Name`)).toSorted()).toEqual(["Ada Lovelace", "Grace Hopper"]);
    expect((await names(`${either} OR LastName = 'Nobody' ORDER BY Name`)).toSorted()).toEqual(["Ada Lovelace", "Grace Hopper", "Nobody"]);
  });

  it("compares ids in their 15 and 18 characters", async () => {
    expect(await names(`SELECT Name FROM Contact WHERE Id = '${grace.slice(0, 15)}'`)).toEqual(["Grace Hopper"]);
  });

  it("answers parents as records, and null where there is none or it may not be read", async () => {
    const body = await soql("SELECT Id, Account.Name, Account.Owner.Name, Owner.Email FROM Contact ORDER BY LastName");
    expect(body.records[0]).toMatchObject({
      attributes: { type: "Contact", url: `/services/data/v62.0/sobjects/Contact/${grace}` },
      Account: { attributes: { type: "Account" }, Name: "Navy", Owner: { attributes: { type: "User" }, Name: "anna anna" } },
      Owner: { Email: ANNA },
    });
    expect(body.records[2].Account).toBeNull();
  });

  it("answers Who as a Name, and by TYPEOF as what it is", async () => {
    const body = await soql(
      `SELECT Who.Name, Who.Type, TYPEOF What WHEN Account THEN Industry ELSE Name END FROM Task WHERE Id = '${task}'`,
    );
    expect(body.records[0]).toMatchObject({
      Who: { attributes: { type: "Name", url: `/services/data/v62.0/sobjects/Contact/${grace}` }, Name: "Grace Hopper", Type: "Contact" },
      What: { attributes: { type: "Account" }, Industry: "Government" },
    });
  });

  it("answers children, null when there are none", async () => {
    const body = await soql("SELECT Name, (SELECT Name FROM Opportunities WHERE IsClosed = false) FROM Account ORDER BY Name");
    expect(body.records[0].Opportunities).toBeNull();
    expect(body.records[1].Opportunities).toMatchObject({ totalSize: 1, done: true, records: [{ Name: "Ship" }] });
  });

  it("counts and groups", async () => {
    expect(await soql("SELECT COUNT() FROM Contact")).toEqual({ totalSize: 3, done: true, records: [] });
    const grouped = await soql("SELECT AccountId, COUNT(Id), SUM(Amount) total FROM Opportunity GROUP BY AccountId HAVING COUNT(Id) > 1");
    expect(grouped.records).toEqual([{ attributes: { type: "AggregateResult" }, AccountId: navy, expr0: 2, total: 150 }]);
    const earliest = await soql("SELECT MIN(CreatedDate) FROM Account");
    expect(earliest.records[0].expr0).toBe("2026-03-02T09:00:00.000+0000");
  });

  it("selects all fields up to 200 rows only", async () => {
    expect((await soql("SELECT FIELDS(ALL) FROM Contact LIMIT 1")).records[0]).toHaveProperty("Birthdate");
    expect((await soql("SELECT FIELDS(ALL) FROM Contact"))[0].errorCode).toBe("MALFORMED_QUERY");
  });

  it.each<[string, string, string]>([
    [
      "SELECT Id FROM XYZZY",
      "INVALID_TYPE",
      "\nSELECT Id FROM XYZZY\n               ^\nERROR at Row:1:Column:16\nsObject type 'XYZZY' is not supported.",
    ],
    ["SELECT Foo FROM Contact", "INVALID_FIELD", "No such column 'Foo' on entity 'Contact'."],
    ["SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD", "field 'Description' can not be filtered in a query call"],
    ["SELECT Id FRM Contact", "MALFORMED_QUERY", "unexpected token: 'Contact'"],
    ["SELECT Id FROM Contact WHERE LastName = 'a' AND FirstName = 'b' OR FirstName = 'c'", "MALFORMED_QUERY", "unexpected token: 'OR'"],
    [
      "SELECT Id FROM Contact WHERE CreatedDate > '2024-01-01T00:00:00Z'",
      "INVALID_FIELD",
      "must be of type dateTime and should not be enclosed in quotes",
    ],
    ["SELECT Id FROM ContentDocumentLink", "MALFORMED_QUERY", "Implementation restriction: ContentDocumentLink requires a filter"],
    ["SELECT Bar.Id FROM Contact", "INVALID_FIELD", "Didn't understand relationship 'Bar' in field path."],
    ["SELECT Id, COUNT(Name) FROM Contact", "MALFORMED_QUERY", "Field must be grouped or aggregated: Id"],
  ])("refuses %s with %s", async (text, errorCode, message) => {
    const [error] = await soql(text);
    expect(error).toMatchObject({ errorCode, message: expect.stringContaining(message) });
  });

  it("finds the links of files by one side", async () => {
    const body = await soql(`SELECT ContentDocumentId, ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId IN ('${task}')`);
    expect(body.records).toMatchObject([{ ContentDocumentId: file, ContentDocument: { Title: "plan" } }]);
  });

  it("shows rows and parents to those who may see them", async () => {
    expect((await soql("SELECT Id FROM Contact", "ben@acme.example")).totalSize).toBe(2);
    world.salesforce.set({ accountSharing: "Private" });
    const body = await soql("SELECT Id, Account.Name FROM Contact", "ben@acme.example");
    world.salesforce.set({ accountSharing: "Edit" });
    expect(body.records).toMatchObject([{ Id: ada, Account: { Name: "Army O'Hara" } }]);
  });

  it("refuses a locator it does not know", async () => {
    const reply = await world.call(ANNA, "GET", "/query/01gxx0000000001-2000");
    expect([reply.status, reply.body[0].errorCode]).toEqual([400, "INVALID_QUERY_LOCATOR"]);
  });

  it("searches by word, in all fields or some, behind the index's lag", async () => {
    const find = async (text: string) => (await world.call(READER, "GET", `/search?q=${encodeURIComponent(text)}`)).body;
    expect(await find("FIND {hopper} IN ALL FIELDS RETURNING Contact(Id, Name), Lead(Id)")).toMatchObject({
      searchRecords: [{ Id: grace, Name: "Grace Hopper" }],
    });
    expect(
      (await find("FIND {grace@navy.example} IN EMAIL FIELDS RETURNING Contact(Id WHERE LastName = 'Hopper' LIMIT 5)")).searchRecords,
    ).toHaveLength(1);
    expect((await find("hopper"))[0]).toMatchObject({ errorCode: "MALFORMED_SEARCH" });
    const parameterized = await world.call(READER, "POST", "/parameterizedSearch", {
      q: "Turing",
      in: "NAME",
      sobjects: [{ name: "Lead", fields: ["Company"] }],
    });
    expect(parameterized.body.searchRecords).toMatchObject([{ Company: "Bletchley" }]);
    world.salesforce.set({ searchLagMs: 600_000 });
    expect((await find("FIND {hopper} RETURNING Contact")).searchRecords).toEqual([]);
    world.salesforce.set({ searchLagMs: 0 });
  });
});
