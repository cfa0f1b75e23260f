import { existing, createRecord, deleteRecord, updateRecord } from "../writing.ts";
import { methodNotAllowed, noSuchColumn, notAnExternalId, notFound, refused } from "../errors.ts";
import { keptValue } from "../field-values.ts";
import { canonicalId } from "../ids.ts";
import { readRecord } from "../reading.ts";
import type { Row } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";
import { checkConditions, stampHeaders } from "./conditions.ts";
import { objectOf, writerOf, writtenBody, type ApiReply, type ApiRequest, type Json } from "./request.ts";

/** POST `/sobjects/X`. */
export function create(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  const { body, bytes } = writtenBody(request);
  return created(request, object, createRecord(writerOf(request), object, body, bytes));
}

function created(request: ApiRequest, object: ObjectType, id: string, extra: Json = {}): ApiReply {
  const location = `/services/data/${request.version}/sobjects/${object.name}/${id}`;
  return { status: 201, headers: { location }, body: { id, success: true, errors: [], ...extra } };
}

/** GET, PATCH and DELETE of `/sobjects/X/ID`. */
export function record(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  const given = request.segments[2] ?? "";
  const id = canonicalId(given);
  if (id === null) throw notAnExternalId(given);
  return recordById(request, object, id);
}

function recordById(request: ApiRequest, object: ObjectType, id: string): ApiReply {
  switch (request.method) {
    case "GET":
    case "HEAD":
      return read(request, object, id);
    case "PATCH":
      return update(request, object, id);
    case "DELETE":
      deleteRecord(writerOf(request), object, id);
      return { status: 204 };
    default:
      throw methodNotAllowed();
  }
}

function read(request: ApiRequest, object: ObjectType, id: string): ApiReply {
  const row = visible(request, object, id);
  const unchanged = checkConditions(request, object.name, row);
  if (unchanged) return unchanged;
  const body = readRecord(
    request.org,
    request.access,
    object,
    row,
    wantedFields(request, object, request.query.get("fields")),
    request.version,
  );
  return { status: 200, headers: stampHeaders(object.name, row), body };
}

/** A deleted record is as if it had never been, for a GET. */
function visible(request: ApiRequest, object: ObjectType, id: string): Row {
  const row = request.org.store.get(object.name, id);
  if (!row || row.deletedAt !== undefined || !request.access.canRead(object.name, row)) throw notFound();
  return row;
}

export function wantedFields(request: ApiRequest, object: ObjectType, list: string | null) {
  if (list === null || list.trim() === "") return request.access.fields(object);
  return list.split(",").map((name) => {
    const field = request.access.field(object, name.trim());
    if (!field) throw noSuchColumn(name.trim(), object.name);
    return field;
  });
}

function update(request: ApiRequest, object: ObjectType, id: string): ApiReply {
  const row = existing(writerOf(request), object, id);
  checkConditions(request, object.name, row);
  const { body, bytes } = writtenBody(request);
  updateRecord(writerOf(request), object, id, body, bytes);
  return { status: 204 };
}

/** `/sobjects/X/FIELD/VALUE`: by an external id. PATCH creates or updates; several rows with the value answer 300. */
export function recordByKey(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  const [, , fieldName = "", value = ""] = request.segments;
  if (fieldName.toLowerCase() === "id") return upsertById(request, object, value);
  const rows = rowsByKey(request, object, fieldName, value);
  const [only] = rows;
  if (rows.length > 1) {
    return { status: 300, body: rows.map((row) => `/services/data/${request.version}/sobjects/${object.name}/${row.id}`) };
  }
  if (request.method !== "PATCH") {
    if (!only) throw notFound();
    return recordById(request, object, only.id);
  }
  const { body, bytes } = writtenBody(request);
  const { id, isNew } = writeByKey(request, object, fieldName, value, body, only, bytes);
  if (isNew) return created(request, object, id, { created: true });
  if (Number(request.version.slice(1)) < 46) return { status: 204 };
  return { status: 200, body: { id, success: true, errors: [], created: false } };
}

function upsertById(request: ApiRequest, object: ObjectType, value: string): ApiReply {
  if (request.method === "POST" && value === "") return create(request);
  const id = canonicalId(value);
  if (id === null) throw notAnExternalId(value);
  return recordById(request, object, id);
}

/** The rows that bear this value in a field made for it. @throws Refusal NOT_FOUND for another field */
export function rowsByKey(
  request: Pick<ApiRequest, "org" | "access">,
  object: ObjectType,
  fieldName: string,
  value: unknown,
): readonly Row[] {
  const field = request.access.field(object, fieldName);
  if (!field || !(field.externalId || field.idLookup)) throw notAnExternalId(fieldName);
  const kept = keptValue(field, value);
  if (kept === null) return [];
  return request.org.store
    .having(object.name, field.name, kept)
    .filter((row) => row.deletedAt === undefined && request.access.canRead(object.name, row));
}

export function writeByKey(
  request: ApiRequest,
  object: ObjectType,
  fieldName: string,
  value: unknown,
  body: Json,
  row: Row | undefined,
  bytes: Buffer | null,
): { readonly id: string; readonly isNew: boolean } {
  const field = request.access.field(object, fieldName);
  const names = Object.keys(body).map((name) => name.toLowerCase());
  if (names.includes("id")) throw refused("INVALID_FIELD", "The Id field should not be specified in the sobject data.");
  if (names.includes(fieldName.toLowerCase())) {
    throw refused("INVALID_FIELD", `${field?.name ?? fieldName} should not be specified in the sobject data.`);
  }
  if (row) {
    updateRecord(writerOf(request), object, row.id, body, bytes);
    return { id: row.id, isNew: false };
  }
  return { id: createRecord(writerOf(request), object, { ...body, [field?.name ?? fieldName]: value }, bytes), isNew: true };
}

/** GET `/sobjects/X/ID/Body` and `/VersionData`: the bytes themselves. */
export function blob(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  const id = canonicalId(request.segments[2] ?? "");
  const field = request.access.field(object, request.segments[3] ?? "");
  if (id === null || field?.type !== "base64") throw notFound();
  const row = visible(request, object, id);
  const name = row.values["BytesName"];
  return {
    status: 200,
    headers: { "content-type": "application/octet-stream" },
    body: typeof name === "string" ? request.org.files.read(name) : Buffer.alloc(0),
  };
}
