import {
  AccessLost,
  Gone,
  OutcomeUnknown,
  Refused,
  Throttled,
  VendorFailed,
  VersionMoved,
  type Problem,
  type SyncError,
} from "../errors.ts";

/** One error of a reply, as REST (`errorCode`) or as a Collections result (`statusCode`) words it. */
export interface VendorError {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
  /** Of DUPLICATES_DETECTED: the records found, where the reply names them. */
  readonly duplicates: readonly string[];
}

/** What is no word is no code of Salesforce's: it could hold anything. */
const CODE = /^\w{1,100}$/u;
/** The daily limit frees itself hour by hour over 24 hours. */
const DAILY_LIMIT_MS = 15 * 60_000;
const CONCURRENT_LIMIT_MS = 5_000;
const ROW_LOCK_MS = 2_000;
const UNAVAILABLE_MS = 10_000;

/** The errors in a body: an array, an object, or nothing that can be read. */
export function vendorErrors(body: unknown): readonly VendorError[] {
  const list = Array.isArray(body) ? body : [body];
  return list.filter((item): item is Readonly<Record<string, unknown>> => typeof item === "object" && item !== null).map(vendorError);
}

/** A failed reply in our words (facts, section 2.1). */
export function errorOf(method: string, status: number, body: unknown): SyncError {
  const [error] = vendorErrors(body);
  if (status === 412) return new VersionMoved("The record was changed in Salesforce in the meantime.");
  if (error && error.code !== "") {
    const known = recordError(method, error, status);
    if (known) return known;
  }
  const said = error && error.code !== "" ? error.code : `status ${status}`;
  const cause = { cause: { status, code: error?.code ?? null } };
  switch (status) {
    case 401:
      return new AccessLost(
        {
          code: "SALESFORCE_SESSION_REFUSED",
          message: "Salesforce refused the session of the user.",
          remedy: "Check the policies of Tandem's app and the user's permission \"API Enabled\".",
        },
        cause,
      );
    case 403:
      // With a code it concerns this record or this feature; without, whatever the user does.
      if (error && error.code !== "") return refusalOf(error);
      return new AccessLost(
        {
          code: "SALESFORCE_FORBIDDEN",
          message: `Salesforce did not allow it (${said}).`,
          remedy: "Check the user's profile and the policies of Tandem's app in Salesforce Setup.",
        },
        cause,
      );
    case 404:
    case 410:
      return new Gone("Salesforce has nothing under that id.", cause);
    case 429:
      return new Throttled("Salesforce asks to come later.", UNAVAILABLE_MS, { ...cause, isGuess: true });
    case 503:
      return unavailable(method, cause);
    default:
      break;
  }
  if (status >= 500 || status === 420) return interrupted(method, `Salesforce failed (${said}).`, cause);
  return refusalOf(error ?? { code: "", message: `It answered ${status}.`, fields: [], duplicates: [] });
}

/** What one failed record of a Collections reply means. */
export function errorOfRecord(method: string, errors: readonly VendorError[]): SyncError {
  const error = errors.find(({ code }) => code !== "ALL_OR_NONE_OPERATION_ROLLED_BACK") ?? errors[0];
  if (!error) return new VendorFailed("Salesforce refused the record and did not say why.");
  return recordError(method, error, 400) ?? refusalOf(error);
}

/** What a failure on the way means: a read can be repeated; of a write nobody knows whether it happened. */
export function interrupted(method: string, message: string, options: { readonly cause?: unknown }): OutcomeUnknown | VendorFailed {
  return method === "GET" ? new VendorFailed(message, options) : new OutcomeUnknown(message, options);
}

/**
 * 503 says that some server was not there ("Status Codes and Error Responses" of the REST guide), not that nothing was done: it may stand
 * behind the one that wrote. Salesforce's own Data Loader does not repeat an insert after it either.
 */
function unavailable(method: string, cause: { readonly cause: unknown }): Throttled | OutcomeUnknown {
  const message = "Salesforce is not available.";
  return method === "GET" ? new Throttled(message, UNAVAILABLE_MS, { ...cause, isGuess: true }) : new OutcomeUnknown(message, cause);
}

