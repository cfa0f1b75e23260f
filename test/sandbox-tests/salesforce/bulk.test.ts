import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, type Reply, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld({ switches: { tandemFields: true } });
});
afterEach(() => world.close());

const CSV = { "content-type": "text/csv" };

async function opened(given: Record<string, unknown>): Promise<string> {
  const made = await world.call(ANNA, "POST", "/jobs/ingest", { object: "Contact", contentType: "CSV", ...given });
  expect(made.status).toBe(200);
  return made.body.id;
}

const upload = (id: string, csv: string): Promise<Reply> => world.call(ANNA, "PUT", `/jobs/ingest/${id}/batches`, csv, CSV);
const close = (id: string, state = "UploadComplete"): Promise<Reply> => world.call(ANNA, "PATCH", `/jobs/ingest/${id}`, { state });
const report = async (id: string) => (await world.call(ANNA, "GET", `/jobs/ingest/${id}`)).body;
const results = async (id: string, which: string): Promise<string> => (await world.call(ANNA, "GET", `/jobs/ingest/${id}/${which}`)).body;

async function loaded(given: Record<string, unknown>, csv: string): Promise<string> {
  const id = await opened(given);
  expect((await upload(id, csv)).status).toBe(201);
  expect((await close(id)).body.state).toBe("UploadComplete");
  return id;
}

