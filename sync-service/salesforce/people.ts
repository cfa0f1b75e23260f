import type { Known, KnownCase, KnownOpportunity, KnownPerson } from "../context/known-records.ts";
import { Gone, Refused } from "../errors.ts";
import type { Salesforce, SubReply, SubRequest } from "./api.ts";
import type { Description } from "./describe.ts";
import { anyOf, fieldNames, objectName, recordIds, soql, type Soql } from "./soql.ts";

/** Records of a wish: people found by address or by id, and what is open with their accounts. */
export interface PeopleWish {
  readonly addresses: readonly string[];
  /** Contacts and leads asked for by id besides. */
  readonly personIds: readonly string[];
  readonly cases: boolean;
  /** Travels in the first request with the rest; none of them a query. */
  readonly beside: readonly SubRequest[];
}

export interface PeopleFound {
  readonly known: Known;
  readonly beside: readonly SubReply[];
}

type Row = Readonly<Record<string, unknown>>;

/** A query travels as a URL, which ends at 16,384 bytes (REST guide); the addresses appear twice in the longest. */
const ADDRESS_ROOM = 4_500;

/**
 * One Composite request a hundred addresses or so: contacts, leads and users by every field of type email that the user can see,
 * the open opportunities of the contacts' accounts, and their open cases.
 */
export async function findPeople(salesforce: Salesforce, wish: PeopleWish): Promise<PeopleFound> {
  const [contact, lead, user, opportunity, kase] = await Promise.all(
    ["Contact", "Lead", "User", "Opportunity", ...(wish.cases ? ["Case"] : [])].map((object) => described(salesforce, object)),
  );
  const people = new Map<string, KnownPerson>();
  const opportunities = new Map<string, KnownOpportunity>();
  const cases = new Map<string, KnownCase>();
  let beside: readonly SubReply[] = [];
  for (const [round, addresses] of chunks(wish.addresses, emailFields(contact).length + emailFields(lead).length).entries()) {
    const personIds = round === 0 ? wish.personIds : [];
    const parts = [
      ...part(
        "contacts",
        personQuery(
          contact ?? null,
          addresses,
          personIds.filter((id) => id.startsWith("003")),
        ),
      ),
      ...part(
        "leads",
        personQuery(
          lead ?? null,
          addresses,
          personIds.filter((id) => id.startsWith("00Q")),
        ),
      ),
      ...part("users", personQuery(user ?? null, addresses, [])),
      ...part("opportunities", openQuery(opportunity ?? null, contact ?? null, addresses, personIds)),
      ...part("cases", openQuery(kase ?? null, contact ?? null, addresses, personIds)),
      ...(round === 0 ? wish.beside : []),
    ];
    if (parts.length === 0) continue;
    const replies = new Map((await salesforce.composite(parts)).map((reply) => [reply.referenceId, reply]));
    const rows = (name: string) => rowsOf(replies.get(name));
    for (const row of rows("contacts")) people.set(text(row, "Id"), personOf("Contact", row, contact));
    for (const row of rows("leads")) people.set(text(row, "Id"), personOf("Lead", row, lead));
    for (const row of rows("users")) people.set(text(row, "Id"), personOf("User", row, user));
    for (const row of rows("opportunities")) opportunities.set(text(row, "Id"), opportunityOf(row));
    for (const row of rows("cases")) cases.set(text(row, "Id"), caseOf(row));
    if (round === 0) beside = wish.beside.flatMap(({ referenceId }) => replies.get(referenceId) ?? []);
  }
  return { known: { people: [...people.values()], opportunities: [...opportunities.values()], cases: [...cases.values()] }, beside };

  function part(name: string, query: Soql | null): readonly SubRequest[] {
    return query === null ? [] : [salesforce.queryPart(name, query)];
  }
}

/** Null where the user may not see the object at all. */
async function described(salesforce: Salesforce, object: string): Promise<Description | null> {
  try {
    return await salesforce.describe(object);
  } catch (error) {
    if (error instanceof Gone || error instanceof Refused) return null;
    throw error;
  }
}

function emailFields(description: Description | null | undefined): readonly string[] {
  return [...(description?.fields.values() ?? [])].filter(({ type, filterable }) => type === "email" && filterable).map(({ name }) => name);
}

const PERSON_FIELDS = ["Id", "Name", "Title", "Phone", "MobilePhone", "AccountId"];

function personQuery(description: Description | null, addresses: readonly string[], ids: readonly string[]): Soql | null {
  const where = byAddress(description, addresses, ids);
  if (description === null || where === null) return null;
  const own = [...PERSON_FIELDS, ...emailFields(description)].filter((name) => description.fields.has(name));
  const parents = [
    ...(description.name === "Contact" && description.fields.has("AccountId") ? ["Account.Name"] : []),
    ...(description.name !== "User" && description.fields.has("OwnerId") ? ["Owner.Name"] : []),
  ];
  const living =
    description.name === "Lead" ? soql` AND IsConverted = false` : description.name === "User" ? soql` AND IsActive = true` : soql``;
  const from = objectName(description.name);
  return soql`SELECT ${fieldNames([...own, ...parents])} FROM ${from} WHERE ${where} ${living} ORDER BY Id LIMIT 500`;
}

