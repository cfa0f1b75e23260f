import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const BANDS = ["engine", "mappings", "cycle", "filing", "context", "rivals", "accounts"];

/**
 * Where the deciding and the doing bands take the present time or a chance by themselves instead of being handed it: `new Date()`
 * without an argument, `Date.now`, `performance.now`, `Math.random`. The linter's own rules cannot tell `new Date()` from `new Date(text)`.
 */
export function undeclaredClocks(root: string): readonly string[] {
  const files = globSync(`sync-service/{${BANDS.join(",")}}/**/*.ts`, { cwd: root });
  return files.flatMap((file) => clocksIn(file, readFileSync(join(root, file), "utf8")));
}

export function clocksIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = takesTimeOrChance(node);
    if (what !== null) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: ${what} is taken here; have it handed in`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const TAKEN = new Set(["Date.now", "performance.now", "Math.random"]);

function takesTimeOrChance(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && isNamed(node.expression, "Date") && (node.arguments?.length ?? 0) === 0) return "new Date()";
  if (ts.isCallExpression(node) && isNamed(node.expression, "Date")) return "Date()";
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return null;
  const name = `${node.expression.text}.${node.name.text}`;
  return TAKEN.has(name) ? name : null;
}

function isNamed(node: ts.Expression, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}