describe("Bulk API 2.0: ingest jobs", () => {
  it("a job is open, then complete in upload, then done, by the org's clock", async () => {
    world.salesforce.set({ bulkLagMs: 60_000 });
    const id = await opened({ operation: "insert" });
    expect(await report(id)).toMatchObject({
      id,
      state: "Open",
      jobType: "V2Ingest",
      contentUrl: `services/data/v62.0/jobs/ingest/${id}/batches`,
      columnDelimiter: "COMMA",
      lineEnding: "LF",
      concurrencyMode: "Parallel",
      apiVersion: 62,
    });
    await upload(id, "LastName\nHopper\n");
    await close(id);
    expect(await report(id)).toMatchObject({ state: "UploadComplete", numberRecordsProcessed: 0 });
    expect((await report(id)).contentUrl).toBeUndefined();
    world.clock.move(60_000);
    expect(await report(id)).toMatchObject({ state: "JobComplete", numberRecordsProcessed: 1, numberRecordsFailed: 0 });
  });

  it("results repeat the rows with ids or errors, in the job's own delimiter and line ends", async () => {
    const id = await loaded(
      { operation: "insert", columnDelimiter: "SEMICOLON", lineEnding: "CRLF" },
      'LastName;Description\r\nHopper;"one;\ntwo ""three"""\r\n;nameless\r\n',
    );
    expect(await results(id, "successfulResults")).toMatch(
      /^"sf__Id";"sf__Created";"LastName";"Description"\r\n"003\w{15}";"true";"Hopper";"one;\ntwo ""three"""\r\n$/u,
    );
    expect(await results(id, "failedResults")).toBe(
      '"sf__Id";"sf__Error";"LastName";"Description"\r\n"";"REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --";"";"nameless"\r\n',
    );
    expect(await results(id, "unprocessedrecords")).toBe('"LastName";"Description"\r\n');
  });

  it.each([
    ["BACKQUOTE", "`"],
    ["CARET", "^"],
    ["PIPE", "|"],
    ["TAB", "\t"],
  ])("columns may be parted by %s", async (columnDelimiter, sign) => {
    const id = await loaded({ operation: "insert", columnDelimiter }, `FirstName${sign}LastName\nGrace${sign}Hopper\n`);
    expect(await report(id)).toMatchObject({ state: "JobComplete", numberRecordsFailed: 0 });
    expect(await results(id, "successfulResults")).toContain(`"Grace"${sign}"Hopper"`);
  });

  it.each([
    ["an unknown field", "LastName,Nothing\nHopper,x\n", "InvalidBatch : Field name not found : Nothing"],
    [
      "the other line ends",
      "LastName\r\nHopper\r\n",
      "InvalidBatch : LineEnding is invalid on user data. Current LineEnding setting is LF",
    ],
    ["no line at all", "\n\n", "InvalidBatch : Unable to find a header line"],
  ])("a job with %s fails as a whole, and its rows stay unprocessed", async (_what, csv, message) => {
    const id = await loaded({ operation: "insert" }, csv);
    expect(await report(id)).toMatchObject({ state: "Failed", numberRecordsProcessed: 0, errorMessage: message });
    expect(await world.call(ANNA, "GET", "/query?q=SELECT+COUNT()+FROM+Contact")).toMatchObject({ body: { totalSize: 0 } });
  });

  it("an aborted job writes nothing and answers its rows as unprocessed", async () => {
    world.salesforce.set({ bulkLagMs: 60_000 });
    const id = await loaded({ operation: "insert" }, "LastName\nHopper\n");
    expect((await close(id, "Aborted")).body.state).toBe("Aborted");
    world.clock.move(120_000);
    expect(await report(id)).toMatchObject({ state: "Aborted", numberRecordsProcessed: 0 });
    expect(await results(id, "unprocessedrecords")).toBe('"LastName"\n"Hopper"\n');
    expect((await world.call(ANNA, "GET", "/query?q=SELECT+COUNT()+FROM+Contact")).body.totalSize).toBe(0);
  });

  it("an upsert needs a field made for it, and tells what was made from what was changed", async () => {
    for (const externalIdFieldName of [undefined, "LastName"]) {
      const refused = await world.call(ANNA, "POST", "/jobs/ingest", { object: "Contact", operation: "upsert", externalIdFieldName });
      expect([refused.status, refused.body[0].errorCode]).toEqual([400, "INVALIDJOB"]);
    }
    world.salesforce.seed.contact({ LastName: "Old", Tandem_Id__c: "k-1", OwnerId: world.anna });
    const id = await loaded(
      { operation: "upsert", externalIdFieldName: "Tandem_Id__c" },
      "Tandem_Id__c,LastName\nk-1,New\nk-2,Second\n,Keyless\n",
    );
    const rows = (await results(id, "successfulResults")).trim().split("\n").slice(1);
    expect(rows.map((row) => row.split(",")[1])).toEqual(['"false"', '"true"']);
    expect(await results(id, "failedResults")).toContain("MISSING_ARGUMENT:Tandem_Id__c not specified");
  });

  it("a deleted record rests in the bin, a hard-deleted one is gone, and the latter needs a right of its own", async () => {
    const [soft, hard] = ["Soft", "Hard"].map((LastName) => world.salesforce.seed.contact({ LastName, OwnerId: world.anna }));
    const refused = await world.call(ANNA, "POST", "/jobs/ingest", { object: "Contact", operation: "hardDelete" });
    expect(refused.body[0].errorCode).toBe("FEATURENOTENABLED");
    await loaded({ operation: "delete" }, `Id\n${soft}\n`);
    world.salesforce.org.allow(world.anna, { bulkHardDelete: true });
    await report(await loaded({ operation: "hardDelete" }, `Id\n${hard}\n`));
    const all = await world.call(ANNA, "GET", "/queryAll?q=SELECT+Id+FROM+Contact");
    expect(all.body.records.map((record: { Id: string }) => record.Id)).toEqual([soft]);
  });

  it("rows are written as the user of the job: what he may not see, he may not change", async () => {
    const id = world.salesforce.seed.contact({ LastName: "Ben's", OwnerId: world.ben });
    const job = await loaded({ operation: "update" }, `Id,LastName\n${id},Mine\n`);
    expect(await results(job, "failedResults")).toContain(`"${id}"`);
    expect(await report(job)).toMatchObject({ numberRecordsFailed: 1 });
  });

  it("data comes once, while the job is open; a finished job is neither closed nor aborted", async () => {
    const id = await loaded({ operation: "insert" }, "LastName\nHopper\n");
    for (const again of [await upload(id, "LastName\nTwo\n"), await close(id), await close(id, "Aborted")]) {
      expect([again.status, again.body[0].errorCode]).toEqual([400, "INVALIDJOBSTATE"]);
    }
  });

  it("jobs are listed, deleted when they are over, and are their maker's own", async () => {
    const open = await opened({ operation: "insert" });
    const over = await loaded({ operation: "insert" }, "LastName\nHopper\n");
    const listed = await world.call(ANNA, "GET", "/jobs/ingest");
    expect(listed.body).toMatchObject({ done: true, nextRecordsUrl: null, records: [{ id: open }, { id: over }] });
    expect((await world.call(BEN, "GET", "/jobs/ingest")).body.records).toEqual([]);
    expect((await world.call(BEN, "GET", `/jobs/ingest/${over}`)).status).toBe(404);
    expect((await world.call(ANNA, "DELETE", `/jobs/ingest/${open}`)).body[0].errorCode).toBe("INVALIDJOBSTATE");
    expect((await world.call(ANNA, "DELETE", `/jobs/ingest/${over}`)).status).toBe(204);
    expect((await world.call(ANNA, "GET", `/jobs/ingest/${over}`)).status).toBe(404);
    expect(await opened({ operation: "insert" })).not.toBe(over);
  });

  it.each([
    [{ operation: "merge" }, "INVALIDJOB"],
    [{ operation: "insert", object: "Nothing" }, "INVALIDENTITY"],
    [{ operation: "insert", columnDelimiter: "SPACE" }, "INVALIDJOB"],
    [{ operation: "insert", lineEnding: "CR" }, "INVALIDJOB"],
    [{ operation: "insert", contentType: "XML" }, "INVALIDJOB"],
  ])("a job that cannot be is refused: %o", async (given, errorCode) => {
    const refused = await world.call(ANNA, "POST", "/jobs/ingest", { object: "Contact", ...given });
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, errorCode]);
  });

  it("a job may bring its data along, in one multipart request", async () => {
    const form = new FormData();
    form.append("job", new Blob([JSON.stringify({ object: "Contact", operation: "insert" })], { type: "application/json" }));
    form.append("content", new Blob(["LastName\nHopper\n"], { type: "text/csv" }), "content");
    const made = await world.call(ANNA, "POST", "/jobs/ingest", form);
    expect(made.body.state).toBe("UploadComplete");
    expect(await report(made.body.id)).toMatchObject({ state: "JobComplete", numberRecordsProcessed: 1 });
  });
});

