import { child, childrenOf, childText, type XmlElement } from "./xml.ts";

/** A custom field as it was deployed. `object` is Activity for those of Task and Event. */
export interface CustomField {
  readonly is: "CustomField";
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length: number;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly description: string | null;
}

export interface FieldGrant {
  /** `Contact.Extra__c`. */
  readonly field: string;
  readonly readable: boolean;
  readonly editable: boolean;
}

export interface PermissionSet {
  readonly is: "PermissionSet";
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly grants: readonly FieldGrant[];
}

export type Component = CustomField | PermissionSet;

/** Why a component is not taken, in Salesforce's words. */
export class Problem extends Error {
  readonly statusCode: string;

  constructor(statusCode: string, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

export function fullNameOf(component: Component): string {
  return component.is === "CustomField" ? `${component.object}.${component.name}` : component.name;
}

/** The types of text fields with a length of their own, and the longest there is. */
const LENGTHS: Readonly<Record<string, number>> = { Text: 255, LongTextArea: 131_072 };
const TYPES: ReadonlySet<string> = new Set([
  "Checkbox",
  "Date",
  "DateTime",
  "Email",
  "LongTextArea",
  "Number",
  "Phone",
  "Text",
  "TextArea",
  "Url",
]);

/** A field as SOAP sends it (`fullName` Contact.X__c), or as a file of its object holds it (`fullName` X__c). @throws Problem */
export function readCustomField(element: XmlElement, fileObject: string | null): CustomField {
  const fullName = childText(element, "fullName") ?? "";
  const [object, name] = fileObject === null ? [fullName.split(".")[0] ?? "", fullName.split(".")[1]] : [fileObject, fullName];
  if (name === undefined || !/^[A-Za-z]\w*__c$/u.test(name) || name.slice(0, -3).includes("__")) {
    throw new Problem("INVALID_FIELD", `Custom field name is invalid: ${fullName}. It must begin with a letter and end with __c`);
  }
  const label = childText(element, "label");
  if (label === null) throw new Problem("REQUIRED_FIELD_MISSING", "Required fields are missing: [Label]");
  const type = childText(element, "type") ?? "";
  if (!TYPES.has(type)) throw new Problem("INVALID_TYPE", `This stand-in does not cover custom fields of type ${type}`);
  const flag = (name_: string) => childText(element, name_) === "true";
  return {
    is: "CustomField",
    object,
    name,
    label,
    type,
    length: lengthOf(element, type),
    externalId: flag("externalId"),
    unique: flag("unique"),
    caseSensitive: flag("caseSensitive"),
    description: childText(element, "description"),
  };
}

function lengthOf(element: XmlElement, type: string): number {
  const most = LENGTHS[type];
  if (most === undefined) return 255;
  const given = childText(element, "length");
  if (given === null) throw new Problem("FIELD_INTEGRITY_EXCEPTION", `Must specify 'length' for a CustomField of type ${type}`);
  const length = Number(given);
  if (!Number.isInteger(length) || length < 1 || length > most) throw new Problem("FIELD_INTEGRITY_EXCEPTION", `Invalid length: ${given}`);
  return length;
}

/** @throws Problem */
export function readPermissionSet(element: XmlElement, fileName: string | null): PermissionSet {
  const name = childText(element, "fullName") ?? fileName ?? "";
  if (!/^[A-Za-z]\w*$/u.test(name)) throw new Problem("INVALID_FULL_NAME", `The name of a permission set is invalid: ${name}`);
  const label = childText(element, "label");
  if (label === null) throw new Problem("REQUIRED_FIELD_MISSING", "Required fields are missing: [Label]");
  const grants = childrenOf(element, "fieldPermissions").map((one) => {
    const grant = { field: childText(one, "field") ?? "", readable: isTrue(one, "readable"), editable: isTrue(one, "editable") };
    if (grant.editable && !grant.readable)
      throw new Problem("FIELD_INTEGRITY_EXCEPTION", `Field ${grant.field} may be edited only if it may be read`);
    return grant;
  });
  return { is: "PermissionSet", name, label, description: childText(element, "description"), grants };
}

function isTrue(element: XmlElement, name: string): boolean {
  return child(element, name)?.text === "true";
}
