import { textOf } from "../draft.ts";
import { refusal } from "../errors.ts";
import { isArchived } from "../reading.ts";
import { stampOf, type Row } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";
import { aggregated, isAggregating, isBareCount } from "./aggregate.ts";
import { isInStampOrder, makeFilter, plain } from "./filter.ts";
import type { Column, QueryScope } from "./scope.ts";
import { makeShaper } from "./shape.ts";
import type { Condition, Order, Select } from "./tree.ts";

/** What a query finds: its records are shaped only when a page of them is read. */
export interface Found {
  readonly total: number;
  readonly rows: readonly unknown[];
  readonly shape: (row: unknown) => unknown;
}

const MOST_OFFSET = 2000;

/** Runs a query as the user of the scope. `all` includes what is deleted or archived. @throws Refusal */
export function runQuery(scope: QueryScope, select: Select, all: boolean): Found {
  const object = scope.object(select.from);
  checkRestrictions(select, object);
  if (isBareCount(select)) return { total: matching(scope, object, select, all).length, rows: [], shape: (row) => row };
  if (isAggregating(select)) {
    const records = windowed(aggregated(scope, object, select, matching(scope, object, select, all)), select);
    return { total: records.length, rows: records, shape: (row) => row };
  }
  const shape = makeShaper(scope, object, select, (inner, child, field, parentId) =>
    childRecords(scope, inner, child, field, parentId, all),
  );
  const rows = windowed(ordered(scope, object, select, matching(scope, object, select, all)), select);
  return { total: rows.length, rows, shape: (row) => shape(row as Row) };
}

function windowed<T>(rows: readonly T[], select: Select): readonly T[] {
  if (select.limit === null && select.offset === 0) return rows;
  return rows.slice(select.offset, select.limit === null ? undefined : select.offset + select.limit);
}

function matching(scope: QueryScope, object: ObjectType, select: Select, all: boolean): readonly Row[] {
  const { store, clock } = scope.org;
  const { test, candidates } = makeFilter(scope, object, select.where, (inner) => semiJoin(scope, inner));
  const now = clock.now();
  const mine = select.scope?.toLowerCase() === "mine";
  const keeps = (row: Row): boolean =>
    (all || (row.deletedAt === undefined && !isArchived(object.name, row, now))) &&
    (!mine || textOf(row, "OwnerId") === scope.access.userId) &&
    test(row) &&
    scope.access.canRead(object.name, row);
  const rows: Row[] = [];
  if (candidates === null) {
    for (const row of store.rows(object.name)) if (keeps(row)) rows.push(row);
    return rows;
  }
  const enough = isInStampOrder(candidates) ? enoughByStamp(select) : Number.POSITIVE_INFINITY;
  for (const id of candidates) {
    const row = store.get(object.name, id);
    if (!row) continue;
    // Rows of one stamp are put in order among themselves later.
    if (rows.length >= enough && stampOf(row) !== stampOf(rows.at(-1))) break;
    if (keeps(row)) rows.push(row);
  }
  // What is ordered otherwise needs no order now.
  return select.orderBy.length > 0 ? rows : rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** So many rows are enough of those that come in the order which the query asks for. */
function enoughByStamp(select: Select): number {
  const [first] = select.orderBy;
  const isByStamp = first?.expression.fn === null && first.expression.path?.join(".").toLowerCase() === "systemmodstamp";
  if (!isByStamp || first.descending || select.limit === null || isAggregating(select)) return Number.POSITIVE_INFINITY;
  return select.limit + select.offset;
}

function semiJoin(scope: QueryScope, select: Select): ReadonlySet<string> {
  const object = scope.object(select.from);
  const [field] = select.fields;
  const path = field?.is === "field" ? field.expression.path : null;
  const column = path && scope.column(object, path);
  if (!column || select.fields.length > 1 || (column.field?.type !== "reference" && column.field?.type !== "id")) {
    throw refusal(400, "MALFORMED_QUERY", "The inner select of a semi join must select one field that is an id or a reference");
  }
  return new Set(windowed(matching(scope, object, select, false), select).map((row) => String(column.read(row))));
}

function childRecords(scope: QueryScope, select: Select, child: string, field: string, parentId: string, all: boolean): unknown {
  const object = scope.object(child);
  const link: Condition = {
    is: "compare",
    expression: { path: [field], fn: null },
    operator: "=",
    literals: [{ kind: "string", text: parentId }],
  };
  const where: Condition = select.where === null ? link : { is: "and", parts: [link, select.where] };
  const inner = { ...select, from: child, where };
  const shape = makeShaper(scope, object, inner, () => null);
  const rows = windowed(ordered(scope, object, inner, matching(scope, object, inner, all)), inner);
  return rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows.map(shape) };
}

