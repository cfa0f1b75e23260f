/** `MG7: …`, `SF16, SF17: …`: what a test's title begins with when it proves something about those traps. */
const TITLE = /["'`](?<numbers>(?:MG|SF)\d+(?:(?:, | and )(?:MG|SF)\d+)*): /gu;

/** The traps that some test of this source is named by. */
export function trapsNamedIn(source: string): readonly string[] {
  return [...source.matchAll(TITLE)].flatMap(({ groups }) => groups?.["numbers"]?.split(/, | and /u) ?? []);
}

/** The traps of Graph and Salesforce that the list of them has, each a line of its own. */
export function trapsOf(list: string): readonly string[] {
  return [...list.matchAll(/^- (?<number>(?:MG|SF)\d+) /gmu)].map(({ groups }) => groups?.["number"] ?? "");
}
