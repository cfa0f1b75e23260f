import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Meetings } from "../../sync-service/cycle/meetings.ts";
import { meetingsOf } from "../../sync-service/store/meetings.ts";
import { colleaguesOf } from "../../sync-service/store/colleagues.ts";
import { relatedPeople } from "../../sync-service/store/related-people.ts";
import { memoryMeetings } from "../doubles/memory-meetings.ts";
import { memoryRelatedPeople } from "../doubles/memory-related-people.ts";
import { aDatabase, aMailbox } from "./a-mailbox.ts";

let database: Awaited<ReturnType<typeof aDatabase>>;
let at = Date.parse("2026-03-02T08:00:00Z");
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

async function twoInStore(): Promise<readonly [Meetings, Meetings]> {
  const { db, connectionId } = database;
  const ids = [await aMailbox(db, connectionId), await aMailbox(db, connectionId)];
  const [one, other] = ids.map((mailboxId) => meetingsOf(db, { connectionId, mailboxId, generation: 0n }, () => new Date(at)));
  if (!one || !other) throw new Error("two mailboxes");
  return [one, other];
}

async function twoInMemory(): Promise<readonly [Meetings, Meetings]> {
  const of = memoryMeetings();
  return [of("a"), of("b")];
}

describe.each([
  { kept: "in the database", two: twoInStore },
  { kept: "in memory", two: twoInMemory },
])("meetings $kept", ({ kept, two }) => {
  const name = (meeting: string) => `${kept} ${meeting}`;

  it("E3: whoever claims first makes it; the other one learns which event it became", async () => {
    const [ada, ben] = await two();
    const meeting = name("one");
    expect(await ada.claim([meeting])).toEqual(new Map());
    expect(await ben.claim([meeting])).toEqual(new Map([[meeting, null]]));
    expect(await ada.claim([meeting])).toEqual(new Map());
    expect(await ben.eventsOf([meeting])).toEqual(new Map());
    await ben.made(new Map([[meeting, "00Uwrong"]]));
    await ada.made(new Map([[meeting, "00U1"]]));
    expect(await ben.claim([meeting, name("two")])).toEqual(new Map([[meeting, "00U1"]]));
    expect(await ben.eventsOf([meeting])).toEqual(new Map([[meeting, "00U1"]]));
  });

  it("what was released is anybody's", async () => {
    const [ada, ben] = await two();
    const meeting = name("three");
    await ada.claim([meeting]);
    await ada.made(new Map([[meeting, "00U3"]]));
    await ben.release([meeting]);
    expect(await ben.claim([meeting])).toEqual(new Map());
    expect(await ada.claim([meeting])).toEqual(new Map([[meeting, null]]));
  });
});

it("E3: the organizer's mailbox says who comes, while it is synced and its item linked with the event", async () => {
  const { db, connectionId } = database;
  const [ada, ben] = [await aMailbox(db, connectionId), await aMailbox(db, connectionId)];
  const as = (mailboxId: string) => meetingsOf(db, { connectionId, mailboxId, generation: 0n }, () => new Date(at));
  await as(ben).claim(["led", "other"]);
  await as(ben).made(
    new Map([
      ["led", "00Uled"],
      ["other", "00Uother"],
    ]),
  );
  const events = ["00Uled", "00Uother"];
  expect(await as(ben).ledByOthers(events)).toEqual(new Set());
  await as(ada).lead(["00Uled"]);
  await as(ada).lead([]);
  expect(await as(ben).ledByOthers(events)).toEqual(new Set());
  const id = crypto.randomUUID();
  const when = { created_at: new Date(at), updated_at: new Date(at) };
  const pair = { exchange_id: "item", salesforce_id: "00Uled" };
  await db
    .insertInto("links")
    .values({ ...{ id, connection_id: connectionId, mailbox_id: ada, kind: "event", state: "linked" }, ...pair, ...when })
    .execute();
  expect(await as(ben).ledByOthers(events)).toEqual(new Set(["00Uled"]));
  expect(await as(ben).ledByOthers([])).toEqual(new Set());
  expect(await as(ada).ledByOthers(events)).toEqual(new Set());
  await db.updateTable("links").set({ state: "left" }).where("id", "=", id).execute();
  expect(await as(ben).ledByOthers(events)).toEqual(new Set());
  await db.updateTable("links").set({ state: "linked" }).where("id", "=", id).execute();
  await db.updateTable("mailboxes").set({ sync: "paused", state: "paused" }).where("id", "=", ada).execute();
  expect(await as(ben).ledByOthers(events)).toEqual(new Set());
});

it("P4: a claim whose cycle died before it made anything counts for ten minutes", async () => {
  const [ada, ben] = await twoInStore();
  await ada.claim(["dead"]);
  at += 9 * 60_000;
  expect((await ben.claim(["dead"])).has("dead")).toBe(true);
  at += 2 * 60_000;
  expect((await ben.claim(["dead"])).has("dead")).toBe(false);
  expect((await ada.claim(["dead"])).has("dead")).toBe(true);
});

it("P6: a meeting is kept as a hash", async () => {
  const [ada] = await twoInStore();
  await ada.claim(["040000008200E00074C5B7101A82E008"]);
  const rows = await database.db.selectFrom("meetings").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain("040000008200E00074C5B7101A82E008");
});

describe.each([
  { kept: "in the database", open: () => relatedPeople(database.db, database) },
  { kept: "in memory", open: () => memoryRelatedPeople() },
])("whom we related, $kept", ({ open }) => {
  it("is known by event, and the last word counts", async () => {
    const related = open();
    await related.keep(new Map([["00U1", ["003a", "003b"]]]));
    await related.keep(
      new Map([
        ["00U1", ["003b"]],
        ["00U2", []],
      ]),
    );
    expect(await related.of(["00U1", "00U2", "00U3"])).toEqual(
      new Map([
        ["00U1", ["003b"]],
        ["00U2", []],
      ]),
    );
    expect(await related.of([])).toEqual(new Map());
  });
});

describe("colleagues", () => {
  it("E3, B3: are the pairs of the connection by their addresses, until they are dropped", async () => {
    const { db, connectionId } = database;
    await aMailbox(db, connectionId, { email: "Sam@Northwind.example", salesforceUserId: "005sam" });
    const kim = await aMailbox(db, connectionId, { email: "kim@northwind.example", salesforceUserId: "005kim" });
    const colleagues = colleaguesOf(db, { connectionId });
    const asked = ["sam@northwind.example", "kim@northwind.example", "zoe@far.example"];
    expect(await colleagues.at(asked)).toEqual(
      new Map([
        ["sam@northwind.example", "005sam"],
        ["kim@northwind.example", "005kim"],
      ]),
    );
    await db
      .updateTable("mailboxes")
      .set({ dropped_at: new Date(at) })
      .where("id", "=", kim)
      .execute();
    expect(await colleagues.at(asked)).toEqual(new Map([["sam@northwind.example", "005sam"]]));
    expect(await colleagues.at([])).toEqual(new Map());
    expect(await colleaguesOf(db, { connectionId: crypto.randomUUID() }).at(asked)).toEqual(new Map());
  });
});
