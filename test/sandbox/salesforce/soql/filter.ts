import { refusal } from "../errors.ts";
import { canonicalId } from "../ids.ts";
import type { Field } from "../object-table.ts";
import type { ReadValue } from "../reading.ts";
import type { Row, Value } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";
import { readTime, wireTime } from "../wire-time.ts";
import { periodOf } from "./periods.ts";
import type { Column, QueryScope } from "./scope.ts";
import { likePattern } from "./strings.ts";
import type { Condition, Literal, Operator, Select } from "./tree.ts";

export type Test = (row: Row) => boolean;

/** Runs a semi-join's query and answers the ids it finds. */
export type InnerQuery = (select: Select) => ReadonlySet<string>;

/** A filter, and the rows that it could let through when an index tells them (null: any row). */
export interface Filter {
  readonly test: Test;
  readonly candidates: ReadonlySet<string> | null;
}

/** @throws Refusal for fields that cannot be filtered and values of the wrong type */
export function makeFilter(scope: QueryScope, object: ObjectType, where: Condition | null, inner: InnerQuery): Filter {
  return where === null ? { test: () => true, candidates: null } : compile(where, true);

  function compile(condition: Condition, atTop: boolean): Filter {
    switch (condition.is) {
      case "and": {
        const parts = condition.parts.map((part) => compile(part, atTop));
        return { test: (row) => parts.every((part) => part.test(row)), candidates: fewest(parts) };
      }
      case "or": {
        const parts = condition.parts.map((part) => compile(part, false));
        return { test: (row) => parts.some((part) => part.test(row)), candidates: united(parts) };
      }
      case "not": {
        const { test } = compile(condition.part, false);
        return { test: (row) => !test(row), candidates: null };
      }
      case "within":
        return semiJoined(condition, atTop);
      case "compare": {
        if (condition.expression.path === null) throw refusal(400, "MALFORMED_QUERY", "unexpected token: '('");
        const column = filterable(scope, object, condition.expression.path);
        return {
          test: comparison(scope, column, condition.operator, condition.literals, condition.expression.fn),
          candidates: condition.expression.fn === null ? candidatesOf(column, condition.operator, condition.literals) : null,
        };
      }
    }
  }

  function semiJoined(condition: Extract<Condition, { is: "within" }>, atTop: boolean): Filter {
    if (!atTop)
      throw refusal(
        400,
        "MALFORMED_QUERY",
        "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.",
      );
    const column = filterable(scope, object, condition.path);
    const ids = inner(condition.select);
    const helps = !condition.negated && column.own && scope.org.store.hasIndex(object.name, column.name);
    return {
      test: (row) => ids.has(String(column.read(row))) !== condition.negated,
      candidates: helps ? rowsHolding(column, [...ids]) : null,
    };
  }

  /** The rows that an index tells for a comparison; null where none does. */
  function candidatesOf(column: Column, operator: Operator, literals: readonly Literal[]): ReadonlySet<string> | null {
    if (!column.own) return null;
    const [first] = literals;
    if (column.name === "SystemModstamp" && first?.kind === "datetime" && (operator === ">" || operator === ">=" || operator === "=")) {
      const ids = scope.org.store.stampedSince(object.name, wireOf(first.text));
      IN_STAMP_ORDER.add(ids);
      return ids;
    }
    if ((operator !== "=" && operator !== "IN") || !scope.org.store.hasIndex(object.name, column.name)) return null;
    const texts = literals.flatMap((literal) =>
      literal.kind === "string" && literal.text !== "" ? [textFor(column.field, literal.text)] : [],
    );
    return texts.length === literals.length ? rowsHolding(column, texts) : null;
  }

  function rowsHolding(column: Column, values: readonly string[]): ReadonlySet<string> {
    if (column.name === "Id") return new Set(values);
    const [only] = values;
    if (values.length === 1 && only !== undefined) return scope.org.store.holding(object.name, column.name, only);
    return new Set(values.flatMap((value) => [...scope.org.store.holding(object.name, column.name, value)]));
  }
}

const IN_STAMP_ORDER = new WeakSet<ReadonlySet<string>>();

/** Whether these candidates come in the rising order of their SystemModstamp. */
export function isInStampOrder(candidates: ReadonlySet<string>): boolean {
  return IN_STAMP_ORDER.has(candidates);
}

function fewest(parts: readonly Filter[]): ReadonlySet<string> | null {
  return parts.reduce<ReadonlySet<string> | null>(
    (least, { candidates }) => (candidates !== null && (least === null || candidates.size < least.size) ? candidates : least),
    null,
  );
}

/** Of alternatives the index has to tell all. */
function united(parts: readonly Filter[]): ReadonlySet<string> | null {
  const all = new Set<string>();
  for (const { candidates } of parts) {
    if (candidates === null) return null;
    for (const id of candidates) all.add(id);
  }
  return all;
}

function filterable(scope: QueryScope, object: ObjectType, path: readonly string[]): Column {
  const column = scope.column(object, path);
  if (column.field && !column.field.filterable) {
    throw scope.pointed("INVALID_FIELD", path.at(-1) ?? "", `field '${column.name}' can not be filtered in a query call`);
  }
  return column;
}

