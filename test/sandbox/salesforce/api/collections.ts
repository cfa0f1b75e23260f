import { methodNotAllowed, refusal, Refusal, refused } from "../errors.ts";
import { canonicalId } from "../ids.ts";
import { readRecord } from "../reading.ts";
import type { ObjectType } from "../schema.ts";
import { createRecord, deleteRecord, updateRecord } from "../writing.ts";
import { rowsByKey, wantedFields, writeByKey } from "./records.ts";
import { isJson, jsonBody, objectOf, parsed, writerOf, type ApiReply, type ApiRequest, type Json } from "./request.ts";

const MOST_RECORDS = 200;
const MOST_RETRIEVED = 2000;
const MOST_CHUNKS = 10;

interface Failure {
  readonly success: false;
  readonly created?: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string; readonly fields: readonly string[] }[];
}

type Result = Failure | { readonly id: string; readonly success: true; readonly errors: readonly []; readonly created?: boolean };

/** `/composite/sobjects`: 200 whatever befalls the single records. @throws Refusal for a request that is wrong as a whole */
export function collections(request: ApiRequest): ApiReply {
  const [, , objectName, keyName] = request.segments;
  switch (request.method) {
    case "POST":
      return objectName === undefined ? createMany(request) : retrieveMany(request, objectOf(request, objectName));
    case "GET":
      return retrieveMany(request, objectOf(request, objectName));
    case "PATCH":
      return objectName === undefined ? updateMany(request) : upsertMany(request, objectOf(request, objectName), keyName ?? "Id");
    case "DELETE":
      return deleteMany(request);
    default:
      throw methodNotAllowed();
  }
}

function createMany(request: ApiRequest): ApiReply {
  const body = collectionBody(request);
  return each(request, body, (record) => {
    const object = objectOfRecord(request, record);
    return done(createRecord(writerOf(request), object, withoutId(record), bytesOf(request, record)));
  });
}

function updateMany(request: ApiRequest): ApiReply {
  return each(request, collectionBody(request), (record) => {
    const object = objectOfRecord(request, record);
    const id = idOfRecord(record);
    updateRecord(writerOf(request), object, id, withoutId(record), bytesOf(request, record));
    return done(id);
  });
}

function upsertMany(request: ApiRequest, object: ObjectType, keyName: string): ApiReply {
  return each(request, collectionBody(request), (record) => {
    if (objectOfRecord(request, record).name !== object.name) throw refused("INVALID_TYPE", "all records of an upsert must be of its type");
    if (keyName.toLowerCase() === "id") {
      const given = Object.entries(record).find(([name]) => name.toLowerCase() === "id")?.[1] ?? null;
      if (given === null) return { ...done(createRecord(writerOf(request), object, withoutId(record))), created: true };
      const id = idOfRecord(record);
      updateRecord(writerOf(request), object, id, withoutId(record));
      return { ...done(id), created: false };
    }
    const [key, value] = Object.entries(record).find(([name]) => name.toLowerCase() === keyName.toLowerCase()) ?? [keyName, null];
    if (value === null || value === "") throw refused("MISSING_ARGUMENT", `${keyName} not specified`);
    const rows = rowsByKey(request, object, keyName, value);
    if (rows.length > 1)
      throw refused(
        "DUPLICATE_EXTERNAL_ID",
        `${keyName}: more than one record found for external id field: [${rows.map((row) => row.id).join(", ")}]`,
      );
    const rest = Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
    const { id, isNew } = writeByKey(request, object, keyName, value, rest, rows[0], null);
    return { ...done(id), created: isNew };
  });
}

