import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld({ switches: { tandemFields: true } });
});
afterEach(() => world.close());

const contactUrl = "/sobjects/Contact";

describe("writing a record", () => {
  it.each<[string, Record<string, unknown>, string, string, readonly string[] | undefined]>([
    ["what is required", { FirstName: "Grace" }, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", ["LastName"]],
    [
      "a text that is too long",
      { LastName: "x", FirstName: "a".repeat(41) },
      "STRING_TOO_LONG",
      `First Name: data value too large: ${"a".repeat(41)} (max length=40)`,
      ["FirstName"],
    ],
    ["a bad address", { LastName: "x", Email: "badone" }, "INVALID_EMAIL_ADDRESS", "Email: invalid email address: badone", ["Email"]],
    ["an unknown field", { LastName: "x", foo: 1 }, "INVALID_FIELD", "No such column 'foo' on sobject of type Contact", undefined],
    [
      "a wrong choice",
      { LastName: "x", CleanStatus: "x" },
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      "Clean Status: bad value for restricted picklist field: x",
      ["CleanStatus"],
    ],
    [
      "an id of the wrong object",
      { LastName: "x", AccountId: "0034S000005YJVlQAO" },
      "MALFORMED_ID",
      "Account ID: id value of incorrect type: 0034S000005YJVlQAO",
      ["AccountId"],
    ],
    [
      "an id that leads nowhere",
      { LastName: "x", AccountId: "0014S000007NeM3QAK" },
      "INVALID_CROSS_REFERENCE_KEY",
      "invalid cross reference id",
      ["AccountId"],
    ],
    [
      "what is not a date",
      { LastName: "x", Birthdate: "2001-02-30" },
      "JSON_PARSER_ERROR",
      "Cannot deserialize instance of date",
      undefined,
    ],
    ["a list for a text", { LastName: ["x"] }, "JSON_PARSER_ERROR", "Cannot deserialize instance of string from START_ARRAY", undefined],
    [
      "an Id",
      { LastName: "x", Id: "0034S000005YJVlQAO" },
      "INVALID_FIELD_FOR_INSERT_UPDATE",
      "cannot specify Id in an insert call",
      ["Id"],
    ],
    [
      "a read-only field",
      { LastName: "x", Name: "y" },
      "INVALID_FIELD_FOR_INSERT_UPDATE",
      "Unable to create/update fields: Name.",
      ["Name"],
    ],
  ])("refuses %s", async (_what, body, errorCode, message, fields) => {
    const reply = await world.call(ANNA, "POST", contactUrl, body);
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual([{ errorCode, message: expect.stringContaining(message), ...(fields ? { fields } : {}) }]);
  });

  it("refuses what is not JSON, and names what it does not cover", async () => {
    const broken = await world.call(ANNA, "POST", contactUrl, "{");
    expect([broken.status, broken.body[0].errorCode]).toEqual([400, "JSON_PARSER_ERROR"]);
    const strange = await world.call(ANNA, "GET", "/analytics/reports");
    expect([strange.status, strange.body[0].message]).toEqual([501, "This stand-in does not cover GET /analytics/reports"]);
    const elsewhere = await fetch(`${world.url}/services/Soap/u/62.0`, { method: "POST" });
    expect(elsewhere.status).toBe(501);
    expect((await world.call(ANNA, "POST", "/sobjects/Foo", {})).status).toBe(404);
  });

  it("clears a field by null or an empty text, keeps what was left out, and answers a Location", async () => {
    const made = await world.call(ANNA, "POST", contactUrl, { LastName: "Hopper", FirstName: "Grace", Title: "Admiral" });
    expect(made.headers.get("location")).toBe(`/services/data/v62.0/sobjects/Contact/${made.body.id}`);
    world.clock.move(5000);
    expect((await world.call(ANNA, "PATCH", `${contactUrl}/${made.body.id}`, { Title: "", FirstName: null })).status).toBe(204);
    const read = await world.call(ANNA, "GET", `${contactUrl}/${made.body.id}?fields=Name,Title,CreatedDate,SystemModstamp`);
    expect(read.body).toMatchObject({
      Name: "Hopper",
      Title: null,
      CreatedDate: "2026-03-02T09:00:00.000+0000",
      SystemModstamp: "2026-03-02T09:00:05.000+0000",
    });
    expect(Object.keys(read.body)).toEqual(["attributes", "Name", "Title", "CreatedDate", "SystemModstamp"]);
  });

  it("O6: a Tandem id is unique, and the refusal names the record that has it", async () => {
    const first = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "One", Tandem_Id__c: "t-1" });
    const second = await world.call(BEN, "POST", "/sobjects/Task", { Subject: "Two", Tandem_Id__c: "t-1" });
    expect(second.body).toEqual([
      {
        errorCode: "DUPLICATE_VALUE",
        message: `duplicate value found: Tandem_Id__c duplicates value on record with id: ${first.body.id.slice(0, 15)}`,
        fields: ["Tandem_Id__c"],
      },
    ]);
  });

  it("O6: without the org's fields they are unknown", async () => {
    world.salesforce.set({ tandemFields: false });
    const refused = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "One", Tandem_Id__c: "t-1" });
    expect(refused.body[0].message).toBe("No such column 'Tandem_Id__c' on sobject of type Task");
  });

  it("finds a parent by its external id", async () => {
    const account = world.salesforce.seed.contact({ LastName: "Boss", Tandem_Id__c: "boss", OwnerId: world.anna });
    const made = await world.call(ANNA, "POST", contactUrl, { LastName: "Aide", ReportsTo: { Tandem_Id__c: "boss" } });
    expect((await world.call(ANNA, "GET", `${contactUrl}/${made.body.id}`)).body.ReportsToId).toBe(account);
  });

  it("refuses what the user may read and not change, and what he may not relate to", async () => {
    world.salesforce.set({ accountSharing: "Read" });
    const account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    const edited = await world.call(BEN, "PATCH", `/sobjects/Account/${account}`, { Name: "Army" });
    expect([edited.status, edited.body[0].errorCode]).toEqual([403, "INSUFFICIENT_ACCESS_OR_READONLY"]);
    world.salesforce.set({ accountSharing: "Private" });
    const related = await world.call(BEN, "POST", "/sobjects/Task", { Subject: "Call", WhatId: account });
    expect([related.status, related.body[0].errorCode]).toEqual([400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"]);
  });

  it("refuses an inactive owner", async () => {
    world.salesforce.seed.change("User", world.ben, { IsActive: false });
    const refused = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", OwnerId: world.ben });
    expect(refused.body[0].errorCode).toBe("INACTIVE_OWNER_OR_USER");
  });

  it("takes an account's contacts and opportunities with it to the bin, and lets them be taken back", async () => {
    const account = world.salesforce.seed.account({ Name: "Navy", OwnerId: world.anna });
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", AccountId: account, OwnerId: world.anna });
    const task = world.salesforce.seed.task({ Subject: "Call", WhoId: contact, OwnerId: world.anna });
    await world.call(ANNA, "DELETE", `/sobjects/Account/${account}`);
    const all = await world.call(ANNA, "GET", "/queryAll?q=SELECT+Id,IsDeleted+FROM+Contact");
    expect(all.body.records).toMatchObject([{ Id: contact, IsDeleted: true }]);
    expect((await world.call(ANNA, "GET", `/sobjects/Task/${task}`)).status).toBe(404);
    world.salesforce.seed.undelete("Contact", contact);
    expect((await world.call(ANNA, "GET", `/sobjects/Contact/${contact}`)).body).toMatchObject({ Id: contact, IsDeleted: false });
  });
});

