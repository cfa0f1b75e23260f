import jsforce from "jsforce";
import { StreamingExtension } from "jsforce/lib/api/streaming.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, READER, type World } from "../sandbox-tests/salesforce/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld({
    switches: { tandemFields: true, changeEvents: ["Contact", "Account"], sharedActivities: true, dailyRequests: 100_000 },
  });
});
afterEach(() => world.close());

describe("jsforce, as it comes from npm: records", () => {
  it("fetches all pages of a query by itself", async () => {
    world.salesforce.set({ queryBatch: 200 });
    for (let index = 0; index < 450; index += 1) world.salesforce.seed.contact({ LastName: `Person ${index}`, OwnerId: world.anna });
    const conn = world.connect(ANNA);
    const names: string[] = [];
    await new Promise<void>((resolve, reject) => {
      conn
        .query("SELECT Id, LastName FROM Contact ORDER BY LastName")
        .on("record", (record: { LastName: string }) => names.push(record.LastName))
        .on("end", () => resolve())
        .on("error", reject)
        .run({ autoFetch: true, maxFetch: 10_000 });
    });
    expect(names).toHaveLength(450);
    expect(new Set(names).size).toBe(450);
    expect(await conn.sobject("Contact").find({ LastName: { $like: "Person 44%" } }, ["Id"])).toHaveLength(11);
    expect(await conn.sobject("Contact").count({ LastName: "Person 7" })).toBe(1);
  });

  it("creates, reads, changes and deletes, one record and several", async () => {
    const conn = world.connect(ANNA);
    const made = await conn.sobject("Account").create({ Name: "Navy" });
    const id = made.id ?? "";
    await conn.sobject("Account").update({ Id: id, Phone: "+1 555 0100" });
    expect(await conn.sobject("Account").retrieve(id)).toMatchObject({ Name: "Navy", Phone: "+1 555 0100" });
    const people = await conn.sobject("Contact").create([
      { LastName: "One", AccountId: id },
      { LastName: "Two", AccountId: id },
    ]);
    expect(people.every((one) => one.success)).toBe(true);
    const [first] = await conn.sobject("Account").find({ Id: id }).include("Contacts").select("LastName").end();
    expect(first?.["Contacts"]).toMatchObject({ totalSize: 2 });
    const gone = await conn.sobject("Contact").destroy(people.map((one) => one.id ?? ""));
    expect(gone.every((one) => one.success)).toBe(true);
  });

  it("writes 450 records in Collections of 200 when allowed to", async () => {
    const conn = world.connect(ANNA);
    const records = Array.from({ length: 450 }, (_, index) => ({ LastName: `Person ${index}` }));
    await expect(conn.sobject("Contact").create(records)).rejects.toThrow(/limit/u);
    const mark = world.log.count;
    const made = await conn.sobject("Contact").create(records, { allowRecursive: true });
    expect(made.filter((one) => one.success)).toHaveLength(450);
    expect(world.log.since(mark)).toHaveLength(3);
    expect(await conn.sobject("Contact").count({})).toBe(450);
  });

  it("upserts by an external id, and hears of several records with one key", async () => {
    const conn = world.connect(ANNA);
    const first = await conn.sobject("Contact").upsert({ Tandem_Id__c: "t 1 ä", LastName: "One" }, "Tandem_Id__c");
    expect(first).toMatchObject({ success: true, created: true });
    const again = await conn.sobject("Contact").upsert({ Tandem_Id__c: "t 1 ä", LastName: "Uno" }, "Tandem_Id__c");
    expect(again).toMatchObject({ success: true, created: false, id: first.id });
    world.salesforce.seed.contact({ LastName: "Twin", Email: "twin@x.example", OwnerId: world.anna });
    world.salesforce.seed.contact({ LastName: "Twin", Email: "twin@x.example", OwnerId: world.anna });
    await expect(conn.sobject("Contact").upsert({ Email: "twin@x.example", LastName: "T" }, "Email")).rejects.toMatchObject({
      errorCode: "MULTIPLE_CHOICES",
    });
  });

  it("describes once and remembers", async () => {
    const conn = world.connect(ANNA);
    const mark = world.log.count;
    const [one, two] = [await conn.describe$("Contact"), await conn.describe$("Contact")];
    expect(one.fields.length).toBeGreaterThan(50);
    expect(two).toEqual(one);
    expect(world.log.since(mark)).toHaveLength(1);
    const many = await conn.describeGlobal$();
    expect(many.sobjects.map((object) => object.name)).toContain("Task");
  });

  it("refreshes an ended session once, whoever notices first", async () => {
    let refreshes = 0;
    const conn = new jsforce.Connection({
      instanceUrl: world.url,
      accessToken: world.salesforce.signIn(ANNA),
      version: "62.0",
      refreshFn: (_conn, done) => {
        refreshes += 1;
        done(null, world.salesforce.signIn(ANNA));
      },
    });
    world.salesforce.expireSessions(ANNA);
    const found = await Promise.all([conn.query("SELECT Id FROM User"), conn.query("SELECT Id FROM Contact"), conn.identity()]);
    expect(found[0].totalSize).toBeGreaterThan(2);
    expect(refreshes).toBe(1);
  });
});

