import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { headersOf, Listener, listening } from "./bayeux.ts";
import { ANNA, openWorld, READER, type World } from "./world.ts";

const CONTACTS = "/data/ContactChangeEvent";
const HOUR_MS = 3_600_000;

let world: World;
beforeEach(async () => {
  world = await openWorld({ switches: { changeEvents: ["Contact", "Task", "TaskRelation", "Event", "Lead"], sharedActivities: true } });
});
afterEach(() => world.close());

const person = (values: Record<string, unknown> = {}) =>
  world.salesforce.seed.contact({ FirstName: "Grace", LastName: "Hopper", OwnerId: world.anna, ...values });

describe("what a change event tells", () => {
  it("a creation carries every field that has a value, names and addresses gathered", async () => {
    const listener = await listening(world, READER, CONTACTS);
    const id = person({ MailingCity: "New York", Birthdate: "1906-12-09" });
    const [heard] = await listener.connect();
    expect(heard?.channel).toBe(CONTACTS);
    expect(heard?.data.payload).toMatchObject({
      Name: { FirstName: "Grace", LastName: "Hopper" },
      MailingAddress: { City: "New York" },
      Birthdate: "1906-12-09",
      CreatedDate: "2026-03-02T09:00:00.000Z",
      ChangeEventHeader: { entityName: "Contact", recordIds: [id], changeType: "CREATE", changedFields: [], nulledFields: [] },
    });
    expect(heard?.data.payload).not.toHaveProperty("Id");
    expect(heard?.data.payload).not.toHaveProperty("Phone");
  });

  it("an update carries only what changed, and names what was cleared", async () => {
    const id = person({ Title: "Admiral" });
    const listener = await listening(world, READER, CONTACTS);
    world.clock.move(1000);
    await world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { LastName: "Murray", Title: null });
    const [heard] = await listener.connect();
    const { ChangeEventHeader: header, ...fields } = heard?.data.payload ?? { ChangeEventHeader: null };
    expect(fields).toEqual({ Name: { LastName: "Murray" }, Title: null, LastModifiedDate: "2026-03-02T09:00:01.000Z" });
    expect(header).toMatchObject({
      changeType: "UPDATE",
      changedFields: expect.arrayContaining(["Name.LastName", "Title", "LastModifiedDate"]),
      nulledFields: ["Title"],
      commitUser: world.anna,
      commitTimestamp: Date.parse("2026-03-02T09:00:01Z"),
    });
  });

  it("SF9: one event may carry many record ids", async () => {
    const ids = ["A", "B", "C"].map((LastName) => person({ LastName }));
    const listener = await listening(world, READER, CONTACTS);
    world.clock.move(1000);
    const records = ids.map((Id, index) => ({ attributes: { type: "Contact" }, Id, Title: index < 2 ? "Admiral" : "Captain" }));
    await world.call(ANNA, "PATCH", "/composite/sobjects", { records });
    const headers = headersOf(await listener.connect());
    expect(headers.map((header) => header.recordIds)).toEqual([ids.slice(0, 2), ids.slice(2)]);
    expect(new Set(headers.map((header) => header.transactionKey)).size).toBe(1);
    expect(headers.map((header) => header.sequenceNumber)).toEqual([1, 2]);
  });

  it("SF9: what automation does on our write carries our changeOrigin", async () => {
    const id = person();
    world.salesforce.org.obstacles.automate((draft) => void (draft.values["Department"] = "set by a flow"));
    const listener = await listening(world, READER, CONTACTS);
    await world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { Title: "Admiral" }, { "sforce-call-options": "client=Tandem" });
    const [heard] = await listener.connect();
    expect(heard?.data.payload).toMatchObject({ Department: "set by a flow", Title: "Admiral" });
    expect(heard?.data.payload.ChangeEventHeader.changeOrigin).toBe("com/salesforce/api/rest/62.0;client=Tandem");
  });

  it("the origin names no client where the caller named none, Bulk by its own name, and people's pages", async () => {
    const listener = await listening(world, READER, CONTACTS);
    const id = person();
    await world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { Title: "Admiral" });
    const job = await world.call(
      ANNA,
      "POST",
      "/jobs/ingest",
      { object: "Contact", operation: "update" },
      { "sforce-call-options": "client=Tandem" },
    );
    await world.call(ANNA, "PUT", `/jobs/ingest/${job.body.id}/batches`, `Id,Title\n${id},Captain\n`, { "content-type": "text/csv" });
    await world.call(ANNA, "PATCH", `/jobs/ingest/${job.body.id}`, { state: "UploadComplete" });
    await world.call(ANNA, "GET", `/jobs/ingest/${job.body.id}`);
    expect(headersOf(await listener.connect()).map((header) => header.changeOrigin)).toEqual([
      "com/salesforce/api/soap/67.0;client=SfdcInternalAPI/",
      "com/salesforce/api/rest/62.0",
      "com/salesforce/api/bulkapi/62.0;client=Tandem",
    ]);
  });

  it("deletion and return are events of their own; a record that is purged leaves no second one", async () => {
    const id = person();
    const listener = await listening(world, READER, CONTACTS);
    await world.call(ANNA, "DELETE", `/sobjects/Contact/${id}`);
    world.salesforce.seed.undelete("Contact", id);
    world.salesforce.seed.remove("Contact", id);
    world.salesforce.org.store.remove("Contact", id);
    const heard = await listener.connect();
    expect(headersOf(heard).map((header) => header.changeType)).toEqual(["DELETE", "UNDELETE", "DELETE"]);
    expect(heard[1]?.data.payload["Name"]).toEqual({ FirstName: "Grace", LastName: "Hopper" });
  });

  it("what is rolled back is never told", async () => {
    const listener = await listening(world, READER, CONTACTS);
    const records = [{ attributes: { type: "Contact" }, LastName: "Good" }, { attributes: { type: "Contact" } }];
    await world.call(ANNA, "POST", "/composite/sobjects", { allOrNone: true, records });
    const id = person({ LastName: "Later" });
    expect(headersOf(await listener.connect()).map((header) => header.recordIds)).toEqual([[id]]);
  });

  it("a converted lead is several events of one transaction", async () => {
    const lead = world.salesforce.seed.lead({ LastName: "Hopper", Company: "Navy", OwnerId: world.anna });
    const listener = await listening(world, READER, "/data/ChangeEvents");
    world.clock.move(1000);
    const { contactId } = world.salesforce.seed.convertLead(lead);
    const heard = await listener.connect();
    expect(heard.every((one) => one.channel === "/data/ChangeEvents")).toBe(true);
    const headers = headersOf(heard);
    expect(headers.map((header) => [header.entityName, header.changeType, ...header.recordIds])).toEqual(
      expect.arrayContaining([
        ["Contact", "CREATE", contactId],
        ["Lead", "UPDATE", lead],
      ]),
    );
    expect(new Set(headers.map((header) => header.transactionKey)).size).toBe(1);
  });

  it("activities and their people are told of, entities that are not selected are not", async () => {
    const listener = await listening(world, READER, "/data/ChangeEvents");
    const who = person();
    world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    world.salesforce.seed.task({ Subject: "Call", WhoId: who, OwnerId: world.anna });
    const entities = headersOf(await listener.connect()).map((header) => header.entityName);
    expect(entities).toEqual(expect.arrayContaining(["Contact", "Task", "TaskRelation"]));
    expect(entities).not.toContain("Account");
  });

  it("a gap carries ids and no fields", async () => {
    const listener = await listening(world, READER, CONTACTS);
    world.salesforce.changes.gap("Contact", ["003000000000001AAA"], "GAP_UPDATE");
    const [heard] = await listener.connect();
    expect(Object.keys(heard?.data.payload ?? {})).toEqual(["ChangeEventHeader"]);
    expect(heard?.data.payload.ChangeEventHeader).toMatchObject({ changeType: "GAP_UPDATE", recordIds: ["003000000000001AAA"] });
  });
});

