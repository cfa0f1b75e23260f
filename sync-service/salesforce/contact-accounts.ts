import freeMailDomains from "email-providers/all.json" with { type: "json" };
import type { Contact } from "../../shared/records/contact.ts";
import type { Salesforce } from "./api.ts";
import { askAll, packed } from "./many-queries.ts";
import { anyOf, endingWith, soql } from "./soql.ts";

const FREE_MAIL: ReadonlySet<string> = new Set(freeMailDomains);
/** More rows than this do not tell which account a domain belongs to, at any sensible price. */
const ROWS_A_DOMAIN = 2_000;

/**
 * The account for each new contact (C4): the only one of exactly that name, else the only one whose contacts use the e-mail domain;
 * never by a free-mail domain or one of the company's own. Null where that leaves none or several: then a person is asked.
 * @param ownDomains in lower case
 */
export async function accountsFor(
  records: readonly Contact[],
  ownDomains: ReadonlySet<string>,
  api: Salesforce,
): Promise<readonly (string | null)[]> {
  const names = new Set(records.map(({ accountName }) => accountName).filter((name) => name !== null));
  const byName = await accountsByName([...names], api);
  const found = records.map(({ accountName }) => (accountName === null ? null : (byName.get(accountName) ?? null)));
  const isOpen = (index: number): boolean => found[index] === null && !severalHave(records[index]?.accountName ?? null, byName);
  const domains = records.map(({ email }, index) => (isOpen(index) ? usableDomain(email, ownDomains) : null));
  const byDomain = await accountsByDomain([...new Set(domains.filter((domain) => domain !== null))], api);
  return records.map((_, index) => found[index] ?? byDomain.get(domains[index] ?? "") ?? null);
}

/** Null for a name that several accounts have. */
async function accountsByName(names: readonly string[], api: Salesforce): Promise<ReadonlyMap<string, string | null>> {
  if (names.length === 0) return new Map();
  const queries = packed(names.map((name) => soql`Name = ${name}`)).map(
    (group) => soql`SELECT Id, Name FROM Account WHERE ${anyOf(group)}`,
  );
  const byName = new Map<string, string | null>();
  for (const { Id, Name } of await askAll<{ readonly Id: string; readonly Name: string }>(queries, api))
    byName.set(Name, byName.has(Name) ? null : Id);
  return byName;
}

/** Several accounts of that name are a question for a person; the domain must not answer it. */
function severalHave(name: string | null, byName: ReadonlyMap<string, string | null>): boolean {
  return name !== null && byName.get(name) === null;
}

async function accountsByDomain(domains: readonly string[], api: Salesforce): Promise<ReadonlyMap<string, string | null>> {
  if (domains.length === 0) return new Map();
  const queries = packed(domains.map((domain) => soql`Email LIKE ${endingWith(`@${domain}`)}`)).map(
    (group) => soql`SELECT AccountId, Email FROM Contact WHERE AccountId != null AND ${anyOf(group)} LIMIT ${ROWS_A_DOMAIN}`,
  );
  const rows = await askAll<{ readonly AccountId: string; readonly Email: string }>(queries, api);
  // A list that was cut may lack the second account of any domain.
  if (rows.length >= ROWS_A_DOMAIN) return domains.length === 1 ? new Map() : each(domains, api);
  const byDomain = new Map<string, string | null>();
  for (const { AccountId, Email } of rows) {
    const domain = domainOf(Email) ?? "";
    const known = byDomain.get(domain);
    byDomain.set(domain, known === undefined || known === AccountId ? AccountId : null);
  }
  return byDomain;
}

/** Halves, until each answer is whole. */
async function each(domains: readonly string[], api: Salesforce): Promise<ReadonlyMap<string, string | null>> {
  const middle = Math.ceil(domains.length / 2);
  const halves = [await accountsByDomain(domains.slice(0, middle), api), await accountsByDomain(domains.slice(middle), api)];
  return new Map(halves.flatMap((half) => [...half]));
}

function usableDomain(email: string | null, ownDomains: ReadonlySet<string>): string | null {
  const domain = domainOf(email);
  return domain === null || FREE_MAIL.has(domain) || ownDomains.has(domain) ? null : domain;
}

function domainOf(email: string | null): string | null {
  const domain = email?.split("@").at(-1)?.trim().toLowerCase() ?? "";
  return domain.includes(".") && email?.includes("@") === true ? domain : null;
}
