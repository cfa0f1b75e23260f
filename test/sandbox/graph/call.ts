import type { Clock } from "../base/clock.ts";
import type { FaultBoard } from "../base/faults.ts";
import type { Directory, DirectoryUser } from "../entra/directory.ts";
import type { MailRecord } from "./calendar/mail-record.ts";
import type { Caller } from "./caller.ts";
import { badRequest, GraphError } from "./graph-error.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Mailboxes } from "./mailboxes.ts";
import type { Notifier } from "./notifications/notifier.ts";
import type { QueryOptions } from "./odata/query-options.ts";
import type { Preferences } from "./preferences.ts";
import type { Switches } from "./switches.ts";
import type { UploadSessions } from "./upload-sessions.ts";

/** A request to Graph, whether it came by itself or inside a batch. */
export interface GraphRequest {
  readonly method: string;
  /** After `/v1.0`, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer | null;
}

export interface GraphReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or bytes as they are; null for none. */
  readonly body: Readonly<Record<string, unknown>> | Buffer | null;
}

/** What the routes work on. */
export interface World {
  readonly clock: Clock;
  readonly faults: FaultBoard;
  readonly directory: Directory;
  readonly mailboxes: Mailboxes;
  readonly switches: Switches;
  readonly notifier: Notifier;
  readonly uploads: UploadSessions;
  /** The meeting mails that Exchange would have sent. */
  readonly mailed: MailRecord;
  readonly tenantId: string;
  /** Without a slash at the end. */
  baseUrl(): string;
  /** The host that upload sessions name: another one than Graph's (MG20). */
  uploadUrl(): string;
}

/** One call to one route, everything read that can be read before the route itself. */
export interface Call {
  readonly request: GraphRequest;
  readonly world: World;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly options: QueryOptions;
  readonly prefer: Preferences;
}

/** A call within a mailbox the caller may use. */
export interface MailboxCall extends Call {
  readonly user: DirectoryUser;
  readonly mailbox: Mailbox;
}

/** About 4 MB; an attachment of 3 MB in base64 still fits. */
const LARGEST_BODY = 4.5 * 1024 * 1024;

/** The body as JSON. @throws GraphError 400 when it is none. */
export function json(call: Call): unknown {
  const type = call.request.headers["content-type"] ?? "";
  if (call.request.body === null || call.request.body.length === 0) return {};
  if (call.request.body.length > LARGEST_BODY) throw new GraphError(413, "RequestEntityTooLarge", "The request body is larger than 4 MB.");
  if (!/^application\/json/iu.test(type)) {
    throw new GraphError(
      415,
      "RequestBodyRead",
      `A supported MIME type could not be found that matches the content type of the request. The content type was '${type}'.`,
    );
  }
  try {
    return JSON.parse(call.request.body.toString("utf8")) as unknown;
  } catch {
    throw badRequest("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
  }
}

/** `@odata.context` of what lies under that path of the metadata. */
export const context = (call: Call, path: string): string => `${call.world.baseUrl()}/v1.0/$metadata#${path}`;

export const ok = (body: GraphReply["body"], headers: GraphReply["headers"] = {}): GraphReply => ({ status: 200, headers, body });
export const created = (body: GraphReply["body"]): GraphReply => ({ status: 201, body });
export const noContent: GraphReply = { status: 204, body: null };
