import { createHash } from "node:crypto";
import { context, ok, type GraphReply, type MailboxCall } from "./call.ts";
import { badRequest, GraphError } from "./graph-error.ts";
import type { LogEntry } from "./change-log.ts";
import type { IdForm } from "./ids.ts";
import { goneId } from "./item-view.ts";
import type { ExpiryWording, StoredGone } from "./stored.ts";

/** What the first request of a delta asked for: baked into its tokens. */
export interface DeltaTerms {
  readonly select: readonly string[] | null;
  readonly filter: string | null;
  readonly expand: string | null;
  readonly changeType: string | null;
  /** Only for calendar views: the frozen window. */
  readonly window: readonly [string, string] | null;
  readonly top: number | null;
}

/** How far a client is: within a round it goes from `after` to `until`; `from` is where the round began, null in the first. */
interface Position {
  readonly collection: string;
  readonly era: number;
  readonly from: number | null;
  readonly after: number;
  /** How much of the entry that follows `after` was told already: one change of a series can fill several pages. */
  readonly within?: number;
  readonly until: number;
  readonly terms: DeltaTerms;
}

type Told = Readonly<Record<string, unknown>>;

export interface DeltaCollection<T> {
  /** The log's name: a folder's id, or `#mail` and the like. */
  readonly log: string;
  readonly contextPath: string;
  /** Path under the mailbox for links, in the form `mailFolders('id')/messages/delta`. */
  readonly linkPath: string;
  current(key: number): T | undefined;
  seqs(one: T): { readonly seq: number; readonly addedSeq: number };
  /** Null when the terms leave it out. @param since the change number up to which the client knows it; null when it may not know it at all. */
  show(one: T, since: number | null, terms: DeltaTerms): Told | readonly Told[] | null;
  /** What is told of a departure; null when it is told like any other. */
  departed?(gone: StoredGone, terms: DeltaTerms): readonly Told[] | null;
}

const PAGE = 10;

/** One page of a delta query; a nextLink while the round lasts, a deltaLink at its end. */
export function answerDelta<T>(call: MailboxCall, collection: DeltaCollection<T>, terms: DeltaTerms): GraphReply {
  const { mailbox, options } = call;
  const token = options.skipToken ?? options.deltaToken;
  if (token?.toLowerCase() === "latest") throw badRequest("The '$deltatoken=latest' query parameter is not supported for this resource.");
  const start: Position =
    token === null || token === ""
      ? { collection: `${mailbox.user}/${collection.log}`, era: mailbox.era, from: null, after: 0, until: mailbox.seq, terms }
      : opened(token, call, collection);
  const position = options.deltaToken !== null && token !== "" ? { ...start, until: isLagging(call) ? start.until : mailbox.seq } : start;
  const size = call.prefer.maxPageSize ?? position.terms.top ?? PAGE;

  const value: Told[] = [];
  const told = new Set<string>();
  let after = position.after;
  let within = position.within ?? 0;
  let more = false;
  for (const entry of mailbox.log(collection.log).between(position.after, position.until)) {
    if (value.length >= size) {
      more = true;
      break;
    }
    const mark = `${entry.key}${entry.gone ? "-" : "+"}`;
    const shown = told.has(mark) ? [] : shownEntry(entry, position, collection, call.prefer.idForm);
    const part = shown.slice(within, within + size - value.length);
    value.push(...part);
    within += part.length;
    if (within < shown.length) {
      more = true;
      break;
    }
    after = entry.seq;
    within = 0;
    if (shown.length > 0) told.add(mark);
  }
  if (!more && call.world.switches.emptyLastPage && value.length > 0) more = true;
  const next: Position = more ? { ...position, after, within } : { ...position, from: position.until, after: position.until, within: 0 };
  const link = `${call.world.baseUrl()}/v1.0/users('${call.user.id}')/${collection.linkPath}?${more ? "$skiptoken" : "$deltatoken"}=${sealed(next)}`;
  return ok({ "@odata.context": context(call, collection.contextPath), [more ? "@odata.nextLink" : "@odata.deltaLink"]: link, value });
}

