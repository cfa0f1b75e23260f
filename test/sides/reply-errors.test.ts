import { describe, expect, it } from "vitest";
import type { SyncError } from "../../sync-service/errors.ts";
import { errorOf as graphError, DEFAULT_RETRY_AFTER_MS } from "../../sync-service/graph/reply-errors.ts";
import { errorOf as salesforceError, errorOfRecord } from "../../sync-service/salesforce/reply-errors.ts";
import { refusalOf } from "../../sync-service/salesforce/session.ts";

interface GraphCase {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly method?: string;
  readonly path?: string;
  readonly retryAfter?: string;
  readonly is: string;
  readonly says?: string;
}

const graphCases: readonly GraphCase[] = [
  { title: "MG9: 410 of a delta", status: 410, code: "SyncStateNotFound", path: "/contactFolders/1/contacts/delta", is: "CursorExpired" },
  { title: "MG9: in lower case", status: 410, code: "syncStateNotFound", is: "CursorExpired" },
  { title: "MG9: as a bad request", status: 400, code: "SYNCSTATENOTFOUND", is: "CursorExpired" },
  { title: "MG9: as not found", status: 404, code: "SyncStateNotFound", is: "CursorExpired" },
  { title: "MG9: resync required", status: 410, code: "ResyncRequired", is: "CursorExpired" },
  { title: "410 of anything else", status: 410, code: "", path: "/messages/1", is: "Gone" },
  { title: "an item that is not there", status: 404, code: "ErrorItemNotFound", is: "Gone" },
  { title: "a user without a mailbox", status: 404, code: "MailboxNotEnabledForRESTAPI", is: "AccessLost", says: "MAILBOX_UNREACHABLE" },
  { title: "a user who is gone", status: 404, code: "Request_ResourceNotFound", is: "AccessLost", says: "USER_UNKNOWN" },
  { title: "MG17: a stale version", status: 412, code: "ErrorIrresolvableConflict", method: "PATCH", is: "VersionMoved" },
  { title: "two writes at once", status: 409, code: "ErrorConcurrentChange", method: "PATCH", is: "VersionMoved" },
  { title: "a folder of that name", status: 409, code: "ErrorFolderExists", method: "POST", is: "Refused" },
  {
    title: "a missing permission on contacts",
    status: 403,
    code: "ErrorAccessDenied",
    path: "/users/1/contacts/2",
    is: "AccessLost",
    says: "Contacts.ReadWrite",
  },
  {
    title: "a missing permission on mail",
    status: 403,
    code: "ErrorAccessDenied",
    path: "/users/1/mailFolders/2/messages",
    is: "AccessLost",
    says: "Mail.ReadWrite",
  },
  { title: "a refused token", status: 401, code: "InvalidAuthenticationToken", is: "AccessLost", says: "GRAPH_TOKEN_REFUSED" },
  { title: "a full mailbox, as 507", status: 507, code: "", method: "POST", is: "Refused", says: "MAILBOX_FULL" },
  { title: "a full mailbox, as 403", status: 403, code: "ErrorQuotaExceeded", method: "POST", is: "Refused", says: "MAILBOX_FULL" },
  { title: "something too large", status: 413, code: "RequestEntityTooLarge", method: "POST", is: "Refused", says: "TOO_LARGE" },
  {
    title: "a bad property",
    status: 400,
    code: "ErrorPropertyValidationFailure",
    method: "PATCH",
    is: "Refused",
    says: "ErrorPropertyValidationFailure",
  },
  { title: "a failing vendor, reading", status: 500, code: "ErrorInternalServerError", is: "VendorFailed" },
  { title: "a failing vendor, writing", status: 500, code: "ErrorInternalServerError", method: "POST", is: "OutcomeUnknown" },
  { title: "a server that is not there, reading", status: 503, code: "ServiceUnavailable", is: "Throttled" },
  { title: "a busy server that names a time", status: 503, code: "ErrorServerBusy", method: "POST", retryAfter: "2", is: "Throttled" },
  { title: "a server that is not there, creating", status: 503, code: "ServiceUnavailable", method: "POST", is: "OutcomeUnknown" },
  { title: "a server that is not there, changing under a version", status: 503, code: "UnknownError", method: "PATCH", is: "Throttled" },
  { title: "a gateway that gave up on a write", status: 504, code: "UnknownError", method: "PATCH", is: "OutcomeUnknown" },
];

