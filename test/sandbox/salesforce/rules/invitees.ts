import { addRow, binRow, withoutBlanks } from "../bare-rows.ts";
import { recordOf, text, textOf, type Draft, type ObjectRules, type Writer } from "../draft.ts";
import { refused } from "../errors.ts";
import type { Org } from "../org.ts";
import type { Row, Value } from "../record-store.ts";
import { checkPeople } from "./task.ts";

type Values = Readonly<Record<string, Value>>;

/** What a copy takes over from its master. */
const FOLLOWS_MASTER = [
  "Subject",
  "Location",
  "Description",
  "ShowAs",
  "IsAllDayEvent",
  "StartDateTime",
  "EndDateTime",
  "ActivityDateTime",
  "ActivityDate",
  "EndDate",
  "DurationInMinutes",
  "WhoId",
  "WhatId",
  "AccountId",
];

/** The lists of invitees by their answer, and the relations that a list shows. */
const ANSWERS = [
  { list: "UndecidedEventInviteeIds", shown: "UndecidedEventRelation", status: "New" },
  { list: "AcceptedEventInviteeIds", shown: "AcceptedEventRelation", status: "Accepted" },
  { list: "DeclinedEventInviteeIds", shown: "DeclinedEventRelation", status: "Declined" },
] as const;

/** The people of a draft as settled before it is saved, when another may already have been promoted. */
const people = new WeakMap<Draft, readonly string[]>();

/** After a change of these the invitees are asked anew. */
const ASKS_ANEW = ["StartDateTime", "EndDateTime", "IsAllDayEvent", "Location"];

export function followed(master: Values): Values {
  return Object.fromEntries(FOLLOWS_MASTER.map((field) => [field, master[field] ?? null]));
}

/** The copies that invited users have of an event. */
export function copiesOf(org: Org, masterId: string): readonly Row[] {
  return relationsOf(org, masterId)
    .flatMap((relation) => recordOf(org, textOf(relation, "ChildEventId"))?.row ?? [])
    .filter((row) => row.id !== masterId);
}

