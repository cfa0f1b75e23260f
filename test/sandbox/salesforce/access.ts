import type { Org, Permissions } from "./org.ts";
import type { Field } from "./object-table.ts";
import type { Sharing } from "./options.ts";
import type { Row } from "./record-store.ts";
import type { ObjectType } from "./schema.ts";

type Wanted = "read" | "edit";

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
    return found && !this.permissions.hiddenObjects.includes(found.name) ? found : undefined;
  }

  objects(): readonly ObjectType[] {
    return this.#org.schema.objects.filter((object) => !this.permissions.hiddenObjects.includes(object.name));
  }

  mayWrite(object: ObjectType): boolean {
    return !this.permissions.readOnlyObjects.includes(object.name);
  }

  field(object: ObjectType, name: string): Field | undefined {
    const field = object.field(name);
    return field && this.showsField(object, field) ? field : undefined;
  }

  fields(object: ObjectType): readonly Field[] {
    return object.fields.filter((field) => this.showsField(object, field));
  }

  showsField(object: ObjectType, field: Field): boolean {
    return this.permissions.hiddenFields[object.name]?.includes(field.name) !== true;
  }

  mayWriteField(object: ObjectType, field: Field): boolean {
    return this.mayWrite(object) && this.permissions.readOnlyFields[object.name]?.includes(field.name) !== true;
  }

  canRead(object: string, row: Row): boolean {
    return this.permissions.viewAllData || this.permissions.modifyAllData || this.#may("read", object, row);
  }

  canEdit(object: string, row: Row): boolean {
    return this.permissions.modifyAllData || this.#may("edit", object, row);
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
        if (value("IsPrivate") === true && !this.#owns(row)) return false;
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
      case "LoginHistory":
        return wanted === "read" && value("UserId") === this.userId;
      default:
        return wanted === "read";
    }
  }

  #owns(row: Row): boolean {
    return row.values["OwnerId"] === this.userId;
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
