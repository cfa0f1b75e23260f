import {
  AccessLost,
  CursorExpired,
  Gone,
  OutcomeUnknown,
  Refused,
  Throttled,
  VendorFailed,
  VersionMoved,
  type SyncError,
} from "../errors.ts";

/** Used where Graph throttles without saying for how long. */
export const DEFAULT_RETRY_AFTER_MS = 5_000;

/** A reply that is no success, as far as it matters. */
export interface FailedReply {
  readonly method: string;
  /** Path and query as asked. */
  readonly path: string;
  readonly status: number;
  /** The `Retry-After` header. */
  readonly retryAfter: string | null;
  readonly body: unknown;
}

interface VendorError {
  /** In lower case: Graph's own pages and replies differ in case. */
  readonly code: string;
  readonly spelt: string;
  readonly message: string;
}

/** What is no word is no code of Graph's: it could hold anything. */
const CODE = /^[\w.]{1,100}$/u;
const LOST_SYNC_STATE = new Set(["syncstatenotfound", "syncstateinvalid", "resyncrequired"]);
const NO_MAILBOX = new Set(["mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi"]);
const NO_USER = new Set(["errorinvaliduser", "request_resourcenotfound"]);

/** Graph's answer in our words: branches on the status, then on the code (facts, section 6). */
export function errorOf(reply: FailedReply): SyncError {
  const vendor = vendorError(reply.body);
  const said = [vendor.spelt, vendor.message].filter((text) => text !== "").join(": ");
  const cause = { cause: { status: reply.status, code: vendor.spelt } };
  if (reply.status < 500 && LOST_SYNC_STATE.has(vendor.code))
    return new CursorExpired("Exchange no longer knows how far it was read.", cause);
  if (vendor.code === "errorquotaexceeded" || reply.status === 507) return mailboxFull(cause);
  switch (reply.status) {
    case 401:
      return new AccessLost(
        {
          code: "GRAPH_TOKEN_REFUSED",
          message: "Microsoft Graph refused the service's access token.",
          remedy: "Check the tenant, the client id and the secret or certificate of the app registration.",
        },
        cause,
      );
    case 403:
      return forbidden(reply.path, vendor, cause);
    case 404:
      if (NO_MAILBOX.has(vendor.code)) return noMailbox(cause);
      if (NO_USER.has(vendor.code)) return noUser(cause);
      return new Gone("Exchange has nothing under that id.", cause);
    case 409:
      if (vendor.code === "errorconcurrentchange") return new VersionMoved("Exchange was changing the same item.", cause);
      break;
    case 410:
      return /delta/iu.test(reply.path)
        ? new CursorExpired("Exchange no longer knows how far it was read.", cause)
        : new Gone("Exchange has nothing under that id any more.", cause);
    case 412:
      return new VersionMoved("The item was changed in Exchange in the meantime.", cause);
    case 413:
      return tooLarge(cause);
    case 429:
    case 509:
      return comeLater(reply, cause);
    case 503:
      if (reply.retryAfter === null && isLookedFor(reply)) return new OutcomeUnknown("Microsoft Graph was not available.", cause);
      return comeLater(reply, cause);
    default:
      break;
  }
  if (reply.status >= 500) return interrupted(reply.method, `Microsoft Graph failed (${reply.status} ${vendor.spelt}).`, cause);
  if (vendor.code === "errormessagesizeexceeded" || vendor.code === "requestentitytoolarge") return tooLarge(cause);
  return new Refused(
    {
      code: "GRAPH_REFUSED",
      message: `Exchange refused it: ${shortened(said)}`,
      remedy: "Change the item in Outlook so that Exchange accepts it, then try again.",
    },
    { ...cause, plain: `Exchange refused it (${vendor.spelt === "" ? reply.status : vendor.spelt}).` },
  );
}

/**
 * Turned away before anything was done: throttled, or busy with a time named. A 503 that names none may come from a server in front of the
 * one that wrote; most changes can be repeated even so.
 */
function comeLater({ retryAfter }: FailedReply, cause: { readonly cause: unknown }): Throttled {
  return new Throttled("Microsoft Graph asks to come later.", retryAfterMs(retryAfter), { ...cause, isGuess: retryAfter === null });
}

