import { createHash } from "node:crypto";
import { textOf } from "../draft.ts";
import { refusal } from "../errors.ts";
import type { Row } from "../record-store.ts";
import { httpDate, readTime } from "../wire-time.ts";
import type { ApiReply, ApiRequest } from "./request.ts";

/** Only Account has an entity tag; every record has a time of its last change, in whole seconds. */
export function stampHeaders(object: string, row: Row): Record<string, string> {
  const modified = textOf(row, "LastModifiedDate") ?? textOf(row, "SystemModstamp");
  return {
    ...(modified === null ? {} : { "last-modified": httpDate(modified) }),
    ...(object === "Account" ? { etag: entityTag(row) } : {}),
  };
}

function entityTag(row: Row): string {
  return `"${createHash("sha256").update(JSON.stringify(row.values)).digest("base64").slice(0, 12)}"`;
}

/**
 * Checks the conditions of a GET or PATCH; DELETE knows none. Answers 304 for a GET whose record has not changed.
 * @throws Refusal 412 when the record has changed, 400 for a date that is none on a write
 */
export function checkConditions(request: ApiRequest, object: string, row: Row): ApiReply | null {
  const headers = stampHeaders(object, row);
  const reads = request.method === "GET" || request.method === "HEAD";
  if (object === "Account") {
    const { etag = "" } = headers;
    const match = request.headers["if-match"];
    const noneMatch = request.headers["if-none-match"];
    if (match !== undefined && match !== "*" && !match.includes(etag)) throw preconditionFailed();
    if (noneMatch?.includes(etag) === true) {
      if (reads) return { status: 304, headers };
      throw preconditionFailed();
    }
  }
  const modified = Date.parse(headers["last-modified"] ?? "");
  const unmodifiedSince = timeHeader(request, "if-unmodified-since");
  if (unmodifiedSince !== null && modified > unmodifiedSince) throw preconditionFailed();
  const modifiedSince = timeHeader(request, "if-modified-since");
  if (modifiedSince !== null && modified <= modifiedSince) {
    if (reads) return { status: 304, headers };
    throw preconditionFailed();
  }
  return null;
}

function timeHeader(request: ApiRequest, name: string): number | null {
  const text = request.headers[name];
  if (text === undefined) return null;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  if (request.method === "GET" || request.method === "HEAD") return null;
  throw refusal(400, "INVALID_HTTP_HEADER", `The ${name} header holds no date: ${text}`);
}

function preconditionFailed(): Error {
  return refusal(412, "PRECONDITION_FAILED", "One or more conditional headers did not match");
}

/** For the time parameters of `updated` and `deleted`. */
export function readMoment(text: string | null): Date | null {
  if (text === null) return null;
  return readTime(text.replace(" ", "+"));
}
