import type { Fields } from "../../shared/records/fields.ts";
import type { Action } from "../cycle/side.ts";
import type { RecordFields } from "./api.ts";
import type { RecordRow, Records } from "./record-access.ts";
import type { Found } from "./record-reads.ts";

export type Update<F extends Fields> = Extract<Action<F>, { readonly do: "update" }>;
export type Create<F extends Fields> = Extract<Action<F>, { readonly do: "create" }>;
export type Remove<F extends Fields> = Extract<Action<F>, { readonly do: "remove" }>;

/** An update, and the record as read right before. */
export interface Changed<F extends Fields, R extends RecordRow> extends Found<F, R> {
  readonly action: Update<F>;
}

export interface RecordWritePorts<F extends Fields, R extends RecordRow> {
  readonly records: Records<F, R>;
  /** What new records are given beside their own fields, in order. */
  readonly besides?: (records: readonly F[]) => Promise<readonly RecordFields[]>;
  /** What changed records are given beside their changes, in order. */
  readonly besidesChanges?: (changed: readonly Changed<F, R>[]) => Promise<readonly RecordFields[]>;
}
