import { afterEach, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, READER, type World, type WorldSettings } from "./world.ts";

let world: World;
async function open(settings: WorldSettings = {}): Promise<World> {
  world = await openWorld(settings);
  return world;
}
afterEach(() => world.close());

describe("what surprises those who meet Salesforce first", () => {
  it("SF1: the daily limit is a 403 REQUEST_LIMIT_EXCEEDED, without 429 and without Retry-After", async () => {
    await open({ switches: { dailyRequests: 2 } });
    expect((await world.call(ANNA, "GET", "/limits")).headers.get("sforce-limit-info")).toBe("api-usage=1/2");
    await world.call(ANNA, "GET", "/limits");
    const refused = await world.call(ANNA, "GET", "/limits");
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual([{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." }]);
    expect(refused.headers.get("retry-after")).toBeNull();
    world.clock.move(25 * 3_600_000);
    expect((await world.call(ANNA, "GET", "/limits")).status).toBe(200);
  });

  it("SF2: collections answer 200 when records fail, and a failed row has a statusCode and no id", async () => {
    await open();
    const records = [
      { attributes: { type: "Account" }, Name: null },
      { attributes: { type: "Account" }, Name: "Navy" },
    ];
    const reply = await world.call(ANNA, "POST", "/composite/sobjects", { allOrNone: false, records });
    expect(reply.status).toBe(200);
    expect(reply.body[0]).toEqual({
      success: false,
      errors: [{ statusCode: "REQUIRED_FIELD_MISSING", message: "Required fields are missing: [Name]", fields: ["Name"] }],
    });
    expect(reply.body[1]).toEqual({ id: expect.stringMatching(/^001\w{15}$/u), success: true, errors: [] });
  });

  it("SF2: with allOrNone the good rows say that they were rolled back, and nothing is kept", async () => {
    await open();
    const records = [
      { attributes: { type: "Account" }, Name: null },
      { attributes: { type: "Account" }, Name: "Navy" },
    ];
    const reply = await world.call(ANNA, "POST", "/composite/sobjects", { allOrNone: true, records });
    expect(reply.status).toBe(200);
    expect(reply.body.map((row: { errors: { statusCode: string }[] }) => row.errors[0]?.statusCode)).toEqual([
      "REQUIRED_FIELD_MISSING",
      "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    ]);
    expect((await world.call(ANNA, "GET", "/query?q=SELECT+COUNT()+FROM+Account")).body).toEqual({ totalSize: 0, done: true, records: [] });
  });

  it("SF3: GET of a deleted record is NOT_FOUND, PATCH and DELETE are ENTITY_IS_DELETED", async () => {
    await open();
    const id = world.salesforce.seed.contact({ LastName: "Gone", OwnerId: world.anna });
    expect((await world.call(ANNA, "DELETE", `/sobjects/Contact/${id}`)).status).toBe(204);
    const read = await world.call(ANNA, "GET", `/sobjects/Contact/${id}`);
    expect([read.status, read.body[0].errorCode]).toEqual([404, "NOT_FOUND"]);
    for (const [method, body] of [
      ["PATCH", { LastName: "Back" }],
      ["DELETE", undefined],
    ] as const) {
      const reply = await world.call(ANNA, method, `/sobjects/Contact/${id}`, body);
      expect([reply.status, reply.body]).toEqual([404, [{ errorCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }]]);
    }
  });

  it("SF3: an id that is none is an unknown external id, as recorded", async () => {
    await open();
    const reply = await world.call(ANNA, "DELETE", "/sobjects/Contact/rid");
    expect([reply.status, reply.body]).toEqual([
      404,
      [{ errorCode: "NOT_FOUND", message: "Provided external ID field does not exist or is not accessible: rid" }],
    ]);
  });

  it("SF4: only an account has an ETag; a contact is guarded by If-Unmodified-Since at one second, and DELETE is not guarded", async () => {
    await open();
    const account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    expect((await world.call(ANNA, "GET", `/sobjects/Account/${account}`)).headers.get("etag")).toMatch(/^".+"$/u);
    const read = await world.call(ANNA, "GET", `/sobjects/Contact/${contact}`);
    expect(read.headers.get("etag")).toBeNull();
    const stamp = read.headers.get("last-modified") ?? "";
    expect(stamp).toBe("Mon, 02 Mar 2026 09:00:00 GMT");
    expect((await world.call(ANNA, "GET", `/sobjects/Contact/${contact}`, undefined, { "if-modified-since": stamp })).status).toBe(304);
    const guard = { "if-unmodified-since": stamp };
    world.clock.move(500);
    expect((await world.call(ANNA, "PATCH", `/sobjects/Contact/${contact}`, { Title: "Admiral" }, guard)).status).toBe(204);
    // A change within the same second goes unseen.
    expect((await world.call(ANNA, "PATCH", `/sobjects/Contact/${contact}`, { Title: "Captain" }, guard)).status).toBe(204);
    world.clock.move(1000);
    await world.call(ANNA, "PATCH", `/sobjects/Contact/${contact}`, { Title: "Commodore" });
    expect((await world.call(ANNA, "PATCH", `/sobjects/Contact/${contact}`, { Title: "Ensign" }, guard)).status).toBe(412);
    expect((await world.call(ANNA, "DELETE", `/sobjects/Contact/${contact}`, undefined, guard)).status).toBe(204);
  });

  it("SF5: a late commit bears a stamp from before, and latestDateCovered stays behind it", async () => {
    await open({ switches: { lateCommitMs: 90_000 } });
    world.clock.move(600_000);
    world.salesforce.seed.contact({ LastName: "Late", OwnerId: world.anna });
    const query = await world.call(ANNA, "GET", "/query?q=SELECT+SystemModstamp+FROM+Contact");
    expect(query.body.records[0].SystemModstamp).toBe("2026-03-02T09:08:30.000+0000");
    const window = "start=2026-03-02T09:00:00Z&end=2026-03-02T09:10:00Z";
    const updated = await world.call(ANNA, "GET", `/sobjects/Contact/updated?${window}`);
    expect(updated.body.ids).toHaveLength(1);
    expect(updated.body.latestDateCovered).toBe("2026-03-02T09:08:30.000+0000");
    const tooOld = await world.call(ANNA, "GET", "/sobjects/Contact/deleted?start=2026-02-01T09:00:00Z&end=2026-03-02T09:10:00Z");
    expect([tooOld.status, tooOld.body[0].errorCode]).toEqual([400, "INVALID_REPLICATION_DATE"]);
  });

  it("SF6: describe hides what field security hides, and every object bears one stamp", async () => {
    await open();
    world.salesforce.org.allow(world.ben, { hiddenFields: { Contact: ["Birthdate"] } });
    const names = (reply: { body: { fields: { name: string }[] } }) => reply.body.fields.map((field) => field.name);
    const seen = await world.call(ANNA, "GET", "/sobjects/Contact/describe");
    expect(names(seen)).toContain("Birthdate");
    expect(names(await world.call(BEN, "GET", "/sobjects/Contact/describe"))).not.toContain("Birthdate");
    const etag = seen.headers.get("etag") ?? "";
    expect((await world.call(ANNA, "GET", "/sobjects/Task/describe")).headers.get("etag")).toBe(etag);
    expect((await world.call(ANNA, "GET", "/sobjects/Contact/describe", undefined, { "if-none-match": etag })).status).toBe(304);
    const hidden = await world.call(BEN, "GET", "/query?q=SELECT+Birthdate+FROM+Contact");
    expect(hidden.body[0]).toMatchObject({ errorCode: "INVALID_FIELD", message: expect.stringContaining("No such column 'Birthdate'") });
    const written = await world.call(BEN, "POST", "/sobjects/Contact", { LastName: "X", Birthdate: "2000-01-01" });
    expect(written.body).toEqual([{ errorCode: "INVALID_FIELD", message: "No such column 'Birthdate' on sobject of type Contact" }]);
  });

  it("SF7: an upsert key that several records bear gives 300 and their addresses", async () => {
    await open();
    for (const LastName of ["One", "Two"]) world.salesforce.seed.contact({ LastName, Email: "same@x.example", OwnerId: world.anna });
    const reply = await world.call(ANNA, "PATCH", "/sobjects/Contact/Email/same@x.example", { LastName: "Three" });
    expect(reply.status).toBe(300);
    expect(reply.body).toEqual([0, 1].map(() => expect.stringMatching(/^\/services\/data\/v62\.0\/sobjects\/Contact\/003\w{15}$/u)));
  });

  it.each([
    ["alert", 201],
    ["block", 400],
  ] as const)("SF8: allowSave overrides an alert rule and not a block rule (%s)", async (duplicateRules, withHeader) => {
    await open({ switches: { duplicateRules } });
    const twin = world.salesforce.seed.contact({ LastName: "Hopper", Email: "grace@navy.example", OwnerId: world.ben });
    const body = { LastName: "hopper", Email: "Grace@navy.example" };
    const refused = await world.call(ANNA, "POST", "/sobjects/Contact", body);
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, "DUPLICATES_DETECTED"]);
    expect(refused.body[0].duplicateResult).toMatchObject({
      allowSave: duplicateRules === "alert",
      matchResults: [{ matchRecords: [{ record: { Id: twin } }] }],
    });
    const header = { "sforce-duplicate-rule-header": "allowSave=true" };
    expect((await world.call(ANNA, "POST", "/sobjects/Contact", body, header)).status).toBe(withHeader);
  });

  it("SF11, SF12: with Enhanced Email a message makes its own task, and can hardly be changed afterwards", async () => {
    await open({ switches: { enhancedEmail: true } });
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", Email: "grace@navy.example", OwnerId: world.anna });
    const mail = { Subject: "Plans", TextBody: "See below", Incoming: true, ToIds: [contact], MessageDate: "2026-03-01T10:00:00Z" };
    const wrongStatus = await world.call(ANNA, "POST", "/sobjects/EmailMessage", { ...mail, Status: "1" });
    expect(wrongStatus.body[0].errorCode).toBe("FIELD_INTEGRITY_EXCEPTION");
    const made = await world.call(ANNA, "POST", "/sobjects/EmailMessage", { ...mail, Status: "3", IsClientManaged: true });
    expect(made.status).toBe(201);
    const tasks = await world.call(ANNA, "GET", "/query?q=SELECT+Subject,Status,TaskSubtype,WhoId,ActivityDate+FROM+Task");
    expect(tasks.body.records).toMatchObject([
      { Subject: "Plans", Status: "Completed", TaskSubtype: "Email", WhoId: contact, ActivityDate: "2026-03-01" },
    ]);
    expect((await world.call(ANNA, "PATCH", `/sobjects/EmailMessage/${made.body.id}`, { Subject: "Other" })).status).toBe(403);
  });

  it("SF13: people of the org are named by id; an address alone relates a message to nobody", async () => {
    await open({ switches: { enhancedEmail: true } });
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", Email: "grace@navy.example", OwnerId: world.anna });
    const mail = { Subject: "Plans", Status: "3", Incoming: false, ToAddress: "stranger@x.example", IsClientManaged: true };
    const relations = async (id: string) =>
      (
        await world.call(
          ANNA,
          "GET",
          `/query?q=SELECT+RelationId,RelationType,RelationAddress+FROM+EmailMessageRelation+WHERE+EmailMessageId='${id}'`,
        )
      ).body.records;
    const known = await world.call(ANNA, "POST", "/sobjects/EmailMessage", { ...mail, ToIds: [contact], CcIds: [world.ben] });
    expect(await relations(known.body.id)).toMatchObject([
      { RelationId: contact, RelationType: "ToAddress", RelationAddress: "grace@navy.example" },
      { RelationId: world.ben, RelationType: "CcAddress", RelationAddress: BEN },
    ]);
    const byAddress = await world.call(ANNA, "POST", "/sobjects/EmailMessage", { ...mail, ToAddress: "grace@navy.example" });
    expect(await relations(byAddress.body.id)).toEqual([]);
    const stale = await world.call(ANNA, "POST", "/sobjects/EmailMessage", { ...mail, ToIds: ["003Td000000zzzzAAA"] });
    expect(stale.body[0].errorCode).toBe("INVALID_CROSS_REFERENCE_KEY");
  });

  it("SF15: an all-day event ends on its last day at midnight UTC, and lasts a day at most without Multiday Events", async () => {
    await open();
    const made = await world.call(ANNA, "POST", "/sobjects/Event", { Subject: "Fair", IsAllDayEvent: true, ActivityDate: "2026-05-01" });
    const event = await world.call(ANNA, "GET", `/sobjects/Event/${made.body.id}`);
    expect(event.body).toMatchObject({
      StartDateTime: "2026-05-01T00:00:00.000+0000",
      EndDateTime: "2026-05-01T00:00:00.000+0000",
      DurationInMinutes: 1440,
      ActivityDate: "2026-05-01",
    });
    const long = { Subject: "Trip", StartDateTime: "2026-05-01T08:00:00Z", EndDateTime: "2026-05-03T08:00:00Z" };
    const refused = await world.call(ANNA, "POST", "/sobjects/Event", long);
    expect(refused.body[0]).toMatchObject({
      errorCode: "FIELD_INTEGRITY_EXCEPTION",
      message: expect.stringContaining("between 0 and 1440 minutes"),
    });
    world.salesforce.set({ multidayEvents: true });
    expect((await world.call(ANNA, "POST", "/sobjects/Event", long)).status).toBe(201);
  });

  it("SF16: an invited user has a copy of the event, of which only the reminder is his", async () => {
    await open();
    const times = { StartDateTime: "2026-05-01T08:00:00Z", DurationInMinutes: 60 };
    const master = (await world.call(ANNA, "POST", "/sobjects/Event", { Subject: "Plans", ...times })).body.id;
    const relation = await world.call(ANNA, "POST", "/sobjects/EventRelation", { EventId: master, RelationId: world.ben });
    expect((await world.call(ANNA, "GET", `/sobjects/EventRelation/${relation.body.id}`)).body).toMatchObject({
      IsInvitee: true,
      Status: "New",
    });
    await world.call(ANNA, "PATCH", `/sobjects/Event/${master}`, { Subject: "Better plans" });
    const own = await world.call(BEN, "GET", `/query?q=SELECT+Id,Subject,IsChild,GroupEventType+FROM+Event+WHERE+OwnerId='${world.ben}'`);
    expect(own.body.records).toMatchObject([{ Subject: "Better plans", IsChild: true, GroupEventType: "1" }]);
    expect((await world.call(READER, "GET", "/query?q=SELECT+Id+FROM+Event")).body.totalSize).toBe(2);
    const copy = `/sobjects/Event/${own.body.records[0].Id}`;
    expect((await world.call(BEN, "PATCH", copy, { Subject: "Mine" })).body[0].errorCode).toBe("FIELD_INTEGRITY_EXCEPTION");
    const reminder = { IsReminderSet: true, ReminderDateTime: "2026-05-01T07:45:00Z" };
    expect((await world.call(BEN, "PATCH", copy, reminder)).status).toBe(204);
    await world.call(ANNA, "DELETE", `/sobjects/Event/${master}`);
    expect((await world.call(BEN, "GET", copy)).status).toBe(404);
  });

  it("SF17: a task's due date is a date, its completion follows the status, and IsClosed cannot be written", async () => {
    await open();
    const made = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", Status: "Completed", ActivityDate: "2026-03-05" });
    const read = async () => (await world.call(ANNA, "GET", `/sobjects/Task/${made.body.id}`)).body;
    expect(await read()).toMatchObject({ ActivityDate: "2026-03-05", IsClosed: true, CompletedDateTime: "2026-03-02T09:00:00.000+0000" });
    await world.call(ANNA, "PATCH", `/sobjects/Task/${made.body.id}`, { Status: "In Progress" });
    expect(await read()).toMatchObject({ IsClosed: false, CompletedDateTime: null });
    const refused = await world.call(ANNA, "PATCH", `/sobjects/Task/${made.body.id}`, { IsClosed: true });
    expect(refused.body[0]).toMatchObject({ errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["IsClosed"] });
  });

  it("SF17: clearing WhoId under Shared Activities promotes another contact", async () => {
    await open({ switches: { sharedActivities: true } });
    const [first, second] = ["One", "Two"].map((LastName) => world.salesforce.seed.contact({ LastName, OwnerId: world.anna }));
    const made = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", WhoId: first, TaskWhoIds: [first, second] });
    const read = async () => (await world.call(ANNA, "GET", `/sobjects/Task/${made.body.id}?fields=WhoId,WhoCount`)).body;
    expect(await read()).toMatchObject({ WhoId: first, WhoCount: 2 });
    await world.call(ANNA, "PATCH", `/sobjects/Task/${made.body.id}`, { WhoId: null });
    expect(await read()).toMatchObject({ WhoId: second, WhoCount: 1 });
    const relations = await world.call(ANNA, "GET", `/query?q=SELECT+RelationId+FROM+TaskRelation+WHERE+TaskId='${made.body.id}'`);
    expect(relations.body.records).toMatchObject([{ RelationId: second }]);
  });

  it("SF17: a lead as Who takes no What", async () => {
    await open();
    const lead = world.salesforce.seed.lead({ LastName: "Lovelace", OwnerId: world.anna });
    const account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    const refused = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", WhoId: lead, WhatId: account });
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, "FIELD_INTEGRITY_EXCEPTION"]);
  });

  it("SF18: archived tasks are in queryAll only, and still open by id", async () => {
    await open();
    const id = world.salesforce.seed.task({ Subject: "Old", Status: "Completed", ActivityDate: "2024-06-01", OwnerId: world.anna });
    expect((await world.call(ANNA, "GET", "/query?q=SELECT+Id+FROM+Task")).body.records).toEqual([]);
    const all = await world.call(ANNA, "GET", "/queryAll?q=SELECT+Id,IsArchived,IsDeleted+FROM+Task");
    expect(all.body.records).toMatchObject([{ Id: id, IsArchived: true, IsDeleted: false }]);
    expect((await world.call(ANNA, "PATCH", `/sobjects/Task/${id}`, { Subject: "Older" })).status).toBe(204);
  });

  it("SF19: a converted lead refuses changes", async () => {
    await open();
    const id = world.salesforce.seed.lead({ LastName: "Lovelace", Status: "Closed - Converted", IsConverted: true, OwnerId: world.anna });
    const refused = await world.call(ANNA, "PATCH", `/sobjects/Lead/${id}`, { Title: "Countess" });
    expect([refused.status, refused.body]).toEqual([
      400,
      [{ errorCode: "CANNOT_UPDATE_CONVERTED_LEAD", message: "cannot reference converted lead", fields: [] }],
    ]);
  });

  it("SF19: a contact without an account is seen by its owner and by those who see all", async () => {
    await open();
    const id = world.salesforce.seed.contact({ LastName: "Private", OwnerId: world.anna });
    expect((await world.call(ANNA, "GET", `/sobjects/Contact/${id}`)).status).toBe(200);
    expect((await world.call(BEN, "GET", `/sobjects/Contact/${id}`)).status).toBe(404);
    expect((await world.call(BEN, "GET", "/query?q=SELECT+Id+FROM+Contact")).body.totalSize).toBe(0);
    expect((await world.call(READER, "GET", "/query?q=SELECT+Id+FROM+Contact")).body.totalSize).toBe(1);
    const account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    await world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { AccountId: account });
    expect((await world.call(BEN, "GET", `/sobjects/Contact/${id}`)).status).toBe(200);
    world.salesforce.set({ accountSharing: "Private" });
    expect((await world.call(BEN, "GET", `/sobjects/Contact/${id}`)).status).toBe(404);
  });

  it("SF19: a converted lead leads to its contact, and its tasks follow", async () => {
    await open();
    const lead = world.salesforce.seed.lead({ LastName: "Lovelace", Company: "Engines", Email: "ada@x.example", OwnerId: world.anna });
    const task = world.salesforce.seed.task({ Subject: "Call", WhoId: lead, OwnerId: world.anna });
    const { contactId } = world.salesforce.seed.convertLead(lead);
    const query = "/query?q=SELECT+IsConverted,ConvertedContactId+FROM+Lead";
    expect((await world.call(ANNA, "GET", query)).body.records).toMatchObject([{ IsConverted: true, ConvertedContactId: contactId }]);
    expect((await world.call(ANNA, "GET", `/sobjects/Task/${task}`)).body).toMatchObject({ WhoId: contactId });
    expect((await world.call(ANNA, "GET", `/sobjects/Contact/${contactId}`)).body).toMatchObject({
      Email: "ada@x.example",
      OwnerId: world.anna,
    });
  });

  it("SF19: the loser of a merge is found by queryAll, with the record that won", async () => {
    await open();
    const [winner = "", loser = ""] = ["One", "Two"].map((LastName) => world.salesforce.seed.contact({ LastName, OwnerId: world.anna }));
    const task = world.salesforce.seed.task({ Subject: "Call", WhoId: loser, OwnerId: world.anna });
    world.clock.move(60_000);
    world.salesforce.seed.merge("Contact", winner, loser);
    const query = "q=SELECT+Id,MasterRecordId+FROM+Contact+WHERE+IsDeleted=true";
    expect((await world.call(ANNA, "GET", `/query?${query}`)).body.totalSize).toBe(0);
    expect((await world.call(ANNA, "GET", `/queryAll?${query}`)).body.records).toMatchObject([{ Id: loser, MasterRecordId: winner }]);
    expect((await world.call(ANNA, "GET", `/sobjects/Task/${task}`)).body).toMatchObject({
      WhoId: winner,
      SystemModstamp: "2026-03-02T09:01:00.000+0000",
    });
  });

  it("SF20: doubled slashes and version 50.0 are served, a lost reply may have committed", async () => {
    await open();
    const doubled = await fetch(`${world.url}//services/data/v50.0/limits`, {
      headers: { authorization: `Bearer ${world.salesforce.signIn(ANNA)}` },
    });
    expect(doubled.status).toBe(200);
    world.faults.plant({ kind: "lost-after", on: "salesforce", method: "POST", times: 1 });
    await expect(world.call(ANNA, "POST", "/sobjects/Account", { Name: "Navy" })).rejects.toThrow();
    expect((await world.call(ANNA, "GET", "/query?q=SELECT+Id+FROM+Account")).body.totalSize).toBe(1);
    world.faults.plant({ kind: "lost-before", on: "salesforce", method: "POST", times: 1 });
    await expect(world.call(ANNA, "POST", "/sobjects/Account", { Name: "Army" })).rejects.toThrow();
    expect((await world.call(ANNA, "GET", "/query?q=SELECT+Id+FROM+Account")).body.totalSize).toBe(1);
  });

  it("SF21: LoginHistory.Application can be grouped and not filtered", async () => {
    await open();
    world.salesforce.seed.make("LoginHistory", { UserId: world.anna, Application: "Browser", LoginTime: "2026-03-01T08:00:00Z" });
    const grouped = await world.call(ANNA, "GET", "/query?q=SELECT+Application,COUNT(Id)+FROM+LoginHistory+GROUP+BY+Application");
    expect(grouped.body.records).toMatchObject([{ Application: "Browser", expr0: 1 }]);
    const filtered = await world.call(ANNA, "GET", "/query?q=SELECT+Id+FROM+LoginHistory+WHERE+Application='Browser'");
    expect([filtered.status, filtered.body[0].errorCode]).toEqual([400, "INVALID_FIELD"]);
  });
});
