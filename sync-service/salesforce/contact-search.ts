import type { Contact } from "../../shared/records/contact.ts";
import type { Sought } from "../cycle/side.ts";
import { contactFromSalesforce } from "../mappings/contact.ts";
import type { Salesforce } from "./api.ts";
import { STAMP_FIELD, type ContactAccess, type ContactRow } from "./contact-rows.ts";
import { askAll, packed } from "./many-queries.ts";
import { anyOf, endingWith, fieldNames, objectName, recordId, soql, type Soql } from "./soql.ts";

/** The org's clock and ours may differ by so much. */
const CLOCKS_MS = 10 * 60_000;
/** Digits at the end of a phone number that are written together nearly everywhere. */
const PHONE_END = 4;

/** What was created under these stamps: by the field of O6, else by owner, time and content. One row stands for one stamp only. */
export async function findCreated(
  sought: readonly Sought<Contact>[],
  access: ContactAccess,
  api: Salesforce,
): Promise<ReadonlyMap<string, ContactRow>> {
  if (sought.length === 0) return new Map();
  return access.stamps ? findByStamp(sought, access, api) : findByContent(sought, access, api);
}

async function findByStamp(
  sought: readonly Sought<Contact>[],
  access: ContactAccess,
  api: Salesforce,
): Promise<ReadonlyMap<string, ContactRow>> {
  const conditions = sought.map(({ stamp }) => soql`${objectName(STAMP_FIELD)} = ${stamp}`);
  const rows = await askAll<ContactRow & { readonly [STAMP_FIELD]?: string }>(
    packed(conditions).map((group) => soql`SELECT ${fieldNames([...access.columns, STAMP_FIELD])} FROM Contact WHERE ${anyOf(group)}`),
    api,
  );
  return new Map(rows.map((row) => [row[STAMP_FIELD] ?? "", row]));
}

async function findByContent(
  sought: readonly Sought<Contact>[],
  access: ContactAccess,
  api: Salesforce,
): Promise<ReadonlyMap<string, ContactRow>> {
  const since = new Date(Math.min(...sought.map((one) => one.since.getTime())) - CLOCKS_MS);
  const names = [...new Set(sought.map(({ record }) => record.lastName ?? ""))].filter((name) => name !== "");
  const rows = await askAll<ContactRow>(
    packed(names.map((name) => soql`LastName = ${name}`)).map(
      (group) =>
        soql`SELECT ${fieldNames(access.columns)} FROM Contact WHERE OwnerId = ${recordId(access.userId)} AND CreatedDate >= ${since} AND ${anyOf(group)} ORDER BY CreatedDate, Id`,
    ),
    api,
  );
  const left = [...rows];
  const found = new Map<string, ContactRow>();
  for (const { stamp, record } of sought) {
    const at = left.findIndex((row) => hasContent(row, record, access));
    const [row] = at < 0 ? [] : left.splice(at, 1);
    if (row) found.set(stamp, row);
  }
  return found;
}

/** Equal in every field that was written. */
function hasContent(row: ContactRow, record: Contact, { fields }: ContactAccess): boolean {
  const there = contactFromSalesforce(row);
  return [...fields].every((field) => field === "accountName" || there[field] === record[field]);
}

/** Contacts of anybody, as far as the user sees them, that share one of M1's natural keys with a record: more than the likely ones, never fewer. */
export async function findAlike(
  records: readonly Contact[],
  access: ContactAccess,
  api: Salesforce,
): Promise<readonly (readonly ContactRow[])[]> {
  const conditions = records.flatMap(keysOf);
  if (conditions.length === 0) return records.map(() => []);
  const queries = packed(conditions).map((group) => soql`SELECT ${fieldNames(access.columns)} FROM Contact WHERE ${anyOf(group)}`);
  const rows = new Map((await askAll<ContactRow>(queries, api)).map((row) => [row.Id, row]));
  return records.map((record) => [...rows.values()].filter((row) => isAlike(contactFromSalesforce(row), record)));
}

function keysOf(record: Contact): readonly Soql[] {
  const { email, firstName, lastName } = record;
  const keys = email === null ? [] : [soql`Email = ${email}`];
  if (lastName === null) return keys;
  const ends = [...new Set(phones(record).map(phoneEnd))].filter((end) => end.length === PHONE_END);
  const beside = [
    soql`FirstName = ${firstName}`,
    ...ends.flatMap((end) => ["Phone", "MobilePhone", "HomePhone"].map((field) => soql`${objectName(field)} LIKE ${endingWith(end)}`)),
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
