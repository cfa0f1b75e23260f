import type { Contact } from "../../shared/records/contact.ts";
import { categoryName } from "../../shared/records/names.ts";
import { byAnyClock, earliest } from "../cycle/clocks.ts";
import type { Sought } from "../cycle/side.ts";
import { Refused } from "../errors.ts";
import type { BatchRequest } from "./batch.ts";
import { carries } from "./categories.ts";
import type { Graph } from "./client.ts";
import { CONTACT_SELECT, showing, STAMP_ID, STAMP_PROPERTY, type ContactItem } from "./contact-items.ts";
import { graphPath, odataText, type GraphPath, type ODataText } from "./path.ts";

interface ItemList {
  readonly value: readonly ContactItem[];
  readonly "@odata.nextLink"?: string;
}

export interface ContactLooks {
  readonly graph: Graph;
  /** The extended properties that are read with each contact. */
  readonly extended: readonly string[];
}

const SELECT: ODataText = { odata: CONTACT_SELECT };
/** Exchange finds long conditions too complex. */
const RECORDS_A_FILTER = 5;
/** More look-ups than one batch holds cost more than reading what is new. */
const ONE_BY_ONE = 20;

/** What was created under these stamps, wherever it lies now. */
export async function findByStamp(
  sought: readonly Sought<Contact>[],
  folders: readonly string[],
  { graph, extended }: ContactLooks,
): Promise<ReadonlyMap<string, ContactItem>> {
  if (sought.length === 0) return new Map();
  const requests = folders.flatMap((folder) => sought.map(({ stamp }) => stampRequest(folder, stamp, extended)));
  // What was made together lies together: a page of the newest shows a hundred of them.
  if (requests.length > ONE_BY_ONE) return findAmongNew(sought, folders, { graph, extended });
  const replies = await graph.batch(requests);
  if (replies.some(({ error }) => error instanceof Refused)) return findAmongNew(sought, folders, { graph, extended });
  const found = new Map<string, ContactItem>();
  for (const [index, { body, error }] of replies.entries()) {
    if (error) throw error;
    const stamp = sought[index % sought.length]?.stamp ?? "";
    const [item] = (body as ItemList).value;
    if (item && !found.has(stamp)) found.set(stamp, item);
  }
  return found;
}

function stampRequest(folder: string, stamp: string, extended: readonly string[]): BatchRequest {
  const filter: ODataText = {
    odata: `singleValueExtendedProperties/Any(ep: ep/id eq ${STAMP_ID.odata} and ep/value eq ${odataText(stamp).odata})`,
  };
  const path = graphPath`/contactFolders/${folder}/contacts?$select=${SELECT}&$filter=${filter}&$top=1`;
  return { method: "GET", path: showing(path, extended) };
}

/** All that were made since, each with its stamp: also where Exchange does not filter contacts by such a property. */
async function findAmongNew(
  sought: readonly Sought<Contact>[],
  folders: readonly string[],
  { graph, extended }: ContactLooks,
): Promise<ReadonlyMap<string, ContactItem>> {
  const since = byAnyClock(earliest(sought.map((one) => one.since))).toISOString();
  const filter: ODataText = { odata: `createdDateTime ge ${since}` };
  const stamps = new Set(sought.map(({ stamp }) => stamp));
  const found = new Map<string, ContactItem>();
  for (const folder of folders) {
    const path = graphPath`/contactFolders/${folder}/contacts?$select=${SELECT}&$filter=${filter}&$top=100`;
    for await (const item of items(graph, showing(path, [STAMP_PROPERTY, ...extended]))) {
      const stamp = item.singleValueExtendedProperties?.find(({ id }) => id.toLowerCase() === STAMP_PROPERTY.toLowerCase())?.value;
      if (stamp !== undefined && stamps.has(stamp)) found.set(stamp, item);
    }
  }
  return found;
}

async function* items(graph: Graph, path: GraphPath): AsyncIterable<ContactItem> {
  let page = await graph.get<ItemList>(path);
  for (;;) {
    yield* page.value;
    const next = page["@odata.nextLink"];
    if (next === undefined) return;
    page = await graph.follow<ItemList>(next);
  }
}

/** Marked contacts that share the e-mail address or the last name with one of the records: more than the likely ones, never fewer. */
export async function findAlike(
  records: readonly Contact[],
  adopted: string,
  folders: readonly string[],
  { graph, extended }: ContactLooks,
): Promise<readonly ContactItem[]> {
  const conditions = groupsOf([...new Set(records.flatMap(conditionsFor))], RECORDS_A_FILTER * 2);
  const requests = folders.flatMap((folder) =>
    conditions.map((group): BatchRequest => {
      const filter: ODataText = { odata: group.join(" or ") };
      const path = graphPath`/contactFolders/${folder}/contacts?$select=${SELECT}&$filter=${filter}&$top=200`;
      return { method: "GET", path: showing(path, extended) };
    }),
  );
  const found = new Map<string, ContactItem>();
  for (const { body, error } of await graph.batch(requests)) {
    if (error) throw error;
    const list = body as ItemList;
    const more = list["@odata.nextLink"];
    for (const item of [...list.value, ...(more === undefined ? [] : await rest(graph, more))]) {
      if (item.parentFolderId === adopted || carries(item.categories, categoryName)) found.set(item.id, item);
    }
  }
  return [...found.values()];
}

function conditionsFor({ email, lastName }: Contact): readonly string[] {
  return [
    ...(email === null ? [] : [`emailAddresses/any(a:a/address eq ${odataText(email).odata})`]),
    ...(lastName === null ? [] : [`surname eq ${odataText(lastName).odata}`]),
  ];
}

async function rest(graph: Graph, link: string): Promise<readonly ContactItem[]> {
  const list: ContactItem[] = [];
  for (let next: string | undefined = link; next !== undefined;) {
    const page: ItemList = await graph.follow<ItemList>(next);
    list.push(...page.value);
    next = page["@odata.nextLink"];
  }
  return list;
}

function groupsOf<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (let start = 0; start < list.length; start += size) groups.push(list.slice(start, start + size));
  return groups;
}
