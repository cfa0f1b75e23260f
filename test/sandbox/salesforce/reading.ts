import type { Access } from "./access.ts";
import { recordOf, textOf } from "./draft.ts";
import type { Field } from "./object-table.ts";
import type { Org } from "./org.ts";
import type { Row, Value } from "./record-store.ts";
import type { ObjectType } from "./schema.ts";
import { wireTime } from "./wire-time.ts";

const DAY_MS = 86_400_000;
/** Activities older than this are archived. */
const ARCHIVED_AFTER_DAYS = 365;

export interface Address {
  readonly city: string | null;
  readonly country: string | null;
  readonly geocodeAccuracy: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly postalCode: string | null;
  readonly state: string | null;
  readonly street: string | null;
}

export type ReadValue = Value | Address;

/** The value of a field as it is read: what was kept, or what follows from it. */
export function readField(org: Org, object: ObjectType, row: Row, field: Field, version: string): ReadValue {
  const kept = row.values[field.name];
  if (kept !== undefined) return kept;
  switch (field.type) {
    case "boolean":
      return field.name === "IsArchived" ? isArchived(object.name, row, org.clock.now()) : false;
    case "address":
      return readAddress(row, field.name.replace(/Address$/u, ""));
    case "base64":
      return `/services/data/${version}/sobjects/${object.name}/${row.id}/${field.name}`;
    default:
      break;
  }
  if (field.name === "PhotoUrl") return `/services/images/photo/${row.id}`;
  if (field.name === "VersionDataUrl") return `${org.options.baseUrl()}/sfc/servlet.shepherd/version/download/${row.id}`;
  if (field.name === "LastActivityDate") return lastActivity(org, row);
  return null;
}

function readAddress(row: Row, prefix: string): Address | null {
  const part = (name: string) => {
    const value = row.values[prefix + name];
    return typeof value === "string" ? value : null;
  };
  const coordinate = (name: string) => {
    const value = row.values[prefix + name];
    return typeof value === "number" ? value : null;
  };
  const address: Address = {
    city: part("City"),
    country: part("Country"),
    geocodeAccuracy: part("GeocodeAccuracy"),
    latitude: coordinate("Latitude"),
    longitude: coordinate("Longitude"),
    postalCode: part("PostalCode"),
    state: part("State"),
    street: part("Street"),
  };
  return Object.values(address).every((value) => value === null) ? null : address;
}

/** The latest due date among the activities of a person or record. */
function lastActivity(org: Org, row: Row): string | null {
  let latest: string | null = null;
  for (const object of ["Task", "Event"]) {
    for (const field of ["WhoId", "WhatId", "AccountId"]) {
      for (const activity of org.store.having(object, field, row.id)) {
        const date = textOf(activity, "ActivityDate");
        if (activity.deletedAt === undefined && date !== null && (latest === null || date > latest)) latest = date;
      }
    }
  }
  return latest;
}

/** Tasks closed and events ended more than a year ago: gone from `query`, not from `queryAll`. */
export function isArchived(object: string, row: Row, now: Date): boolean {
  if (object !== "Task" && object !== "Event") return false;
  const edge = wireTime(new Date(now.getTime() - ARCHIVED_AFTER_DAYS * DAY_MS));
  if (object === "Event") return (textOf(row, "EndDateTime") ?? edge) < edge;
  if (row.values["IsClosed"] !== true) return false;
  return (textOf(row, "ActivityDate") ?? textOf(row, "CreatedDate") ?? edge).slice(0, 10) < edge.slice(0, 10);
}

/** The members that the Name object shows of a user, contact, lead or any other record behind a polymorphic field. */
export const NAME_FIELDS: ReadonlySet<string> = new Set([
  "Id",
  "Name",
  "Type",
  "FirstName",
  "LastName",
  "Title",
  "Email",
  "Phone",
  "Username",
  "IsActive",
  "Alias",
  "ProfileId",
  "UserRoleId",
]);

export function readName(org: Org, id: string, member: string): Value {
  const found = recordOf(org, id);
  if (!found) return null;
  if (member === "Type") return found.object;
  if (member === "Name") return nameOf(org, found.object, found.row);
  const value = found.row.values[member];
  return value ?? null;
}

export function nameOf(org: Org, object: string, row: Row): string | null {
  const field = org.schema.find(object)?.fields.find((candidate) => candidate.nameField);
  return field ? textOf(row, field.name) : textOf(row, "Name");
}

/** A whole record as GET answers it. */
export function readRecord(org: Org, access: Access, object: ObjectType, row: Row, fields: readonly Field[], version: string): object {
  const record: Record<string, unknown> = { attributes: attributes(object.name, row.id, version) };
  for (const field of fields) if (access.showsField(object, field)) record[field.name] = readField(org, object, row, field, version);
  return record;
}

export function attributes(object: string, id: string, version: string) {
  return { type: object, url: `/services/data/${version}/sobjects/${object}/${id}` };
}
