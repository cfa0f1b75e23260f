import type { Access } from "../access.ts";
import { recordOf, textOf } from "../draft.ts";
import { refusal, type Refusal } from "../errors.ts";
import type { Field } from "../object-table.ts";
import type { Org } from "../org.ts";
import { NAME_FIELDS, readField, readName, type ReadValue } from "../reading.ts";
import type { Row } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";
import type { Path } from "./tree.ts";

/** A path resolved against an object: the field at its end and how to read it from a row. */
export interface Column {
  readonly name: string;
  /** Null for the members of Name, which are text. */
  readonly field: Field | null;
  /** On the row itself, not on a parent. */
  readonly own: boolean;
  readonly read: (row: Row) => ReadValue;
}

/** Whose query it is, and against what org. */
export class QueryScope {
  readonly org: Org;
  readonly access: Access;
  readonly version: string;
  readonly text: string;

  constructor(org: Org, access: Access, version: string, text: string) {
    this.org = org;
    this.access = access;
    this.version = version;
    this.text = text;
  }

  /** @throws Refusal INVALID_TYPE */
  object(name: string): ObjectType {
    const object = this.access.object(name);
    if (!object) {
      throw this.pointed(
        "INVALID_TYPE",
        name,
        `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    }
    return object;
  }

  /** @throws Refusal INVALID_FIELD */
  column(object: ObjectType, path: Path): Column {
    const [head = "", ...rest] = path;
    if (rest.length === 0) {
      const field = this.access.field(object, head);
      if (!field) throw this.noColumn(head, object);
      return { name: field.name, field, own: true, read: (row) => readField(this.org, object, row, field, this.version) };
    }
    const lookup = this.lookup(object, head);
    if (isPolymorphic(lookup)) return this.#nameColumn(lookup, rest);
    const parent = this.object(lookup.referenceTo[0] ?? "");
    const column = this.column(parent, rest);
    return { ...column, own: false, read: (row) => this.#throughParent(row, lookup, column) };
  }

  /** The field behind a relationship. @throws Refusal INVALID_FIELD */
  lookup(object: ObjectType, relationship: string): Field {
    const field = object.relationship(relationship);
    if (!field || !this.access.showsField(object, field)) {
      throw this.pointed(
        "INVALID_FIELD",
        relationship,
        `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    }
    return field;
  }

  /** The parent of a row, if it is there and the user may read it. */
  parent(row: Row, lookup: Field): { readonly object: string; readonly row: Row } | null {
    const found = recordOf(this.org, textOf(row, lookup.name));
    return found && this.access.canRead(found.object, found.row) ? found : null;
  }

  noColumn(name: string, object: ObjectType): Refusal {
    return this.pointed(
      "INVALID_FIELD",
      name,
      `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }

  /** An error that shows the place in the query. */
  pointed(errorCode: string, word: string, message: string): Refusal {
    const at = Math.max(0, this.text.search(new RegExp(`\\b${word.replaceAll(/\W/gu, ".")}\\b`, "u")));
    const start = Math.max(0, at - 40);
    const shown = this.text.slice(start, at + 40).replaceAll(/\s/gu, " ");
    const caret = `${" ".repeat(at - start)}^`;
    return refusal(400, errorCode, `\n${shown}\n${caret}\nERROR at Row:1:Column:${at + 1}\n${message}`);
  }

  #throughParent(row: Row, lookup: Field, column: Column): ReadValue {
    const parent = this.parent(row, lookup);
    return parent === null ? null : column.read(parent.row);
  }

  #nameColumn(lookup: Field, rest: Path): Column {
    const [member = ""] = rest;
    const known = [...NAME_FIELDS].find((name) => name.toLowerCase() === member.toLowerCase());
    if (known === undefined || rest.length > 1) {
      throw this.pointed("INVALID_FIELD", member, `No such column '${member}' on entity 'Name'.`);
    }
    return {
      name: known,
      field: null,
      own: false,
      read: (row) => {
        const parent = this.parent(row, lookup);
        return parent === null ? null : readName(this.org, parent.row.id, known);
      },
    };
  }
}

export function isPolymorphic(lookup: Field): boolean {
  return lookup.polymorphic || lookup.referenceTo.length > 1;
}
