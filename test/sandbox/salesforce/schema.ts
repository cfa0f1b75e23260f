import { addedFields, customized, type Customization } from "./customization.ts";
import { refusal } from "./errors.ts";
import { campaign, campaignMember, campaignMemberStatus } from "./objects/campaign.ts";
import { account } from "./objects/account.ts";
import { attachment, note } from "./objects/attachment.ts";
import { salesforceCase } from "./objects/case.ts";
import { contact } from "./objects/contact.ts";
import { contentDocument, contentDocumentLink, contentVersion } from "./objects/content.ts";
import { emailMessage, emailMessageRelation } from "./objects/email-message.ts";
import { event } from "./objects/event.ts";
import { eventRelation } from "./objects/event-relation.ts";
import { acceptedEventRelation, declinedEventRelation, eventWhoRelation, undecidedEventRelation } from "./objects/invitees.ts";
import { lead } from "./objects/lead.ts";
import { packageLicense, permissionSetLicense, permissionSetLicenseAssign, userPackageLicense } from "./objects/licences.ts";
import { opportunity } from "./objects/opportunity.ts";
import { opportunityContactRole } from "./objects/opportunity-contact-role.ts";
import {
  activityUsrConnectionStatus,
  authSession,
  connectedApplication,
  emailServicesAddress,
  emailServicesFunction,
  userEmailCalendarSync,
} from "./objects/other-software.ts";
import { fieldPermissions, groupMember, listView, queueSobject, userRole } from "./objects/queues.ts";
import {
  duplicateRule,
  group,
  loginHistory,
  oauthToken,
  organization,
  permissionSet,
  permissionSetAssignment,
  profile,
  recordType,
} from "./objects/setup.ts";
import { pushTopic, streamingChannel } from "./objects/push-topic.ts";
import { task } from "./objects/task.ts";
import { taskRelation, taskWhoRelation } from "./objects/task-relation.ts";
import { user } from "./objects/user.ts";
import { caseStatus, leadStatus, opportunityStage, taskPriority, taskStatus } from "./objects/value-lists.ts";
import { objectTable, readField, type ChildRelationship, type Field, type ObjectTable } from "./object-table.ts";
import type { OrgSwitches } from "./options.ts";

/** Every object this stand-in knows, as they stand in an org with all features off. */
export const OBJECT_TABLES: readonly ObjectTable[] = [
  acceptedEventRelation,
  account,
  activityUsrConnectionStatus,
  attachment,
  authSession,
  campaign,
  campaignMember,
  campaignMemberStatus,
  salesforceCase,
  caseStatus,
  connectedApplication,
  contact,
  contentDocument,
  contentDocumentLink,
  contentVersion,
  declinedEventRelation,
  duplicateRule,
  emailMessage,
  emailMessageRelation,
  emailServicesAddress,
  emailServicesFunction,
  event,
  eventRelation,
  eventWhoRelation,
  fieldPermissions,
  group,
  groupMember,
  lead,
  leadStatus,
  listView,
  loginHistory,
  note,
  oauthToken,
  opportunity,
  opportunityContactRole,
  opportunityStage,
  organization,
  packageLicense,
  permissionSet,
  permissionSetAssignment,
  permissionSetLicense,
  permissionSetLicenseAssign,
  profile,
  pushTopic,
  queueSobject,
  recordType,
  streamingChannel,
  task,
  taskPriority,
  taskRelation,
  taskStatus,
  taskWhoRelation,
  undecidedEventRelation,
  user,
  userEmailCalendarSync,
  userPackageLicense,
  userRole,
];

const TANDEM_ID = readField("Tandem_Id__c | Tandem Id | string 255 | CUNFGSLXQ");
const TANDEM_MESSAGE_ID = readField("Tandem_Message_Id__c | Tandem Message Id | string 255 | CUNFGS");
const WHO_COUNT = readField("WhoCount | Relation Count | int | NFGS");
const WHAT_COUNT = readField("WhatCount | Related To Count | int | NFGS");

const ENHANCED_EMAIL_ONLY: ReadonlySet<string> = new Set(["EmailMessage", "EmailMessageRelation"]);
const SHARED_ACTIVITIES_ONLY: ReadonlySet<string> = new Set(["EventWhoRelation", "TaskRelation", "TaskWhoRelation"]);

