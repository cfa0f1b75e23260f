import type { Fields } from "../../shared/records/fields.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { type Problem, SyncError } from "../errors.ts";
import type { RecordAccess, RecordRow, Records } from "./record-access.ts";
import { failed } from "./record-outcomes.ts";

/** Salesforce names one field at a time, and a record has few picklists. */
const ROUNDS = 5;

interface Left {
  readonly fields: readonly string[];
  readonly problem: Problem;
}

/**
 * A restricted picklist, or a record type, refuses a value that is not on its list, and with it the whole record. The rest is written without
 * it, and what was left out is told: one odd title is no reason to keep a person out.
 */
export async function writeWhatIsListed<F extends Fields, R extends RecordRow>(
  actions: readonly Action<F>[],
  records: Records<F, R>,
  write: (actions: readonly Action<F>[]) => Promise<readonly Outcome<F>[]>,
): Promise<readonly Outcome<F>[]> {
  const outcomes = [...(await write(actions))];
  const [sent, left] = [[...actions], new Map<number, Left>()];
  for (let round = 0; round < ROUNDS; round += 1) {
    const again: { readonly index: number; readonly action: Action<F> }[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const action = sent[index];
      if (!action || outcome.is !== "refused" || outcome.unlisted === undefined) continue;
      const fields = await fieldsBehind(action, outcome.unlisted, records);
      if (fields.length === 0) continue;
      left.set(index, { fields: [...(left.get(index)?.fields ?? []), ...fields], problem: outcome.problem });
      again.push({ index, action: without(action, fields) });
    }
    if (again.length === 0) break;
    const tried = await write(again.map(({ action }) => action)).catch((error: unknown) => {
      // What was answered to the others stands.
      if (!(error instanceof SyncError)) throw error;
      return again.map(({ action }) => failed(action, error));
    });
    for (const [place, { index, action }] of again.entries()) {
      sent[index] = action;
      outcomes[index] = tried[place] ?? { is: "unknown" };
    }
  }
  return outcomes.map((outcome, index) => {
    const leftOut = left.get(index);
    return outcome.is === "done" && leftOut ? { ...outcome, leftOut } : outcome;
  });
}

/** Which fields of the record stand in these columns. */
async function fieldsBehind<F extends Fields, R extends RecordRow>(
  action: Action<F>,
  columns: readonly string[],
  records: Records<F, R>,
): Promise<readonly (keyof F & string)[]> {
  if (action.do === "remove") return [];
  const access: RecordAccess<F, R> | null = action.do === "create" ? records.made : await records.accessTo(records.objectOf(action.id));
  const values: Partial<F> = action.do === "create" ? action.record : action.changes;
  const given = Object.keys(values).filter((field) => values[field] !== null && access?.fields.has(field) === true);
  return given.filter((field) =>
    Object.keys(access?.toFields({ [field]: values[field] } as Partial<F>) ?? {}).some((name) => columns.includes(name)),
  );
}

function without<F extends Fields>(action: Action<F>, fields: readonly string[]): Action<F> {
  switch (action.do) {
    case "create":
      return { ...action, record: { ...action.record, ...Object.fromEntries(fields.map((field) => [field, null])) } };
    case "update":
      return {
        ...action,
        changes: Object.fromEntries(Object.entries(action.changes).filter(([field]) => !fields.includes(field))) as Partial<F>,
      };
    case "remove":
      return action;
  }
}
