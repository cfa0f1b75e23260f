import type { Org, Permissions } from "./org.ts";
import type { Field } from "./object-table.ts";
import type { Sharing } from "./options.ts";
import type { Row } from "./record-store.ts";
import type { ObjectType } from "./schema.ts";

type Wanted = "read" | "edit";

/** What Setup holds; without View Setup and Configuration such an object is as if it were not there. */
const OF_SETUP: ReadonlySet<string> = new Set([
  "ActivityUsrConnectionStatus",
  "ConnectedApplication",
  "DuplicateRule",
  "EmailServicesAddress",
  "EmailServicesFunction",
  "FieldPermissions",
  "PackageLicense",
  "PermissionSet",
  "PermissionSetAssignment",
  "PermissionSetLicense",
  "PermissionSetLicenseAssign",
  "UserEmailCalendarSync",
  "UserPackageLicense",
]);

const BY_OWN_RIGHT: ReadonlySet<string> = new Set(["AuthSession", "LoginHistory", "OauthToken"]);

/** The record that holds the pattern of an event series. */
function isPattern(object: string, row: Row): boolean {
  return object === "Event" && row.values["GroupEventType"] === "3";
}

/** What one user may see and change: object permissions, field-level security, and sharing by owner and parent. */
export class Access {
  readonly userId: string;
  readonly permissions: Permissions;
  readonly #org: Org;

  constructor(org: Org, userId: string) {
    this.#org = org;
    this.userId = userId;
    this.permissions = org.permissionsOf(userId);
  }

  /** The object as this user has it; undefined where he has no permission on it. */
  object(name: string): ObjectType | undefined {
    const found = this.#org.schema.find(name);
    return found && this.#hasObject(found.name) ? found : undefined;
  }

  objects(): readonly ObjectType[] {
    return this.#org.schema.objects.filter((object) => this.#hasObject(object.name));
  }