/** Any e-mail field holds any of the addresses, or the id is one of these; null when nothing is asked. */
function byAddress(description: Description | null, addresses: readonly string[], ids: readonly string[]): Soql | null {
  const fields = addresses.length === 0 ? [] : emailFields(description);
  const conditions = [
    ...fields.map((field) => soql`${objectName(field)} IN ${addresses}`),
    ...(ids.length === 0 ? [] : [soql`Id IN ${recordIds(ids)}`]),
  ];
  return conditions.length === 0 ? null : anyOf(conditions);
}

/** Open opportunities or cases of the accounts of the contacts asked for. */
function openQuery(
  object: Description | null,
  contact: Description | null,
  addresses: readonly string[],
  ids: readonly string[],
): Soql | null {
  const contacts = byAddress(
    contact,
    addresses,
    ids.filter((id) => id.startsWith("003")),
  );
  if (object === null || contacts === null || !object.fields.has("AccountId") || !contact?.fields.has("AccountId")) return null;
  const isCase = object.name === "Case";
  const wanted = isCase ? CASE_FIELDS : OPPORTUNITY_FIELDS;
  const fields = fieldNames(wanted.filter((name) => object.fields.has(name)));
  const order = isCase ? soql`CaseNumber DESC` : soql`CloseDate`;
  return soql`SELECT ${fields} FROM ${objectName(object.name)} WHERE IsClosed = false AND AccountId IN (SELECT AccountId FROM Contact WHERE ${contacts}) ORDER BY ${order} LIMIT 200`;
}

const OPPORTUNITY_FIELDS = ["Id", "Name", "AccountId", "StageName", "Amount", "CurrencyIsoCode", "CloseDate"];
const CASE_FIELDS = ["Id", "CaseNumber", "Subject", "Status", "Priority"];

/** What the user may not ask for is simply not known to him; any other failure ends the look-up. */
function rowsOf(reply: SubReply | undefined): readonly Row[] {
  if (reply === undefined) return [];
  if (reply.error === null) return (reply.body as { readonly records: readonly Row[] }).records;
  if (reply.error instanceof Refused || reply.error instanceof Gone) return [];
  throw reply.error;
}

function personOf(type: KnownPerson["type"], row: Row, description: Description | null | undefined): KnownPerson {
  const accountId = textOrNull(row, "AccountId");
  return {
    type,
    id: text(row, "Id"),
    name: textOrNull(row, "Name") ?? "(no name)",
    addresses: emailFields(description).flatMap((field) => {
      const address = textOrNull(row, field);
      return address === null ? [] : [{ field, address }];
    }),
    title: textOrNull(row, "Title"),
    phone: textOrNull(row, "Phone") ?? textOrNull(row, "MobilePhone"),
    account: accountId === null ? null : { id: accountId, name: parentName(row, "Account") ?? "the account" },
    owner: parentName(row, "Owner"),
  };
}

function opportunityOf(row: Row): KnownOpportunity {
  const amount = row["Amount"];
  return {
    id: text(row, "Id"),
    name: textOrNull(row, "Name") ?? "(no name)",
    accountId: textOrNull(row, "AccountId"),
    stage: textOrNull(row, "StageName") ?? "",
    amount: typeof amount === "number" ? amount : null,
    currency: textOrNull(row, "CurrencyIsoCode"),
    closeDate: textOrNull(row, "CloseDate") ?? "",
  };
}

function caseOf(row: Row): KnownCase {
  const name = [textOrNull(row, "CaseNumber"), textOrNull(row, "Subject")].filter((part) => part !== null).join(" ");
  return { id: text(row, "Id"), name, status: textOrNull(row, "Status") ?? "", priority: textOrNull(row, "Priority") };
}

function parentName(row: Row, parent: string): string | null {
  const held = row[parent];
  return typeof held === "object" && held !== null ? textOrNull(held as Row, "Name") : null;
}

function text(row: Row, field: string): string {
  return textOrNull(row, field) ?? "";
}

function textOrNull(row: Row, field: string): string | null {
  const value = row[field];
  return typeof value === "string" && value !== "" ? value : null;
}

/** At least one chunk, so that ids alone are asked for too. */
function chunks(addresses: readonly string[], timesWritten: number): readonly (readonly string[])[] {
  const room = ADDRESS_ROOM / Math.max(1, timesWritten / 2);
  const all: string[][] = [[]];
  let length = 0;
  for (const address of addresses) {
    const needed = encodeURIComponent(address).length + 9; // quotes and a comma, encoded
    if (length > 0 && length + needed > room) {
      all.push([]);
      length = 0;
    }
    all.at(-1)?.push(address);
    length += needed;
  }
  return all;
}
