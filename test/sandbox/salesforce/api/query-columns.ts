import type { Field } from "../object-table.ts";
import type { ObjectType } from "../schema.ts";
import type { QueryScope } from "../soql/scope.ts";
import type { Path, Select } from "../soql/tree.ts";

/** A column as `/query?q=…&columns=true` tells it, which the Salesforce CLI asks before it prints a table. */
interface QueryColumn {
  readonly aggregate: boolean;
  readonly apexType: string;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: QueryColumn[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

/** What a query would answer, instead of its rows. @throws Refusal */
export function queryColumns(scope: QueryScope, select: Select): object {
  const object = scope.object(select.from);
  const columnMetadata = columnsOf(scope, object, select);
  return {
    columnMetadata,
    entityName: object.name,
    groupBy: select.groupBy.length > 0,
    idSelected: columnMetadata.some((column) => column.columnName === "Id"),
    keyPrefix: object.table.keyPrefix,
  };
}

function columnsOf(scope: QueryScope, object: ObjectType, select: Select): QueryColumn[] {
  const columns: QueryColumn[] = [];
  let unnamed = 0;
  for (const selected of select.fields) {
    switch (selected.is) {
      case "field": {
        const { path, fn } = selected.expression;
        if (fn !== null || path === null) {
          const name = selected.alias ?? `expr${unnamed++}`;
          columns.push(column(name, null, { aggregate: true, displayName: `${fn ?? "COUNT"}(${path?.join(".") ?? ""})` }));
        } else addPath(scope, object, columns, path);
        break;
      }
      case "children": {
        const child = object.child(selected.select.from);
        const joinColumns = child ? columnsOf(scope, scope.object(child.child), selected.select) : [];
        columns.push(column(child?.name ?? selected.select.from, null, { aggregate: true, joinColumns }));
        break;
      }
      case "all":
        for (const field of scope.access.fields(object)) columns.push(column(field.name, field));
        break;
      case "typeof":
        columns.push(column(selected.relationship, null));
        break;
    }
  }
  return columns;
}

/** `Owner.Name` is a column Owner that joins a column Name. */
function addPath(scope: QueryScope, object: ObjectType, columns: QueryColumn[], path: Path): void {
  const { field, name } = scope.column(object, path);
  let level = columns;
  for (const step of path.slice(0, -1)) {
    const known = level.find((one) => one.columnName.toLowerCase() === step.toLowerCase() && !one.aggregate);
    const next = known ?? column(step, null);
    if (!known) level.push(next);
    level = next.joinColumns;
  }
  level.push(column(name, field));
}

const APEX_TYPES: Readonly<Partial<Record<Field["type"], string>>> = {
  boolean: "Boolean",
  currency: "Decimal",
  date: "Date",
  datetime: "Datetime",
  double: "Double",
  id: "Id",
  int: "Integer",
  percent: "Double",
  reference: "Id",
};

function column(name: string, field: Field | null, more: Partial<QueryColumn> = {}): QueryColumn {
  const apexType = (field && APEX_TYPES[field.type]) ?? "String";
  return {
    aggregate: false,
    apexType,
    booleanType: apexType === "Boolean",
    columnName: name,
    custom: field?.custom ?? false,
    displayName: name,
    foreignKeyName: field?.relationshipName ?? null,
    insertable: field?.createable ?? false,
    joinColumns: [],
    numberType: ["Decimal", "Double", "Integer"].includes(apexType),
    textType: apexType === "String" || apexType === "Id",
    updatable: field?.updateable ?? false,
    ...more,
  };
}
