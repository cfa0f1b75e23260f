import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import { AccessLost, Gone } from "../errors.ts";
import { contactFields, contactMapping, salesforceContactFields } from "../mappings/contact.ts";
import { leadMapping, salesforceLeadFields } from "../mappings/lead.ts";
import type { PersonObject } from "../mappings/person-object.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";

/** What the preset says of the two objects (C1, A3). */
export type PeopleRules = Pick<Preset["contacts"], "objects" | "priority">;

/** The field of product.md O6, where the org has it. */
export const STAMP_FIELD = "Tandem_Id__c";

/** What this user can do with contacts, or with leads: asked once, kept by the client. */
export interface PersonAccess {
  readonly object: PersonObject;
  /** As Salesforce calls it. */
  readonly name: "Contact" | "Lead";
  /** Kept in step at all (C1). */
  readonly inScope: boolean;
  readonly userId: string;
  readonly description: Description;
  readonly fields: ReadonlySet<keyof Contact>;
  /** For SELECT. */
  readonly columns: readonly string[];
  /** The stamp can be written and found. */
  readonly stamps: boolean;
}

/** The people of one user's org: contacts, leads, or both. */
export interface People {
  readonly api: Salesforce;
  readonly rules: PeopleRules;
  /** Those that are kept in step and that the user may see, the one with priority first. */
  readonly inScope: readonly PersonAccess[];
  /** What a new person is made as. */
  readonly made: PersonAccess;
  /** Whatever the preset says: what was linked under another setting is still read. Null when the user may not see the object. */
  accessTo(object: PersonObject): Promise<PersonAccess | null>;
}

const names = { contact: "Contact", lead: "Lead" } as const;
const byPriority = { contact: ["contact", "lead"], lead: ["lead", "contact"] } as const;

/** @throws AccessLost when the user may not see any of what the preset names. */
export async function peopleOf(rules: PeopleRules, api: Salesforce): Promise<People> {
  const accessTo = (object: PersonObject): Promise<PersonAccess | null> => personAccess(object, isInScope(object, rules), api);
  const wanted = byPriority[rules.priority].filter((object) => isInScope(object, rules));
  const found = await Promise.all(wanted.map(accessTo));
  const inScope = found.filter((access) => access !== null);
  const [made] = inScope;
  if (!made) throw hidden(wanted);
  return { api, rules, inScope, made, accessTo };
}

function isInScope(object: PersonObject, { objects }: PeopleRules): boolean {
  return objects === "both" || objects === `${object}s`;
}

async function personAccess(object: PersonObject, inScope: boolean, api: Salesforce): Promise<PersonAccess | null> {
  const [{ userId }, description] = await Promise.all([api.identity(), describe(names[object], api)]);
  if (!description) return null;
  const fields = contactFields.filter((field) => isUsable(field, object, description));
  const stamp = description.fields.get(STAMP_FIELD);
  const own = ["Id", "OwnerId", "AccountId", "SystemModstamp", "IsPersonAccount", "IsConverted"];
  return {
    object,
    name: names[object],
    inScope,
    userId,
    description,
    fields: new Set(fields),
    columns: [
      ...own.filter((name) => name === "SystemModstamp" || description.fields.has(name)),
      ...fields.map((field) => columnOf(field, object)),
    ],
    stamps: stamp?.createable === true && stamp.filterable,
  };
}

/** Null when the user may not see the object: describe then knows no such. */
async function describe(name: string, api: Salesforce): Promise<Description | null> {
  try {
    return await api.describe(name);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

const columnOf = (field: keyof Contact, object: PersonObject): string =>
  (object === "lead" ? salesforceLeadFields : salesforceContactFields)[field];

/** Hidden fields are absent from the describe (SF6); what cannot be written is left alone, but for what only goes down. */
function isUsable(field: keyof Contact, object: PersonObject, description: Description): boolean {
  const [relation, inner] = columnOf(field, object).split(".");
  if (inner !== undefined) return description.fields.has(`${relation ?? ""}Id`);
  const found = description.fields.get(relation ?? "");
  const { flow } = (object === "lead" ? leadMapping : contactMapping)[field];
  return found !== undefined && (flow === "toExchange" || (found.createable && found.updateable));
}

function hidden(objects: readonly PersonObject[]): AccessLost {
  const named = objects.map((object) => `${object}s`).join(" and ");
  return new AccessLost({
    code: objects.includes("contact") ? "SALESFORCE_CONTACTS_HIDDEN" : "SALESFORCE_LEADS_HIDDEN",
    message: `The Salesforce user may not see ${named}, so none are kept in step.`,
    remedy: `Give the user's profile or a permission set Read, Create and Edit on ${named} in Salesforce Setup; sync then goes on by itself.`,
  });
}