describe("how change events are listened to", () => {
  it("the handshake offers long polling and replay, the first connect gives the advice", async () => {
    const listener = new Listener(world, READER);
    const [shaken] = await listener.send({ channel: "/meta/handshake", version: "1.0", supportedConnectionTypes: ["long-polling"] });
    expect(shaken).toMatchObject({
      successful: true,
      supportedConnectionTypes: ["long-polling"],
      version: "1.0",
      ext: { replay: true, "payload.format": true },
    });
    listener.clientId = shaken.clientId;
    const [connected] = await listener.send({ channel: "/meta/connect", connectionType: "long-polling" });
    expect(connected).toMatchObject({ successful: true, advice: { interval: 0, timeout: 110_000, reconnect: "retry" } });
  });

  it("a connect waits until there is something to say", async () => {
    const listener = await listening(world, READER, CONTACTS);
    const waiting = listener.connect();
    const id = person();
    expect(headersOf(await waiting)[0]?.recordIds).toEqual([id]);
  });

  it("-2 replays all that is kept, an id what came after it, -1 and no word nothing", async () => {
    const ids = ["A", "B", "C"].map((LastName) => person({ LastName }));
    const all = await (await listening(world, READER, CONTACTS, -2)).connect();
    expect(headersOf(all).flatMap((header) => header.recordIds)).toEqual(ids);
    const numbers = all.map((one) => one.data.event.replayId);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    const later = await (await listening(world, READER, CONTACTS, numbers[0])).connect();
    expect(headersOf(later).flatMap((header) => header.recordIds)).toEqual(ids.slice(1));
    for (const replay of [-1, undefined]) {
      const listener = await listening(world, READER, CONTACTS, replay);
      const next = person({ LastName: "Next" });
      expect(headersOf(await listener.connect()).map((header) => header.recordIds)).toEqual([[next]]);
    }
  });

  it("SF10: replay ids expire after 72 hours", async () => {
    person();
    const [old] = await (await listening(world, READER, CONTACTS, -2)).connect();
    const replay = old?.data.event.replayId ?? 0;
    world.clock.move(71 * HOUR_MS);
    person({ LastName: "Young" });
    const listener = await new Listener(world, READER).open();
    expect((await listener.subscribe(CONTACTS, replay)).successful).toBe(true);
    world.clock.move(2 * HOUR_MS);
    const late = await new Listener(world, READER).open();
    expect(await late.subscribe(CONTACTS, replay)).toMatchObject({
      successful: false,
      error: `400::The replayId {${replay}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`,
    });
    expect((await late.subscribe(CONTACTS, replay + 1_000_000)).successful).toBe(false);
    expect(headersOf(await (await listening(world, READER, CONTACTS, -2)).connect())).toHaveLength(1);
  });

  it("SF10: a stream can silently bring nothing; what was lost can be replayed", async () => {
    const listener = await listening(world, READER, CONTACTS);
    world.faults.plant({ kind: "notification-lost", on: "salesforce", times: 1 });
    person({ LastName: "Lost" });
    const heard = person({ LastName: "Heard" });
    expect(headersOf(await listener.connect()).map((header) => header.recordIds)).toEqual([[heard]]);
    expect(await (await listening(world, READER, CONTACTS, -2)).connect()).toHaveLength(2);
  });

  it("a delivery can be doubled", async () => {
    const listener = await listening(world, READER, CONTACTS);
    world.faults.plant({ kind: "notification-doubled", on: "salesforce", times: 1 });
    person();
    const [one, two] = await listener.connect();
    expect(two).toEqual(one);
  });

  it("a delivery can come late, after younger ones", async () => {
    const listener = await listening(world, READER, CONTACTS);
    world.faults.plant({ kind: "notification-late", on: "salesforce", times: 1, ms: 5 });
    const slow = person({ LastName: "Slow" });
    const quick = person({ LastName: "Quick" });
    const order: string[] = [];
    while (order.length < 2) order.push(...headersOf(await listener.connect()).flatMap((header) => header.recordIds));
    expect(order).toEqual([quick, slow]);
  });

  it("a delivery can be overtaken by the next", async () => {
    const listener = await listening(world, READER, CONTACTS);
    world.faults.plant({ kind: "notification-reordered", on: "salesforce", times: 1, ms: 60_000 });
    const first = person({ LastName: "First" });
    const second = person({ LastName: "Second" });
    expect(headersOf(await listener.connect()).flatMap((header) => header.recordIds)).toEqual([second, first]);
  });

  it("a client the server has lost hears 403::Unknown client and shakes hands anew", async () => {
    const listener = await listening(world, READER, CONTACTS);
    const waiting = listener.send({ channel: "/meta/connect", connectionType: "long-polling" });
    await world.call(ANNA, "GET", "/limits");
    world.salesforce.streamClients.forget();
    const unknown = {
      channel: "/meta/connect",
      successful: false,
      error: "403::Unknown client",
      advice: { interval: 0, reconnect: "handshake" },
    };
    expect(await waiting).toMatchObject([unknown]);
    expect(await listener.send({ channel: "/meta/connect", connectionType: "long-polling" })).toMatchObject([unknown]);
  });

  it("a client that stays away is forgotten", async () => {
    const listener = await listening(world, READER, CONTACTS);
    world.clock.move(41_000);
    expect(await listener.send({ channel: "/meta/connect", connectionType: "long-polling" })).toMatchObject([
      { error: "403::Unknown client" },
    ]);
  });

  it("an ended session is told on the handshake and on the connect, with the advice to give up", async () => {
    const listener = await listening(world, READER, CONTACTS);
    world.salesforce.expireSessions(READER);
    expect(await listener.send({ channel: "/meta/connect", connectionType: "long-polling" })).toMatchObject([
      { successful: false, error: "401::Authentication invalid", advice: { reconnect: "none" } },
    ]);
    expect(await listener.send({ channel: "/meta/handshake", version: "1.0" })).toMatchObject([
      {
        successful: false,
        error: "403::Handshake denied",
        advice: { reconnect: "none" },
        ext: { sfdc: { failureReason: "401::Authentication invalid" } },
      },
    ]);
  });

  it("only those who may see all data listen to change events, and only to channels that exist", async () => {
    const anna = await new Listener(world, ANNA).open();
    expect(await anna.subscribe(CONTACTS)).toMatchObject({ successful: false, error: "403:denied_by_security_policy:create_denied" });
    const reader = await new Listener(world, READER).open();
    for (const channel of ["/data/NothingChangeEvent", "/data/AttachmentChangeEvent", "/topic/Nothing", "/u/Nothing", "/else"]) {
      expect((await reader.subscribe(channel)).error).toBe(`404::The channel you requested to subscribe to does not exist {${channel}}`);
    }
  });

  it("one may stop listening, to a channel or at all", async () => {
    const listener = await listening(world, READER, CONTACTS);
    expect((await listener.subscribe("/data/LeadChangeEvent")).successful).toBe(true);
    expect(await listener.send({ channel: "/meta/unsubscribe", subscription: CONTACTS })).toMatchObject([{ successful: true }]);
    person();
    const lead = world.salesforce.seed.lead({ LastName: "Hopper", OwnerId: world.anna });
    expect(headersOf(await listener.connect()).map((header) => header.recordIds)).toEqual([[lead]]);
    expect(await listener.send({ channel: "/meta/disconnect" })).toMatchObject([{ successful: true }]);
    expect(world.salesforce.streamClients.count).toBe(0);
  });

  it("an edition allows so many clients at a time", async () => {
    world.salesforce.set({ streamClients: 1 });
    await new Listener(world, READER).open();
    const [refused] = await new Listener(world, READER).send({ channel: "/meta/handshake", version: "1.0" });
    expect(refused).toMatchObject({
      successful: false,
      ext: { sfdc: { failureReason: "403::Organization concurrent user limit exceeded" } },
    });
  });

  it("nonsense is refused, and clients publish nothing", async () => {
    const bad = await fetch(`${world.url}/cometd/62.0`, { method: "POST", body: "{", headers: { "content-type": "application/json" } });
    expect(bad.status).toBe(400);
    const listener = await listening(world, READER, CONTACTS);
    expect(await listener.send({ channel: CONTACTS, data: {} })).toMatchObject([{ successful: false }]);
  });
});