/** Those codes that ask for something else than refusing; null for the rest. */
function recordError(method: string, error: VendorError, status: number): SyncError | null {
  const cause = { cause: { status, code: error.code } };
  switch (error.code) {
    case "REQUEST_LIMIT_EXCEEDED":
      return /concurrent/iu.test(error.message)
        ? new Throttled("Salesforce is answering too many long requests at once.", CONCURRENT_LIMIT_MS, { ...cause, isGuess: true })
        : new Throttled("The organisation's daily Salesforce requests are used up.", DAILY_LIMIT_MS, cause);
    case "SERVER_UNAVAILABLE":
      return unavailable(method, cause);
    case "UNABLE_TO_LOCK_ROW":
      return new Throttled("Somebody else is saving the same record or its account.", ROW_LOCK_MS, { ...cause, isGuess: true });
    case "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE":
      return new Throttled("Salesforce is under maintenance.", DAILY_LIMIT_MS, cause);
    case "API_DISABLED_FOR_ORG":
      return new AccessLost(
        {
          code: "SALESFORCE_API_DISABLED",
          message: "The organisation's Salesforce edition has no API, or the user's profile does not allow it.",
          remedy:
            'The edition must be Enterprise, Unlimited, Performance or Developer, or Professional with API access; the user\'s profile or permission set needs "API Enabled".',
        },
        cause,
      );
    case "API_CURRENTLY_DISABLED":
      return new AccessLost(
        {
          code: "SALESFORCE_API_DISABLED",
          message: "Salesforce has switched the API off for the time being.",
          remedy: "Try again later; if it lasts, ask Salesforce.",
        },
        cause,
      );
    case "INVALID_SESSION_ID":
      return new AccessLost(
        {
          code: "SALESFORCE_SESSION_REFUSED",
          message: "Salesforce refused the session of the user.",
          remedy: "Check the policies of Tandem's app and the user's permission \"API Enabled\".",
        },
        cause,
      );
    case "NOT_FOUND":
    case "ENTITY_IS_DELETED":
      return new Gone("The record is no longer there in Salesforce, or the user may not see it.", cause);
    case "INVALID_CROSS_REFERENCE_KEY":
      return method !== "POST" && error.fields.length === 0 ? new Gone("The record is no longer there in Salesforce.", cause) : null;
    case "INVALID_TYPE":
    case "INVALID_FIELD":
    case "INVALID_FIELD_FOR_INSERT_UPDATE":
      return fieldsHidden(cause);
    case "UNKNOWN_EXCEPTION":
      return interrupted(method, "Salesforce failed by itself.", cause);
    default:
      return null;
  }
}

/** Codes by which Salesforce says that the user sees or may change other objects and fields than describe had told. */
const OUTDATED = new Set([
  "INVALID_TYPE",
  "INVALID_FIELD",
  "INVALID_FIELD_FOR_INSERT_UPDATE",
  "INSUFFICIENT_ACCESS",
  "INSUFFICIENT_ACCESS_OR_READONLY",
  "REQUIRED_FIELD_MISSING",
]);

/** Whether a failed reply, or one record of a Collections reply, means that what describe told is out of date (SF6). */
export function showsOutdatedDescription(body: unknown): boolean {
  const list: readonly unknown[] = Array.isArray(body) ? body : [body];
  return list.some((item) => {
    if (typeof item !== "object" || item === null) return false;
    const { errors } = item as { readonly errors?: unknown };
    return vendorErrors(Array.isArray(errors) ? errors : item).some(({ code }) => OUTDATED.has(code));
  });
}

export const FIELDS_HIDDEN = "SALESFORCE_FIELDS_HIDDEN";

/** The query that was refused holds people's addresses, so nothing of the vendor's message is told. */
function fieldsHidden(cause: { readonly cause: unknown }): AccessLost {
  return new AccessLost(
    {
      code: FIELDS_HIDDEN,
      message: "The Salesforce user may not see or change an object or a field that was there before.",
      remedy:
        "Nothing to do at first: the user's rights are read anew, and it is tried again. If it lasts, give the user access to contacts, leads, tasks, accounts and opportunities in Salesforce Setup.",
    },
    cause,
  );
}

/** A refusal as a sentence and a next step. The vendor's message is kept where an administrator of theirs wrote it. */
export function refusalOf(error: VendorError): Refused {
  const { message, remedy } = wordsFor(error);
  const code = `SALESFORCE_${error.code === "" ? "REFUSED" : error.code}`;
  return new Refused(
    { code, message, remedy },
    { cause: { code: error.code, fields: error.fields }, plain: `Salesforce refused it (${code}).` },
  );
}

/** E6: how long an event may last is a setting of the org (salesforce.md 4.5); the longest it can be set to is 14 days. */
function tooLong(said: string): Pick<Problem, "message" | "remedy"> | null {
  const minutes = /^Duration must be between 0 and (?<most>\d+) minutes/u.exec(said)?.groups?.["most"];
  if (minutes === undefined) return null;
  const hours = Number(minutes) / 60;
  const longest = hours > 24 ? `${hours / 24} days` : `${hours} hours`;
  const allow = hours > 24 ? "" : ', or ask an administrator to turn on "Enable Multiday Events" in Salesforce Setup, Activity Settings';
  return {
    message: `This Salesforce organisation takes events of at most ${longest}.`,
    remedy: `Split it into shorter events${allow}; it is tried again when the event changes.`,
  };
}