describe("jsforce, as it comes from npm: Bulk 2.0", () => {
  it("loads records, and hears which rows failed and why", async () => {
    const conn = world.connect(ANNA);
    const results = await conn.bulk2.loadAndWaitForResults({
      object: "Contact",
      operation: "insert",
      input: [
        { FirstName: "A", LastName: "One", Birthdate: null },
        { FirstName: "nameless", LastName: "", Birthdate: null },
        { FirstName: "C", LastName: "Three", Birthdate: "1906-12-09" },
      ],
      pollInterval: 10,
    });
    expect(results.successfulResults).toMatchObject([
      { LastName: "One", sf__Created: "true", sf__Id: expect.stringMatching(/^003\w{15}$/u) },
      { LastName: "Three" },
    ]);
    expect(results.failedResults).toMatchObject([
      { FirstName: "nameless", sf__Id: "", sf__Error: "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --" },
    ]);
    expect(results.unprocessedRecords).toEqual([]);
    expect(await conn.sobject("Contact").count({})).toBe(2);
  });

  it("upserts by an external id, clears fields with #N/A, and names parents by their keys", async () => {
    const conn = world.connect(ANNA);
    world.salesforce.seed.contact({ LastName: "Old", Title: "Admiral", Tandem_Id__c: "t-1", OwnerId: world.anna });
    const results = await conn.bulk2.loadAndWaitForResults({
      object: "Contact",
      operation: "upsert",
      externalIdFieldName: "Tandem_Id__c",
      input: 'Tandem_Id__c,LastName,Title,Owner.Username\nt-1,New,#N/A,ben@acme.example\nt-2,"Two, Jr.",Captain,\n',
      pollInterval: 10,
    });
    expect(results.successfulResults.map((row) => row.sf__Created)).toEqual(["false", "true"]);
    const found = await world.connect(READER).query("SELECT LastName, Title, Owner.Username FROM Contact ORDER BY Tandem_Id__c");
    expect(found.records).toMatchObject([
      { LastName: "New", Title: null, Owner: { Username: BEN } },
      { LastName: "Two, Jr.", Title: "Captain" },
    ]);
  });

  it("updates and deletes by id", async () => {
    const conn = world.connect(ANNA);
    const ids = ["A", "B"].map((LastName) => world.salesforce.seed.contact({ LastName, OwnerId: world.anna }));
    const changed = await conn.bulk2.loadAndWaitForResults({
      object: "Contact",
      operation: "update",
      input: ids.map((Id) => ({ Id, Title: "Admiral" })),
      pollInterval: 10,
    });
    expect(changed.successfulResults.map((row) => row.sf__Id)).toEqual(ids);
    const gone = await conn.bulk2.loadAndWaitForResults({
      object: "Contact",
      operation: "delete",
      input: ids.map((Id) => ({ Id })),
      pollInterval: 10,
    });
    expect(gone.successfulResults).toHaveLength(2);
    expect(await conn.sobject("Contact").count({})).toBe(0);
    await expect(
      conn.bulk2.loadAndWaitForResults({ object: "Contact", operation: "hardDelete", input: ids.map((Id) => ({ Id })), pollInterval: 10 }),
    ).rejects.toMatchObject({ errorCode: "FEATURENOTENABLED" });
  });

  it("queries, and reads quotes, line ends and parents as they are", async () => {
    const navy = world.salesforce.seed.account({ Name: 'The "Navy"', OwnerId: world.anna });
    for (let index = 0; index < 250; index += 1)
      world.salesforce.seed.contact({ LastName: `P${index}`, AccountId: navy, Description: "one\ntwo", OwnerId: world.anna });
    const conn = world.connect(ANNA);
    const stream = await conn.bulk2.query("SELECT Id, LastName, Description, Account.Name, CreatedDate FROM Contact", { pollInterval: 10 });
    const records = await stream.toArray();
    expect(records).toHaveLength(250);
    expect(records[0]).toMatchObject({ "Account.Name": 'The "Navy"', Description: "one\r\ntwo", CreatedDate: "2026-03-02T09:00:00.000Z" });
  });
});