const ACTIVITY_CAPTURE_ONLY: ReadonlySet<string> = new Set(["ActivityUsrConnectionStatus", "UserEmailCalendarSync"]);

/** An object as this org has it. Names are found without regard to case, as Salesforce does. */
export class ObjectType {
  readonly table: ObjectTable;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly children: readonly ChildRelationship[];
  readonly #byName: ReadonlyMap<string, Field>;
  readonly #byRelationship: ReadonlyMap<string, Field>;

  constructor(table: ObjectTable, fields: readonly Field[], children: readonly ChildRelationship[]) {
    this.table = table;
    this.name = table.name;
    this.fields = fields;
    this.children = children;
    this.#byName = new Map(this.fields.map((field) => [field.name.toLowerCase(), field]));
    this.#byRelationship = new Map(
      this.fields.flatMap((field) => (field.relationshipName === null ? [] : [[field.relationshipName.toLowerCase(), field]])),
    );
  }

  field(name: string): Field | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** The field behind a relationship to a parent: OwnerId for Owner. */
  relationship(name: string): Field | undefined {
    return this.#byRelationship.get(name.toLowerCase());
  }

  child(name: string): ChildRelationship | undefined {
    const lower = name.toLowerCase();
    return this.children.find((child) => child.name.toLowerCase() === lower);
  }
}

/** The objects and fields of an org, which depend on its switches. */
export class Schema {
  readonly objects: readonly ObjectType[];
  readonly #byName: ReadonlyMap<string, ObjectType>;
  readonly #byPrefix: ReadonlyMap<string, ObjectType>;

  constructor(switches: OrgSwitches, custom: Customization) {
    const tables = [...OBJECT_TABLES, ...custom.objects.map(objectTable)].filter(
      ({ name }) =>
        (switches.enhancedEmail || !ENHANCED_EMAIL_ONLY.has(name)) &&
        (switches.sharedActivities || !SHARED_ACTIVITIES_ONLY.has(name)) &&
        (switches.activityCapture || !ACTIVITY_CAPTURE_ONLY.has(name)),
    );
    const present = new Set(tables.map((table) => table.name));
    this.objects = tables.map(
      (table) =>
        new ObjectType(
          table,
          fieldsOf(table, switches, custom),
          table.children.filter((child) => present.has(child.child)),
        ),
    );
    this.#byName = new Map(this.objects.map((object) => [object.name.toLowerCase(), object]));
    this.#byPrefix = new Map(this.objects.map((object) => [object.table.keyPrefix, object]));
  }

  find(name: string): ObjectType | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** @throws Refusal INVALID_TYPE for an object this org does not have. */
  object(name: string): ObjectType {
    const found = this.find(name);
    if (!found) {
      throw refusal(400, "INVALID_TYPE", `sObject type '${name}' is not supported.`);
    }
    return found;
  }

  ofId(id: string): ObjectType | undefined {
    return this.#byPrefix.get(id.slice(0, 3));
  }
}

function fieldsOf(table: ObjectTable, switches: OrgSwitches, custom: Customization): readonly Field[] {
  const all = [...table.fields, ...extraFields(table.name, switches), ...addedFields(table.name, table.fields, custom)];
  return all.map((field) => asSwitched(table.name, customized(table.name, field, custom), switches));
}

/** Series and recurring activities that are switched off leave their fields behind, to be read only. */
function asSwitched(object: string, field: Field, switches: OrgSwitches): Field {
  const off =
    (object === "Event" && field.name === "Recurrence2PatternText" && !switches.lightningSeries) ||
    (object === "Event" && field.name === "IsRecurrence" && !switches.recurringEvents) ||
    (object === "Task" && field.name === "IsRecurrence" && !switches.recurringTasks);
  return off ? { ...field, createable: false, updateable: false } : field;
}

function extraFields(object: string, switches: OrgSwitches): readonly Field[] {
  const extra: Field[] = [];
  const activity = object === "Task" || object === "Event";
  if (switches.sharedActivities && activity) extra.push(WHO_COUNT, WHAT_COUNT);
  if (!switches.tandemFields) return extra;
  if (object === "Contact" || object === "Lead") extra.push(TANDEM_ID);
  if (activity) extra.push(TANDEM_ID, TANDEM_MESSAGE_ID);
  return extra;
}
