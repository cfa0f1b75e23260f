import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { trapsNamedIn, trapsOf } from "./trap-titles.ts";

const LIST = new URL("../../../shared/facts/traps.md", import.meta.url);
const TESTS = join(import.meta.dirname, "..");

describe("the traps of both vendors", () => {
  it.skipIf(!existsSync(LIST))("each has a test named by its number, and no test is named by a trap that is not there", () => {
    const traps = trapsOf(readFileSync(LIST, "utf8"));
    expect(traps.length).toBeGreaterThan(40);
    const named = new Set(
      globSync("**/*.test.{ts,tsx}", { cwd: TESTS, exclude: ["**/node_modules/**"] }).flatMap((file) =>
        trapsNamedIn(readFileSync(join(TESTS, file), "utf8")),
      ),
    );
    expect({ without: traps.filter((trap) => !named.has(trap)), unknown: [...named].filter((trap) => !traps.includes(trap)) }).toEqual({
      without: [],
      unknown: [],
    });
  });

  it("a title is found by its numbers, a mention is not", () => {
    const source = [`it("${"MG"}901: moves", …)`, `[\`${"SF"}902, ${"SF"}903: %s\`]`, `// ${"MG"}904: said in passing`].join("\n");
    expect(trapsNamedIn(source)).toEqual([`${"MG"}901`, `${"SF"}902`, `${"SF"}903`]);
    expect(trapsOf(`- ${"MG"}905 Something.\n- OA1 Another. ${"MG"}906`)).toEqual([`${"MG"}905`]);
  });
});