describe("jsforce, as it comes from npm: Chatter", () => {
  it("posts, replies, likes and takes away again", async () => {
    const conn = world.connect(ANNA);
    const me = (await conn.chatter.resource("/users/me").retrieve()) as { id: string; name: string };
    expect(me.id).toBe(world.anna);
    const account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    const post = (await conn.chatter.resource("/feed-elements").create({
      body: {
        messageSegments: [
          { type: "Text", text: "Ready, " },
          { type: "Mention", id: world.ben },
        ],
      },
      feedElementType: "FeedItem",
      subjectId: account,
    })) as { id: string; url: string };
    const comments = conn.chatter.resource(`/feed-elements/${post.id}/capabilities/comments/items`);
    await comments.create({ body: { messageSegments: [{ type: "Text", text: "Aye." }] } });
    const liked = (await conn.chatter.resource(`/feed-elements/${post.id}/capabilities/chatter-likes/items`).create({})) as { url: string };
    const feed = (await world.connect(BEN).chatter.resource(`/feeds/record/${account}/feed-elements`).retrieve()) as {
      elements: unknown[];
    };
    expect(feed.elements).toMatchObject([
      {
        id: post.id,
        actor: { id: world.anna },
        body: { text: "Ready, @ben ben" },
        parent: { id: account, name: "Navy", type: "Account" },
        capabilities: { comments: { page: { total: 1, items: [{ body: { text: "Aye." } }] } }, chatterLikes: { page: { total: 1 } } },
      },
    ]);
    const news = (await world.connect(BEN).chatter.resource("/feeds/news/me/feed-elements", { pageSize: 1 }).retrieve()) as {
      elements: unknown[];
    };
    expect(news.elements).toHaveLength(1);
    await conn.chatter.resource(liked.url).delete();
    await conn.chatter.resource(post.url).delete();
    await expect(Promise.resolve(conn.chatter.resource(post.url).retrieve())).rejects.toMatchObject({ errorCode: "NOT_FOUND" });
  });

  it("asks several things in one batch", async () => {
    const conn = world.connect(ANNA);
    const users = conn.chatter.resource("/users/me");
    const feeds = conn.chatter.resource("/feeds/company/feed-elements");
    const missing = conn.chatter.resource("/feed-elements/0D5000000000000AAA");
    const answered = await Promise.all([
      conn.chatter.batch([users, feeds, missing]),
      Promise.resolve(users),
      Promise.resolve(feeds),
      expect(Promise.resolve(missing)).rejects.toMatchObject([{ errorCode: "NOT_FOUND" }]),
    ]);
    expect(answered[0]).toMatchObject({ hasErrors: true, results: [{ statusCode: 200 }, { statusCode: 200 }, { statusCode: 404 }] });
    expect(answered[1]).toMatchObject({ id: world.anna });
  });
});