describe("what is kept over a restart", () => {
  it("events, jobs and posts are; listeners are not", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tandem-org-"));
    try {
      const file = join(folder, "org.sqlite");
      const first = await openWorld({ file, switches: { changeEvents: ["Contact"] } });
      const id = first.salesforce.seed.contact({ LastName: "Hopper", OwnerId: first.anna });
      const before = await listening(first, READER, CONTACTS, -2);
      const job = await first.call(ANNA, "POST", "/jobs/ingest", { object: "Contact", operation: "insert" });
      const body = { messageSegments: [{ type: "Text", text: "Still here" }] };
      await first.call(ANNA, "POST", "/chatter/feed-elements", { subjectId: "me", body });
      await first.close();
      const second = await openWorld({ file, switches: { changeEvents: ["Contact"] } });
      before.moveTo(second);
      expect(await before.send({ channel: "/meta/connect" })).toMatchObject([{ error: "403::Unknown client" }]);
      const after = await listening(second, READER, CONTACTS, -2);
      expect(after.clientId).not.toBe(before.clientId);
      expect(headersOf(await after.connect()).map((header) => header.recordIds)).toEqual([[id]]);
      expect((await second.call(ANNA, "GET", `/jobs/ingest/${job.body.id}`)).body.state).toBe("Open");
      expect((await second.call(ANNA, "GET", "/chatter/feeds/news/me/feed-elements")).body.elements).toHaveLength(1);
      await second.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("push topics and channels of one's own", () => {
  const TOPIC = { Name: "Admirals", Query: "SELECT Id, Name, Title FROM Contact WHERE Title = 'Admiral'", ApiVersion: 62 };

  it("a topic tells of records that its query finds, when a field changes that it looks at", async () => {
    const conn = world.connect(READER);
    expect((await conn.sobject("PushTopic").create(TOPIC)).success).toBe(true);
    const listener = await listening(world, READER, "/topic/Admirals");
    person({ LastName: "Captain" });
    const id = person({ LastName: "Hopper", Title: "Admiral" });
    world.salesforce.seed.change("Contact", id, { Department: "Navy" });
    world.salesforce.seed.change("Contact", id, { LastName: "Murray" });
    world.salesforce.seed.remove("Contact", id);
    const heard = await listener.connect();
    expect(heard.map((one) => one.data)).toMatchObject([
      { event: { type: "created", replayId: expect.any(Number) }, sobject: { Id: id, Name: "Grace Hopper", Title: "Admiral" } },
      { event: { type: "updated" }, sobject: { Id: id, Name: "Grace Murray" } },
      { event: { type: "deleted" }, sobject: { Id: id } },
    ]);
  });

  it.each([
    ["SELECT Name FROM Contact", "Id is required"],
    ["SELECT Id FROM Contact LIMIT 1", "not supported"],
    ["SELECT Id, Nothing FROM Contact", "No such column"],
  ])("a topic cannot have the query %s", async (Query, message) => {
    await expect(
      world
        .connect(READER)
        .sobject("PushTopic")
        .create({ ...TOPIC, Query }),
    ).rejects.toThrow(message);
  });

  it("a channel carries what is pushed to it", async () => {
    const conn = world.connect(READER);
    await conn.sobject("StreamingChannel").create({ Name: "/u/news" });
    const listener = await listening(world, READER, "/u/news");
    expect(await conn.streaming.channel("/u/news").push({ payload: "hello", userIds: [] })).toMatchObject({ fanoutCount: -1 });
    const [heard] = await listener.connect();
    expect(heard?.data).toMatchObject({
      payload: "hello",
      event: { replayId: expect.any(Number), createdDate: "2026-03-02T09:00:00.000Z" },
    });
  });
});
