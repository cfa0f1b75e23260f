import { refusal, Refusal } from "../errors.ts";
import type { ObjectType } from "../schema.ts";
import { createRecord } from "../writing.ts";
import { isJson, jsonBody, objectOf, writerOf, type ApiReply, type ApiRequest, type Json } from "./request.ts";

const MOST_RECORDS = 200;
const DEEPEST = 5;

interface Made {
  readonly referenceId: string;
  readonly id: string;
}

class TreeFailure extends Error {
  readonly referenceId: string;
  readonly refusal: Refusal;

  constructor(referenceId: string, cause: Refusal) {
    super(cause.message);
    this.referenceId = referenceId;
    this.refusal = cause;
  }
}

/** POST `/composite/tree/X`: parents with their children, all or none. */
export function tree(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[2]);
  const records = recordsOf(jsonBody(request));
  const made: Made[] = [];
  try {
    request.org.store.atomically(() => plant(request, object, records, null, 1, made));
    return { status: 201, body: { hasErrors: false, results: made } };
  } catch (error) {
    if (!(error instanceof TreeFailure)) throw error;
    const errors = error.refusal.entries.map(({ errorCode, message, fields }) => ({
      statusCode: errorCode,
      message,
      fields: fields ?? [],
    }));
    return { status: 400, body: { hasErrors: true, results: [{ referenceId: error.referenceId, errors }] } };
  }
}

function plant(request: ApiRequest, object: ObjectType, records: readonly Json[], parent: Json | null, depth: number, made: Made[]): void {
  if (depth > DEEPEST) throw refusal(400, "INVALID_INPUT", `A tree can be at most ${DEEPEST} levels deep`);
  for (const record of records) {
    const attributes = record["attributes"];
    const referenceId = isJson(attributes) ? String(attributes["referenceId"] ?? "") : "";
    const branches: { readonly child: string; readonly field: string; readonly records: readonly Json[] }[] = [];
    const own: Record<string, unknown> = { ...parent };
    for (const [name, value] of Object.entries(record)) {
      const relationship = isJson(value) && Array.isArray(value["records"]) ? object.child(name) : undefined;
      if (relationship && isJson(value)) branches.push({ child: relationship.child, field: relationship.field, records: recordsOf(value) });
      else own[name] = value;
    }
    const id = create(request, object, own, referenceId);
    made.push({ referenceId, id });
    if (made.length > MOST_RECORDS) throw refusal(400, "LIMIT_EXCEEDED", `A tree can hold at most ${MOST_RECORDS} records`);
    for (const branch of branches) plant(request, objectOf(request, branch.child), branch.records, { [branch.field]: id }, depth + 1, made);
  }
}

function create(request: ApiRequest, object: ObjectType, values: Json, referenceId: string): string {
  try {
    return createRecord(writerOf(request), object, values);
  } catch (error) {
    throw error instanceof Refusal ? new TreeFailure(referenceId, error) : error;
  }
}

function recordsOf(body: Json): readonly Json[] {
  const records = body["records"];
  if (!Array.isArray(records) || !records.every(isJson)) throw refusal(400, "MISSING_ARGUMENT", "records must be an array of records");
  return records;
}