describe("an org with a mind of its own", () => {
  it("refuses by validation rule, in the administrator's words", async () => {
    world.salesforce.org.obstacles.validate("Contact", (values) =>
      (values["Phone"] ?? null) === null ? "A phone number is needed." : null,
    );
    const refused = await world.call(ANNA, "POST", contactUrl, { LastName: "Hopper" });
    expect(refused.body).toEqual([{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "A phone number is needed.", fields: [] }]);
    expect((await world.call(ANNA, "POST", contactUrl, { LastName: "Hopper", Phone: "1" })).status).toBe(201);
  });

  it("changes what is written by automation", async () => {
    world.salesforce.org.obstacles.automate((draft) => {
      if (draft.object.name === "Contact") draft.values["Department"] = "Set by a flow";
    });
    const made = await world.call(ANNA, "POST", contactUrl, { LastName: "Hopper", Department: "Mine" });
    expect((await world.call(ANNA, "GET", `${contactUrl}/${made.body.id}`)).body.Department).toBe("Set by a flow");
  });

  it("holds a row for another transaction", async () => {
    const id = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    world.salesforce.org.obstacles.lock(id, 1);
    const refused = await world.call(ANNA, "PATCH", `${contactUrl}/${id}`, { Title: "x" });
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, "UNABLE_TO_LOCK_ROW"]);
    expect((await world.call(ANNA, "PATCH", `${contactUrl}/${id}`, { Title: "x" })).status).toBe(204);
  });

  it("answers faults in its own words", async () => {
    const plant = (kind: "throttled" | "unavailable" | "expired-session") => world.faults.plant({ kind, on: "salesforce", times: 1 });
    plant("throttled");
    const throttled = await world.call(ANNA, "GET", "/limits");
    expect([throttled.status, throttled.body[0].errorCode, throttled.headers.get("retry-after")]).toEqual([
      403,
      "REQUEST_LIMIT_EXCEEDED",
      null,
    ]);
    plant("unavailable");
    expect((await world.call(ANNA, "GET", "/limits")).status).toBe(503);
    plant("expired-session");
    expect((await world.call(ANNA, "GET", "/limits")).body[0].errorCode).toBe("INVALID_SESSION_ID");
    expect((await world.call(ANNA, "GET", "/limits")).status).toBe(200);
  });
});

