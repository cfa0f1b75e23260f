import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { conformanceOf } from "../conformance/conformance-table.ts";
import { undeclaredClocks } from "./undeclared-clocks.ts";

export const projectRoot = resolve(import.meta.dirname, "../..");

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  /** What the check printed, for a person to read. */
  readonly output: string;
}

/** Every check of the sources, one after the other, as each of them uses all the cores. */
export async function runChecks(told: (result: CheckResult) => void): Promise<readonly CheckResult[]> {
  const checks: readonly (readonly [string, () => Promise<{ passed: boolean; output: string }>])[] = [
    ["types (tsc)", () => program("tsc", ["--noEmit", "-p", "tsconfig.json"])],
    ["rules (oxlint, with types)", () => program("oxlint", ["--type-aware", "--deny-warnings", "--report-unused-disable-directives"])],
    ["layout (oxfmt)", () => program("oxfmt", ["--check", ...formatted()])],
    ["nothing unused (knip)", () => program("knip", ["--no-progress", "--no-config-hints"])],
    ["import rules (dependency-cruiser)", importRules],
    ["clock and chance are handed in", async () => clocks()],
    ["every rule has its tests (conformance table)", async () => conformance()],
  ];
  const results: CheckResult[] = [];
  for (const [name, check] of checks) {
    const result = { name, ...(await check()) };
    told(result);
    results.push(result);
  }
  return results;
}

/** What oxfmt looks after. */
export function formatted(): readonly string[] {
  const places = [
    "addin",
    "shared",
    "sync-service",
    "test",
    "package.json",
    "tsconfig.json",
    "vitest.config.ts",
    ".dependency-cruiser.cjs",
  ];
  return places.filter((place) => existsSync(join(projectRoot, place)));
}

const SOURCES = ["addin", "shared", "sync-service", "test"];
/** Below this number the import check has read too little to have proved anything. */
export const FEWEST_MODULES = 50;

async function importRules(): Promise<{ passed: boolean; output: string }> {
  const { modules, violations } = await cruise(projectRoot);
  const output = [...violations, `${modules} modules read`].join("\n");
  return { passed: violations.length === 0 && modules >= FEWEST_MODULES, output };
}

/** Reads the imports below `root` by the project's rules. A violation reads `rule: from → to`. */
export async function cruise(root: string): Promise<{ readonly modules: number; readonly violations: readonly string[] }> {
  const sources = SOURCES.filter((folder) => existsSync(join(root, folder)));
  const { output, errors } = await run("depcruise", ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...sources], root);
  if (!output.startsWith("{")) throw new Error(`dependency-cruiser gave no result: ${errors || output}`);
  const { summary } = JSON.parse(output) as {
    summary: { totalCruised: number; violations: { from: string; to: string; rule: { name: string } }[] };
  };
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return { modules: summary.totalCruised, violations };
}

function clocks(): { passed: boolean; output: string } {
  const found = undeclaredClocks(projectRoot);
  return { passed: found.length === 0, output: found.join("\n") };
}

function conformance(): { passed: boolean; output: string } {
  const { isCurrent, faults } = conformanceOf(projectRoot);
  const stale = isCurrent ? [] : ["The table in sync-service/engine/README.md is not what the tests say now: npm run format"];
  return { passed: isCurrent && faults.length === 0, output: [...faults, ...stale].join("\n") };
}

async function program(name: string, args: readonly string[]): Promise<{ passed: boolean; output: string }> {
  const { code, output, errors } = await run(name, args, projectRoot);
  return { passed: code === 0, output: [output, errors].join("\n").trim() };
}

/** Runs one of the project's own tools with this Node. */
function run(name: string, args: readonly string[], cwd: string): Promise<{ code: number; output: string; errors: string }> {
  const tool = join(projectRoot, "node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name);
  const child = spawn(tool, args, { cwd, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done({ code: code ?? 1, output, errors }));
  });
}
