import type { Difference } from "./compare-mail.ts";

/** A contact as either API answers it. */
export type Wire = Readonly<Record<string, unknown>>;

type Form = { readonly limit: number; readonly lines?: boolean };

/**
 * C3 written down a second time, by hand, so that the mapping is not its own judge: where each value lies in the mailbox, the
 * Salesforce field, and how much of it that field holds (lengths: the published describe of Contact).
 */
const PAIRS: readonly (readonly [field: string, read: (contact: Wire) => unknown, form: Form])[] = [
  ["Salutation", (contact) => contact["title"], { limit: 40 }],
  ["FirstName", (contact) => contact["givenName"], { limit: 40 }],
  ["LastName", (contact) => contact["surname"], { limit: 80 }],
  ["Title", (contact) => contact["jobTitle"], { limit: 128 }],
  ["Department", (contact) => contact["department"], { limit: 80 }],
  ["Email", (contact) => nested(first(contact["emailAddresses"]), "address"), { limit: 80 }],
  ["Phone", (contact) => first(contact["businessPhones"]), { limit: 40 }],
  ["HomePhone", (contact) => first(contact["homePhones"]), { limit: 40 }],
  ["MobilePhone", (contact) => contact["mobilePhone"], { limit: 40 }],
  ...(["Mailing", "Other"] as const).flatMap((kind) => {
    const place = kind === "Mailing" ? "businessAddress" : "otherAddress";
    return [
      [`${kind}Street`, (contact: Wire) => nested(contact[place], "street"), { limit: 255, lines: true }],
      [`${kind}City`, (contact: Wire) => nested(contact[place], "city"), { limit: 40 }],
      [`${kind}State`, (contact: Wire) => nested(contact[place], "state"), { limit: 80 }],
      [`${kind}PostalCode`, (contact: Wire) => nested(contact[place], "postalCode"), { limit: 20 }],
      [`${kind}Country`, (contact: Wire) => nested(contact[place], "countryOrRegion"), { limit: 80 }],
    ] as const;
  }),
  ["Birthdate", (contact) => (typeof contact["birthday"] === "string" ? contact["birthday"].slice(0, 10) : null), { limit: 10 }],
  ["Description", (contact) => contact["personalNotes"], { limit: 32_000, lines: true }],
  ["AssistantName", (contact) => contact["assistantName"], { limit: 40 }],
];

/** The mapped fields of both sides, one by one. */
export function mappedDifferences(inMailbox: Wire, inSalesforce: Wire): readonly Difference[] {
  return PAIRS.flatMap(([field, read, form]) => {
    if (!(field in inSalesforce)) return [];
    const [wanted, held] = [canonical(read(inMailbox), form), canonical(inSalesforce[field], form)];
    return wanted === held ? [] : [{ what: field, expected: wanted ?? "blank", found: held ?? "blank" }];
  });
}

/** What each change of an item brings with it by itself. */
const MAILBOX_OWN = new Set(["@odata.etag", "@odata.context", "changeKey", "lastModifiedDateTime", "categories"]);
const SALESFORCE_OWN = new Set([
  "attributes",
  "SystemModstamp",
  "LastModifiedDate",
  "LastModifiedById",
  "LastViewedDate",
  "LastReferencedDate",
  "LastActivityDate",
]);

/** Everything that changed between two readings of a mailbox contact, save the property that was meant to (P3). */
export function mailboxChanges(before: Wire, after: Wire, meant: readonly string[] = []): readonly Difference[] {
  return changes(before, after, new Set([...MAILBOX_OWN, ...meant]));
}

export function salesforceChanges(before: Wire, after: Wire, meant: readonly string[] = []): readonly Difference[] {
  return changes(before, after, new Set([...SALESFORCE_OWN, ...meant]));
}

function changes(before: Wire, after: Wire, except: ReadonlySet<string>): readonly Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !except.has(name));
  return names.flatMap((name) => {
    const [was, is] = [JSON.stringify(before[name] ?? null), JSON.stringify(after[name] ?? null)];
    return was === is ? [] : [{ what: `${name} was to stay as it was`, expected: was, found: is }];
  });
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? (list[0] as unknown) : null;
}

function nested(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Wire)[name] : null;
}

function canonical(value: unknown, { limit, lines = false }: Form): string | null {
  if (typeof value !== "string") return null;
  const text = value
    .replaceAll(/\r\n|\r|\n/gu, lines ? "\n" : " ")
    .replaceAll("\t", " ")
    .replaceAll(/(?!\n)\p{Cc}/gu, "")
    .trim();
  const cut = text.slice(0, limit).trim();
  return cut === "" ? null : cut;
}
