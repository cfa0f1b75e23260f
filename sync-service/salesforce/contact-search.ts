import type { Contact } from "../../shared/records/contact.ts";
import type { Seen, Sought } from "../cycle/side.ts";
import { personObject } from "../mappings/person-object.ts";
import { type People, type PersonAccess, STAMP_FIELD } from "./contact-access.ts";
import { type PersonRow, seenRow, seenRows } from "./contact-rows.ts";
import { askAll, packed } from "./many-queries.ts";
import { anyOf, endingWith, fieldNames, objectName, recordId, soql, type Soql } from "./soql.ts";

/** The org's clock and ours may differ by so much. */
const CLOCKS_MS = 10 * 60_000;
/** Digits at the end of a phone number that are written together nearly everywhere. */
const PHONE_END = 4;
const PHONE_FIELDS = ["Phone", "MobilePhone", "HomePhone"];

type Found = ReadonlyMap<string, Seen<Contact>>;

/**
 * What was created under these stamps: by the field of O6, else by owner, time and content. One row stands for one stamp only. Both
 * objects are looked at, as the preset may have changed since.
 */
export async function findCreated(sought: readonly Sought<Contact>[], people: People): Promise<Found> {
  if (sought.length === 0) return new Map();
  const found = new Map<string, Seen<Contact>>();
  for (const object of ["contact", "lead"] as const) {
    const access = await people.accessTo(object);
    const left = sought.filter(({ stamp }) => !found.has(stamp));
    if (!access || left.length === 0) continue;
    const here = access.stamps ? await findByStamp(left, access, people) : await findByContent(left, access, people);
    for (const [stamp, seen] of here) found.set(stamp, seen);
  }
  return found;
}

async function findByStamp(sought: readonly Sought<Contact>[], access: PersonAccess, { api }: People): Promise<Found> {
  const conditions = sought.map(({ stamp }) => soql`${objectName(STAMP_FIELD)} = ${stamp}`);
  const columns = fieldNames([...access.columns, STAMP_FIELD]);
  const rows = await askAll<PersonRow & { readonly [STAMP_FIELD]?: string }>(
    packed(conditions).map((group) => soql`SELECT ${columns} FROM ${objectName(access.name)} WHERE ${anyOf(group)}`),
    api,
  );
  return new Map(
    rows.flatMap((row) => {
      const seen = seenRow(row, access);
      return seen ? [[row[STAMP_FIELD] ?? "", seen] as const] : [];
    }),
  );
}

async function findByContent(sought: readonly Sought<Contact>[], access: PersonAccess, { api }: People): Promise<Found> {
  const since = new Date(Math.min(...sought.map((one) => one.since.getTime())) - CLOCKS_MS);
  const names = [...new Set(sought.map(({ record }) => record.lastName ?? ""))].filter((name) => name !== "");
  const rows = await askAll<PersonRow>(
    packed(names.map((name) => soql`LastName = ${name}`)).map(
      (group) =>
        soql`SELECT ${fieldNames(access.columns)} FROM ${objectName(access.name)} WHERE OwnerId = ${recordId(access.userId)} AND CreatedDate >= ${since} AND ${anyOf(group)} ORDER BY CreatedDate, Id`,
    ),
    api,
  );
  const left = [...seenRows(rows, access)];
  const found = new Map<string, Seen<Contact>>();
  for (const { stamp, record } of sought) {
    const at = left.findIndex((seen) => hasContent(seen.record, record, access));
    const [seen] = at < 0 ? [] : left.splice(at, 1);
    if (seen) found.set(stamp, seen);
  }
  return found;
}

/** Equal in every field that was written. A contact's company is its account's, and not ours to write. */
function hasContent(there: Contact, record: Contact, { fields, object }: PersonAccess): boolean {
  return [...fields].every((field) => (field === "accountName" && object === "contact") || there[field] === record[field]);
}

/** People of anybody, as far as the user sees them, that share one of M1's natural keys with a record: more than the likely ones, never fewer. */
export async function findAlike(records: readonly Contact[], people: People): Promise<readonly (readonly Seen<Contact>[])[]> {
  const queries = people.inScope.flatMap((access) => alikeQueries(records, access));
  const rows = new Map((await askAll<PersonRow>(queries, people.api)).map((row) => [row.Id, row]));
  const found = people.inScope.flatMap((access) =>
    seenRows(
      [...rows.values()].filter((row) => personObject(row.Id) === access.object),
      access,
    ),
  );
  return records.map((record) => found.filter((seen) => isAlike(seen.record, record)));
}

function alikeQueries(records: readonly Contact[], access: PersonAccess): readonly Soql[] {
  const conditions = records.flatMap((record) => keysOf(record, access));
  const open = access.description.fields.has("IsConverted") ? soql` AND IsConverted = false` : soql``;
  return packed(conditions).map(
    (group) => soql`SELECT ${fieldNames(access.columns)} FROM ${objectName(access.name)} WHERE ${anyOf(group)}${open}`,
  );
}

function keysOf(record: Contact, { description }: PersonAccess): readonly Soql[] {
  const { email, firstName, lastName } = record;
  const keys = email === null ? [] : [soql`Email = ${email}`];
  if (lastName === null) return keys;
  const ends = [...new Set(phones(record).map(phoneEnd))].filter((end) => end.length === PHONE_END);
  const columns = PHONE_FIELDS.filter((field) => description.fields.has(field));
  const beside = [
    soql`FirstName = ${firstName}`,
    ...ends.flatMap((end) => columns.map((field) => soql`${objectName(field)} LIKE ${endingWith(end)}`)),
  ];
  return [...keys, soql`(LastName = ${lastName} AND ${anyOf(beside)})`];
}

function isAlike(one: Contact, other: Contact): boolean {
  return same(one.email, other.email) || same(one.lastName, other.lastName);
}

function same(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.toLowerCase() === other.toLowerCase();
}

function phones({ businessPhone, mobilePhone, homePhone }: Contact): readonly string[] {
  return [businessPhone, mobilePhone, homePhone].filter((phone) => phone !== null);
}

function phoneEnd(phone: string): string {
  return phone.replaceAll(/\D/gu, "").slice(-PHONE_END);
}
