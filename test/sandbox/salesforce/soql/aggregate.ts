import { refusal } from "../errors.ts";
import type { ReadValue } from "../reading.ts";
import type { Row, Value } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";
import { called, compare, comparable, plain } from "./filter.ts";
import type { QueryScope } from "./scope.ts";
import type { Condition, Expression, Select } from "./tree.ts";

const AGGREGATES: ReadonlySet<string> = new Set(["COUNT", "COUNT_DISTINCT", "MIN", "MAX", "SUM", "AVG"]);

export function isAggregating(select: Select): boolean {
  return (
    select.groupBy.length > 0 ||
    select.fields.some((field) => field.is === "field" && field.expression.fn !== null && AGGREGATES.has(field.expression.fn))
  );
}

export function isBareCount(select: Select): boolean {
  const [only] = select.fields;
  return select.fields.length === 1 && only?.is === "field" && only.expression.fn === "COUNT" && only.expression.path === null;
}

type Reader = (rows: readonly Row[]) => Value;

/** Groups rows and answers a record for each group, named as Salesforce does: an alias, the field, or expr0, expr1 … */
export function aggregated(
  scope: QueryScope,
  object: ObjectType,
  select: Select,
  rows: readonly Row[],
): readonly Record<string, unknown>[] {
  const groups = grouped(scope, object, select.groupBy, rows);
  const kept = select.having === null ? groups : groups.filter(having(scope, object, select.having));
  let unnamed = 0;
  const columns = select.fields.map((field) => {
    if (field.is !== "field") throw refusal(400, "MALFORMED_QUERY", "unexpected token in an aggregate query");
    const { expression, alias } = field;
    const isAggregate = expression.fn !== null && AGGREGATES.has(expression.fn);
    if (!isAggregate && !select.groupBy.some((one) => sameExpression(one, expression))) {
      const name = expression.path?.join(".") ?? "";
      throw refusal(400, "MALFORMED_QUERY", `Field must be grouped or aggregated: ${name}`);
    }
    const plainName = expression.fn === null ? (expression.path?.at(-1) ?? "") : `expr${unnamed}`;
    if (alias === null && expression.fn !== null) unnamed += 1;
    return { name: alias ?? plainName, read: reader(scope, object, expression) };
  });
  const ordered = kept.toSorted(orderOf(scope, object, select));
  return ordered.map((group) => ({
    attributes: { type: "AggregateResult" },
    ...Object.fromEntries(columns.map((column) => [column.name, column.read(group)])),
  }));
}

function sameExpression(a: Expression, b: Expression): boolean {
  return a.fn === b.fn && a.path?.join(".").toLowerCase() === b.path?.join(".").toLowerCase();
}

function grouped(scope: QueryScope, object: ObjectType, by: readonly Expression[], rows: readonly Row[]): readonly (readonly Row[])[] {
  if (by.length === 0) return [rows];
  const keys = by.map((expression) => {
    const column = scope.column(object, expression.path ?? []);
    if (expression.fn === null && column.field && !column.field.groupable) {
      throw scope.pointed("MALFORMED_QUERY", column.name, `field '${column.name}' can not be grouped in a query call`);
    }
    return (row: Row) => called(expression.fn, column.read(row));
  });
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((read) => read(row)));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function reader(scope: QueryScope, object: ObjectType, expression: Expression): Reader {
  const { fn, path } = expression;
  if (fn === "COUNT" && path === null) return (rows) => rows.length;
  const column = scope.column(object, path ?? []);
  const valuesOf = (rows: readonly Row[]) =>
    rows.map((row) => column.read(row)).filter((value) => value !== null && typeof value !== "object");
  switch (fn) {
    case "COUNT":
      return (rows) => valuesOf(rows).length;
    case "COUNT_DISTINCT":
      return (rows) => new Set(valuesOf(rows)).size;
    case "MIN":
      return (rows) => valuesOf(rows).reduce<Value>((least, value) => (least === null || value < least ? value : least), null);
    case "MAX":
      return (rows) => valuesOf(rows).reduce<Value>((most, value) => (most === null || value > most ? value : most), null);
    case "SUM":
      return (rows) => sum(valuesOf(rows));
    case "AVG":
      return (rows) => (valuesOf(rows).length === 0 ? null : sum(valuesOf(rows)) / valuesOf(rows).length);
    default:
      return ([row]) => {
        const value: ReadValue = row ? called(fn, column.read(row)) : null;
        return typeof value === "object" ? null : value;
      };
  }
}

function sum(values: readonly Value[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0);
}

function having(scope: QueryScope, object: ObjectType, condition: Condition): (rows: readonly Row[]) => boolean {
  switch (condition.is) {
    case "and": {
      const parts = condition.parts.map((part) => having(scope, object, part));
      return (rows) => parts.every((part) => part(rows));
    }
    case "or": {
      const parts = condition.parts.map((part) => having(scope, object, part));
      return (rows) => parts.some((part) => part(rows));
    }
    case "not": {
      const part = having(scope, object, condition.part);
      return (rows) => !part(rows);
    }
    case "compare": {
      const read = reader(scope, object, condition.expression);
      const [literal] = condition.literals;
      const against = literal ? comparable(null, literal) : null;
      return (rows) => {
        return compare(plain(null, read(rows)), condition.operator, against);
      };
    }
    case "within":
      throw refusal(400, "MALFORMED_QUERY", "a sub-select cannot stand in HAVING");
  }
}

function orderOf(scope: QueryScope, object: ObjectType, select: Select): (a: readonly Row[], b: readonly Row[]) => number {
  const keys = select.orderBy.map((order) => ({ order, read: reader(scope, object, order.expression) }));
  return (a, b) => {
    for (const { order, read } of keys) {
      const [left, right] = [read(a), read(b)];
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === order.nullsLast ? 1 : -1;
      return left < right === order.descending ? 1 : -1;
    }
    return 0;
  };
}