/**
 * A creation would come twice. A record that was changed or removed would look at the next try as if a person had done it, so that what was
 * replaced or taken away were told to nobody (P2).
 */
function isLookedFor({ method, path }: FailedReply): boolean {
  return method === "POST" || ((method === "PATCH" || method === "DELETE") && /\/(?:contacts|events|tasks)\//iu.test(path));
}

/** What a failure on the way means: a read can be repeated; of a write nobody knows whether it happened. */
export function interrupted(method: string, message: string, options: { readonly cause?: unknown }): OutcomeUnknown | VendorFailed {
  return isRead(method) ? new VendorFailed(message, options) : new OutcomeUnknown(message, options);
}

export function isRead(method: string): boolean {
  return method === "GET";
}

/** Seconds, possibly with a fraction (MG16), or an HTTP date, which is not known to be sent and counts as missing. */
export function retryAfterMs(header: string | null): number {
  const seconds = header === null ? Number.NaN : Number.parseFloat(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : DEFAULT_RETRY_AFTER_MS;
}

function forbidden(path: string, vendor: VendorError, cause: { readonly cause: unknown }): SyncError {
  if (/^\/subscriptions/iu.test(path) && /limit|quota/iu.test(vendor.message)) {
    return new Refused(
      {
        code: "SUBSCRIPTION_LIMIT",
        message: "Exchange allows no further change notifications for this mailbox.",
        remedy: "Remove subscriptions of other apps from the mailbox; until then Tandem looks at it at regular times.",
      },
      cause,
    );
  }
  const permission = permissionFor(path);
  return new AccessLost(
    {
      code: "GRAPH_PERMISSION_MISSING",
      message: `Microsoft Graph did not allow it: the application permission ${permission} is missing, or the mailbox is excluded by a policy.`,
      remedy: `In the Entra admin center, under App registrations, API permissions, grant ${permission} with admin consent; then check application access policies in Exchange.`,
    },
    cause,
  );
}

/** The application permission a path needs (facts, section 14). */
function permissionFor(path: string): string {
  if (/\/(messages|mailFolders)\b/iu.test(path)) return "Mail.ReadWrite";
  if (/\/(contacts|contactFolders)\b/iu.test(path)) return "Contacts.ReadWrite";
  if (/\/(events|calendar|calendars|calendarView)\b/iu.test(path)) return "Calendars.ReadWrite";
  if (/\/todo\b/iu.test(path)) return "Tasks.ReadWrite.All";
  if (/\/(mailboxSettings|outlook)\b/iu.test(path)) return "MailboxSettings.ReadWrite";
  if (/^\/subscriptions/iu.test(path)) return "Mail.ReadWrite and Contacts.ReadWrite";
  return "User.Read.All";
}

function mailboxFull(cause: { readonly cause: unknown }): Refused {
  return new Refused(
    { code: "MAILBOX_FULL", message: "The mailbox is full.", remedy: "Free some space in the mailbox; then it is tried again." },
    cause,
  );
}

function tooLarge(cause: { readonly cause: unknown }): Refused {
  return new Refused(
    { code: "TOO_LARGE", message: "It is larger than Exchange accepts.", remedy: "Make it smaller, then try again." },
    cause,
  );
}

function noMailbox(cause: { readonly cause: unknown }): AccessLost {
  return new AccessLost(
    {
      code: "MAILBOX_UNREACHABLE",
      message: "The user has no Exchange Online mailbox: no licence, a mailbox on premises, or one that was removed.",
      remedy: "Give the user an Exchange Online licence, or remove the user from Tandem.",
    },
    cause,
  );
}

function noUser(cause: { readonly cause: unknown }): AccessLost {
  return new AccessLost(
    {
      code: "USER_UNKNOWN",
      message: "Entra ID has no such user any more.",
      remedy: "Restore the user in Entra ID, or remove the user from Tandem.",
    },
    cause,
  );
}

function vendorError(body: unknown): VendorError {
  const error = property(body, "error");
  const code = property(error, "code");
  const message = property(error, "message");
  const spelt = typeof code === "string" && CODE.test(code) ? code : "";
  return { code: spelt.toLowerCase(), spelt, message: typeof message === "string" ? message : "" };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
