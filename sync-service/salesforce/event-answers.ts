import type { PersonAnswer } from "../mappings/event-people.ts";
import type { RecordFields, Salesforce } from "./api.ts";
import type { Guest } from "./event-relations.ts";
import { askAll } from "./many-queries.ts";
import { fieldNames, recordIds, soql } from "./soql.ts";

/** Somebody in Salesforce who was invited there. */
export interface Invitee {
  readonly relationId: string;
  readonly id: string;
  /** Of a user; lower case. Contacts and leads are known by their ids. */
  readonly address: string | null;
  readonly status: string;
  readonly response: string | null;
}

/** Who stands with an event. */
export interface EventRelations {
  /** Contacts and leads it is related to. */
  readonly people: readonly string[];
  readonly invitees: readonly Invitee[];
}

/** What is to be written of some invitees' answers. */
export type EventAnswers = readonly RecordFields[];

interface RelationRow {
  readonly Id: string;
  readonly EventId: string;
  readonly RelationId: string;
  readonly IsInvitee?: boolean;
  readonly IsParent?: boolean;
  readonly IsWhat?: boolean;
  readonly Status?: string | null;
  readonly Response?: string | null;
}

/** So many ids fit into one query. */
const IDS_A_QUERY = 300;

export async function relationsOf(
  eventIds: readonly string[],
  isShared: boolean,
  api: Salesforce,
): Promise<ReadonlyMap<string, EventRelations>> {
  // Without Shared Activities relations are invitations and nothing else.
  const columns = fieldNames([
    "Id",
    "EventId",
    "RelationId",
    "Status",
    "Response",
    "IsInvitee",
    ...(isShared ? ["IsParent", "IsWhat"] : []),
  ]);
  const groups = Array.from({ length: Math.ceil(eventIds.length / IDS_A_QUERY) }, (_, group) =>
    eventIds.slice(group * IDS_A_QUERY, (group + 1) * IDS_A_QUERY),
  );
  const rows = await askAll<RelationRow>(
    groups.map((ids) => soql`SELECT ${columns} FROM EventRelation WHERE EventId IN ${recordIds(ids)} ORDER BY Id`),
    api,
  );
  const users = await addressesOf(
    rows.flatMap(({ RelationId }) => (RelationId.startsWith("005") ? [RelationId] : [])),
    api,
  );
  const found = new Map<string, { people: string[]; invitees: Invitee[] }>();
  for (const row of rows) {
    const held = found.get(row.EventId) ?? { people: [], invitees: [] };
    found.set(row.EventId, held);
    if (row.IsParent === true && row.IsWhat !== true) held.people.push(row.RelationId);
    if (row.IsInvitee !== true) continue;
    const { Id: relationId, RelationId: id, Status, Response } = row;
    held.invitees.push({ relationId, id, address: users.get(id) ?? null, status: Status ?? "New", response: Response ?? null });
  }
  return found;
}

async function addressesOf(userIds: readonly string[], api: Salesforce): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return new Map();
  const rows = await api.query<{ readonly Id: string; readonly Email: string | null }>(
    soql`SELECT Id, Email FROM User WHERE Id IN ${recordIds(ids.slice(0, IDS_A_QUERY))}`,
  );
  return new Map(rows.flatMap(({ Id, Email }) => (Email === null ? [] : [[Id, Email.toLowerCase()] as const])));
}

/** `Maybe` is not supported (SF16): who may come has not answered yet, and the text says so. */
const STATUS: Readonly<Record<PersonAnswer, { readonly Status: string; readonly Response: string | null }>> = {
  none: { Status: "New", Response: null },
  organizer: { Status: "Accepted", Response: null },
  accepted: { Status: "Accepted", Response: null },
  tentative: { Status: "New", Response: "Tentative" },
  declined: { Status: "Declined", Response: null },
};

/** What differs between how people answered and what their invitations in Salesforce say. An answer given there is not taken back. */
export function answerChanges(invitees: readonly Invitee[], guests: readonly Guest[]): EventAnswers {
  return invitees.flatMap((invitee): RecordFields[] => {
    const guest = guests.find(({ address, person }) => person?.id === invitee.id || address === invitee.address);
    if (!guest || guest.answer === "none") return [];
    const { Status, Response } = STATUS[guest.answer];
    if (Status === invitee.status && (Response === null || Response === invitee.response)) return [];
    return [{ Id: invitee.relationId, Status, ...(Response === null ? {} : { Response }) }];
  });
}
