import { Access } from "../access.ts";
import { rowsByKey } from "../api/records.ts";
import type { Writer } from "../draft.ts";
import { refused, Refusal } from "../errors.ts";
import { canonicalId } from "../ids.ts";
import type { Org } from "../org.ts";
import type { ObjectType } from "../schema.ts";
import { createRecord, deleteRecord, updateRecord } from "../writing.ts";
import { InvalidBatch } from "./csv.ts";
import type { IngestJob } from "./job.ts";

/** Rows are written so many at a time, each such chunk in a transaction of its own. */
const CHUNK = 200;
const NULL_MARK = "#N/A";

export interface Loaded {
  readonly id: string;
  readonly created: boolean;
  /** Null when the row was written. */
  readonly error: string | null;
  readonly row: readonly string[];
}

/** Writes what was uploaded, row by row, as the user whose job it is. @throws InvalidBatch when no row can be read so */
export function loadRows(org: Org, job: IngestJob, header: readonly string[], rows: readonly (readonly string[])[]): readonly Loaded[] {
  const access = new Access(org, job.createdById);
  const object = access.object(job.object);
  if (!object) throw new InvalidBatch(`InvalidBatch : Unable to find object: ${job.object}`);
  checkHeader(org, access, object, job, header);
  const writer: Writer = { org, access, allowsDuplicates: false, isSystem: false };
  const loaded: Loaded[] = [];
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK);
    loaded.push(...org.store.atomically(() => chunk.map((row) => loadRow(writer, object, job, header, row))));
  }
  return loaded;
}

function checkHeader(org: Org, access: Access, object: ObjectType, job: IngestJob, header: readonly string[]): void {
  for (const name of header) {
    const [head = "", member] = name.split(".");
    const lookup = member === undefined ? access.field(object, head) : object.relationship(head);
    const target = member === undefined ? undefined : org.schema.find(lookup?.referenceTo[0] ?? "");
    const known = member === undefined ? lookup : target && access.field(target, member);
    if (!known) throw new InvalidBatch(`InvalidBatch : Field name not found : ${name}`);
  }
  const has = (wanted: string) => header.some((name) => name.toLowerCase() === wanted.toLowerCase());
  const needed = job.operation === "upsert" ? job.externalIdFieldName : job.operation === "insert" ? null : "Id";
  if (needed !== null && !has(needed)) throw new InvalidBatch(`InvalidBatch : Field name not found : ${needed}`);
  if ((job.operation === "delete" || job.operation === "hardDelete") && header.length > 1) {
    throw new InvalidBatch("InvalidBatch : Delete and HardDelete operations need a CSV with the Id column only");
  }
}

function loadRow(writer: Writer, object: ObjectType, job: IngestJob, header: readonly string[], row: readonly string[]): Loaded {
  const body = bodyOf(header, row);
  const givenId = Object.entries(body).find(([name]) => name.toLowerCase() === "id")?.[1];
  try {
    const { id, created } = write(writer, object, job, body, givenId);
    return { id, created, error: null, row };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id: typeof givenId === "string" ? givenId : "", created: false, error: errorText(error), row };
  }
}

function write(writer: Writer, object: ObjectType, job: IngestJob, body: Record<string, unknown>, givenId: unknown) {
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => name.toLowerCase() !== "id"));
  switch (job.operation) {
    case "insert":
      return { id: createRecord(writer, object, body), created: true };
    case "update": {
      const id = idOf(givenId);
      updateRecord(writer, object, id, rest);
      return { id, created: false };
    }
    case "upsert":
      return upsert(writer, object, job.externalIdFieldName ?? "Id", body, givenId);
    case "delete":
    case "hardDelete": {
      const id = idOf(givenId);
      deleteRecord(writer, object, id);
      if (job.operation === "hardDelete") writer.org.store.remove(object.name, id);
      return { id, created: false };
    }
  }
}

function upsert(writer: Writer, object: ObjectType, keyName: string, body: Record<string, unknown>, givenId: unknown) {
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => name.toLowerCase() !== keyName.toLowerCase()));
  if (keyName.toLowerCase() === "id") {
    if (givenId === undefined || givenId === null) return { id: createRecord(writer, object, rest), created: true };
    const id = idOf(givenId);
    updateRecord(writer, object, id, rest);
    return { id, created: false };
  }
  const value = Object.entries(body).find(([name]) => name.toLowerCase() === keyName.toLowerCase())?.[1] ?? null;
  if (value === null) throw refused("MISSING_ARGUMENT", `${keyName} not specified`);
  const [known, another] = rowsByKey(writer, object, keyName, value);
  if (another) throw refused("DUPLICATE_EXTERNAL_ID", `${keyName}: more than one record found for external id field`);
  if (!known) return { id: createRecord(writer, object, body), created: true };
  updateRecord(writer, object, known.id, rest);
  return { id: known.id, created: false };
}

/** An empty cell says nothing; `#N/A` clears the field; `Account.Key__c` names a parent by its key. */
function bodyOf(header: readonly string[], row: readonly string[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [index, name] of header.entries()) {
    const cell = row[index] ?? "";
    if (cell === "") continue;
    const value = cell === NULL_MARK ? null : cell;
    const [head = "", member] = name.split(".");
    body[head] = member === undefined ? value : { [member]: value };
  }
  return body;
}

function idOf(given: unknown): string {
  if (typeof given !== "string") throw refused("MISSING_ARGUMENT", "Id not specified in an update call");
  const id = canonicalId(given);
  if (id === null) throw refused("MALFORMED_ID", `Id in upsert is not valid: ${given}`, ["Id"]);
  return id;
}

/** `CODE:message:FIELD --`, as the column sf__Error has it. */
function errorText(error: Refusal): string {
  return error.entries.map(({ errorCode, message, fields }) => `${errorCode}:${message}:${(fields ?? []).join(",")} --`).join(";");
}
