import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot, runChecks } from "./lint/checks.ts";
import { readReport, REPORT_VARIABLE } from "./sandbox-tests/conformance-report.ts";
import startPostgres from "./start-postgres.ts";
import unpackChromium from "./unpack-chromium.ts";

/** What came of some tests. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const STAGES = [["unit", "pane"], ["end-to-end"], ["browser"]] as const;
const results = mkdtempSync(join(tmpdir(), "tandem-results-"));
const conformance = join(results, "conformance.jsonl");
const tallies: Tally[] = [];
const failures: string[] = [];

tallies.push(await checkSources());
const stopPostgres = await startPostgres();
process.once("SIGINT", () => void stopPostgres?.().finally(() => process.exit(130)));
try {
  await unpackChromium();
  for (const projects of STAGES) tallies.push(await runStage(projects));
  tallies.push(conformity());
} finally {
  await stopPostgres?.();
  rmSync(results, { recursive: true, force: true });
}

const total = tallies.reduce((sum, one) => ({
  passed: sum.passed + one.passed,
  failed: sum.failed + one.failed,
  skipped: sum.skipped + one.skipped,
}));
for (const failure of failures) console.log(`FAILED  ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Each check of the sources counts as one test. */
async function checkSources(): Promise<Tally> {
  const checks = await runChecks(({ name, passed, output }) => {
    console.log(`${passed ? "passed" : "FAILED"}  ${name}`);
    if (passed) return;
    console.log(output);
    failures.push(name);
  });
  const passed = checks.filter((check) => check.passed).length;
  return { passed, failed: checks.length - passed, skipped: 0 };
}

/** Prints what the replies of the stand-ins were checked for. Each that is not as published counts as a failed test. */
function conformity(): Tally {
  const { sentences, faults } = readReport(conformance);
  for (const sentence of sentences) console.log(sentence);
  failures.push(...faults);
  return { passed: 0, failed: faults.length, skipped: 0 };
}

/** Runs the tests of some of vitest's projects in a process of their own, so that each stage has the machine to itself. */
async function runStage(projects: readonly string[]): Promise<Tally> {
  const file = join(results, `${projects.join("-")}.json`);
  const code = await vitest([
    "run",
    ...projects.flatMap((name) => ["--project", name]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  const tally = read(file);
  if (code === 0 || tally.failed > 0) return tally;
  failures.push(`the stage ${projects.join(", ")} ended with ${code}`);
  return { ...tally, failed: tally.failed + 1 };
}

function vitest(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(projectRoot, "node_modules", "vitest", "vitest.mjs"), ...args], {
    cwd: projectRoot,
    env: { ...process.env, [REPORT_VARIABLE]: conformance },
    stdio: ["ignore", "inherit", "inherit"],
  });
  process.once("exit", () => child.kill("SIGTERM"));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => done(code ?? 1));
  });
}

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** A file that could not even be read counts as one failure, as it holds no test that could fail. */
function read(file: string): Tally {
  let report: JsonReport;
  try {
    report = JSON.parse(readFileSync(file, "utf8")) as JsonReport;
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of report.testResults) {
    if (suite.status === "failed" && suite.assertionResults.every(({ status }) => status !== "failed")) {
      tally.failed += 1;
      failures.push(`${suite.name}: ${suite.message.split("\n")[0] ?? ""}`);
    }
    for (const { status, fullName } of suite.assertionResults) {
      if (status === "passed") tally.passed += 1;
      else if (status === "failed") {
        tally.failed += 1;
        failures.push(`${fullName} (${suite.name.slice(projectRoot.length + 1)})`);
      } else tally.skipped += 1;
    }
  }
  return tally;
}