describe("writing many records", () => {
  it("keeps the order over types, and refuses more than 200 records or 10 chunks", async () => {
    const record = (type: string, index: number) => ({ attributes: { type }, [type === "Task" ? "Subject" : "LastName"]: `n ${index}` });
    const mixed = [record("Contact", 1), record("Task", 2), record("Contact", 3)];
    const reply = await world.call(ANNA, "POST", "/composite/sobjects", { records: mixed });
    expect(reply.body.map((row: { id: string }) => row.id.slice(0, 3))).toEqual(["003", "00T", "003"]);
    const tooMany = Array.from({ length: 201 }, (_, index) => record("Contact", index));
    expect((await world.call(ANNA, "POST", "/composite/sobjects", { records: tooMany })).status).toBe(400);
    const chunks = Array.from({ length: 11 }, (_, index) => record(index % 2 === 0 ? "Contact" : "Task", index));
    expect((await world.call(ANNA, "POST", "/composite/sobjects", { records: chunks })).status).toBe(400);
    expect(world.salesforce.org.requestsToday()).toBe(3);
  });

  it("retrieves in order with null for what is not there, and deletes", async () => {
    const one = world.salesforce.seed.contact({ LastName: "One", OwnerId: world.anna });
    const two = world.salesforce.seed.contact({ LastName: "Two", OwnerId: world.ben });
    const read = await world.call(ANNA, "POST", "/composite/sobjects/Contact", { ids: [two, one], fields: ["LastName"] });
    expect(read.body).toMatchObject([null, { Id: one, LastName: "One" }]);
    const gone = await world.call(ANNA, "DELETE", `/composite/sobjects?ids=${one},${two}&allOrNone=false`);
    expect(gone.body).toMatchObject([
      { id: one, success: true },
      { success: false, errors: [{ statusCode: "NOT_FOUND" }] },
    ]);
  });

  it("updates by Id and says of each what became of it", async () => {
    const one = world.salesforce.seed.contact({ LastName: "One", OwnerId: world.anna });
    const gone = world.salesforce.seed.contact({ LastName: "Gone", OwnerId: world.anna });
    world.salesforce.seed.remove("Contact", gone);
    const records = [one, gone].map((id) => ({ attributes: { type: "Contact" }, id, Title: "X" }));
    const reply = await world.call(ANNA, "PATCH", "/composite/sobjects", { records });
    expect(reply.body).toEqual([
      { id: one, success: true, errors: [] },
      { success: false, errors: [{ statusCode: "ENTITY_IS_DELETED", message: "entity is deleted", fields: [] }] },
    ]);
  });

  it("runs a composite with references, counted as one request", async () => {
    const version = "/services/data/v62.0";
    const reply = await world.call(ANNA, "POST", "/composite", {
      allOrNone: true,
      compositeRequest: [
        { method: "POST", url: `${version}/sobjects/Account`, referenceId: "account", body: { Name: "Navy" } },
        {
          method: "POST",
          url: `${version}/sobjects/Contact`,
          referenceId: "contact",
          body: { LastName: "Hopper", AccountId: "@{account.id}" },
        },
        { method: "GET", url: `${version}/query?q=SELECT+Id+FROM+Contact+WHERE+AccountId='@{account.id}'`, referenceId: "found" },
        { method: "GET", url: `${version}/sobjects/Contact/@{found.records[0].Id}?fields=Name`, referenceId: "read" },
      ],
    });
    expect(reply.status).toBe(200);
    const items = reply.body.compositeResponse;
    expect(items.map((item: { httpStatusCode: number }) => item.httpStatusCode)).toEqual([201, 201, 200, 200]);
    expect(items[0]).toMatchObject({
      referenceId: "account",
      httpHeaders: { Location: `${version}/sobjects/Account/${items[0].body.id}` },
    });
    expect(items[3].body).toMatchObject({ Name: "Hopper" });
    expect(world.salesforce.org.requestsToday()).toBe(1);
  });

  it("undoes a composite that fails as a whole", async () => {
    const version = "/services/data/v62.0";
    const reply = await world.call(ANNA, "POST", "/composite", {
      allOrNone: true,
      compositeRequest: [
        { method: "POST", url: `${version}/sobjects/Account`, referenceId: "good", body: { Name: "Navy" } },
        { method: "POST", url: `${version}/sobjects/Account`, referenceId: "bad", body: {} },
      ],
    });
    expect(reply.body.compositeResponse).toMatchObject([
      { referenceId: "good", httpStatusCode: 400, body: [{ errorCode: "PROCESSING_HALTED" }] },
      { referenceId: "bad", httpStatusCode: 400, body: [{ errorCode: "REQUIRED_FIELD_MISSING" }] },
    ]);
    expect(world.salesforce.org.store.count("Account")).toBe(0);
  });

  it("answers 304 within a composite, as recorded", async () => {
    const url = "/services/data/v62.0/sobjects";
    const headers = { "If-Modified-Since": "Tue, 01 Jan 2030 00:00:00 GMT" };
    const reply = await world.call(ANNA, "POST", "/composite", {
      compositeRequest: [{ method: "GET", url, referenceId: "a", httpHeaders: headers }],
    });
    expect(reply.body.compositeResponse).toEqual([
      { body: null, httpHeaders: { ETag: expect.any(String), "Last-Modified": expect.any(String) }, httpStatusCode: 304, referenceId: "a" },
    ]);
  });

  it("plants a tree and runs a batch", async () => {
    const tree = await world.call(ANNA, "POST", "/composite/tree/Account", {
      records: [
        {
          attributes: { type: "Account", referenceId: "a" },
          Name: "Navy",
          Contacts: { records: [{ attributes: { type: "Contact", referenceId: "c" }, LastName: "Hopper" }] },
        },
      ],
    });
    expect([tree.status, tree.body.hasErrors, tree.body.results.length]).toEqual([201, false, 2]);
    const batch = await world.call(ANNA, "POST", "/composite/batch", {
      batchRequests: [
        { method: "GET", url: `v62.0/sobjects/Account/${tree.body.results[0].id}` },
        { method: "GET", url: "v62.0/sobjects/Account/0014S000007NeM3QAK" },
      ],
    });
    expect(batch.body).toMatchObject({ hasErrors: true, results: [{ statusCode: 200 }, { statusCode: 404 }] });
  });
});
