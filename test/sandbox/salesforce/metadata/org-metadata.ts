import type { Table, Tables } from "../../base/tables.ts";
import { addRow } from "../bare-rows.ts";
import type { Org } from "../org.ts";
import { fullNameOf, Problem, type Component, type CustomField, type PermissionSet } from "./components.ts";

const ACTIVITIES = ["Task", "Event"] as const;
const COLUMN_TYPES: Readonly<Record<string, string>> = {
  Checkbox: "boolean",
  Date: "date",
  DateTime: "datetime",
  Email: "email 80",
  LongTextArea: "textarea",
  Number: "double 18,0",
  Phone: "phone 40",
  Text: "string",
  TextArea: "textarea 255",
  Url: "url 255",
};

/** What has been deployed to the org: custom fields, and permission sets without which nobody sees them (SF23). */
export class OrgMetadata {
  readonly #org: Org;
  readonly #components: Table<Component>;

  constructor(org: Org, tables: Tables) {
    this.#org = org;
    this.#components = tables.table<Component>("salesforce.metadata");
  }

  all(type: Component["is"]): readonly Component[] {
    return [...this.#components.values()].filter((component) => component.is === type);
  }

  get(type: string, fullName: string): Component | undefined {
    return this.#components.get(`${type}.${fullName}`);
  }

  /**
   * Whether a component would be taken, after those before it. `mayExist` is an update or upsert.
   * @throws Problem
   */
  check(component: Component, before: readonly Component[], mayExist: boolean): void {
    if (component.is === "CustomField") this.#checkField(component, mayExist);
    else this.#checkSet(component, before, mayExist);
  }

  #checkField(field: CustomField, mayExist: boolean): void {
    const objects = field.object === "Activity" ? ACTIVITIES : [field.object];
    if (ACTIVITIES.some((one) => one === field.object)) {
      throw new Problem("INVALID_CROSS_REFERENCE_KEY", `Custom fields of ${field.object} are created on Activity`);
    }
    for (const name of objects) {
      const object = this.#org.schema.find(name);
      if (!object) throw new Problem("INVALID_CROSS_REFERENCE_KEY", `no CustomObject named ${name} found`);
      const isOurs = this.get("CustomField", fullNameOf(field)) !== undefined;
      if (object.field(field.name) && !(mayExist && isOurs)) {
        throw new Problem("DUPLICATE_DEVELOPER_NAME", `There is already a field named ${field.name} on ${field.object}.`);
      }
    }
  }

  #checkSet(set: PermissionSet, before: readonly Component[], mayExist: boolean): void {
    if (!mayExist && this.get("PermissionSet", set.name)) {
      throw new Problem("DUPLICATE_DEVELOPER_NAME", `The name ${set.name} is already used by a permission set.`);
    }
    for (const { field } of set.grants) {
      const [objectName = "", name = ""] = field.split(".");
      const isActivity = ACTIVITIES.some((one) => one === objectName);
      const comes = before.some(
        (one) => one.is === "CustomField" && one.name === name && (one.object === objectName || (isActivity && one.object === "Activity")),
      );
      const known = objectName !== "Activity" && (comes || this.#org.schema.find(objectName)?.field(name) !== undefined);
      if (!known) throw new Problem("INVALID_CROSS_REFERENCE_KEY", `In field: field - no CustomField named ${field} found`);
    }
  }

  /** Puts a checked component in force. Answers whether it is new. */
  apply(component: Component, userId: string): boolean {
    const key = `${component.is}.${fullNameOf(component)}`;
    const isNew = this.#components.get(key) === undefined;
    this.#components.put(key, component);
    if (component.is === "CustomField") this.#addField(component);
    else this.#grant(component, userId);
    return isNew;
  }

  /** @throws Problem when there is none of that name */
  delete(type: string, fullName: string): void {
    const component = this.get(type, fullName);
    if (!component) throw new Problem("INVALID_CROSS_REFERENCE_KEY", `In field: fullName - no ${type} named ${fullName} found`);
    this.#components.delete(`${type}.${fullName}`);
    if (component.is === "PermissionSet") {
      for (const row of this.#setRows(component.name)) {
        this.#dropGrants(row);
        for (const assigned of this.#org.store.having("PermissionSetAssignment", "PermissionSetId", row)) {
          this.#org.store.remove("PermissionSetAssignment", assigned.id);
        }
        this.#org.store.remove("PermissionSet", row);
      }
      return;
    }
    const { fields, ungranted } = this.#org.customization;
    const without = (fields[component.object] ?? []).filter((line) => !line.startsWith(`${component.name} |`));
    this.#org.customize({ fields: { ...fields, [component.object]: without }, ungranted: ungranted.filter((name) => name !== fullName) });
  }

  #addField(field: CustomField): void {
    const { fields, ungranted } = this.#org.customization;
    const others = (fields[field.object] ?? []).filter((line) => !line.startsWith(`${field.name} |`));
    const fullName = fullNameOf(field);
    this.#org.customize({
      fields: { ...fields, [field.object]: [...others, lineOf(field)] },
      ungranted: ungranted.includes(fullName) ? ungranted : [...ungranted, fullName],
    });
  }

  /** A permission set is replaced as a whole; a grant on Task holds for Event too, as the two share their field security. */
  #grant(set: PermissionSet, userId: string): void {
    const [known] = this.#setRows(set.name);
    const values = { Name: set.name, Label: set.label, Description: set.description, IsCustom: true, IsOwnedByProfile: false };
    const id = known ?? addRow(this.#org, "PermissionSet", userId, values);
    this.#dropGrants(id);
    for (const { field, readable, editable } of set.grants) {
      const [object = "", name = ""] = field.split(".");
      const objects = ACTIVITIES.some((one) => one === object) ? ACTIVITIES : [object];
      for (const SobjectType of objects) {
        addRow(this.#org, "FieldPermissions", userId, {
          ParentId: id,
          SobjectType,
          Field: `${SobjectType}.${name}`,
          PermissionsRead: readable,
          PermissionsEdit: editable,
        });
      }
    }
    this.#org.touchSchema();
  }

  #setRows(name: string): readonly string[] {
    return [...this.#org.store.rows("PermissionSet")].filter((row) => row.values["Name"] === name).map((row) => row.id);
  }

  #dropGrants(permissionSetId: string): void {
    for (const row of this.#org.store.having("FieldPermissions", "ParentId", permissionSetId))
      this.#org.store.remove("FieldPermissions", row.id);
  }
}

/** The field as a line of its object's table (object-table.ts). */
function lineOf({ name, label, type, length, externalId, unique }: CustomField): string {
  const column = COLUMN_TYPES[type] ?? "string";
  const sized = type === "Text" || type === "LongTextArea" ? `${column} ${length}` : column;
  const marks = type === "LongTextArea" ? "CUN" : type === "Checkbox" ? "CUDFGS" : "CUNFGS";
  return `${name} | ${label} | ${sized} | ${marks}${externalId ? "LX" : ""}${unique ? "Q" : ""}`;
}