/** Exchange may answer from a copy that a change has not reached yet: the round ends where the one before it ended. */
function isLagging({ world, request }: MailboxCall): boolean {
  return world.faults.strike("graph", request.method, `/v1.0${request.path}`, ["feed-lagging"]).length > 0;
}

/** The terms as the query gives them. */
export function termsOf(call: MailboxCall): DeltaTerms {
  const { options } = call;
  if (options.search !== null) throw badRequest("The query parameter '$search' is not supported for change tracking.");
  return {
    select: options.select,
    filter: options.filterText,
    expand: options.expandText,
    changeType: options.other.get("changetype") ?? null,
    window: null,
    top: options.top,
  };
}

function shownEntry<T>(entry: LogEntry, position: Position, collection: DeltaCollection<T>, form: IdForm): readonly Told[] {
  const wanted = position.terms.changeType?.toLowerCase() ?? null;
  const one = collection.current(entry.key);
  if (entry.gone) {
    if (position.from === null || (wanted !== null && wanted !== "deleted")) return [];
    const departed = collection.departed?.(entry.gone, position.terms) ?? null;
    if (departed !== null) return departed;
    return leftForGood(entry.gone, one !== undefined, form) ? [{ "@removed": { reason: "deleted" }, id: goneId(entry.gone, form) }] : [];
  }
  if (one === undefined) return [];
  const { seq, addedSeq } = collection.seqs(one);
  // An entry that a later one within the round repeats is left to that one.
  if (seq !== entry.seq && seq <= position.until) return [];
  const isNew = position.from === null || addedSeq > position.from;
  if (wanted !== null && wanted !== (isNew ? "created" : "updated")) return [];
  const shown = collection.show(one, isNew ? null : position.from, position.terms);
  return shown === null ? [] : isList(shown) ? shown : [shown];
}

const isList = (shown: Told | readonly Told[]): shown is readonly Told[] => Array.isArray(shown);

/** With immutable ids an item that left and came back has the same id: it is not told to be gone. */
function leftForGood(gone: StoredGone, isBack: boolean, form: IdForm): boolean {
  return form === "default" || gone.kind === "folder" || gone.kind === "task" ? gone.kind !== "folder" || !isBack : !isBack;
}

function sealed(position: Position): string {
  const text = Buffer.from(JSON.stringify(position)).toString("base64url");
  return `${seal(text)}${text}`;
}

function seal(text: string): string {
  return createHash("sha256").update(`delta:${text}`).digest("base64url").slice(0, 10);
}

function opened<T>(token: string, call: MailboxCall, collection: DeltaCollection<T>): Position {
  const text = token.slice(10);
  if (token.length < 12 || seal(text) !== token.slice(0, 10)) throw new GraphError(400, "SyncStateInvalid", "The sync state is invalid.");
  const position = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Position;
  if (position.collection !== `${call.mailbox.user}/${collection.log}`)
    throw new GraphError(400, "SyncStateInvalid", "The sync state was made for another collection.");
  if (position.era !== call.mailbox.era) throw expired(call, collection.linkPath, position.era);
  return position;
}

/** The published and the observed forms of "start over" (MG9). */
function expired(call: MailboxCall, linkPath: string, era: number): GraphError {
  const message = `The sync state generation is not found; generation=${era};[highest=${call.mailbox.era}].`;
  const location = `${call.world.baseUrl()}/v1.0/users('${call.user.id}')/${linkPath}?$deltatoken=`;
  const wording: ExpiryWording = call.mailbox.expiry;
  switch (wording) {
    case "gone-with-location":
      return new GraphError(410, "SyncStateNotFound", message, { location });
    case "gone-lower-case":
      return new GraphError(410, "syncStateNotFound", message);
    case "bad-request":
      return new GraphError(400, "SyncStateNotFound", message);
    case "not-found":
      return new GraphError(404, "SyncStateNotFound", message);
    case "resync-required":
      return new GraphError(410, "ResyncRequired", "Resync required. Your local data store is too far out of date.", { location });
    case "sync-state-invalid":
      return new GraphError(410, "SyncStateInvalid", "The sync state is invalid.");
  }
}