function ordered(scope: QueryScope, object: ObjectType, select: Select, rows: readonly Row[]): readonly Row[] {
  if (select.orderBy.length === 0) return rows;
  const columns = select.orderBy.map((order) => {
    const column = scope.column(object, order.expression.path ?? []);
    if (column.field && !column.field.sortable) {
      throw scope.pointed("MALFORMED_QUERY", column.name, `field '${column.name}' can not be sorted in a query call`);
    }
    return { order, column };
  });
  const keyed = foremost(rows, columns, select).map((row) => ({
    row,
    keys: columns.map(({ column }) => plain(column.field, column.read(row))),
  }));
  keyed.sort((a, b) => {
    for (const [index, { order }] of columns.entries()) {
      const left = a.keys[index] ?? null;
      const right = b.keys[index] ?? null;
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === order.nullsLast ? 1 : -1;
      return left < right === order.descending ? 1 : -1;
    }
    return a.row.id < b.row.id ? -1 : 1;
  });
  return keyed.map(({ row }) => row);
}

interface SortColumn {
  readonly order: Order;
  readonly column: Column;
}

/** Of very many rows of which few are wanted: those that can be among the first, by the first column, before all are compared. */
function foremost(rows: readonly Row[], columns: readonly SortColumn[], select: Select): readonly Row[] {
  const wanted = select.limit === null ? rows.length : select.limit + select.offset;
  const [first] = columns;
  if (!first || wanted === 0 || wanted * 4 > rows.length) return rows;
  const keys = rows.map((row) => plain(first.column.field, first.column.read(row)));
  if (!keys.every((key) => typeof key === "string")) return rows;
  const sorted = keys.toSorted();
  const edge = first.order.descending ? sorted[sorted.length - wanted] : sorted[wanted - 1];
  if (edge === undefined) return rows;
  return rows.filter((_row, index) => {
    const key = keys[index];
    return key !== undefined && (first.order.descending ? key >= edge : key <= edge);
  });
}

function checkRestrictions(select: Select, object: ObjectType): void {
  if (select.offset > MOST_OFFSET) {
    throw refusal(400, "NUMBER_OUTSIDE_VALID_RANGE", `Maximum SOQL offset allowed is ${MOST_OFFSET}`);
  }
  if (object.name === "ContentDocumentLink" && !namesOneSide(select.where)) {
    throw refusal(
      400,
      "MALFORMED_QUERY",
      "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's using the IN operator.",
    );
  }
}

const SIDES: ReadonlySet<string> = new Set(["id", "contentdocumentid", "linkedentityid"]);

function namesOneSide(where: Condition | null): boolean {
  switch (where?.is) {
    case "and":
      return where.parts.some(namesOneSide);
    case "compare":
      return (where.operator === "=" || where.operator === "IN") && SIDES.has((where.expression.path?.[0] ?? "").toLowerCase());
    case "within":
      return !where.negated && SIDES.has((where.path[0] ?? "").toLowerCase());
    default:
      return false;
  }
}