describe("what Graph answers, in our words", () => {
  it.each(graphCases)("$title is $is", ({ status, code, method = "GET", path = "/messages/1", retryAfter = null, is, says }) => {
    const error = graphError({ method, path, status, retryAfter, body: { error: { code, message: "the vendor's words" } } });
    expect(error.name).toBe(is);
    expect(JSON.stringify(error.problem)).toContain(says ?? "");
    expect(error.remedy).not.toBe("");
  });

  it.each([
    ["2.128", 2128],
    ["30", 30_000],
    [null, DEFAULT_RETRY_AFTER_MS],
    ["soon", DEFAULT_RETRY_AFTER_MS],
  ])("MG16: a Retry-After of %s is %i ms", (retryAfter, ms) => {
    for (const [status, method] of [
      [429, "POST"],
      [503, "GET"],
    ] as const) {
      expect(graphError({ method, path: "/x", status, retryAfter, body: null })).toMatchObject({
        name: "Throttled",
        retryAfterMs: ms,
      });
    }
  });

  it("never repeats a long message of the vendor", () => {
    const error = graphError({
      method: "PATCH",
      path: "/x",
      status: 400,
      retryAfter: null,
      body: { error: { code: "ErrorX", message: "y".repeat(5000) } },
    });
    expect(error.message.length).toBeLessThan(300);
  });
});

interface SalesforceCase {
  readonly code: string;
  readonly status: number;
  readonly message?: string;
  readonly fields?: readonly string[];
  readonly method?: string;
  readonly is: string;
  readonly says?: string;
}

const salesforceCases: readonly SalesforceCase[] = [
  { code: "REQUEST_LIMIT_EXCEEDED", status: 403, message: "TotalRequests Limit exceeded.", is: "Throttled", says: "daily" },
  {
    code: "REQUEST_LIMIT_EXCEEDED",
    status: 403,
    message: "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
    is: "Throttled",
    says: "at once",
  },
  { code: "SERVER_UNAVAILABLE", status: 503, method: "GET", is: "Throttled" },
  { code: "SERVER_UNAVAILABLE", status: 503, method: "POST", is: "OutcomeUnknown" },
  { code: "SERVER_UNAVAILABLE", status: 503, method: "PATCH", is: "OutcomeUnknown" },
  { code: "REQUEST_LIMIT_EXCEEDED", status: 503, method: "POST", is: "Throttled" },
  { code: "UNABLE_TO_LOCK_ROW", status: 400, is: "Throttled" },
  { code: "UNABLE_TO_LOCK_ROW", status: 500, method: "PATCH", is: "Throttled" },
  { code: "API_DISABLED_FOR_ORG", status: 403, is: "AccessLost", says: "edition" },
  { code: "API_CURRENTLY_DISABLED", status: 403, is: "AccessLost" },
  { code: "INVALID_SESSION_ID", status: 401, is: "AccessLost" },
  { code: "NOT_FOUND", status: 404, is: "Gone" },
  { code: "ENTITY_IS_DELETED", status: 404, method: "PATCH", is: "Gone" },
  { code: "INVALID_CROSS_REFERENCE_KEY", status: 404, message: "invalid cross reference id", method: "PATCH", is: "Gone" },
  { code: "INVALID_CROSS_REFERENCE_KEY", status: 400, method: "POST", is: "Refused", says: "related" },
  { code: "DUPLICATES_DETECTED", status: 400, message: "Use one of these records?", is: "Refused", says: "Use one of these records?" },
  { code: "REQUIRED_FIELD_MISSING", status: 400, fields: ["LastName"], is: "Refused", says: "LastName" },
  {
    code: "STRING_TOO_LONG",
    status: 400,
    message: "First Name: data value too large: Rumpelstiltskin (max length=40)",
    fields: ["FirstName"],
    is: "Refused",
    says: "FirstName",
  },
  { code: "INVALID_EMAIL_ADDRESS", status: 400, fields: ["Email"], is: "Refused", says: "Email" },
  { code: "FIELD_CUSTOM_VALIDATION_EXCEPTION", status: 400, message: "A VIP needs a phone", is: "Refused", says: "A VIP needs a phone" },
  { code: "INSUFFICIENT_ACCESS_OR_READONLY", status: 403, is: "Refused" },
  { code: "CANNOT_UPDATE_CONVERTED_LEAD", status: 400, is: "Refused", says: "converted" },
  { code: "STORAGE_LIMIT_EXCEEDED", status: 400, is: "Refused", says: "full" },
  { code: "FILE_EXTENSION_NOT_ALLOWED", status: 400, is: "Refused" },
  { code: "SOMETHING_NEW", status: 400, message: "words", is: "Refused", says: "words" },
  { code: "", status: 412, method: "PATCH", is: "VersionMoved" },
  { code: "UNKNOWN_EXCEPTION", status: 500, method: "PATCH", is: "OutcomeUnknown" },
  { code: "UNKNOWN_EXCEPTION", status: 500, method: "GET", is: "VendorFailed" },
  { code: "", status: 502, method: "POST", is: "OutcomeUnknown" },
];

