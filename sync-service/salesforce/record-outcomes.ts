import type { Fields } from "../../shared/records/fields.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { Gone, OutcomeUnknown, Refused, type SyncError, Throttled, VersionMoved } from "../errors.ts";

/** Takes down what came of an action; the last word counts. */
export type Settle<F extends Fields> = (action: Action<F>, outcome: Outcome<F>) => void;

/** The columns that a restricted picklist is about; nothing else can be left out. */
function unlistedIn({ cause }: Refused): { readonly unlisted?: readonly string[] } {
  const { code, fields } = (cause ?? {}) as { readonly code?: string; readonly fields?: readonly string[] };
  return code === "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" && fields && fields.length > 0 ? { unlisted: fields } : {};
}

/** So long a write waits whose read failed, or whose user may do nothing at present. */
const LATER_MS = 30_000;

/** What an error means for one action. */
export function failed<F extends Fields>(action: Action<F>, error: SyncError): Outcome<F> {
  if (error instanceof Gone) return action.do === "create" ? { is: "refused", problem: error.problem } : { is: "gone" };
  if (error instanceof VersionMoved) return { is: "moved" };
  if (error instanceof OutcomeUnknown) return { is: "unknown" };
  if (error instanceof Throttled) return { is: "later", retryAfterMs: error.retryAfterMs };
  if (error instanceof Refused) return { is: "refused", problem: error.problem, ...unlistedIn(error) };
  return { is: "later", retryAfterMs: LATER_MS };
}
