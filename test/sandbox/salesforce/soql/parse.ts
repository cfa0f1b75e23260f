import {
  parseQuery,
  type ConditionWithValueQuery,
  type FieldType,
  type GroupByClause,
  type OrderByClause,
  type Query,
  type Subquery,
  type WhereClause,
  type HavingClause,
} from "@jetstreamapp/soql-parser-js";
import { refusal, type Refusal } from "../errors.ts";
import { unescaped } from "./strings.ts";
import type { Branch, Condition, Expression, Literal, Operator, Order, Path, Select, Selected } from "./tree.ts";

/** @throws Refusal MALFORMED_QUERY */
export function parseSoql(text: string): Select {
  let query: Query;
  try {
    query = parseQuery(text);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
  return select(query, query.sObject ?? "");
}

export function malformed(message: string): Refusal {
  const token = /found(?: -->|:) '?([^'\n]*?)'?(?: <--|$)/u.exec(message)?.[1];
  return refusal(400, "MALFORMED_QUERY", token === undefined ? message : `unexpected token: '${token === "" ? "<EOF>" : token}'`);
}

function select(query: Query | Subquery, from: string): Select {
  const prefixes = new Set([from.toLowerCase(), ...(query.sObjectAlias === undefined ? [] : [query.sObjectAlias.toLowerCase()])]);
  const path = (dotted: string): Path => {
    const parts = dotted.split(".");
    return parts.length > 1 && prefixes.has((parts[0] ?? "").toLowerCase()) ? parts.slice(1) : parts;
  };
  return {
    from,
    scope: query.usingScope ?? null,
    fields: (query.fields ?? []).map((field) => selected(field, path)),
    where: query.where ? condition(query.where, path) : null,
    groupBy: asList(query.groupBy).map((clause) => grouped(clause, path)),
    having: query.having ? condition(query.having, path) : null,
    orderBy: asList(query.orderBy).map((clause) => order(clause, path)),
    limit: query.limit ?? null,
    offset: query.offset ?? 0,
  };
}

type ReadPath = (dotted: string) => Path;

function asList<T>(given: T | readonly T[] | undefined): readonly T[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given as T];
}

function selected(field: FieldType, path: ReadPath): Selected {
  switch (field.type) {
    case "Field":
      return { is: "field", expression: { path: path(rawOf(field) ?? field.field), fn: null }, alias: field.alias ?? null };
    case "FieldRelationship":
      return {
        is: "field",
        expression: { path: path(rawOf(field) ?? [...field.relationships, field.field].join(".")), fn: null },
        alias: null,
      };
    case "FieldFunctionExpression": {
      const fn = field.functionName.toUpperCase();
      const [parameter] = field.parameters;
      if (fn === "FIELDS") return { is: "all", which: whichFields(parameter) };
      return { is: "field", expression: { fn, path: typeof parameter === "string" ? path(parameter) : null }, alias: field.alias ?? null };
    }
    case "FieldSubquery":
      return { is: "children", select: select(field.subquery, field.subquery.relationshipName) };
    case "FieldTypeof":
      return {
        is: "typeof",
        relationship: field.field,
        branches: field.conditions.map((branch): Branch => ({
          object: branch.objectType ?? null,
          fields: branch.fieldList.map((name) => name.split(".")),
        })),
      };
  }
}

function rawOf(field: object): string | undefined {
  return "rawValue" in field && typeof field.rawValue === "string" ? field.rawValue : undefined;
}

function whichFields(parameter: unknown): "ALL" | "STANDARD" | "CUSTOM" {
  const which = String(parameter).toUpperCase();
  if (which === "ALL" || which === "STANDARD" || which === "CUSTOM") return which;
  throw malformed(`unexpected token: '${String(parameter)}'`);
}

function grouped(clause: GroupByClause, path: ReadPath): Expression {
  return "fn" in clause ? called(clause.fn, path) : { path: path(clause.field), fn: null };
}

function called(fn: { readonly functionName?: string; readonly parameters?: readonly unknown[] }, path: ReadPath): Expression {
  const [parameter] = fn.parameters ?? [];
  return { fn: (fn.functionName ?? "").toUpperCase(), path: typeof parameter === "string" ? path(parameter) : null };
}

