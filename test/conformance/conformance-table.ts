import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chapters, type Rule, rules } from "./rules.ts";
import { rulesNamed, withoutRules } from "./rules-named.ts";
import { type NamedTest, testsOf } from "./test-names.ts";

/** Where the table stands: everything below this line is made, never written by hand. */
const README = "sync-service/engine/README.md";
const MADE_BELOW = "<!-- made by `npm run format` from the names of the tests and test/conformance/rules.ts -->";

export interface Conformance {
  readonly file: string;
  /** What the file should hold. */
  readonly text: string;
  readonly isCurrent: boolean;
  /** What keeps the table from being whole, in sentences. */
  readonly faults: readonly string[];
}

export function conformanceOf(root: string): Conformance {
  const tests = testsOf(root);
  const path = join(root, README);
  const now = readFileSync(path, "utf8");
  const [byHand = ""] = now.split(MADE_BELOW);
  const text = `${byHand.trimEnd()}\n\n${MADE_BELOW}\n\n${tableText(tests)}`;
  return { file: path, text, isCurrent: text === now, faults: faultsIn(tests, rules) };
}

/** A table without a hole: each rule has tests or says why it has none, and no test names a rule that there is not. */
export function faultsIn(tests: readonly NamedTest[], known: readonly Rule[]): readonly string[] {
  const named = new Set(tests.flatMap(rulesOf));
  const strangers = tests.flatMap((test) =>
    rulesOf(test)
      .filter((id) => known.every((rule) => rule.id !== id))
      .map((id) => `${test.file} names ${id}, and there is no such rule: ${test.name}`),
  );
  const holes = known.flatMap(({ id, lacks }) => {
    const saysNone = /^(?:Not built: |No test )/u.test(lacks ?? "");
    if (saysNone === named.has(id))
      return [saysNone ? `${id} says that it has no test, and has some` : `${id} has no test that names it, and does not say why`];
    return [];
  });
  return [...strangers, ...holes];
}

export function rulesOf({ groups, name }: NamedTest): readonly string[] {
  return [...new Set([...groups, name].flatMap(rulesNamed))];
}

/** The overview, and below it each rule with the names of its tests. */
export function tableText(tests: readonly NamedTest[]): string {
  const of = new Map(rules.map(({ id }) => [id, tests.filter((test) => rulesOf(test).includes(id))]));
  const rows = chapters.flatMap(({ title, rules: own }) => [
    `| | **${title}** | | |`,
    ...own.map((rule) => overviewRow(rule, of.get(rule.id) ?? [])),
  ]);
  const lists = rules.flatMap((rule) => ruleSection(rule, of.get(rule.id) ?? []));
  return [
    "| rule | what it asks | tests | what is missing |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "## The tests of each rule",
    "",
    "A name is that of the test, before it that of the group it stands in; a test that proves several rules is listed with each.",
    "",
    ...lists,
  ].join("\n");
}

function overviewRow({ id, asks, lacks }: Rule, tests: readonly NamedTest[]): string {
  const rule = tests.length > 0 ? `[${id}](#${id.toLowerCase()})` : id;
  return `| ${rule} | ${asks} | ${tests.length > 0 ? tests.length : "none"} | ${lacks ?? ""} |`;
}

function ruleSection({ id, asks }: Rule, tests: readonly NamedTest[]): readonly string[] {
  if (tests.length === 0) return [];
  const files = [...Map.groupBy(tests, ({ file }) => file)].map(([file, own]) => `- \`${file}\`: ${namesIn(own)}`);
  return [`### ${id}`, "", `${asks}.`, "", ...files, ""];
}

/** The names of one file's tests, those of one group together. */
function namesIn(tests: readonly NamedTest[]): string {
  const groups = Map.groupBy(tests, (test) => test.groups.map(withoutRules).join(", "));
  return [...groups]
    .map(([group, own]) => {
      const names = [...new Set(own.map(({ name }) => withoutRules(name)))].join("; ");
      return markdownText(group === "" ? names : `*${group}*: ${names}`);
    })
    .join(". ");
}

/** What Markdown would take for markup is shown as it is. */
const markdownText = (text: string): string => text.replaceAll(/[<>|]/gu, (sign) => `\\${sign}`);
