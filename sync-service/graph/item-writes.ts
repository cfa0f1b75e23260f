import type { Fields } from "../../shared/records/fields.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { AccessLost, Gone, OutcomeUnknown, type Problem, Refused, type SyncError, Throttled, VersionMoved } from "../errors.ts";
import type { BatchReply, BatchRequest } from "./batch.ts";
import type { Graph } from "./client.ts";
import type { Item } from "./item-reads.ts";

/** The requests of one action, or what came of it without any. */
export type Prepared<F extends Fields> = { readonly requests: readonly BatchRequest[] } | { readonly outcome: Outcome<F> };

/** How actions on one kind of item are sent. `Later`: what `outcomeOf` answers when a reply leaves an outcome open. */
export interface ItemWrites<F extends Fields, Later> {
  prepare(action: Action<F>): Prepared<F>;
  /** @param replies those of the action's own requests, none of them an error */
  outcomeOf(action: Action<F>, replies: readonly BatchReply[]): Outcome<F> | Later;
  /** What is said when the container of a new item is gone. */
  readonly missing?: (cause: unknown) => Problem;
}

/** Sends what was prepared, twenty writes a request, and answers one outcome each, in order. @throws AccessLost when all were met by it */
export async function writeItems<F extends Fields, Later = never>(
  actions: readonly Action<F>[],
  { prepare, outcomeOf, missing }: ItemWrites<F, Later>,
  graph: Graph,
): Promise<readonly (Outcome<F> | Later)[]> {
  const prepared = actions.map((action) => ({ action, ...prepare(action) }));
  const replies = await graph.batch(prepared.flatMap((one) => ("requests" in one ? one.requests : [])));
  refuseAll(replies);
  let next = 0;
  return prepared.map((one) => {
    if ("outcome" in one) return one.outcome;
    const own = replies.slice(next, next + one.requests.length);
    next += one.requests.length;
    const failed = own.find(({ error }) => error !== null)?.error;
    return failed ? failureOf(one.action, failed, missing) : outcomeOf(one.action, own);
  });
}

/** The item that a write rests on, when it is there in the version decided on; else what came of the write without asking. */
export function asDecidedOn<F extends Fields, T extends Item>(
  action: Exclude<Action<F>, { readonly do: "create" }>,
  item: T | undefined,
): { readonly item: T } | { readonly outcome: Outcome<F> } {
  if (!item) return { outcome: action.do === "remove" ? { is: "done", seen: null } : { is: "gone" } };
  return item["@odata.etag"] === action.version ? { item } : { outcome: { is: "moved" } };
}

/** In a new item what is blank need not be said. */
export function withoutBlanks<T extends object>(wire: Partial<T>): Partial<T> {
  return Object.fromEntries(
    Object.entries(wire).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  ) as Partial<T>;
}

/** An error for the whole mailbox, met before anything was written, is no matter of one item. */
function refuseAll(replies: readonly BatchReply[]): void {
  const [first] = replies;
  if (first?.error instanceof AccessLost && replies.every(({ error }) => error instanceof AccessLost)) throw first.error;
}

/** So long a write waits whose read failed, or whose mailbox let nothing through. */
const LATER_MS = 30_000;

/** What an error means for one action. */
export function failureOf<F extends Fields>(action: Action<F>, error: SyncError, missing?: (cause: unknown) => Problem): Outcome<F> {
  if (error instanceof Gone) {
    if (action.do === "remove") return { is: "done", seen: null };
    return action.do === "create" && missing ? { is: "refused", problem: missing(error) } : { is: "gone" };
  }
  if (error instanceof VersionMoved) return { is: "moved" };
  if (error instanceof OutcomeUnknown) return { is: "unknown" };
  if (error instanceof Throttled) return { is: "later", retryAfterMs: error.retryAfterMs };
  if (error instanceof Refused) return { is: "refused", problem: error.problem };
  return { is: "later", retryAfterMs: LATER_MS };
}