/** Blanks come first when rising and last when falling, unless it is said otherwise. */
function order(clause: OrderByClause, path: ReadPath): Order {
  const descending = clause.order === "DESC";
  return {
    expression: "fn" in clause ? called(clause.fn, path) : { path: path(clause.field), fn: null },
    descending,
    nullsLast: clause.nulls === undefined ? descending : clause.nulls === "LAST",
  };
}

type Token = { readonly is: "(" | ")" | "AND" | "OR" | "NOT" } | { readonly is: "leaf"; readonly leaf: Condition };

/** The parser gives a flat chain with counts of parentheses; this restores the tree. */
function condition(clause: WhereClause | HavingClause, path: ReadPath): Condition {
  const tokens: Token[] = [];
  for (let link: WhereClause | HavingClause | undefined = clause; link;) {
    const { left } = link;
    if (left) {
      for (let count = (("openParen" in left) && left.openParen) || 0; count > 0; count -= 1) tokens.push({ is: "(" });
      if ("operator" in left) tokens.push({ is: "leaf", leaf: leaf(left, path) });
      for (let count = (("closeParen" in left) && left.closeParen) || 0; count > 0; count -= 1) tokens.push({ is: ")" });
    }
    if (!("operator" in link)) break;
    tokens.push({ is: link.operator });
    link = link.right;
  }
  let at = 0;
  const tree = chain();
  if (at < tokens.length) throw malformed("unexpected token: ')'");
  return tree;

  function chain(): Condition {
    const parts = [term()];
    const [first] = [tokens[at]?.is];
    if (first !== "AND" && first !== "OR") return parts[0] as Condition;
    while (tokens[at]?.is === "AND" || tokens[at]?.is === "OR") {
      // Salesforce does not guess which binds closer.
      if (tokens[at]?.is !== first) throw refusal(400, "MALFORMED_QUERY", `unexpected token: '${String(tokens[at]?.is)}'`);
      at += 1;
      parts.push(term());
    }
    return { is: first === "AND" ? "and" : "or", parts };
  }

  function term(): Condition {
    const token = tokens[at];
    at += 1;
    switch (token?.is) {
      case "NOT":
        return { is: "not", part: term() };
      case "(": {
        const inner = chain();
        if (tokens[at]?.is !== ")") throw malformed("unexpected token: '<EOF>'");
        at += 1;
        return inner;
      }
      case "leaf":
        return token.leaf;
      default:
        throw malformed(`unexpected token: '${token?.is ?? "<EOF>"}'`);
    }
  }
}

function leaf(given: ConditionWithValueQuery, path: ReadPath): Condition {
  if (!("operator" in given)) throw malformed("unexpected token: '('");
  const operator: Operator = given.operator;
  if ("valueQuery" in given) {
    return {
      is: "within",
      path: path(given.field),
      negated: operator === "NOT IN",
      select: select(given.valueQuery, given.valueQuery.sObject ?? ""),
    };
  }
  const expression: Expression = "fn" in given ? called(given.fn, path) : { path: path(given.field), fn: null };
  const values = asList<string>(given.value);
  const types = asList<string>(given.literalType);
  const numbers = "dateLiteralVariable" in given ? asList<number>(given.dateLiteralVariable) : [];
  const literals = values.map((value, index) => literal(value, types[index] ?? types[0] ?? "STRING", numbers[index] ?? numbers[0]));
  return { is: "compare", expression, operator, literals };
}

function literal(value: string, type: string, number: number | undefined): Literal {
  switch (type) {
    case "APEX_BIND_VARIABLE":
      throw refusal(400, "MALFORMED_QUERY", "unexpected token: ':'");
    case "NULL":
      return { kind: "null" };
    case "BOOLEAN":
      return { kind: "boolean", truth: value.toUpperCase() === "TRUE" };
    case "INTEGER":
    case "DECIMAL":
      return { kind: "number", number: Number(value) };
    case "DATE":
      return { kind: "date", text: value };
    case "DATETIME":
      return { kind: "datetime", text: value };
    case "DATE_LITERAL":
      return { kind: "period", name: value.toUpperCase(), number: 0 };
    case "DATE_N_LITERAL":
      return { kind: "period", name: (value.split(":")[0] ?? "").toUpperCase(), number: number ?? Number(value.split(":")[1]) };
    default:
      return { kind: "string", text: unescaped(value), quoted: value };
  }
}
