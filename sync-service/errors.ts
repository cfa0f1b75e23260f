/** What the cycle does about an error; it switches on this, never on a status. */
export type Recovery = "next-cycle" | "wait" | "start-over" | "reconnect" | "give-up";

/** How an error is told to a person: what happened, and what to do. Never holds a token or mail text. */
export interface Problem {
  /** Stable: in logs, replies, and docs. */
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Every error of ours. Vendor replies are turned into these in `graph/` and `salesforce/`, keeping the `cause`. */
export abstract class SyncError extends Error {
  abstract readonly code: string;
  abstract readonly recovery: Recovery;
  abstract readonly remedy: string;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }

  get problem(): Problem {
    return { code: this.code, message: this.message, remedy: this.remedy };
  }

  /** The message without what a vendor said of the values it was sent: for logs, and where no item's owner reads it (SEC24). */
  get plainMessage(): string {
    return this.message;
  }
}

/** What a log may hold of an error: kind, code and place. Messages of parsers and of the database repeat the values they choke on. */
export function forLog(error: unknown): Readonly<Record<string, unknown>> {
  if (typeof error !== "object" || error === null) return { name: typeof error };
  const { name, code, message, stack, cause } = error as Partial<Error> & { readonly code?: unknown }; // pg-boss hands out copies that are no instances
  const within = typeof cause === "object" && cause !== null ? { cause: forLog(cause) } : {};
  if (error instanceof SyncError) return { name, code: error.code, message: error.plainMessage, remedy: error.remedy, ...within };
  const repeats = error instanceof SyntaxError || error instanceof RangeError || "severity" in error;
  const frames = stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
  return { name, ...(typeof code === "string" ? { code } : {}), ...(repeats ? {} : { message }), stack: frames, ...within };
}

/** Missing or weak configuration, every fault named at once. The process ends with 78. */
export class ConfigInvalid extends SyncError {
  readonly code = "CONFIG_INVALID";
  readonly recovery = "give-up";
  readonly remedy = "Set the variables named above and start again; the README says where each comes from.";
}

/** No bearer token, or one that is not ours, not for us, or over. */
export class NotSignedIn extends SyncError {
  readonly code = "NOT_SIGNED_IN";
  readonly recovery = "reconnect";
  readonly remedy = "Sign in again.";
}

/** The caller is known and may not do this. */
export class NotAllowed extends SyncError {
  readonly code = "NOT_ALLOWED";
  readonly recovery = "give-up";
  readonly remedy = "Ask an administrator of Tandem for the role this needs.";
}

/** Nothing of that name for this caller; also said of what belongs to others (SEC6). */
export class NotFound extends SyncError {
  readonly code = "NOT_FOUND";
  readonly recovery = "give-up";
  readonly remedy = "Check the address, or open the list again.";
}

/** The request itself is wrong. */
export class BadRequest extends SyncError {
  readonly code = "BAD_REQUEST";
  readonly recovery = "give-up";
  readonly remedy = "Correct what the message names and send it again.";
}

/** Named in the product and not yet there. */
export class NotBuilt extends SyncError {
  readonly code = "NOT_BUILT";
  readonly recovery = "give-up";
  readonly remedy = "Nothing to do: it comes with a later version.";
}

/** An address outside the allow-list (O3, SEC13). */
export class AddressRefused extends SyncError {
  readonly code = "ADDRESS_REFUSED";
  readonly recovery = "give-up";
  readonly remedy = "Nothing was sent there. If the address is yours, set it in the configuration.";
}

/** Another process took the mailbox: whoever holds an older generation stops at once. */
export class Fenced extends SyncError {
  readonly code = "FENCED";
  readonly recovery = "give-up";
  readonly remedy = "Nothing to do: the process that holds the mailbox carries on.";
}

/** Graph 410 Gone or SyncStateNotFound (MG9); Salesforce, when the watermark is older than its recycle bin. */
export class CursorExpired extends SyncError {
  readonly code = "CURSOR_EXPIRED";
  readonly recovery = "start-over";
  readonly remedy = "Nothing to do: the next cycle reads the folder again from the start.";
}

