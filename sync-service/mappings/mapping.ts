import type { FieldValue, Fields } from "../../shared/records/fields.ts";

/**
 * Which way a field goes. `toExchange`: read in Salesforce, never written there. `toSalesforce`: written there and never read, so that what
 * it holds counts as what was last sent.
 */
export type FieldFlow = "both" | "toExchange" | "toSalesforce";

/** One field in one vendor's shape. What was written reads back the same. */
export interface Codec<W, V extends FieldValue> {
  /** The vendor's property that has to be asked for. */
  readonly property: string;
  read(wire: W): V;
  /** What to send. `current` is the item as it stands, so that what is not ours in a compound value stays (P3). */
  write(value: V, current: W): Partial<W>;
  /** The value is a part of one that is replaced as a whole, so `write` needs the item as it stands. */
  readonly isPart?: boolean;
  /** The id of the extended property that holds the value: it is shown by name alone, and costs a read of its own (MG10). */
  readonly extended?: string;
}

export interface Row<G, S, V extends FieldValue> {
  readonly flow: FieldFlow;
  readonly graph: Codec<G, V>;
  readonly salesforce: Codec<S, V>;
}

/** A row for each field: one without does not compile. */
export type Mapping<F extends Fields, G, S> = { readonly [Field in keyof F]: Row<G, S, F[Field]> };

type Vendor = "graph" | "salesforce";

/** The codecs of one vendor, field by field. */
export function codecs<F extends Fields, G, S>(
  mapping: Mapping<F, G, S>,
  vendor: "graph",
): { readonly [Field in keyof F]: Codec<G, F[Field]> };
export function codecs<F extends Fields, G, S>(
  mapping: Mapping<F, G, S>,
  vendor: "salesforce",
): { readonly [Field in keyof F]: Codec<S, F[Field]> };
export function codecs<F extends Fields, G, S>(mapping: Mapping<F, G, S>, vendor: Vendor): unknown {
  return Object.fromEntries(fieldsOf(mapping).map((field) => [field, mapping[field][vendor]]));
}

/** The record a vendor's item stands for. @throws TypeError when the item holds what is no value */
export function readRecord<F extends Fields, W>(of: { readonly [Field in keyof F]: Codec<W, F[Field]> }, wire: W): F {
  return Object.fromEntries(fieldsOf(of).map((field) => [field, valueOf(field, of[field].read(wire))])) as unknown as F;
}

/** Whatever a codec lets through: a list or an object would differ from itself at every look. */
function valueOf(field: string, read: FieldValue): FieldValue {
  if (read === undefined || (typeof read === "object" && read !== null)) throw new TypeError(`What stands in ${field} is no value.`);
  return read;
}

/** What to send for these changes and nothing else; several parts of one compound value travel together. */
export function writeChanges<F extends Fields, W extends object>(
  of: { readonly [Field in keyof F]: Codec<W, F[Field]> },
  changes: Partial<F>,
  current: W,
): Partial<W> {
  let patch: Partial<W> = {};
  for (const field of fieldsOf(of)) {
    const value = changes[field];
    if (value === undefined) continue;
    patch = { ...patch, ...of[field].write(value, { ...current, ...patch }) };
  }
  return patch;
}

export function fieldsOf<F extends object>(of: F): readonly (keyof F & string)[] {
  return Object.keys(of) as (keyof F & string)[];
}
