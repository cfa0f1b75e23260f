import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FAULTS, type PlantedFault } from "./fault-list.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const COPIED = ["sync-service", "shared", "test/simulate", "test/sandbox", "test/doubles", "test/sides", "package.json"];

const { values } = parseArgs({
  options: {
    /** Most faults show within the first twenty; what shows seldom goes on. */
    seeds: { type: "string", default: "400" },
    /** Stops with a fault once so many seeds caught it; with 0 all seeds run. */
    enough: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    jobs: { type: "string", default: String(Math.min(8, availableParallelism())) },
  },
});

const chosen = FAULTS.filter(({ name }) => name.includes(values.only));
let missed = 0;
for (const fault of chosen) {
  const { caught, run, first } = await withFault(fault);
  if (caught.length === 0) missed += 1;
  const by = caught.length === 0 ? `by none of ${run} seeds` : `by seed ${caught.join(", ")}: ${first}`;
  console.log(`${caught.length > 0 ? "caught" : "MISSED"}  ${fault.name.padEnd(66)} ${by}`);
}
console.log(`${chosen.length} faults planted, ${chosen.length - missed} caught.`);
if (missed > 0) process.exitCode = 1;

interface Verdict {
  /** The seeds whose histories showed it. */
  readonly caught: readonly number[];
  readonly run: number;
  /** What the first of them said. */
  readonly first: string;
}

/** Runs histories on a copy of the service that holds the fault; the working tree is never touched. */
async function withFault({ edits }: PlantedFault): Promise<Verdict> {
  const copy = await mkdtemp(path.join(tmpdir(), "tandem-fault-"));
  try {
    for (const part of COPIED) await cp(path.join(ROOT, part), path.join(copy, part), { recursive: true });
    await symlink(path.join(ROOT, "node_modules"), path.join(copy, "node_modules"));
    for (const { file, find, put } of edits) {
      const at = path.join(copy, "sync-service", file);
      const source = await readFile(at, "utf8");
      if (!source.includes(find)) throw new Error(`${file} no longer holds what the fault replaces: ${find}`);
      await writeFile(
        at,
        source.replace(find, () => put),
      );
    }
    const told = await simulated(copy);
    const caught = [...told.matchAll(/^seed (\d+)/gmu)].map(([, seed]) => Number(seed));
    const run = Number(/^(\d+) histories/mu.exec(told)?.[1] ?? caught.length);
    const complaint = told.split("\n").find((line) => line.startsWith("  ")) ?? "";
    return { caught, run, first: complaint.trim().slice(0, 110) };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function simulated(copy: string): Promise<string> {
  const own = ["test/simulate/simulate.ts", "--seeds", values.seeds, "--enough", values.enough, "--jobs", values.jobs];
  const child = spawn(process.execPath, own, { cwd: copy, stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  child.stdout.on("data", (some: Buffer) => (told += some.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(told));
  });
}