const DAY_FUNCTIONS: Readonly<Record<string, (value: string) => string | number>> = {
  DAY_ONLY: (value) => value.slice(0, 10),
  CALENDAR_YEAR: (value) => Number(value.slice(0, 4)),
  CALENDAR_MONTH: (value) => Number(value.slice(5, 7)),
  DAY_IN_MONTH: (value) => Number(value.slice(8, 10)),
};

/** Applies a date function to a value; other functions (toLabel, FORMAT) leave it as it is. */
export function called(fn: string | null, value: ReadValue): ReadValue {
  const change = fn === null ? undefined : DAY_FUNCTIONS[fn];
  return change && typeof value === "string" ? change(value) : value;
}

function comparison(scope: QueryScope, column: Column, operator: Operator, literals: readonly Literal[], fn: string | null): Test {
  for (const literal of literals) if (fn === null) checkType(scope, column, literal);
  const [first] = literals;
  if (operator === "IN" || operator === "NOT IN") {
    const wanted = new Set(literals.map((literal) => comparable(column.field, literal)));
    return (row) => wanted.has(plain(column.field, called(fn, column.read(row)))) === (operator === "IN");
  }
  if (operator === "LIKE") {
    const pattern = likePattern(first?.kind === "string" ? (first.quoted ?? first.text) : "");
    return (row) => {
      const value = column.read(row);
      return typeof value === "string" && pattern.test(value);
    };
  }
  if (operator === "INCLUDES" || operator === "EXCLUDES")
    throw refusal(400, "INVALID_QUERY_FILTER_OPERATOR", `invalid operator for ${column.name}`);
  if (first?.kind === "period") return periodTest(column, operator, periodOf(first.name, first.number, scope.org.clock.now()));
  const against = first ? comparable(column.field, first) : null;
  return (row) => compare(plain(column.field, called(fn, column.read(row))), operator, against);
}

function periodTest(column: Column, operator: Operator, period: { readonly from: string; readonly until: string }): Test {
  const inside = (day: string) => day >= period.from && day < period.until;
  return (row) => {
    const value = column.read(row);
    if (typeof value !== "string") return operator === "!=";
    const day = value.slice(0, 10);
    switch (operator) {
      case "=":
        return inside(day);
      case "!=":
        return !inside(day);
      case "<":
        return day < period.from;
      case ">":
        return day >= period.until;
      case "<=":
        return day < period.until;
      default:
        return day >= period.from;
    }
  };
}

export function compare(value: Value, operator: Operator, against: Value): boolean {
  if (operator === "=") return value === against;
  if (operator === "!=") return value !== against;
  if (value === null || against === null) return false;
  switch (operator) {
    case "<":
      return value < against;
    case ">":
      return value > against;
    case "<=":
      return value <= against;
    default:
      return value >= against;
  }
}

/** Text without case; ids and times as they are, being in one form. */
export function plain(field: Field | null, value: ReadValue): Value {
  if (typeof value === "string") return keepsCase(field) ? value : value.toLowerCase();
  return typeof value === "object" ? null : value;
}

function keepsCase(field: Field | null): boolean {
  return field !== null && (field.type === "id" || field.type === "reference" || field.type === "date" || field.type === "datetime");
}

export function comparable(field: Field | null, literal: Literal): Value {
  switch (literal.kind) {
    case "null":
      return null;
    case "string":
      return literal.text === "" ? null : plain(field, textFor(field, literal.text));
    case "number":
      return literal.number;
    case "boolean":
      return literal.truth;
    case "date":
      return field?.type === "datetime" ? wireOf(`${literal.text}T00:00:00Z`) : literal.text;
    case "datetime":
      return field?.type === "date" ? literal.text.slice(0, 10) : wireOf(literal.text);
    case "period":
      return null;
  }
}

function wireOf(text: string): string {
  const moment = readTime(text);
  if (!moment) throw refusal(400, "MALFORMED_QUERY", `unexpected token: '${text}'`);
  return wireTime(moment);
}

function textFor(field: Field | null, text: string): string {
  return field?.type === "id" || field?.type === "reference" ? (canonicalId(text) ?? text) : text;
}

const NUMERIC: ReadonlySet<string> = new Set(["int", "double", "currency", "percent"]);

function checkType(scope: QueryScope, column: Column, literal: Literal): void {
  const type = column.field?.type ?? "string";
  if (literal.kind === "null") return;
  const wrong = (message: string) => {
    throw scope.pointed("INVALID_FIELD", column.name, `value of filter criterion for field '${column.name}' must be of type ${message}`);
  };
  const quoted = literal.kind === "string";
  if (type === "datetime" && literal.kind !== "datetime" && literal.kind !== "period")
    wrong("dateTime and should not be enclosed in quotes");
  else if (type === "date" && literal.kind !== "date" && literal.kind !== "period") wrong("date and should not be enclosed in quotes");
  else if (type === "boolean" && literal.kind !== "boolean") wrong("boolean and should not be enclosed in quotes");
  else if (NUMERIC.has(type) && literal.kind !== "number") wrong(`${type} and should not be enclosed in quotes`);
  else if ((type === "id" || type === "reference") && quoted && literal.text !== "" && canonicalId(literal.text) === null) {
    throw scope.pointed("INVALID_QUERY_FILTER_OPERATOR", column.name, `invalid ID field: ${literal.text}`);
  } else if (!quoted && !NUMERIC.has(type) && type !== "boolean" && type !== "date" && type !== "datetime") {
    wrong("string and should be enclosed in quotes");
  }
}
