import type { Salesforce, SubReply } from "./api.ts";
import type { Soql } from "./soql.ts";

/** A query stands in an address, of which Salesforce takes 16,384 bytes; the rest is for the fields. */
const CONDITION_BYTES = 9_000;
/** Composite takes so many queries at once. */
const QUERIES_AT_ONCE = 5;

/** Conditions in groups that fit into one query each. */
export function packed(conditions: readonly Soql[]): readonly (readonly Soql[])[] {
  const groups: Soql[][] = [];
  let room = 0;
  for (const condition of conditions) {
    const bytes = encodeURIComponent(condition.text).length + " OR ".length * 3;
    if (groups.length === 0 || bytes > room) {
      groups.push([]);
      room = CONDITION_BYTES;
    }
    groups.at(-1)?.push(condition);
    room -= bytes;
  }
  return groups;
}

/**
 * The rows of all the queries, five queries a request. A query with more than one page is asked again by itself.
 * @param asks `queryAll`: with deleted and archived rows
 */
export async function askAll<T>(queries: readonly Soql[], api: Salesforce, asks: "query" | "queryAll" = "query"): Promise<readonly T[]> {
  if (queries.length === 1 && queries[0]) return api[asks]<T>(queries[0]);
  const rows: T[] = [];
  for (let start = 0; start < queries.length; start += QUERIES_AT_ONCE) {
    const some = queries.slice(start, start + QUERIES_AT_ONCE);
    const replies = await api.composite(some.map((query, index) => api.queryPart(`q${index}`, query, asks)));
    for (const [index, query] of some.entries()) rows.push(...(await rowsOf<T>(replies[index], query, api, asks)));
  }
  return rows;
}

async function rowsOf<T>(reply: SubReply | undefined, query: Soql, api: Salesforce, asks: "query" | "queryAll"): Promise<readonly T[]> {
  if (reply?.error) throw reply.error;
  const page = reply?.body as { readonly records: readonly T[]; readonly done: boolean } | null;
  return page?.done === true ? page.records : api[asks]<T>(query);
}
