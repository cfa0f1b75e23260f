import { notParsed, refused, type Refusal } from "./errors.ts";
import { canonicalId } from "./ids.ts";
import type { Field } from "./object-table.ts";
import type { Value } from "./record-store.ts";
import { readDate, readTime, wireTime } from "./wire-time.ts";

/**
 * What Salesforce keeps of a value that a caller wrote into a field: trimmed, with line ends as CR LF in text areas, ids in their
 * 18 characters.
 * @throws Refusal when the field cannot hold it.
 */
export function keptValue(field: Field, raw: unknown): Value {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === "object") throw cannotRead(field, Array.isArray(raw) ? "START_ARRAY value [" : "START_OBJECT value {");
  switch (field.type) {
    case "boolean":
      return keptBoolean(field, raw);
    case "int":
    case "double":
    case "currency":
    case "percent":
      return keptNumber(field, raw);
    case "date":
      return keptText(raw) === null ? null : (readDate(String(raw)) ?? throws(cannotRead(field, `VALUE_STRING value ${String(raw)}`)));
    case "datetime":
      return keptText(raw) === null ? null : keptTime(field, String(raw));
    case "reference":
    case "id":
      checkIsText(field, raw);
      return keptReference(field, keptText(raw));
    case "email":
      checkIsText(field, raw);
      return keptEmail(field, keptText(raw));
    case "picklist":
      checkIsText(field, raw);
      return keptChoice(field, keptText(raw));
    case "textarea":
      checkIsText(field, raw);
      return keptLength(field, keptText(String(raw).replaceAll(/\r\n|\r|\n/gu, "\r\n")));
    case "string":
    case "phone":
    case "url":
    case "combobox":
      checkIsText(field, raw);
      return keptLength(field, keptText(raw));
    case "address":
    case "base64":
      throw cannotRead(field, `VALUE_STRING value ${String(raw)}`);
  }
}

function checkIsText(field: Field, raw: unknown): void {
  if (typeof raw === "string") return;
  const token = typeof raw === "boolean" ? `VALUE_${String(raw).toUpperCase()}` : `VALUE_NUMBER_${Number.isInteger(raw) ? "INT" : "FLOAT"}`;
  throw cannotRead(field, `${token} value ${String(raw)}`);
}

/** Trimmed as Java trims: of everything up to the space, the wider spaces of Unicode being kept. */
function keptText(raw: unknown): string | null {
  const text = String(raw);
  let start = 0;
  let end = text.length;
  while (start < end && text.charAt(start) <= " ") start += 1;
  while (end > start && text.charAt(end - 1) <= " ") end -= 1;
  return start === end ? null : text.slice(start, end);
}

function keptLength(field: Field, text: string | null): string | null {
  if (text !== null && field.length > 0 && text.length > field.length) {
    throw refused("STRING_TOO_LONG", `${field.label}: data value too large: ${text} (max length=${field.length})`, [field.name]);
  }
  return text;
}

function keptBoolean(field: Field, raw: unknown): boolean {
  if (typeof raw === "boolean") return raw;
  if (raw === "true" || raw === "false") return raw === "true";
  throw cannotRead(field, `VALUE_${typeof raw === "number" ? "NUMBER_INT" : "STRING"} value ${String(raw)}`);
}

function keptNumber(field: Field, raw: unknown): number | null {
  if (raw === "") return null;
  const number = typeof raw === "boolean" ? Number.NaN : Number(raw);
  if (Number.isNaN(number) || (field.type === "int" && !Number.isInteger(number))) {
    throw cannotRead(field, `VALUE_STRING value ${String(raw)}`);
  }
  const limit = field.type === "int" ? 2 ** 31 : 10 ** (field.precision - field.scale);
  if (Math.abs(number) >= limit) {
    throw refused("NUMBER_OUTSIDE_VALID_RANGE", `${field.label}: value outside of valid range on numeric field: ${number}`, [field.name]);
  }
  return field.type === "int" ? number : Number(number.toFixed(field.scale));
}

function keptTime(field: Field, text: string): string {
  const moment = readTime(text) ?? (readDate(text) === text ? readTime(`${text}T00:00:00Z`) : null);
  if (!moment) throw cannotRead(field, `VALUE_STRING value ${text}`);
  return wireTime(moment);
}

function keptReference(field: Field, text: string | null): string | null {
  if (text === null) return null;
  return canonicalId(text) ?? throws(wrongId(field, text));
}

export function wrongId(field: Field, text: string): Refusal {
  return refused("MALFORMED_ID", `${field.label}: id value of incorrect type: ${text}`, [field.name]);
}

const EMAIL = /^[A-Za-z0-9.!#$%&'*+\-/=?^_`{|}~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/u;

function keptEmail(field: Field, text: string | null): string | null {
  if (text === null) return null;
  if (!EMAIL.test(text) || text.startsWith(".") || text.includes("..") || text.includes(".@")) {
    throw refused("INVALID_EMAIL_ADDRESS", `${field.label}: invalid email address: ${text}`, [field.name]);
  }
  return keptLength(field, text);
}

function keptChoice(field: Field, text: string | null): string | null {
  if (text === null) return null;
  const known = field.picklist.find((choice) => choice.value.toLowerCase() === text.toLowerCase());
  if (known) return known.value;
  if (field.restricted && field.picklist.length > 0) {
    throw refused("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", `${field.label}: bad value for restricted picklist field: ${text}`, [
      field.name,
    ]);
  }
  return keptLength(field, text);
}

/** What the parser calls the types that are no text. */
const JSON_TYPES: Readonly<Partial<Record<Field["type"], string>>> = {
  boolean: "boolean",
  int: "int",
  double: "double",
  currency: "double",
  percent: "double",
  date: "date",
  datetime: "datetime",
  reference: "reference",
  id: "reference",
  address: "address",
  base64: "base64Binary",
};

function cannotRead(field: Field, token: string): Refusal {
  return notParsed(
    `Cannot deserialize instance of ${JSON_TYPES[field.type] ?? "string"} from ${token} or request may be missing a required field at [line:1, column:1]`,
  );
}

function throws(refusal: Refusal): never {
  throw refusal;
}
