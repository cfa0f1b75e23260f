import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld({ switches: { tandemFields: true } });
});
afterEach(() => world.close());

describe("the stand-in of Salesforce, through jsforce", () => {
  it("creates, reads, changes and deletes a contact", async () => {
    const conn = world.connect(ANNA);
    const made = await conn.sobject("Contact").create({ FirstName: "Grace", LastName: " Hopper ", Email: "grace@navy.example" });
    expect(made.success).toBe(true);
    const id = made.id ?? "";
    expect(id).toMatch(/^003\w{15}$/u);
    const read = await conn.sobject("Contact").retrieve(id);
    expect(read).toMatchObject({
      Id: id,
      Name: "Grace Hopper",
      LastName: "Hopper",
      OwnerId: world.anna,
      IsDeleted: false,
      MailingAddress: null,
    });
    expect(read["SystemModstamp"]).toBe("2026-03-02T09:00:00.000+0000");
    await conn.sobject("Contact").update({ Id: id, MailingCity: "New York", Description: "one\ntwo" });
    const after = await conn.sobject("Contact").retrieve(id);
    expect(after).toMatchObject({ Description: "one\r\ntwo", MailingAddress: { city: "New York", street: null } });
    await conn.sobject("Contact").destroy(id);
    await expect(conn.sobject("Contact").retrieve(id)).rejects.toMatchObject({ errorCode: "NOT_FOUND" });
  });

  it("pages through a query with autoFetch", async () => {
    world.salesforce.set({ queryBatch: 200 });
    for (let index = 0; index < 450; index += 1) world.salesforce.seed.contact({ LastName: `Person ${index}`, OwnerId: world.anna });
    const conn = world.connect(ANNA);
    const first = await conn.query("SELECT Id FROM Contact");
    expect(first).toMatchObject({ totalSize: 450, done: false });
    expect(first.records).toHaveLength(200);
    const all = await conn.query("SELECT Id, LastName FROM Contact ORDER BY SystemModstamp, Id", { autoFetch: true, maxFetch: 1000 });
    expect(new Set(all.records.map((record) => record["Id"])).size).toBe(450);
  });

  it("writes collections and upserts by the external id", async () => {
    const conn = world.connect(ANNA);
    const results = await conn.sobject("Contact").create([{ LastName: "One" }, { FirstName: "no last name" }, { LastName: "Two" }]);
    expect(results.map((result) => result.success)).toEqual([true, false, true]);
    const made = await conn.sobject("Contact").upsert({ Tandem_Id__c: "t-1", LastName: "Three" }, "Tandem_Id__c");
    expect(made).toMatchObject({ success: true, created: true });
    const again = await conn.sobject("Contact").upsert({ Tandem_Id__c: "t-1", LastName: "Four" }, "Tandem_Id__c");
    expect(again).toMatchObject({ success: true, created: false });
    const many = await conn.sobject("Contact").upsert(
      [
        { Tandem_Id__c: "t-1", LastName: "Five" },
        { Tandem_Id__c: "t-2", LastName: "Six" },
      ],
      "Tandem_Id__c",
    );
    expect(many).toMatchObject([
      { success: true, created: false },
      { success: true, created: true },
    ]);
  });

  it("describes the org and its objects", async () => {
    const conn = world.connect(ANNA);
    const global = await conn.describeGlobal();
    expect(global.sobjects.map((object) => object.name)).toEqual(expect.arrayContaining(["Contact", "Task", "ContentVersion"]));
    const contact = await conn.sobject("Contact").describe();
    expect(contact.fields.find((field) => field.name === "Tandem_Id__c")).toMatchObject({ externalId: true, unique: true, length: 255 });
  });

  it("reports the identity, the limits and the deleted records", async () => {
    const conn = world.connect(ANNA);
    const limits = await conn.limits();
    expect(limits["DailyApiRequests"]?.Max).toBe(15_000);
    expect(conn.limitInfo.apiUsage?.limit).toBe(15_000);
    const id = world.salesforce.seed.contact({ LastName: "Gone", OwnerId: world.anna });
    await conn.sobject("Contact").destroy(id);
    world.clock.move(120_000);
    const deleted = await conn.sobject("Contact").deleted("2026-03-02T08:00:00Z", "2026-03-02T09:02:00Z");
    expect(deleted.deletedRecords.map((record) => record.id)).toEqual([id]);
  });
});