describe("Bulk API 2.0: query jobs", () => {
  async function queried(query: string, more: Record<string, unknown> = {}): Promise<string> {
    const made = await world.call(ANNA, "POST", "/jobs/query", { operation: "query", query, ...more });
    expect(made.body).toMatchObject({ state: "UploadComplete", object: "Contact" });
    return made.body.id;
  }

  it("its result is read in parts, each telling where the next begins", async () => {
    for (const LastName of ["A", "B", "C", "D", "E"]) world.salesforce.seed.contact({ LastName, OwnerId: world.anna });
    const id = await queried("SELECT LastName FROM Contact ORDER BY LastName");
    expect((await world.call(ANNA, "GET", `/jobs/query/${id}`)).body).toMatchObject({
      state: "JobComplete",
      jobType: "V2Query",
      numberRecordsProcessed: 5,
    });
    const rows: string[] = [];
    const counts: (string | null)[] = [];
    let locator: string | null = "";
    while (locator !== "null") {
      const part: Reply = await world.call(ANNA, "GET", `/jobs/query/${id}/results?maxRecords=2&locator=${locator ?? ""}`);
      expect(part.headers.get("content-type")).toBe("text/csv");
      counts.push(part.headers.get("sforce-numberofrecords"));
      locator = part.headers.get("sforce-locator");
      rows.push(...String(part.body).trim().split("\n").slice(1));
    }
    expect(counts).toEqual(["2", "2", "1"]);
    expect(rows).toEqual(['"A"', '"B"', '"C"', '"D"', '"E"']);
    const wrong = await world.call(ANNA, "GET", `/jobs/query/${id}/results?locator=nonsense`);
    expect([wrong.status, wrong.body[0].errorCode]).toEqual([400, "INVALID_QUERY_LOCATOR"]);
  });

  it("queryAll includes what lies in the bin; times end in Z", async () => {
    const id = world.salesforce.seed.contact({ LastName: "Gone", OwnerId: world.anna });
    world.salesforce.seed.remove("Contact", id);
    const plain = await queried("SELECT IsDeleted, SystemModstamp FROM Contact");
    expect((await world.call(ANNA, "GET", `/jobs/query/${plain}/results`)).body).toBe('"IsDeleted","SystemModstamp"\n');
    const all = await queried("SELECT IsDeleted, SystemModstamp FROM Contact", { operation: "queryAll", columnDelimiter: "TAB" });
    expect((await world.call(ANNA, "GET", `/jobs/query/${all}/results`)).body).toBe(
      '"IsDeleted"\t"SystemModstamp"\n"true"\t"2026-03-02T09:00:00.000Z"\n',
    );
  });

  it("a result is not ready before its time, and never after an abort", async () => {
    world.salesforce.set({ bulkLagMs: 60_000 });
    const id = await queried("SELECT Id FROM Contact");
    expect((await world.call(ANNA, "GET", `/jobs/query/${id}/results`)).body[0].errorCode).toBe("INVALIDJOBSTATE");
    expect((await world.call(ANNA, "PATCH", `/jobs/query/${id}`, { state: "Aborted" })).body.state).toBe("Aborted");
    expect((await world.call(ANNA, "DELETE", `/jobs/query/${id}`)).status).toBe(204);
  });

  it.each([
    ["SELECT COUNT(Id) FROM Contact", "API_ERROR"],
    ["SELECT LastName FROM Contact GROUP BY LastName", "API_ERROR"],
    ["SELECT Id FROM Contact LIMIT 1 OFFSET 1", "API_ERROR"],
    ["SELECT Id, (SELECT Id FROM Tasks) FROM Contact", "API_ERROR"],
    ["SELECT MailingAddress FROM Contact", "API_ERROR"],
    ["SELECT Nothing FROM Contact", "INVALID_FIELD"],
    ["SELECT Id FROM Nothing", "INVALID_TYPE"],
    ["SELECT", "MALFORMED_QUERY"],
  ])("what Bulk cannot do is refused at once: %s", async (query, errorCode) => {
    const refused = await world.call(ANNA, "POST", "/jobs/query", { operation: "query", query });
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, errorCode]);
  });

  it("counts against the queries of the day", async () => {
    await queried("SELECT Id FROM Contact");
    expect((await world.call(ANNA, "GET", "/limits")).body.DailyBulkV2QueryJobs).toEqual({ Max: 10_000, Remaining: 9999 });
    world.clock.move(25 * 3_600_000);
    expect((await world.call(ANNA, "GET", "/limits")).body.DailyBulkV2QueryJobs.Remaining).toBe(10_000);
  });

  it("is listed beside its like, and apart from ingest jobs", async () => {
    const id = await queried("SELECT Id FROM Contact");
    expect((await world.call(ANNA, "GET", "/jobs/query")).body.records).toMatchObject([{ id, operation: "query", jobType: "V2Query" }]);
    expect((await world.call(ANNA, "GET", "/jobs/ingest")).body.records).toEqual([]);
    expect((await world.call(ANNA, "GET", `/jobs/ingest/${id}`)).status).toBe(404);
  });
});