function wordsFor(error: VendorError): Pick<Problem, "message" | "remedy"> {
  const said = shortened(error.message);
  const fields = error.fields.length === 0 ? "a field" : error.fields.join(", ");
  switch (error.code) {
    case "DUPLICATES_DETECTED":
      return {
        message: `A duplicate rule in Salesforce found the same person: ${said}`,
        remedy: "Open the record that is there already, or ask an administrator about the duplicate rule.",
      };
    case "DUPLICATE_VALUE":
      return {
        message: "Another Salesforce record holds the same unique value.",
        remedy: "Find the other record in Salesforce and change one of the two.",
      };
    case "REQUIRED_FIELD_MISSING":
      return { message: `Salesforce requires ${fields}.`, remedy: "Fill in what is missing; it is tried again when the record changes." };
    case "STRING_TOO_LONG":
      return {
        message: `The value of ${fields} is longer than Salesforce takes.`,
        remedy: "Shorten it; it is tried again when the record changes.",
      };
    case "INVALID_EMAIL_ADDRESS":
      return {
        message: `Salesforce does not take the e-mail address in ${fields}.`,
        remedy: "Correct the address; it is tried again when the record changes.",
      };
    case "FIELD_CUSTOM_VALIDATION_EXCEPTION":
      return {
        message: `A validation rule in Salesforce says: ${said}`,
        remedy: "Change it as the rule asks, or show this to a Salesforce administrator.",
      };
    case "FIELD_INTEGRITY_EXCEPTION":
      return (
        tooLong(error.message) ?? {
          message: `Salesforce does not take ${fields}: ${said}`,
          remedy: "Correct the value; it is tried again when the record changes.",
        }
      );
    case "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST":
      return {
        message: `Salesforce allows only listed values in ${fields}.`,
        remedy: "Choose a listed value, or ask an administrator to add this one.",
      };
    case "INSUFFICIENT_ACCESS_OR_READONLY":
    case "INSUFFICIENT_ACCESS":
      return {
        message: "The Salesforce user may not change this record.",
        remedy: "Ask the record's owner or an administrator for access.",
      };
    case "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY":
      return {
        message: "The Salesforce user may not relate it to that record.",
        remedy: "Choose another related record, or ask for access to that one.",
      };
    case "INVALID_CROSS_REFERENCE_KEY":
      return { message: "A related Salesforce record is no longer there.", remedy: "Choose another related record." };
    case "CANNOT_UPDATE_CONVERTED_LEAD":
      return { message: "The lead has been converted and cannot be changed.", remedy: "Change the contact it became." };
    case "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY":
      return { message: `Automation in Salesforce stopped it: ${said}`, remedy: "Show this to a Salesforce administrator." };
    case "ENTITY_IS_LOCKED":
      return { message: "The record is locked by an approval.", remedy: "Wait for the approval, or ask for the record to be unlocked." };
    case "STORAGE_LIMIT_EXCEEDED":
      return {
        message: "The Salesforce organisation is full.",
        remedy:
          "Ask a Salesforce administrator to free or buy storage; then try again. An administrator who switches the mailbox's sync on once more tries everything that failed.",
      };
    case "FILE_EXTENSION_NOT_ALLOWED":
    case "HTML_FILE_UPLOAD_NOT_ALLOWED":
      return {
        message: "Salesforce does not take files of this type.",
        remedy: "Ask an administrator (Setup, File Upload and Download Security), or leave the file out.",
      };
    case "INACTIVE_OWNER_OR_USER":
      return { message: "The Salesforce user is deactivated.", remedy: "Activate the user in Salesforce, or remove the user from Tandem." };
    default:
      return {
        message: `Salesforce refused it: ${said}`,
        remedy: "Change the record so that Salesforce accepts it, or show this to a Salesforce administrator.",
      };
  }
}

function vendorError(item: Readonly<Record<string, unknown>>): VendorError {
  const code = item["errorCode"] ?? item["statusCode"];
  const { message, fields } = item;
  return {
    code: typeof code === "string" && CODE.test(code) ? code : "",
    message: typeof message === "string" ? message : "",
    fields: Array.isArray(fields) ? fields.filter((field): field is string => typeof field === "string") : [],
    duplicates: duplicatesIn(item["duplicateResult"]),
  };
}

function duplicatesIn(result: unknown): readonly string[] {
  if (typeof result !== "object" || result === null) return [];
  const { matchResults = [] } = result as {
    readonly matchResults?: readonly { readonly matchRecords?: readonly { readonly record?: { readonly Id?: string } }[] }[];
  };
  return matchResults.flatMap(({ matchRecords = [] }) => matchRecords.map(({ record }) => record?.Id ?? "")).filter((id) => id !== "");
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
