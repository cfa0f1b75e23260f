import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A test as its file tells it: what it is called, and within what. */
export interface NamedTest {
  /** From the root of the project, with `/`. */
  readonly file: string;
  /** The names of the groups it stands in, the outermost first. */
  readonly groups: readonly string[];
  readonly name: string;
}

/** Every test below `test/`, read from the sources: without running one, and those too that stand in a contract run by several files. */
export function testsOf(root: string): readonly NamedTest[] {
  const files = globSync("test/**/*.{ts,tsx}", { cwd: root, exclude: ["**/node_modules/**", "**/dist/**"] });
  return files
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted()
    .flatMap((file) => testsIn(file, readFileSync(join(root, file), "utf8")));
}

export function testsIn(file: string, text: string): readonly NamedTest[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, true);
  const found: NamedTest[] = [];
  const visit = (node: ts.Node, groups: readonly string[]): void => {
    const call = ts.isCallExpression(node) ? asTest(node) : null;
    if (call === null) return ts.forEachChild(node, (child) => visit(child, groups));
    const names = call.rows === null ? [nameOf(call.name)] : rowNames(nameOf(call.name), call.rows, source);
    if (call.is === "test") found.push(...names.map((name) => ({ file, groups, name })));
    else for (const name of names) for (const body of call.rest) visit(body, [...groups, name]);
  };
  visit(source, []);
  return found;
}

interface TestCall {
  readonly is: "group" | "test";
  readonly name: ts.Expression;
  /** The table of an `each`. */
  readonly rows: ts.Expression | null;
  readonly rest: readonly ts.Expression[];
}

const WORDS: Readonly<Record<string, TestCall["is"]>> = { describe: "group", it: "test", test: "test" };

/** `it("…")`, `describe.each(rows)("…")`, `it.skipIf(condition)("…")` and their like; null for any other call. */
function asTest({ expression, arguments: [name, ...rest] }: ts.CallExpression): TestCall | null {
  const inner = ts.isCallExpression(expression) ? expression : null;
  const callee = inner ? inner.expression : expression;
  const word = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  const is = ts.isIdentifier(word) ? WORDS[word.text] : undefined;
  if (is === undefined || name === undefined || rest.length === 0) return null;
  const isEach = ts.isPropertyAccessExpression(callee) && (callee.name.text === "each" || callee.name.text === "for");
  if (isEach && inner === null) return null; // the table itself: its call follows
  return { is, name, rows: isEach ? (inner?.arguments[0] ?? null) : null, rest };
}

/** What a name says; where it is put together when the test runs, with `…` for what is put in. */
function nameOf(name: ts.Expression): string {
  if (ts.isStringLiteralLike(name)) return name.text;
  if (ts.isTemplateExpression(name)) return name.head.text + name.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
  if (ts.isBinaryExpression(name)) return nameOf(name.left) + nameOf(name.right);
  return "…";
}

const PLACE = /\$[a-z][\w.]*|%[sdijo]/giu;

/** A name for each row of a table whose rows can be read here; otherwise one for all. */
function rowNames(name: string, table: ts.Expression, source: ts.SourceFile): readonly string[] {
  if (!name.startsWith("$") && !name.startsWith("%")) return [name.replaceAll(PLACE, "…")];
  const rows = literalRows(table, source);
  const names = rows.map((row) => {
    let at = 0;
    return name.replaceAll(PLACE, (place) => valueIn(row, place.startsWith("$") ? place.slice(1) : at++));
  });
  return names.length === 0 ? [name.replaceAll(PLACE, "…")] : names;
}

function literalRows(table: ts.Expression, source: ts.SourceFile): readonly ts.Expression[] {
  const bare = withoutAssertion(table);
  if (ts.isArrayLiteralExpression(bare)) return bare.elements;
  if (!ts.isIdentifier(bare)) return [];
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === bare.text && node.initializer) {
      values.push(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const [value] = values;
  const held = value && withoutAssertion(value);
  return held && ts.isArrayLiteralExpression(held) ? held.elements : [];
}

function valueIn(row: ts.Expression, key: string | number): string {
  const bare = withoutAssertion(row);
  if (typeof key === "number") {
    const value = ts.isArrayLiteralExpression(bare) ? bare.elements[key] : key === 0 ? bare : undefined;
    return value ? nameOf(withoutAssertion(value)) : "…";
  }
  if (!ts.isObjectLiteralExpression(bare)) return "…";
  const property = bare.properties.find((each) => each.name && ts.isIdentifier(each.name) && each.name.text === key);
  return property && ts.isPropertyAssignment(property) ? nameOf(withoutAssertion(property.initializer)) : "…";
}

function withoutAssertion(value: ts.Expression): ts.Expression {
  return ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value)
    ? withoutAssertion(value.expression)
    : value;
}