describe("what Salesforce answers, in our words", () => {
  it.each(salesforceCases)("$code ($status, $method) is $is", ({ code, status, message = "", fields = [], method = "GET", is, says }) => {
    const error = salesforceError(method, status, code === "" ? "<html>" : [{ errorCode: code, message, fields }]);
    expect(error.name).toBe(is);
    expect(JSON.stringify(error.problem)).toContain(says ?? "");
    expect(error.message).not.toContain("Rumpelstiltskin");
  });

  it("waits long when the day's requests are used up, and shortly when there were too many at once (SF1)", () => {
    const wait = (message: string): SyncError => salesforceError("GET", 403, [{ errorCode: "REQUEST_LIMIT_EXCEEDED", message }]);
    expect(wait("TotalRequests Limit exceeded.")).toMatchObject({ retryAfterMs: 900_000 });
    expect(wait("ConcurrentRequests Limit exceeded.")).toMatchObject({ retryAfterMs: 5_000 });
  });

  it("SF2: takes a Collections result's statusCode for the code, and the cause before the rolled back", () => {
    const error = errorOfRecord("POST", [
      { code: "ALL_OR_NONE_OPERATION_ROLLED_BACK", message: "", fields: [], duplicates: [] },
      { code: "REQUIRED_FIELD_MISSING", message: "", fields: ["LastName"], duplicates: [] },
    ]);
    expect(error).toMatchObject({ name: "Refused", code: "SALESFORCE_REQUIRED_FIELD_MISSING" });
  });

  it.each([
    ["invalid_grant", "user hasn't approved this consumer", "SALESFORCE_NOT_APPROVED"],
    ["inactive_user", "", "SALESFORCE_USER_INACTIVE"],
    ["invalid_grant", "inactive user", "SALESFORCE_USER_INACTIVE"],
    ["inactive_org", "", "SALESFORCE_ORG_INACTIVE"],
    ["invalid_grant", "ip restricted", "SALESFORCE_LOGIN_RESTRICTED"],
    ["invalid_grant", "Audience validation failed", "SALESFORCE_AUDIENCE"],
    ["invalid_grant", "invalid assertion", "SALESFORCE_KEY_REFUSED"],
    ["invalid_client_id", "client identifier invalid", "SALESFORCE_CLIENT_UNKNOWN"],
    ["unsupported_grant_type", "", "SALESFORCE_SIGN_IN_REFUSED"],
  ])("tells an administrator what to do about %s: %s", (error, description, code) => {
    expect(refusalOf(400, error, description)).toMatchObject({ name: "AccessLost", code });
  });

  it("comes later when signing in is limited or not available", () => {
    expect(refusalOf(400, "rate_limit_exceeded", "").name).toBe("Throttled");
    expect(refusalOf(503, "", "").name).toBe("Throttled");
    expect(refusalOf(500, "", "").name).toBe("VendorFailed");
  });
});