describe("jsforce, as it comes from npm: streaming", () => {
  interface ChangeMessage {
    readonly event: { readonly replayId: number };
    readonly payload: Readonly<Record<string, unknown>> & {
      readonly ChangeEventHeader: { readonly changeType: string; readonly recordIds: readonly string[]; readonly changeOrigin: string };
    };
  }

  it("hears of changes, and by whom they were made", async () => {
    const reader = world.connect(READER);
    const client = reader.streaming.createClient([]);
    const heard = new Promise<ChangeMessage>((resolve, reject) => {
      client.subscribe("/data/ContactChangeEvent", resolve).then(async () => {
        const anna = new jsforce.Connection({
          instanceUrl: world.url,
          accessToken: world.salesforce.signIn(ANNA),
          version: "62.0",
          callOptions: { client: "Tandem" },
        });
        await anna.sobject("Contact").create({ FirstName: "Grace", LastName: "Hopper", MailingCity: "New York" });
      }, reject);
    });
    const { payload } = await heard;
    expect(payload).toMatchObject({
      Name: { FirstName: "Grace", LastName: "Hopper" },
      MailingAddress: { City: "New York" },
      OwnerId: world.anna,
      CreatedDate: "2026-03-02T09:00:00.000Z",
      ChangeEventHeader: {
        entityName: "Contact",
        changeType: "CREATE",
        commitUser: world.anna,
        sequenceNumber: 1,
        changeOrigin: "com/salesforce/api/rest/62.0;client=Tandem",
      },
    });
    end(client);
  });

  it("hears later what was missed, from a replay id on", async () => {
    for (const LastName of ["One", "Two", "Three"]) world.salesforce.seed.contact({ LastName, OwnerId: world.anna });
    const all = await listen(-2, 3);
    expect(all.map((message) => message.payload["Name"])).toMatchObject([{ LastName: "One" }, { LastName: "Two" }, { LastName: "Three" }]);
    const later = await listen(all[0]?.event.replayId ?? 0, 2);
    expect(later.map((message) => message.payload["Name"])).toMatchObject([{ LastName: "Two" }, { LastName: "Three" }]);
    world.clock.move(73 * 3_600_000);
    await expect(listen(all[0]?.event.replayId ?? 0, 1)).rejects.toThrow(/replayId .* invalid/u);
  });

  it("learns that its session is not good for streaming", async () => {
    const reader = world.connect(READER);
    world.salesforce.expireSessions(READER);
    const failed = await new Promise<unknown>((resolve) => {
      const client = reader.streaming.createClient([new StreamingExtension.AuthFailure(resolve)]);
      void client.subscribe("/data/ContactChangeEvent", () => undefined);
    });
    expect(failed).toMatchObject({ channel: "/meta/handshake", ext: { sfdc: { failureReason: "401::Authentication invalid" } } });
  });

  /** Faye's client can end its connection; the declarations that jsforce brings leave it out. */
  function end(client: object): void {
    (client as { disconnect(): void }).disconnect();
  }

  function listen(replayId: number, count: number): Promise<readonly ChangeMessage[]> {
    const channel = "/data/ContactChangeEvent";
    const client = world.connect(READER).streaming.createClient([new StreamingExtension.Replay(channel, replayId)]);
    return new Promise<readonly ChangeMessage[]>((resolve, reject) => {
      const heard: ChangeMessage[] = [];
      client
        .subscribe(channel, (message: ChangeMessage) => {
          heard.push(message);
          if (heard.length === count) resolve(heard);
        })
        .then(undefined, (error: unknown) =>
          reject(error instanceof Error ? error : new Error(String((error as { message?: string }).message))),
        );
    }).finally(() => end(client));
  }
});
