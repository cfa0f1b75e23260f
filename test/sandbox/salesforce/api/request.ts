import type { Access } from "../access.ts";
import type { Writer } from "../draft.ts";
import { notParsed, notFound, refusal } from "../errors.ts";
import type { BulkJobs } from "../bulk/bulk-jobs.ts";
import type { Feeds } from "../chatter/feeds.ts";
import type { Deployments } from "../metadata/deployments.ts";
import type { EventBus } from "../streaming/event-bus.ts";
import type { Org } from "../org.ts";
import type { ObjectType } from "../schema.ts";
import type { QueryPages } from "./query-pages.ts";

/** A part of a multipart body. */
export interface Part {
  readonly name: string;
  readonly isJson: boolean;
  readonly bytes: Buffer;
}

/** A call of the REST API, come by itself or as one of a composite. */
export interface ApiRequest {
  readonly org: Org;
  readonly pages: QueryPages;
  readonly bulk: BulkJobs;
  readonly feeds: Feeds;
  readonly deployments: Deployments;
  readonly events: EventBus;
  readonly access: Access;
  readonly method: string;
  /** `v62.0`. */
  readonly version: string;
  /** What follows the version, decoded, without empty parts. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body, read when asked for. @throws Refusal JSON_PARSER_ERROR */
  readonly body: () => unknown;
  readonly parts: readonly Part[] | null;
  /** The body as it came: CSV for Bulk. */
  readonly bytes: Buffer;
}

export interface ApiReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A Buffer is sent as it is; undefined is no body at all. */
  readonly body?: unknown;
}

export type Handler = (request: ApiRequest) => ApiReply;

export function writerOf(request: ApiRequest): Writer {
  const header = request.headers["sforce-duplicate-rule-header"] ?? "";
  return { org: request.org, access: request.access, allowsDuplicates: /allowSave\s*=\s*true/iu.test(header), isSystem: false };
}

/** @throws Refusal NOT_FOUND for an object the user does not have */
export function objectOf(request: ApiRequest, name: string | undefined): ObjectType {
  const object = name === undefined ? undefined : request.access.object(name);
  if (!object) throw notFound();
  return object;
}

export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @throws Refusal unless the body is a JSON object */
export function jsonBody(request: ApiRequest): Json {
  const body = request.body();
  if (!isJson(body)) throw notParsed("The request body must be a JSON object at [line:1, column:1]");
  return body;
}

/** The body of a write: JSON, or of a multipart body the JSON part and the bytes beside it. */
export function writtenBody(request: ApiRequest): { readonly body: Json; readonly bytes: Buffer | null } {
  if (request.parts === null) return { body: jsonBody(request), bytes: null };
  const described = request.parts.find((part) => part.isJson);
  const binary = request.parts.find((part) => !part.isJson);
  if (!described || !binary) {
    throw refusal(400, "INVALID_MULTIPART_REQUEST", "A multipart request must have a JSON part and a binary part");
  }
  const body = parsed(described.bytes.toString("utf8"));
  if (!isJson(body)) throw notParsed("The non-binary part must be a JSON object at [line:1, column:1]");
  return { body, bytes: binary.bytes };
}

/** @throws Refusal JSON_PARSER_ERROR */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notParsed(`${error instanceof Error ? error.message : "Unexpected character"} at [line:1, column:1]`);
  }
}
