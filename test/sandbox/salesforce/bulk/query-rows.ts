import { Access } from "../access.ts";
import { refusal } from "../errors.ts";
import type { Org } from "../org.ts";
import { parseSoql } from "../soql/parse.ts";
import { runQuery } from "../soql/run.ts";
import { QueryScope } from "../soql/scope.ts";
import type { Select } from "../soql/tree.ts";

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What Bulk refuses of SOQL, before the job is made. @throws Refusal */
export function checkedQuery(org: Org, access: Access, version: string, text: string): Select {
  const select = parseSoql(text);
  const scope = new QueryScope(org, access, version, text);
  const object = scope.object(select.from);
  if (select.groupBy.length > 0 || select.offset > 0) throw notInBulk("GROUP BY and OFFSET are not supported in Bulk Query");
  for (const selected of select.fields) {
    switch (selected.is) {
      case "children":
        throw notInBulk("Aggregate Relationships not supported in Bulk Query");
      case "typeof":
        throw notInBulk("TYPEOF is not supported in Bulk Query");
      case "all":
        throw notInBulk("FIELDS() is not supported in Bulk Query");
      case "field": {
        if (selected.expression.fn !== null || selected.expression.path === null)
          throw notInBulk("Functions are not supported in Bulk Query");
        const { field } = scope.column(object, selected.expression.path);
        if (field?.type === "address") throw notInBulk("Selecting compound data not supported in Bulk Query");
        if (field?.type === "base64") throw notInBulk("Selecting binary data not supported in Bulk Query");
      }
    }
  }
  return select;
}

function notInBulk(message: string): Error {
  return refusal(400, "API_ERROR", message);
}

/** The result of a query as a table of text. @throws Refusal */
export function queryRows(org: Org, userId: string, version: string, text: string, all: boolean): Table {
  const access = new Access(org, userId);
  const select = checkedQuery(org, access, version, text);
  const scope = new QueryScope(org, access, version, text);
  const object = scope.object(select.from);
  const paths = select.fields.flatMap((field) => (field.is === "field" && field.expression.path ? [field.expression.path] : []));
  const columns = paths.map((path) => ({ path, name: [...path.slice(0, -1), scope.column(object, path).name].join(".") }));
  const found = runQuery(scope, select, all);
  const rows = found.rows.map((row) => {
    const record = found.shape(row);
    return columns.map(({ path }) => cellOf(path.reduce(member, record)));
  });
  return { header: columns.map((column) => column.name), rows };
}

/** A member by its name, without regard to case. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return null;
  return Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;
}

/** Bulk writes times with Z where the rest of the API writes +0000. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/u.test(value) ? value.replace("+0000", "Z") : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(value);
}
