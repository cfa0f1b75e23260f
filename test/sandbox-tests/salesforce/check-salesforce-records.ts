import type { SeenReply } from "../../sandbox/base/seen-replies.ts";
import { count, type Verdict } from "../conformance-report.ts";
import { hasDescribes, publishedObject, type PublishedField, type PublishedObject } from "./published-objects.ts";

type Json = Readonly<Record<string, unknown>>;

/** Checks every record in a reply of the Salesforce stand-in, and every write that it accepted, against the recorded describes. */
export function checkSalesforceRecords(reply: SeenReply): void {
  if (reply.on !== "salesforce" || !reply.url.includes("/services/data/") || !reply.contentType.startsWith("application/json")) {
    if (reply.on === "salesforce" && reply.status === 204) checkWrite(reply);
    return;
  }
  checkWrite(reply);
  if (reply.body === null || reply.body.length === 0) return;
  eachRecord(JSON.parse(String(reply.body)), (record, type) => {
    count("Salesforce records", hasDescribes ? verdictOn(record, type) : { is: "uncovered", reason: "as the describes are not at hand" });
  });
}

/** Records are told by their attributes, however deep they lie: in pages, in children, in composites. */
function eachRecord(value: unknown, found: (record: Json, type: string) => void): void {
  if (Array.isArray(value)) {
    for (const one of value) eachRecord(one, found);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const record = value as Json;
  const attributes = record["attributes"] as Json | null | undefined;
  if (typeof attributes?.["type"] === "string" && typeof attributes["url"] === "string" && attributes["type"] !== "Name") {
    found(record, attributes["type"]);
  }
  for (const one of Object.values(record)) eachRecord(one, found);
}

/** What a record is by what is published of its object. */
export function verdictOn(record: Json, type: string): Verdict {
  const object = publishedObject(type);
  if (!object) return type.endsWith("__c") ? { is: "own" } : { is: "uncovered", reason: `for want of a describe of ${type}` };
  for (const [name, value] of Object.entries(record)) {
    if (name === "attributes") continue;
    const fault = faultOf(object, name, value);
    if (fault !== null) return { is: "wrong", fault: `${type}.${name} ${fault}` };
  }
  return { is: "published" };
}

function faultOf(object: PublishedObject, name: string, value: unknown): string | null {
  const field = object.fields.get(name);
  if (field) return valueFault(field, value);
  if (name.endsWith("__c") || name.endsWith("__r")) return null;
  const isNested = value === null || typeof value === "object";
  if (isNested && object.relationships.has(name)) return null;
  if (isNested && object.children?.has(name) !== false) return childrenFault(value);
  return "is no field of the object";
}

function childrenFault(value: unknown): string | null {
  if (value === null) return null;
  const { totalSize, done, records } = value as Json;
  return typeof totalSize === "number" && typeof done === "boolean" && Array.isArray(records) ? null : "is no result of a child query";
}

const DATE = /^\d{4}-\d{2}-\d{2}$/u;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+0000$/u;
const ID = /^[0-9A-Za-z]{18}$/u;

function valueFault(field: PublishedField, value: unknown): string | null {
  if (value === null) return field.nillable === false ? "is null, and is not nillable" : null;
  const text = typeof value === "string" ? value : null;
  switch (field.type) {
    case "boolean":
      return typeof value === "boolean" ? null : "is no boolean";
    case "int":
      return Number.isInteger(value) ? null : "is no whole number";
    case "double":
    case "currency":
    case "percent":
      return typeof value === "number" ? null : "is no number";
    case "date":
      return text !== null && DATE.test(text) ? null : "is no date";
    case "datetime":
      return text !== null && TIME.test(text) ? null : "is no time as Salesforce writes it";
    case "id":
    case "reference":
      return text !== null && ID.test(text) ? null : "is no id of 18 characters";
    case "address":
      return typeof value === "object" ? null : "is no address";
    default:
      return text === null ? "is no text" : textFault(field, text);
  }
}

function textFault(field: PublishedField, text: string): string | null {
  if (text === "") return "is empty, not null";
  if (field.type !== "base64" && field.length > 0 && text.length > field.length) return `is longer than ${field.length} characters`;
  return field.values === null || field.values.has(text) ? null : "is no value of the picklist";
}

/** A write of one record that was accepted may name only fields that the object lets be written so. */
function checkWrite({ method, url, status, requestBody }: SeenReply): void {
  const parts = /\/services\/data\/v\d+\.0\/sobjects\/(\w+)(?:\/(\w{15}|\w{18}))?\/?(?:\?|$)/u.exec(url.replaceAll("//", "/"));
  const creates = method === "POST" && parts?.[2] === undefined && status === 201;
  if (!parts || !(creates || (method === "PATCH" && parts[2] !== undefined && status < 300))) return;
  const object = publishedObject(parts[1] ?? "");
  const body = bodyOf(requestBody);
  if (!object || body === null) return;
  for (const name of Object.keys(body)) {
    const field = object.fields.get(name);
    const may = creates ? field?.createable : field?.updateable;
    if (may !== false) continue;
    count("Salesforce records", {
      is: "wrong",
      fault: `${parts[1]}.${name} was accepted on ${creates ? "create" : "update"}, and cannot be written there`,
    });
    return;
  }
  count("Salesforce records", { is: "published" });
}

function bodyOf(body: unknown): Json | null {
  try {
    const read: unknown = Buffer.isBuffer(body) || typeof body === "string" ? JSON.parse(String(body)) : body;
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as Json) : null;
  } catch {
    return null;
  }
}
