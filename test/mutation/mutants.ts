import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { projectRoot } from "../lint/checks.ts";
import { survivors } from "./survivors.ts";
import { type Mutant, verdictOn } from "./verdict.ts";

/**
 * `npm run mutants [-- --jobs N] [files]`: changes the deciding bands in small ways, one at a time, and says which changes no test of
 * theirs notices. Takes about a quarter of an hour with two jobs.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { jobs: { type: "string", default: "2" } },
});
const files = positionals.length > 0 ? positionals : ["sync-service/engine/**/*.ts", "sync-service/mappings/**/*.ts"];
const folder = mkdtempSync(join(tmpdir(), "tandem-mutants-"));
process.chdir(projectRoot);
try {
  const results = await new Stryker({
    mutate: files,
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "test/mutation/vitest.config.ts" },
    coverageAnalysis: "perTest",
    // A mutant that hangs is stopped by the number of its steps; a busy machine is no reason to count one as noticed.
    timeoutMS: 60_000,
    concurrency: Number(values.jobs),
    ignorePatterns: ["/data", "/.sandbox", "**/dist"],
    reporters: ["progress-append-only"],
    tempDirName: folder,
    // Most mutants of a table of rows can only be told apart by loading it anew.
    warnings: { unknownOptions: true, preprocessorErrors: true, unserializableOptions: true, slow: false },
  }).runMutationTest();
  const judged = results.filter(({ status }) => !["Ignored", "CompileError", "RuntimeError"].includes(status));
  const { passed, lines } = verdictOn(judged.map(asMutant), survivors);
  for (const line of lines) console.log(line);
  if (!passed) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Result = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

function asMutant({ fileName, location, replacement = "", status }: Result): Mutant {
  const path = relative(projectRoot, fileName);
  return {
    file: path.replaceAll("\\", "/"),
    line: location.start.line,
    from: inOneLine(textAt(join(projectRoot, path), location)),
    to: inOneLine(replacement),
    survived: status === "Survived" || status === "NoCoverage",
  };
}

/** Lines and columns begin at 1; the end is the first column that is no part of it. */
function textAt(path: string, { start, end }: Result["location"]): string {
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  const cut = lines.map((line, index) => (index === lines.length - 1 ? line.slice(0, end.column - 1) : line));
  return cut.join("\n").slice(start.column - 1);
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}
