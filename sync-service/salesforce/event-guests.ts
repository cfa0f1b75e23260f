import { IsIdnEmail } from "typebox/format";
import { Gone, Refused } from "../errors.ts";
import type { Salesforce } from "./api.ts";
import { relationsOf } from "./event-answers.ts";
import { fieldNames, objectName, recordId, recordIds, soql } from "./soql.ts";

/** Somebody who stands with an event in Salesforce. */
export interface EventGuest {
  readonly id: string;
  readonly name: string;
  /** Lower case; null: none, or none that this user may see. */
  readonly address: string | null;
}

interface EventRow {
  readonly OwnerId: string;
  readonly WhoId: string | null;
  /** The copy of somebody who was invited: its people are for the owner of the event to invite. */
  readonly IsChild?: boolean;
}

/** The objects that people of events are, by the beginning of their ids. */
const OBJECTS: Readonly<Record<string, string>> = { "003": "Contact", "00Q": "Lead", "005": "User" };
const IDS_A_QUERY = 300;

/**
 * Contacts and leads that an event is related to, and whoever was invited to it there, as this user sees them (P7): by name. Not its owner, not
 * who has declined, and no user who is not active any more. Nobody of an event that is not there, or is another's.
 */
export async function guestsOfEvent(eventId: string, api: Salesforce): Promise<readonly EventGuest[]> {
  const { fields, childRelationships } = await api.describe("Event");
  const columns = fieldNames(["OwnerId", "WhoId", ...(fields.has("IsChild") ? ["IsChild"] : [])]);
  const [event] = await api.query<EventRow>(soql`SELECT ${columns} FROM Event WHERE Id = ${recordId(eventId)}`);
  if (!event || event.IsChild === true) return [];
  const isShared = childRelationships.has("EventWhoIds");
  const { people = [], invitees = [] } = (await relationsOf([eventId], isShared, api)).get(eventId) ?? {};
  const declined = new Set(invitees.flatMap(({ id, status }) => (status === "Declined" ? [id] : [])));
  const ids = [...(event.WhoId === null ? [] : [event.WhoId]), ...people, ...invitees.map(({ id }) => id)];
  const guests = await named(
    [...new Set(ids)].filter((id) => id !== event.OwnerId && !declined.has(id)),
    api,
  );
  return guests.toSorted((one, other) => one.name.localeCompare(other.name, "en") || (one.id < other.id ? -1 : 1));
}

async function named(ids: readonly string[], api: Salesforce): Promise<readonly EventGuest[]> {
  const guests: EventGuest[] = [];
  for (const [object, some] of Map.groupBy(ids, (id) => OBJECTS[id.slice(0, 3)])) {
    if (object === undefined) continue; // a room, or whatever else may stand there
    for (let start = 0; start < some.length; start += IDS_A_QUERY)
      guests.push(...(await namedOf(object, some.slice(start, start + IDS_A_QUERY), api)));
  }
  return guests;
}

/** Of an object that the user may not see nobody. */
async function namedOf(object: string, ids: readonly string[], api: Salesforce): Promise<readonly EventGuest[]> {
  try {
    const { fields } = await api.describe(object);
    const columns = fieldNames(["Id", "Name", "Email"].filter((name) => fields.has(name)));
    const rows = await api.query<{ readonly Id: string; readonly Name?: string | null; readonly Email?: string | null }>(
      soql`SELECT ${columns} FROM ${objectName(object)} WHERE Id IN ${recordIds(ids)} ${object === "User" ? soql`AND IsActive = true` : soql``}`,
    );
    return rows.map(({ Id, Name, Email }) => ({ id: Id, name: Name ?? "(no name)", address: addressOf(Email ?? "") }));
  } catch (error) {
    if (error instanceof Gone || error instanceof Refused) return [];
    throw error;
  }
}

/** Whatever else stands in the field is nothing to invite by. */
function addressOf(email: string): string | null {
  const address = email.trim().toLowerCase();
  return IsIdnEmail(address) ? address : null;
}
