import { Access } from "../access.ts";
import { textOf } from "../draft.ts";
import type { Field } from "../object-table.ts";
import type { Row } from "../record-store.ts";
import { ObjectType } from "../schema.ts";
import { QueryScope } from "../soql/scope.ts";
import { TOOLING_TABLES } from "./objects.ts";

const OBJECTS: readonly ObjectType[] = TOOLING_TABLES.map((table) => new ObjectType(table, table.fields, []));

/** What a user sees through the Tooling API: other objects than through the rest, and all of them or, without View Setup, none. */
export class ToolingAccess extends Access {
  override object(name: string): ObjectType | undefined {
    return this.objects().find((object) => object.name.toLowerCase() === name.toLowerCase());
  }

  override objects(): readonly ObjectType[] {
    return this.permissions.viewSetup ? OBJECTS : [];
  }

  override mayWrite(): boolean {
    return false;
  }

  override canRead(): boolean {
    return true;
  }
}

/** A query of the Tooling API finds parents among its own objects. */
export class ToolingScope extends QueryScope {
  override parent(row: Row, lookup: Field): { readonly object: string; readonly row: Row } | null {
    const id = textOf(row, lookup.name);
    for (const object of id === null ? [] : lookup.referenceTo) {
      const parent = this.org.store.get(object, id ?? "");
      if (parent) return { object, row: parent };
    }
    return null;
  }
}
