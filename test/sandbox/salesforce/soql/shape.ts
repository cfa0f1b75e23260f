import { refusal } from "../errors.ts";
import { attributes, readName, type ReadValue } from "../reading.ts";
import type { Row } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";
import { called } from "./filter.ts";
import { isPolymorphic, type QueryScope } from "./scope.ts";
import type { Path, Select, Selected } from "./tree.ts";

export type Shaper = (row: Row) => Record<string, unknown>;

/** Runs a child query for one parent; null when it finds nothing. */
export type ChildQuery = (select: Select, child: string, field: string, parentId: string) => unknown;

const MOST_ROWS_WITH_ALL_FIELDS = 200;

/** How rows of a plain (not aggregating) query become the records answered. @throws Refusal */
export function makeShaper(scope: QueryScope, object: ObjectType, select: Select, children: ChildQuery): Shaper {
  const writers = writersOf(scope, object, expanded(scope, object, select), children);
  return (row) => {
    const record: Record<string, unknown> = { attributes: attributes(object.name, row.id, scope.version) };
    for (const write of writers) write(record, row);
    return record;
  };
}

type Write = (record: Record<string, unknown>, row: Row) => void;

function expanded(scope: QueryScope, object: ObjectType, select: Select): readonly Selected[] {
  return select.fields.flatMap((field): readonly Selected[] => {
    if (field.is !== "all") return [field];
    if (field.which !== "STANDARD" && (select.limit === null || select.limit > MOST_ROWS_WITH_ALL_FIELDS)) {
      throw refusal(400, "MALFORMED_QUERY", `The SOQL FIELDS function must have a LIMIT of at most ${MOST_ROWS_WITH_ALL_FIELDS}`);
    }
    return scope.access
      .fields(object)
      .filter((one) => field.which === "ALL" || one.custom === (field.which === "CUSTOM"))
      .map((one) => ({ is: "field", expression: { path: [one.name], fn: null }, alias: null }));
  });
}

function writersOf(scope: QueryScope, object: ObjectType, fields: readonly Selected[], children: ChildQuery): readonly Write[] {
  const writers: Write[] = [];
  const parents = new Map<string, Path[]>();
  for (const field of fields) {
    switch (field.is) {
      case "field": {
        const { path, fn } = field.expression;
        if (path === null) throw refusal(400, "MALFORMED_QUERY", "unexpected token: ')'");
        const [head = "", ...rest] = path;
        if (rest.length === 0) {
          const column = scope.column(object, path);
          const name = field.alias ?? column.name;
          writers.push((record, row) => (record[name] = called(fn, column.read(row))));
          break;
        }
        scope.column(object, path);
        const gathered = parents.get(head.toLowerCase());
        if (gathered) gathered.push(rest);
        else {
          const paths = [rest];
          parents.set(head.toLowerCase(), paths);
          writers.push(parentWriter(scope, object, head, paths));
        }
        break;
      }
      case "children":
        writers.push(childWriter(scope, object, field.select, children));
        break;
      case "typeof":
        writers.push(typeofWriter(scope, object, field));
        break;
      case "all":
        break;
    }
  }
  return writers;
}

/** `paths` is filled further while the field list is read, so it is looked at only when the first row is written. */
function parentWriter(scope: QueryScope, object: ObjectType, relationship: string, paths: readonly Path[]): Write {
  const lookup = scope.lookup(object, relationship);
  const name = lookup.relationshipName ?? relationship;
  if (isPolymorphic(lookup)) {
    return (record, row) => {
      const parent = scope.parent(row, lookup);
      if (parent === null) {
        record[name] = null;
        return;
      }
      const members: Record<string, unknown> = { attributes: { ...attributes(parent.object, parent.row.id, scope.version), type: "Name" } };
      for (const path of paths) {
        const column = scope.column(object, [relationship, ...path]);
        members[column.name] = readName(scope.org, parent.row.id, column.name);
      }
      record[name] = members;
    };
  }
  const target = scope.object(lookup.referenceTo[0] ?? "");
  let shape: readonly Write[] | null = null;
  return (record, row) => {
    shape ??= writersOf(
      scope,
      target,
      paths.map((path): Selected => ({ is: "field", expression: { path, fn: null }, alias: null })),
      () => null,
    );
    const parent = scope.parent(row, lookup);
    if (parent === null) {
      record[name] = null;
      return;
    }
    const members: Record<string, unknown> = { attributes: attributes(target.name, parent.row.id, scope.version) };
    for (const write of shape) write(members, parent.row);
    record[name] = members;
  };
}

function childWriter(scope: QueryScope, object: ObjectType, select: Select, children: ChildQuery): Write {
  const relationship = object.child(select.from);
  if (!relationship || !scope.access.object(relationship.child)) {
    throw scope.pointed(
      "INVALID_TYPE",
      select.from,
      `Didn't understand relationship '${select.from}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  return (record, row) => (record[relationship.name] = children(select, relationship.child, relationship.field, row.id));
}

function typeofWriter(scope: QueryScope, object: ObjectType, field: Extract<Selected, { is: "typeof" }>): Write {
  const lookup = scope.lookup(object, field.relationship);
  const branches = field.branches.map((branch) => {
    const target = branch.object === null ? null : scope.object(branch.object);
    return {
      object: target?.name ?? null,
      paths: branch.fields,
      columns: target ? branch.fields.map((path) => scope.column(target, path)) : [],
    };
  });
  return (record, row) => {
    const parent = scope.parent(row, lookup);
    const branch = parent && (branches.find((one) => one.object === parent.object) ?? branches.find((one) => one.object === null));
    const name = lookup.relationshipName ?? field.relationship;
    if (!parent) {
      record[name] = null;
      return;
    }
    const members: Record<string, ReadValue | object> = { attributes: attributes(parent.object, parent.row.id, scope.version) };
    if (branch?.object === null)
      for (const path of branch.paths) members[path[0] ?? ""] = readName(scope.org, parent.row.id, path[0] ?? "");
    else for (const column of branch?.columns ?? []) members[column.name] = column.read(parent.row);
    record[name] = members;
  };
}
