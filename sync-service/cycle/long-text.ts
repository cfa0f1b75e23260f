import { createHash } from "node:crypto";
import type { FieldValue, Fields } from "../../shared/records/fields.ts";

/** Longer texts are not kept: a hash and a length stand for them (P6). */
const KEPT_UP_TO = 1_000;
/** No text of a record begins with a control character, so this cannot be mistaken for one. */
const SIGN = "\u0000sha256:";

/** The record as it is kept at rest. */
export function condensed<F extends Fields>(record: F): F {
  return mapValues(record, (value) =>
    typeof value === "string" && value.length > KEPT_UP_TO && !isDigest(value) ? digestOf(value) : value,
  );
}

/** Puts texts back in place of digests wherever one of `among` still holds them. */
export function rehydrated<F extends Fields>(record: F, among: readonly F[]): F {
  if (!hasDigest(record)) return record;
  return mapValues(record, (value, field) => {
    if (!isDigest(value)) return value;
    return (
      among.map((other) => other[field]).find((text) => typeof text === "string" && !isDigest(text) && digestOf(text) === value) ?? value
    );
  });
}

/** Whether two values are one, either of which may be kept as its digest. */
export const sameText = (one: FieldValue, other: FieldValue): boolean => one === other || inShort(one) === inShort(other);
const inShort = (value: FieldValue) => condensed({ value }).value;

/** Whether a text is missing, which has to be read from the side that has it. */
export const hasDigest = (record: Fields): boolean => Object.values(record).some(isDigest);

const isDigest = (value: FieldValue | undefined): value is string => typeof value === "string" && value.startsWith(SIGN);
const digestOf = (text: string) => `${SIGN}${createHash("sha256").update(text).digest("base64url")}:${text.length}`;

function mapValues<F extends Fields>(record: F, change: (value: FieldValue, field: string) => FieldValue): F {
  return Object.fromEntries(Object.entries(record).map(([field, value]) => [field, change(value, field)])) as F;
}