  #hasObject(name: string): boolean {
    return !this.permissions.hiddenObjects.includes(name) && (this.permissions.viewSetup || !OF_SETUP.has(name));
  }

  mayWrite(object: ObjectType): boolean {
    if (this.permissions.readOnlyObjects.includes(object.name)) return false;
    return !OF_SETUP.has(object.name) || this.permissions.customizeApplication || this.permissions.modifyAllData;
  }

  field(object: ObjectType, name: string): Field | undefined {
    const field = object.field(name);
    return field && this.showsField(object, field) ? field : undefined;
  }

  fields(object: ObjectType): readonly Field[] {
    return object.fields.filter((field) => this.showsField(object, field));
  }

  showsField(object: ObjectType, field: Field): boolean {
    if (this.permissions.hiddenFields[object.name]?.includes(field.name) === true) return false;
    return !field.custom || this.#isGranted(object.name, field.name, "PermissionsRead");
  }

  mayWriteField(object: ObjectType, field: Field): boolean {
    if (!this.mayWrite(object) || this.permissions.readOnlyFields[object.name]?.includes(field.name) === true) return false;
    return !field.custom || this.#isGranted(object.name, field.name, "PermissionsEdit");
  }

  /** A field made through the Metadata API is nobody's until a profile or permission set of the user's grants it. */
  #isGranted(object: string, field: string, right: "PermissionsRead" | "PermissionsEdit"): boolean {
    const { ungranted } = this.#org.customization;
    const isActivity = object === "Task" || object === "Event";
    if (!ungranted.includes(`${object}.${field}`) && !(isActivity && ungranted.includes(`Activity.${field}`))) return true;
    for (const granted of this.#org.store.rows("FieldPermissions")) {
      if (granted.values["Field"] !== `${object}.${field}` || granted.values[right] !== true) continue;
      if (this.#holds(granted.values["ParentId"])) return true;
    }
    return false;
  }

  #holds(permissionSetId: unknown): boolean {
    const set = typeof permissionSetId === "string" ? this.#org.store.get("PermissionSet", permissionSetId) : undefined;
    if (!set) return false;
    const profile = this.#org.store.get("User", this.userId)?.values["ProfileId"];
    if (set.values["IsOwnedByProfile"] === true && set.values["ProfileId"] === profile) return true;
    return this.#org.store
      .having("PermissionSetAssignment", "AssigneeId", this.userId)
      .some((row) => row.values["PermissionSetId"] === set.id && row.deletedAt === undefined);
  }

  canRead(object: string, row: Row): boolean {
    if (isPattern(object, row) && this.#org.switches.seriesPattern === "hidden") return false;
    return this.#seesAll(object) || this.#may("read", object, row);
  }

  canEdit(object: string, row: Row): boolean {
    if (isPattern(object, row)) return false;
    if (BY_OWN_RIGHT.has(object)) return this.#may("edit", object, row);
    return this.permissions.modifyAllData || this.#may("edit", object, row);
  }

  /** View All Data reaches records, not who signed in with what. */
  #seesAll(object: string): boolean {
    return !BY_OWN_RIGHT.has(object) && (this.permissions.viewAllData || this.permissions.modifyAllData);
  }

  #may(wanted: Wanted, object: string, row: Row): boolean {
    const value = (name: string) => row.values[name];
    switch (object) {
      case "Account":
        return this.#owns(row) || shares(this.#org.switches.accountSharing, wanted);
      case "Lead":
        return this.#owns(row) || shares(this.#org.switches.leadSharing, wanted);
      case "Opportunity":
        return this.#owns(row) || shares(this.#org.switches.opportunitySharing, wanted);
      case "Case":
        return this.#owns(row) || shares(this.#org.switches.caseSharing, wanted);
      case "Contact":
        return this.#owns(row) || this.#follows(wanted, value("AccountId"));
      case "Event":
        if (value("IsPrivate") === true && value("OwnerId") !== this.userId) return false;
        return this.#owns(row) || this.#follows(wanted, value("WhoId")) || this.#follows(wanted, value("WhatId"));
      case "Task":
        return this.#owns(row) || this.#follows(wanted, value("WhoId")) || this.#follows(wanted, value("WhatId"));
      case "TaskRelation":
      case "TaskWhoRelation":
        return this.#follows(wanted, value("TaskId"));
      case "EventRelation":
        return value("RelationId") === this.userId || this.#follows(wanted, value("EventId"));
      case "OpportunityContactRole":
        return this.#follows(wanted, value("OpportunityId"));
      case "EmailMessage":
        return (
          value("CreatedById") === this.userId ||
          [value("ActivityId"), value("ParentId"), value("RelatedToId")].some((id) => this.#follows(wanted, id))
        );
      case "EmailMessageRelation":
        return this.#follows(wanted, value("EmailMessageId"));
      case "Attachment":
      case "Note":
        return this.#owns(row) || this.#follows(wanted, value("ParentId"));
      case "ContentDocument":
        return this.#owns(row) || this.#reachesFile(wanted, row.id);
      case "ContentVersion":
        return this.#owns(row) || this.#reachesFile(wanted, value("ContentDocumentId"));
      case "ContentDocumentLink":
        return this.#follows(wanted, value("ContentDocumentId")) || this.#reachesLinked("read", row);
      case "User":
        return wanted === "read" || row.id === this.userId;
      case "OauthToken":
        return value("UserId") === this.userId || this.permissions.customizeApplication;
      case "LoginHistory":
        return wanted === "read" && (value("UserId") === this.userId || this.permissions.manageUsers);
      case "AuthSession":
        return value("UsersId") === this.userId || this.permissions.manageUsers;
      case "AcceptedEventRelation":
      case "DeclinedEventRelation":
      case "EventWhoRelation":
      case "UndecidedEventRelation":
        return this.#follows(wanted, value("EventId"));
      case "Campaign":
        return this.#owns(row) || wanted === "read";
      case "CampaignMember":
      case "CampaignMemberStatus":
        return this.#follows(wanted, value("CampaignId"));
      default:
        return wanted === "read" || (object.endsWith("__c") && this.#owns(row));
    }
  }

  #owns(row: Row): boolean {
    const owner = row.values["OwnerId"];
    return owner === this.userId || (typeof owner === "string" && (this.#isMemberOf(owner) || this.#isAbove(owner)));
  }

  /** Of a queue that owns the record. */
  #isMemberOf(owner: string): boolean {
    if (!owner.startsWith("00G")) return false;
    return this.#org.store.having("GroupMember", "GroupId", owner).some((row) => row.values["UserOrGroupId"] === this.userId);
  }

  /** In the role hierarchy. */
  #isAbove(owner: string): boolean {
    if (!this.#org.switches.roleHierarchy) return false;
    const own = this.#org.store.get("User", this.userId)?.values["UserRoleId"];
    if (typeof own !== "string") return false;
    let role = this.#parentRole(this.#org.store.get("User", owner)?.values["UserRoleId"]);
    for (let height = 0; typeof role === "string" && height < 100; height += 1) {
      if (role === own) return true;
      role = this.#parentRole(role);
    }
    return false;
  }

  #parentRole(role: unknown): unknown {
    return typeof role === "string" ? this.#org.store.get("UserRole", role)?.values["ParentRoleId"] : undefined;
  }

  /** The access to a parent decides. */
  #follows(wanted: Wanted, parentId: unknown): boolean {
    if (typeof parentId !== "string") return false;
    const object = this.#org.schema.ofId(parentId);
    const parent = object && this.#org.store.get(object.name, parentId);
    if (!object || !parent) return false;
    return wanted === "read" ? this.canRead(object.name, parent) : this.canEdit(object.name, parent);
  }

  /** Through what the file is linked to: a record that may be read, or the user himself. */
  #reachesFile(wanted: Wanted, documentId: unknown): boolean {
    if (typeof documentId !== "string") return false;
    return this.#org.store
      .having("ContentDocumentLink", "ContentDocumentId", documentId)
      .some((link) => (wanted === "read" || link.values["ShareType"] !== "V") && this.#reachesLinked(wanted, link));
  }

  #reachesLinked(wanted: Wanted, link: Row): boolean {
    const entity = link.values["LinkedEntityId"];
    if (link.deletedAt !== undefined || typeof entity !== "string") return false;
    return entity.startsWith("005") ? entity === this.userId : this.#follows(wanted, entity);
  }
}

function shares(sharing: Sharing, wanted: Wanted): boolean {
  return sharing === "Edit" || (sharing === "Read" && wanted === "read");
}
