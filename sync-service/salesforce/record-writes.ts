import type { Fields } from "../../shared/records/fields.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { SyncError } from "../errors.ts";
import type { RecordRow } from "./record-access.ts";
import { createAll } from "./record-creates.ts";
import { failed, type Settle } from "./record-outcomes.ts";
import { changeAll } from "./record-updates.ts";
import type { RecordWritePorts } from "./record-write-ports.ts";

/**
 * P9: the versions are read right before; then only the changed fields are sent, in one request with a reading just before and one
 * just after. What is contested goes by itself with `If-Unmodified-Since`, a removal after reading that record.
 */
export async function writeRecords<F extends Fields, R extends RecordRow>(
  actions: readonly Action<F>[],
  ports: RecordWritePorts<F, R>,
): Promise<readonly Outcome<F>[]> {
  const outcomes = new Map<Action<F>, Outcome<F>>();
  const settle: Settle<F> = (action, outcome) => outcomes.set(action, outcome);
  try {
    await changeAll(
      actions.filter((action) => action.do !== "create"),
      ports,
      settle,
    );
    await createAll(
      actions.filter((action) => action.do === "create"),
      ports,
      settle,
    );
  } catch (error) {
    // Once something was written, an exception would lose its outcome.
    const wrote = [...outcomes.values()].some(({ is }) => is !== "moved" && is !== "gone");
    if (!(error instanceof SyncError) || !wrote) throw error;
    for (const action of actions) if (!outcomes.has(action)) settle(action, failed(action, error));
  }
  return actions.map((action) => outcomes.get(action) ?? { is: "unknown" });
}
