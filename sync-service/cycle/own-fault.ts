import type { Fields } from "../../shared/records/fields.ts";
import { type Problem, Unreadable } from "../errors.ts";
import { idOn, type Link, type Settlement } from "./link.ts";
import type { Work } from "./work.ts";

/** Those of the language, and the bare one that our own checks throw. Every other class belongs to somebody. */
const OURS = new Set<unknown>([Error, TypeError, RangeError, ReferenceError, SyntaxError]);

/**
 * Whether our own code stumbled, over this very record as far as one can tell. What a vendor, the network or the database does
 * (theirs carry a code, or a cause with one) stops a slice and passes by itself.
 */
export function isOwnFault(error: unknown): error is Error {
  if (error instanceof Unreadable) return true;
  if (!(error instanceof Error) || !OURS.has(error.constructor)) return false;
  return !isOutside(error) && !isOutside(error.cause) && !/^(Connection terminated|timeout exceeded)/.test(error.message);
}

function isOutside(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && !code.startsWith("ERR_");
}

/** What is told of it. The reference is the link's id, which the log and the journal name too. */
export function ownFault(reference: string): Problem {
  return {
    code: "INTERNAL",
    message: `Tandem met a fault of its own with this item (reference ${reference}), so it is not kept in step. All others are.`,
    remedy: "Try again after the next update of Tandem, or tell your administrator the reference.",
  };
}

/** The same, where it is known what cannot be read: the record itself, or one that it would have to be compared with. */
function faultOf<F extends Fields>(link: Link<F>, error: unknown): Problem {
  if (!(error instanceof Unreadable)) return ownFault(link.id);
  const { code, message, remedy, on, id } = error;
  const effect = `so it is not kept in step (reference ${link.id}). All others are.`;
  if (idOn(link[on]) === id) return { code, message: `${message.slice(0, -1)}, ${effect}`, remedy };
  return {
    code,
    message: `Something that it has to be compared with cannot be read: ${id}. ${message} Nothing is done until then, ${effect}`,
    remedy,
  };
}

/** The link alone has failed; what is known of it stays, so that it can be tried again. */
export function stumbled<F extends Fields>(work: Work<F>, link: Link<F>, error: unknown): Settlement<F> {
  work.unexpected(error, link.id);
  const problem = faultOf(link, error);
  const about = { at: work.now(), kind: work.kind, item: idOn(link.exchange), record: idOn(link.salesforce), linkId: link.id };
  return {
    id: link.id,
    link: { ...link, state: "failed", intent: null, choice: null, among: [], dueAt: null, problem, reason: problem.message },
    absorbed: null,
    conflicts: [],
    notes: [{ ...about, action: "decide", outcome: "failed", rules: ["P1"], reason: problem.message, code: problem.code }],
  };
}

/** Which of a batch make `work` stumble, each found alone; those that only stumble together are none. */
export async function stumblingBlocks<T>(
  batch: readonly T[],
  work: (part: readonly T[]) => Promise<unknown>,
): Promise<ReadonlyMap<T, Error>> {
  try {
    await work(batch);
    return new Map();
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) return new Map([[only, error]]);
    const half = Math.ceil(batch.length / 2);
    return new Map([...(await stumblingBlocks(batch.slice(0, half), work)), ...(await stumblingBlocks(batch.slice(half), work))]);
  }
}