function deleteMany(request: ApiRequest): ApiReply {
  const ids = (request.query.get("ids") ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
  checkCount(ids.length);
  return eachOf(request, ids, request.query.get("allOrNone") === "true", (given) => {
    const id = canonicalId(given);
    const object = id === null ? undefined : request.org.schema.ofId(id);
    if (id === null || !object || !request.access.object(object.name)) throw refused("MALFORMED_ID", `malformed id ${given}`);
    deleteRecord(writerOf(request), object, id);
    return done(id);
  });
}

function retrieveMany(request: ApiRequest, object: ObjectType): ApiReply {
  const asked =
    request.method === "GET" ? { ids: list(request.query.get("ids")), fields: list(request.query.get("fields")) } : jsonBody(request);
  const { ids, fields: names } = asked as { readonly ids?: unknown; readonly fields?: unknown };
  if (!Array.isArray(ids) || !Array.isArray(names)) throw refusal(400, "MISSING_ARGUMENT", "ids and fields must be specified");
  if (ids.length > MOST_RETRIEVED) checkCount(ids.length);
  const fields = wantedFields(request, object, names.join(","));
  const body = ids.map((given) => {
    const id = canonicalId(String(given));
    const row = id === null ? undefined : request.org.store.get(object.name, id);
    if (!row || row.deletedAt !== undefined || !request.access.canRead(object.name, row)) return null;
    return { ...readRecord(request.org, request.access, object, row, fields, request.version), Id: row.id };
  });
  return { status: 200, body };
}

function list(text: string | null): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

interface CollectionBody {
  readonly allOrNone: boolean;
  readonly records: readonly Json[];
}

function collectionBody(request: ApiRequest): CollectionBody {
  const described = request.parts?.find((part) => part.name === "collection" || part.isJson);
  const body = request.parts === null ? jsonBody(request) : parsed(described?.bytes.toString("utf8") ?? "");
  const records = isJson(body) ? body["records"] : undefined;
  if (!isJson(body) || !Array.isArray(records) || !records.every(isJson)) {
    throw refusal(400, "MISSING_ARGUMENT", "records must be an array of records");
  }
  checkCount(records.length);
  const types = records.map(typeOf);
  if (types.some((type) => type === null))
    throw refusal(400, "INVALID_INPUT", "Include an entity type with each record, in its attributes");
  const chunks = types.filter((type, index) => type !== types[index - 1]).length;
  if (chunks > MOST_CHUNKS) {
    throw refusal(400, "INVALID_INPUT", `Cannot have more than ${MOST_CHUNKS} chunks of records of the same type in a single operation`);
  }
  return { allOrNone: body["allOrNone"] === true, records };
}

function checkCount(count: number): void {
  if (count > MOST_RECORDS) {
    throw refusal(400, "EXCEEDED_ID_LIMIT", `record limit reached. cannot submit more than ${MOST_RECORDS} records into this call`);
  }
}

function typeOf(record: Json): string | null {
  const attributes = record["attributes"];
  return isJson(attributes) && typeof attributes["type"] === "string" ? attributes["type"] : null;
}

function objectOfRecord(request: ApiRequest, record: Json): ObjectType {
  const name = typeOf(record) ?? "";
  const object = request.access.object(name);
  if (!object) throw refused("INVALID_TYPE", `sObject type '${name}' is not supported.`);
  return object;
}

function idOfRecord(record: Json): string {
  const given = Object.entries(record).find(([name]) => name.toLowerCase() === "id")?.[1];
  if (given === undefined || given === null) throw refused("MISSING_ARGUMENT", "Id not specified in an update call");
  const id = canonicalId(String(given));
  if (id === null) throw refused("MALFORMED_ID", `Id: id value of incorrect type: ${String(given)}`, ["Id"]);
  return id;
}

function withoutId(record: Json): Json {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name.toLowerCase() !== "id"));
}

/** In a multipart request a record names the part that holds its bytes. */
function bytesOf(request: ApiRequest, record: Json): Buffer | null {
  const attributes = record["attributes"];
  const name = isJson(attributes) ? attributes["binaryPartName"] : undefined;
  if (typeof name !== "string") return null;
  const part = request.parts?.find((one) => one.name === name);
  if (!part) throw refused("INVALID_MULTIPART_REQUEST", `There is no binary part named ${name}`);
  return part.bytes;
}

function done(id: string): Result {
  return { id, success: true, errors: [] };
}

function each(request: ApiRequest, body: CollectionBody, write: (record: Json) => Result): ApiReply {
  return eachOf(request, body.records, body.allOrNone, write);
}

class RolledBack extends Error {
  readonly results: readonly Result[];

  constructor(results: readonly Result[]) {
    super("rolled back");
    this.results = results;
  }
}

function eachOf<T>(request: ApiRequest, given: readonly T[], allOrNone: boolean, write: (one: T) => Result): ApiReply {
  const attempt = () => {
    const results = given.map((one): Result => {
      try {
        return write(one);
      } catch (error) {
        if (error instanceof Refusal) return failure(error);
        throw error;
      }
    });
    if (allOrNone && results.some((result) => !result.success)) throw new RolledBack(results);
    return results;
  };
  try {
    return { status: 200, body: request.org.store.atomically(attempt) };
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return { status: 200, body: error.results.map((result) => (result.success ? rolledBack(result.created) : result)) };
  }
}

function failure(error: Refusal): Failure {
  return {
    success: false,
    errors: error.entries.map(({ errorCode, message, fields }) => ({ statusCode: errorCode, message, fields: fields ?? [] })),
  };
}

function rolledBack(created: boolean | undefined): Failure {
  return {
    success: false,
    ...(created === undefined ? {} : { created }),
    errors: [
      {
        statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        message: "Record rolled back because not all records were valid and the request was using AllOrNone header",
        fields: [],
      },
    ],
  };
}
