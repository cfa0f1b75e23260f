import type { Fields } from "../../shared/records/fields.ts";
import type { Seen } from "../cycle/side.ts";
import type { RecordFields, Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";

/** What any row tells that we ask for. */
export interface RecordRow {
  readonly Id: string;
  readonly OwnerId: string;
  readonly SystemModstamp: string;
}

/** The field of product.md O6, where the org has it. */
export const STAMP_FIELD = "Tandem_Id__c";

/** What this user can do with one object, and how its rows are read and written. */
export interface RecordAccess<F extends Fields, R extends RecordRow> {
  /** The object's name in the API. */
  readonly object: string;
  /** For sentences: "tasks". */
  readonly many: string;
  readonly userId: string;
  readonly description: Description;
  /** The fields that this user can read and write. */
  readonly fields: ReadonlySet<keyof F & string>;
  /** For SELECT. */
  readonly columns: readonly string[];
  /** The stamp can be written and found. */
  readonly stamps: boolean;
  fromRow(row: R): F;
  /** Fields that are written here and cannot be read. */
  readonly sentOnly?: ReadonlySet<string>;
  /** @param row as it stands; absent, when it is new */
  toFields(changes: Partial<F>, row?: R): RecordFields;
  /** Whether it comes down, as far as that can be told of a row that cannot be read. */
  concerns(row: R): boolean;
  /** Null for a row that lives on as another record (SF19): it is not there any more. @throws Unreadable */
  seen(row: R): Seen<F> | null;
}

/** The records of one kind in one user's org: of one object, or of several, as people are contacts and leads. */
export interface Records<F extends Fields, R extends RecordRow> {
  readonly api: Salesforce;
  /** The objects that are kept in step and that the user may see, the one with priority first. */
  readonly inScope: readonly RecordAccess<F, R>[];
  /** What a new record is made as. */
  readonly made: RecordAccess<F, R>;
  /** Every object such records can be of: what was linked under another setting is still read. */
  readonly objects: readonly string[];
  objectOf(id: string): string;
  /** Null when the user may not see the object. */
  accessTo(object: string): Promise<RecordAccess<F, R> | null>;
}

export function ofOneObject<F extends Fields, R extends RecordRow>(api: Salesforce, access: RecordAccess<F, R>): Records<F, R> {
  const { object } = access;
  return { api, inScope: [access], made: access, objects: [object], objectOf: () => object, accessTo: async () => access };
}

/** What to send for these changes, as far as the user may write them. @param row as it stands; absent, when it is new */
export function writable<F extends Fields, R extends RecordRow>(
  changes: Partial<F>,
  { fields, toFields }: RecordAccess<F, R>,
  row?: R,
): RecordFields {
  return toFields(Object.fromEntries(Object.entries(changes).filter(([field]) => fields.has(field))) as Partial<F>, row);
}

/** Whether our stamp can be written and found there. */
export function hasStamp(description: Description): boolean {
  const stamp = description.fields.get(STAMP_FIELD);
  return stamp?.createable === true && stamp.filterable;
}

/** SystemModstamp in one form, whichever API told it. */
export function versionOf({ SystemModstamp }: Pick<RecordRow, "SystemModstamp">): string {
  return new Date(SystemModstamp).toISOString();
}
