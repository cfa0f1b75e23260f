import { describe, expect, it } from "vitest";
import { faultsIn, tableText } from "./conformance-table.ts";
import { rulesNamed } from "./rules-named.ts";
import { testsIn } from "./test-names.ts";

describe("the conformance table", () => {
  it("fails where a rule has no test, has one and says that it has none, or is no rule", () => {
    const tests = testsIn("a.test.ts", 'it("P1: a", () => {}); it("P2: b", () => {}); it("P7: c", () => {});');
    const known = [
      { id: "P1", asks: "…" },
      { id: "P2", asks: "…", lacks: "Not built: …" },
      { id: "P3", asks: "…" },
      { id: "P4", asks: "…", lacks: "Not built: …" },
      { id: "P5", asks: "…", lacks: "Something." },
    ];
    expect(faultsIn(tests, known)).toEqual([
      "a.test.ts names P7, and there is no such rule: P7: c",
      "P2 says that it has no test, and has some",
      "P3 has no test that names it, and does not say why",
      "P5 has no test that names it, and does not say why",
    ]);
  });

  it("gathers the names by rule, file and group", () => {
    const text = `describe("M1: twins", () => { it("one", () => {}); it("P3: two <b>", () => {}); }); it("three (M1)", () => {});`;
    const table = tableText(testsIn("test/a.test.ts", text));
    expect(table).toContain("- `test/a.test.ts`: *twins*: one; two \\<b\\>. three (M1)");
    expect(table).toContain("| [M1](#m1) |");
    expect(table).toContain("- `test/a.test.ts`: *twins*: two \\<b\\>\n");
    expect(table).toMatch(/^\| P4 \| .* \| none \| /mu);
  });
});

describe("the rules that a name is about", () => {
  it.each([
    ["M1: a twin", ["M1"]],
    ["M1, M2: twins", ["M1", "M2"]],
    ["MG3, M4, T3: moved", ["M4", "T3"]],
    ["P1, P3, and P4: a storm", ["P1", "P3", "P4"]],
    ["E2's care: a body", ["E2"]],
    ["an edit outlives a deletion (M3, P2)", ["M3", "P2"]],
    ["SEC13: an address", []],
    ["as M3 says", []],
    ["seed 3: calm", []],
  ])("in “%s”", (name, ids) => {
    expect(rulesNamed(name)).toEqual(ids);
  });
});

describe("the names of tests", () => {
  const namesIn = (text: string) => testsIn("a.test.ts", text).map(({ groups, name }) => [...groups, name].join(" > "));

  it.each([
    ["in groups", 'describe("a", () => { describe("b", () => { it("c", () => {}); }); });', ["a > b > c"]],
    ["put together when they run", "it(`a ${b} c`, () => {});", ["a … c"]],
    ["under a condition", 'it.skipIf(x)("a", () => {}); describe.skip("b", () => { test("c", () => {}); });', ["a", "b > c"]],
    ["from a table", 'it.each([{ title: "a" }, { title: "b" }] as const)("$title", () => {});', ["a", "b"]],
    ["from a table with a name", 'const rows = [["a", 1], ["b", 2]]; it.each(rows)("%s is %i", () => {});', ["a is …", "b is …"]],
    ["from a table of texts", 'it.each(["a", "b"])("%s", () => {});', ["a", "b"]],
    ["from what cannot be read here", 'it.each(rows())("$title: x", () => {});', ["…: x"]],
    ["with their own words first", 'it.each(["a", "b"])("for %s", () => {});', ["for …"]],
    ["in a loop", 'for (const x of y) it("a", () => {});', ["a"]],
  ])("%s", (_title, text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it("are not taken from what is no test", () => {
    expect(namesIn('it("a"); expect("b", () => {}); exit("c", () => {});')).toEqual([]);
  });
});
