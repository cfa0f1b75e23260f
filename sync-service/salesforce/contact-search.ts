import type { Contact } from "../../shared/records/contact.ts";
import { maybeSamePerson } from "../cycle/maybe-the-same.ts";
import type { PersonAccess, PersonRow } from "./contact-rows.ts";
import { askAll, packed } from "./many-queries.ts";
import { type Found, foundRows } from "./record-reads.ts";
import type { Records } from "./record-access.ts";
import { anyOf, endingWith, fieldNames, objectName, soql, type Soql } from "./soql.ts";

/** Digits at the end of a phone number that are written together nearly everywhere. */
const PHONE_END = 4;
const PHONE_FIELDS = ["Phone", "MobilePhone", "HomePhone"];

/** People of anybody, as far as the user sees them, that share one of M1's natural keys with a record: more than the likely ones, never fewer. */
export async function findAlikePeople(
  records: readonly Contact[],
  people: Records<Contact, PersonRow>,
): Promise<readonly (readonly Found<Contact, PersonRow>[])[]> {
  const queries = people.inScope.flatMap((access) => alikeQueries(records, access));
  const rows = new Map((await askAll<PersonRow>(queries, people.api)).map((row) => [row.Id, row]));
  const found = people.inScope.flatMap((access) =>
    foundRows(
      [...rows.values()].filter((row) => people.objectOf(row.Id) === access.object),
      access,
    ),
  );
  return records.map((record) => found.filter(({ seen }) => maybeSamePerson(seen.record, record)));
}

function alikeQueries(records: readonly Contact[], access: PersonAccess): readonly Soql[] {
  const conditions = records.flatMap((record) => keysOf(record, access));
  const open = access.description.fields.has("IsConverted") ? soql` AND IsConverted = false` : soql``;
  return packed(conditions).map(
    (group) => soql`SELECT ${fieldNames(access.columns)} FROM ${objectName(access.object)} WHERE ${anyOf(group)}${open}`,
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

function phones({ businessPhone, mobilePhone, homePhone }: Contact): readonly string[] {
  return [businessPhone, mobilePhone, homePhone].filter((phone) => phone !== null);
}

function phoneEnd(phone: string): string {
  return phone.replaceAll(/\D/gu, "").slice(-PHONE_END);
}
