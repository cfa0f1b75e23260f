import type { Contact } from "../../shared/records/contact.ts";
import type { Seen } from "../cycle/side.ts";
import { readable } from "../cycle/unreadable.ts";
import { contactFromGraph, graphContactProperties } from "../mappings/contact.ts";
import type { GraphContact } from "../mappings/wire/graph-contact.ts";
import { categoriesOf } from "./categories.ts";
import { asking, graphPath, type GraphPath, odataText, type ODataText } from "./path.ts";

/** A contact as Graph shows it to us. */
export interface ContactItem extends GraphContact {
  readonly id: string;
  readonly "@odata.etag": string;
  readonly parentFolderId: string;
  readonly categories: readonly string[];
  readonly createdDateTime: string;
  readonly lastModifiedDateTime: string;
}

const PROPERTIES: readonly string[] = [
  ...graphContactProperties,
  "parentFolderId",
  "categories",
  "createdDateTime",
  "lastModifiedDateTime",
];

/** For `$select`: `id` and the ETag come by themselves. */
export const CONTACT_SELECT = PROPERTIES.join(",");

/** The link's id on what we made. One form for ever: a property is only found by the form it was written in. */
export const STAMP_PROPERTY = "String {6f6a8a0e-2f0b-4d0b-9d5c-7a3c1f5e9b42} Name TandemId";
export const STAMP_ID: ODataText = odataText(STAMP_PROPERTY);

/** The path, so that it shows these extended properties too: each is shown by name alone, and in delta none is (MG10). */
export function showing(path: GraphPath, extended: readonly string[]): GraphPath {
  if (extended.length === 0) return path;
  const named: ODataText = { odata: extended.map((id) => `id eq ${odataText(id).odata}`).join(" or ") };
  return asking(path, graphPath`$expand=${{ odata: `singleValueExtendedProperties($filter=${named.odata})` }}`);
}

/** Whether a delta item holds everything that was asked for, and not only what changed (MG5). */
export function isWhole(item: Partial<ContactItem>): item is ContactItem {
  return typeof item["@odata.etag"] === "string" && PROPERTIES.every((property) => property in item);
}

/** How contacts of one mailbox are looked at. */
export interface ContactView {
  /** The id of "Salesforce Contacts". */
  readonly adopted: string;
  /** Those that are kept in step: of the others nothing is told (P6). */
  readonly fields: ReadonlySet<keyof Contact>;
}

/** @throws Unreadable */
export function seenContact(item: ContactItem, { adopted, fields }: ContactView): Seen<Contact> {
  return readable("exchange", item.id, () => ({
    id: item.id,
    version: item["@odata.etag"],
    record: asFarAs(fields, contactFromGraph(item)),
    standing: {
      on: "exchange",
      container: item.parentFolderId,
      inFolder: item.parentFolderId === adopted,
      categories: categoriesOf(item),
      createdAt: item.createdDateTime,
      changedAt: item.lastModifiedDateTime,
    },
  }));
}

function asFarAs(fields: ContactView["fields"], record: Contact): Contact {
  const kept = Object.entries(record).map(([field, value]) => [field, fields.has(field as keyof Contact) ? value : null]);
  return Object.fromEntries(kept) as Contact;
}
