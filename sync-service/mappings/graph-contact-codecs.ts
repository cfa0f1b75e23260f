import { canonicalText, type TextForm } from "./canonical-text.ts";
import type { Codec } from "./mapping.ts";
import type { GraphAddress, GraphContact, GraphEmailAddress, GraphExtendedProperty } from "./wire/graph-contact.ts";

type GraphCodec = Codec<GraphContact, string | null>;
type TextProperty = {
  [Property in keyof GraphContact]-?: GraphContact[Property] extends string | null | undefined ? Property : never;
}[keyof GraphContact];

/** A plain text property. */
export function text(property: TextProperty, form: TextForm): GraphCodec {
  return {
    property,
    read: (wire) => canonicalText(wire[property], form),
    write: (value) => ({ [property]: withReturns(value) }),
  };
}

/** The first phone of a list; the others keep their places (C3). Taking the first away lets the next move up. */
export function firstPhone(property: "businessPhones" | "homePhones", form: TextForm): GraphCodec {
  return {
    property,
    isPart: true,
    read: (wire) => canonicalText(wire[property]?.[0], form),
    write(value, current) {
      const others = current[property]?.slice(1) ?? [];
      return { [property]: value === null ? others : [value, ...others] };
    },
  };
}

/**
 * A MAPI property that a contact of Graph has no word for.
 * @param tag of the predefined set of MS-OXPROPS, not named in any other:
 * https://learn.microsoft.com/en-us/graph/api/resources/extended-properties-overview
 */
export function extended(tag: `0x${string}`, form: TextForm): GraphCodec {
  const id = `String ${tag}`;
  const isIt = (property: GraphExtendedProperty): boolean => property.id.toLowerCase() === id.toLowerCase();
  return {
    property: "singleValueExtendedProperties",
    extended: id,
    read: (wire) => canonicalText(wire.singleValueExtendedProperties?.find(isIt)?.value, form),
    write: (value, { singleValueExtendedProperties: others = [] }) => ({
      singleValueExtendedProperties: [...others, { id, value: value ?? "" }],
    }),
  };
}

/** The place of an address that is taken away, until all have theirs. */
const GAP: GraphEmailAddress = {};

/**
 * The address at this place of the list; the others, and the name shown with it, stay. The list has no gaps: without the one before it an
 * address moves up, which `withoutGaps` does once all are in their places.
 */
export function address(place: 0 | 1 | 2, form: TextForm): GraphCodec {
  return {
    property: "emailAddresses",
    isPart: true,
    read: (wire) => canonicalText(wire.emailAddresses?.[place]?.address, form),
    write(value, { emailAddresses = [] }) {
      const there = emailAddresses[place];
      // A name that only repeated the old address would now contradict the new one.
      const name = there?.name && there.name !== there.address ? { name: there.name } : {};
      const before = Array.from({ length: place }, (_, index) => emailAddresses[index] ?? GAP);
      return { emailAddresses: [...before, value === null ? GAP : { ...name, address: value }, ...emailAddresses.slice(place + 1)] };
    },
  };
}

export function withoutGaps(patch: Partial<GraphContact>): Partial<GraphContact> {
  const { emailAddresses } = patch;
  return emailAddresses ? { ...patch, emailAddresses: emailAddresses.filter((one) => one !== GAP) } : patch;
}

/** One part of a postal address. Graph replaces the whole value, so the other four parts are sent again. */
export function addressPart(property: "businessAddress" | "otherAddress", part: keyof GraphAddress, form: TextForm): GraphCodec {
  return {
    property,
    isPart: true,
    read: (wire) => canonicalText(wire[property]?.[part], form),
    write(value, current) {
      const { street = null, city = null, state = null, postalCode = null, countryOrRegion = null } = current[property] ?? {};
      return { [property]: { street, city, state, postalCode, countryOrRegion, [part]: withReturns(value) } };
    },
  };
}

/** Compared by day alone. Days before 1700, which Salesforce does not take (Outlook writes 1604 for "no year"), read as blank. */
export function day(property: "birthday"): GraphCodec {
  return {
    property,
    read(wire) {
      const found = /^(\d{4})-\d\d-\d\d/.exec(wire[property] ?? "");
      return found && Number(found[1]) >= 1700 ? found[0] : null;
    },
    write: (value) => ({ [property]: value === null ? null : `${value}T11:59:00Z` }),
  };
}

const withReturns = (value: string | null) => value?.replaceAll("\n", "\r\n") ?? null;