/**
 * A vendor asks to come later, and did nothing: Graph 429 (MG16), Salesforce 403 REQUEST_LIMIT_EXCEEDED (SF1), 503 to a read. A 503 to a
 * write is `OutcomeUnknown`, unless the vendor's own words say that it was turned away.
 */
export class Throttled extends SyncError {
  readonly code = "THROTTLED";
  readonly recovery = "wait";
  readonly remedy = "Nothing to do: it goes on by itself after the time the service asked for.";
  readonly retryAfterMs: number;
  /** The vendor named no time; this one is ours. */
  readonly isGuess: boolean;

  constructor(message: string, retryAfterMs: number, options?: { readonly cause?: unknown; readonly isGuess?: boolean }) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
    this.isGuess = options?.isGuess ?? false;
  }
}

/** A vendor named a time: nothing of the mailbox is asked before it. A time of ours is no reason to let everything wait. */
export function asksToWait(error: unknown): error is Throttled {
  return error instanceof Throttled && !error.isGuess;
}

/** The reply was lost or never came: the effect may have happened. Look before trying again. */
export class OutcomeUnknown extends SyncError {
  readonly code = "OUTCOME_UNKNOWN";
  readonly recovery = "next-cycle";
  readonly remedy = "Nothing to do: the next cycle looks whether it happened before it tries again.";
}

/** The vendor failed on its own account (5xx) without an effect. */
export class VendorFailed extends SyncError {
  readonly code = "VENDOR_FAILED";
  readonly recovery = "next-cycle";
  readonly remedy = "Nothing to do: it is tried again. If it lasts, look at the vendor's status page.";
}

/** A read that a vendor did not answer this time, without asking to be left alone: what does not rest on it can go on. */
export function failedInPassing(error: unknown): error is Throttled | VendorFailed {
  return error instanceof VendorFailed || (error instanceof Throttled && error.isGuess);
}

/** The record has another version than the one we decided on: Graph 412, Salesforce 412 or a moved SystemModstamp (P9). */
export class VersionMoved extends SyncError {
  readonly code = "VERSION_MOVED";
  readonly recovery = "next-cycle";
  readonly remedy = "Nothing to do: it is read again and decided anew.";
}

/** Something stands in this one record that our code cannot take. Its cause is the fault itself, which may repeat the value. */
export class Unreadable extends SyncError {
  readonly code = "UNREADABLE";
  readonly recovery = "give-up";
  readonly remedy: string;
  readonly on: "exchange" | "salesforce";
  readonly id: string;

  constructor(on: "exchange" | "salesforce", id: string, options: { readonly cause: unknown }) {
    const place = on === "exchange" ? "Outlook" : "Salesforce";
    super(`It holds something in ${place} that Tandem cannot read.`, options);
    this.remedy = `Change it in ${place}, and it is read again. If it stays, tell your administrator, or try again after the next update of Tandem.`;
    this.on = on;
    this.id = id;
  }
}

/** The thing asked for by its id is gone. */
export class Gone extends SyncError {
  readonly code = "GONE";
  readonly recovery = "next-cycle";
  readonly remedy = "Nothing to do: it was removed.";
}

/** Credentials or permissions no longer suffice: a person has to connect again, or grant something. */
export class AccessLost extends SyncError {
  readonly code: string;
  readonly recovery = "reconnect";
  readonly remedy: string;

  constructor(problem: Problem, options?: { readonly cause?: unknown }) {
    super(problem.message, options);
    this.code = problem.code;
    this.remedy = problem.remedy;
  }
}

/** The vendor refused this one record or message, for a reason a person can read. Not tried again until either side changes. */
export class Refused extends SyncError {
  readonly code: string;
  readonly recovery = "give-up";
  readonly remedy: string;
  readonly #plain: string;

  /** @param options.plain the message without the vendor's own words, where it quotes them */
  constructor(problem: Problem, options?: { readonly cause?: unknown; readonly plain?: string }) {
    super(problem.message, options);
    this.code = problem.code;
    this.remedy = problem.remedy;
    this.#plain = options?.plain ?? problem.message;
  }

  override get plainMessage(): string {
    return this.#plain;
  }
}
