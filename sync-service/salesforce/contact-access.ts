import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { FieldSettings } from "../cycle/contact-fields.ts";
import { AccessLost, type Problem } from "../errors.ts";
import { type PersonObject, personObject } from "../mappings/person-object.ts";
import type { Salesforce } from "./api.ts";
import { type PeopleObject, openPeople, type PersonRow } from "./contact-rows.ts";
import type { Records } from "./record-access.ts";

/** What the preset says of the two objects and of whose people they are (C1, A3), and of their fields (C3). */
export type PeopleRules = Pick<Preset["contacts"], "objects" | "priority" | "scope"> &
  Partial<Pick<Preset["contacts"], "listView" | "leadListView">> &
  FieldSettings;

/** The people of one user's org: contacts, leads, or both. */
export interface People extends Records<Contact, PersonRow> {
  /** What of the settings cannot be followed for this user. */
  readonly leftAlone: readonly Problem[];
}

/** By what we call them. */
export const peopleObjects = { contact: "Contact", lead: "Lead" } as const satisfies Record<PersonObject, PeopleObject>;

const ALL: readonly PeopleObject[] = ["Contact", "Lead"];
const byPriority = { contact: ALL, lead: ALL.toReversed() } as const;

/**
 * @param listed those whom the list view of the preset shows; null: the scope is none
 * @throws AccessLost when the user may not see any of what the preset names
 */
export async function peopleOf(rules: PeopleRules, api: Salesforce, listed: ReadonlySet<string> | null): Promise<People> {
  const ways = { isOfAnybody: isOfAnybody(rules), listed, settings: rules };
  const read = (object: PeopleObject) => openPeople(object, { isWanted: isWanted(object, rules), ...ways }, api);
  const wanted = wantedObjects(rules);
  const opened = (await Promise.all(wanted.map(read))).filter((one) => one !== null);
  const inScope = opened.map(({ access }) => access);
  const [made] = inScope;
  if (!made) throw hidden(wanted);
  return {
    ...{ api, inScope, made, objects: ALL, leftAlone: opened.flatMap((one) => one.leftAlone) },
    objectOf: (id) => peopleObjects[personObject(id)],
    accessTo: async (object) =>
      inScope.find((access) => access.object === object) ?? (await read(object === "Lead" ? "Lead" : "Contact"))?.access ?? null,
  };
}

/** Whoever owns them: what Salesforce shows the user, or a list view him. */
export const isOfAnybody = ({ scope }: PeopleRules): boolean => scope === "visible" || scope === "list-view";

/** What the people of the preset are in Salesforce, the object with priority first. */
export const wantedObjects = (rules: PeopleRules): readonly PeopleObject[] =>
  byPriority[rules.priority].filter((object) => isWanted(object, rules));

function isWanted(object: PeopleObject, { objects }: PeopleRules): boolean {
  return objects === "both" || objects === (object === "Lead" ? "leads" : "contacts");
}

function hidden(objects: readonly PeopleObject[]): AccessLost {
  const named = objects.map((object) => `${object.toLowerCase()}s`).join(" and ");
  return new AccessLost({
    code: objects.includes("Contact") ? "SALESFORCE_CONTACTS_HIDDEN" : "SALESFORCE_LEADS_HIDDEN",
    message: `The Salesforce user may not see ${named}, so none are kept in step.`,
    remedy: `Give the user's profile or a permission set Read, Create and Edit on ${named} in Salesforce Setup; sync then goes on by itself.`,
  });
}