function relationsOf(org: Org, eventId: string): readonly Row[] {
  return org.store
    .having("EventRelation", "EventId", eventId)
    .filter((row) => row.deletedAt === undefined)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** With Shared Activities `EventWhoIds` names the people, the primary one being WhoId; as for tasks. @throws Refusal */
export function settleEventPeople(draft: Draft, org: Org): void {
  if (!org.switches.sharedActivities || draft.before?.values["IsChild"] === true) return;
  const named = peopleOf(draft, org);
  checkPeople(org, named, "EventWhoIds");
  people.set(draft, named);
  draft.values["WhoId"] = named[0] ?? null;
  draft.values["WhoCount"] = named.length;
  draft.values["WhatCount"] = text(draft, "WhatId") === null ? 0 : 1;
}

function peopleOf(draft: Draft, org: Org): readonly string[] {
  const primary = text(draft, "WhoId");
  const before = textOf(draft.before ?? undefined, "WhoId");
  const list = draft.idLists.get("EventWhoIds");
  const kept = relationsOf(org, draft.id)
    .filter((relation) => relation.values["IsParent"] === true && relation.values["IsWhat"] !== true)
    .flatMap((relation) => textOf(relation, "RelationId") ?? []);
  if (list) return [...new Set(primary !== null && (draft.given.has("WhoId") || list.includes(primary)) ? [primary, ...list] : list)];
  if (primary === null) return kept.filter((id) => id !== before);
  return [...new Set([primary, ...kept])];
}

/** Relations follow the people and the related record; the lists of invitees make invitations. */
export function storeEventPeople(draft: Draft, writer: Writer): void {
  const { org } = writer;
  if (draft.values["IsChild"] === true) return;
  if (org.switches.sharedActivities) {
    const what = text(draft, "WhatId");
    const wanted = new Map((people.get(draft) ?? []).map((id) => [id, false]));
    if (what !== null) wanted.set(what, true);
    for (const relation of relationsOf(org, draft.id)) {
      const id = textOf(relation, "RelationId") ?? "";
      if (relation.values["IsParent"] === true && !wanted.delete(id)) leaveParents(org, relation);
      else if (wanted.delete(id)) put(org, relation, { IsParent: true });
    }
    for (const [id, isWhat] of wanted)
      addRow(org, "EventRelation", writer.access.userId, { EventId: draft.id, RelationId: id, IsParent: true, IsWhat: isWhat });
  }
  for (const { list, status } of ANSWERS) {
    const ids = draft.idLists.get(list);
    if (ids) inviteExactly(draft, writer, ids, status);
  }
  mirror(org, writer.access.userId, draft.id);
}

function leaveParents(org: Org, relation: Row): void {
  if (relation.values["IsInvitee"] === true) put(org, relation, { IsParent: false });
  else org.store.remove("EventRelation", relation.id);
}

/** Those who are to have this status, and nobody else. */
function inviteExactly(draft: Draft, writer: Writer, ids: readonly string[], status: string): void {
  const { org } = writer;
  const relations = relationsOf(org, draft.id).filter((relation) => relation.values["IsInvitee"] === true);
  for (const relation of relations) {
    if ((textOf(relation, "Status") ?? "New") === status && !ids.includes(textOf(relation, "RelationId") ?? "")) uninvite(relation, writer);
  }
  for (const id of ids) {
    const person = recordOf(org, id);
    if (!person || !["User", "Contact", "Lead"].includes(person.object)) {
      throw refused("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", ["EventId"]);
    }
    const known = relations.find((relation) => relation.values["RelationId"] === id);
    if (known) put(org, known, { Status: status, ...(status === "Declined" ? { ChildEventId: withoutCopy(known, writer) } : {}) });
    else invite(org, writer.access.userId, draft.id, id, status);
  }
}

function invite(org: Org, userId: string, eventId: string, invitee: string, status: string): void {
  const child = invitee.startsWith("005") && status !== "Declined" ? copyFor(org, eventId, invitee) : null;
  addRow(org, "EventRelation", userId, { EventId: eventId, RelationId: invitee, IsInvitee: true, Status: status, ChildEventId: child });
}

function uninvite(relation: Row, { org, access }: Writer): void {
  const copy = recordOf(org, textOf(relation, "ChildEventId"));
  if (copy) binRow(org, "Event", copy.row, access.userId);
  if (relation.values["IsParent"] === true) put(org, relation, { IsInvitee: false, Status: null, ChildEventId: null });
  else binRow(org, "EventRelation", relation, access.userId);
}

/** The event as an invited user has it in his own calendar. */
function copyFor(org: Org, eventId: string, invitee: string): string {
  const group = { GroupEventType: "1", IsGroupEvent: true };
  const master = org.store.get("Event", eventId);
  if (master) org.store.put("Event", { ...master, values: { ...master.values, ...group } });
  return addRow(org, "Event", invitee, {
    ...followed(master?.values ?? {}),
    ...group,
    OwnerId: invitee,
    IsChild: true,
    EventSubtype: "Event",
  });
}

/** Another time or place: whoever had answered has not. */
export function resetAnswers(draft: Draft, { org, access }: Writer): void {
  const { before } = draft;
  if (before === null || !ASKS_ANEW.some((field) => (before.values[field] ?? null) !== (draft.values[field] ?? null))) return;
  for (const relation of relationsOf(org, draft.id)) {
    if (relation.values["IsInvitee"] === true && relation.values["Status"] !== "New")
      put(org, relation, { Status: "New", RespondedDate: null });
  }
  mirror(org, access.userId, draft.id);
}

/** The three relations by answer, and that of the people, show what EventRelation holds. */
function mirror(org: Org, userId: string, eventId: string): void {
  const relations = relationsOf(org, eventId);
  for (const { shown, status } of ANSWERS) {
    const invitees = relations.filter((one) => one.values["IsInvitee"] === true && (textOf(one, "Status") ?? "New") === status);
    show(org, userId, eventId, shown, invitees, (one) => ({
      Response: one.values["Response"] ?? null,
      RespondedDate: one.values["RespondedDate"] ?? null,
    }));
  }
  const persons = relations.filter((one) => one.values["IsParent"] === true && one.values["IsWhat"] !== true);
  show(org, userId, eventId, "EventWhoRelation", persons, (one) => ({
    AccountId: textOf(recordOf(org, textOf(one, "RelationId"))?.row, "AccountId"),
  }));
}

function show(
  org: Org,
  userId: string,
  eventId: string,
  object: string,
  relations: readonly Row[],
  further: (relation: Row) => Values,
): void {
  const missing = new Map(relations.map((one) => [textOf(one, "RelationId") ?? "", one]));
  for (const shown of org.store.having(object, "EventId", eventId)) {
    if (!missing.delete(textOf(shown, "RelationId") ?? "")) org.store.remove(object, shown.id);
  }
  for (const [id, relation] of missing) {
    addRow(org, object, userId, { EventId: eventId, RelationId: id, Type: recordOf(org, id)?.object ?? null, ...further(relation) });
  }
}

function put(org: Org, relation: Row, changes: Values): void {
  const stamp = org.stamp();
  org.store.put("EventRelation", {
    ...relation,
    values: withoutBlanks({ ...relation.values, ...changes, SystemModstamp: stamp, LastModifiedDate: stamp }),
  });
}

/** A relation of a person is an invitation unless said otherwise; an invited user gets a copy of the event as his own. */
export const eventRelationRules: ObjectRules = {
  prepare(draft, writer) {
    const { org } = writer;
    if (draft.before !== null) return answered(draft, writer);
    const master = recordOf(org, text(draft, "EventId"));
    if (master?.row.values["IsChild"] === true && !writer.isSystem) {
      throw refused("FIELD_INTEGRITY_EXCEPTION", "An invitee's own event cannot have relations", ["EventId"]);
    }
    const relation = text(draft, "RelationId");
    if (relationsOf(org, text(draft, "EventId") ?? "").some((row) => row.values["RelationId"] === relation)) {
      throw refused("DUPLICATE_VALUE", "duplicate value found: EventId, RelationId duplicates value on another record");
    }
    if (draft.values["IsParent"] !== true && draft.values["IsWhat"] !== true) draft.values["IsInvitee"] = true;
    draft.values["Status"] ??= "New";
    if (master && relation?.startsWith("005") === true) draft.values["ChildEventId"] = copyFor(org, master.row.id, relation);
  },
  settled(draft, { org, access }) {
    mirror(org, access.userId, text(draft, "EventId") ?? "");
  },
  removing(row, { org, access }) {
    const copy = recordOf(org, textOf(row, "ChildEventId"));
    if (copy) binRow(org, "Event", copy.row, access.userId);
    for (const { shown } of ANSWERS) hide(org, shown, row);
    hide(org, "EventWhoRelation", row);
  },
};

function hide(org: Org, object: string, relation: Row): void {
  for (const shown of org.store.having(object, "EventId", textOf(relation, "EventId"))) {
    if (shown.values["RelationId"] === relation.values["RelationId"]) org.store.remove(object, shown.id);
  }
}

/** A user who declines loses the event from his calendar. */
function answered(draft: Draft, { org, access }: Writer): void {
  if (!draft.given.has("Status")) return;
  const status = text(draft, "Status");
  if (status !== "New" && text(draft, "RespondedDate") === null) draft.values["RespondedDate"] = org.stamp();
  if (status === "Declined" && draft.before) draft.values["ChildEventId"] = withoutCopy(draft.before, { org, access });
}

function withoutCopy(relation: Row, { org, access }: Pick<Writer, "org" | "access">): null {
  const copy = recordOf(org, textOf(relation, "ChildEventId"));
  if (copy) binRow(org, "Event", copy.row, access.userId);
  return null;
}
