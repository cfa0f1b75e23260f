import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { history, type Result } from "./history.ts";
import { realHistory } from "./real-history.ts";
import { Trace } from "./trace.ts";
import { adoptServer, type SeedServer, startServer } from "./seed-server.ts";

/** What a worker tells of one seed; a history itself cannot leave its thread. */
interface Told {
  readonly seed: number;
  readonly hash: string;
  readonly complaints: readonly string[];
  readonly requests: number;
  readonly crashes: number;
  readonly inWindow: number;
  readonly lines: readonly string[];
}

const OPTIONS = {
  seeds: { type: "string", default: "200" },
  from: { type: "string", default: "1" },
  jobs: { type: "string", default: String(Math.min(8, availableParallelism())) },
  trace: { type: "boolean", default: false },
  /** With the real service as a process, on PostgreSQL. */
  postgres: { type: "boolean", default: false },
  /** Ends once so many histories failed; 0: runs all. */
  enough: { type: "string", default: "0" },
} as const;

/** What a worker is to do. */
interface Order {
  readonly seeds: readonly number[];
  readonly trace: boolean;
  /** Where PostgreSQL lies; null: everything in one process and in memory. */
  readonly postgres: string | null;
}

if (isMainThread) await simulate();
else await work(workerData as Order);

async function simulate(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const [count, from, jobs] = [whole(values.seeds), whole(values.from), Math.max(1, whole(values.jobs))];
  const server = values.postgres ? await startServer() : null;
  const began = performance.now();
  const enough = whole(values.enough) || count;
  const told: Told[] = [];
  const workers: Worker[] = [];
  const endWorkers = () => {
    for (const each of workers) each.postMessage("end");
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      process.exitCode = 130;
      endWorkers();
    });
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  await Promise.all(
    Array.from({ length: Math.min(jobs, count) }, (_, job) => {
      const own = seeds.filter((seed) => seed % jobs === (from + job) % jobs);
      const worker = new Worker(new URL(import.meta.url), {
        workerData: { seeds: own, trace: values.trace, postgres: server?.folder ?? null } satisfies Order,
      });
      workers.push(worker);
      return ended(worker, (one: Told) => {
        told.push(one);
        report(one);
        if (failures(told) >= enough) endWorkers();
      });
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const sum = (name: "requests" | "crashes" | "inWindow") => told.reduce((all, one) => all + one[name], 0);
  const failed = failures(told);
  console.log(
    `${told.length} histories from seed ${from}: ${failed} failed. ${sum("requests")} requests, ${sum("crashes")} crashes, ` +
      `${sum("inWindow")} edits lost in the window that P9 states. ${(told.length / seconds).toFixed(1)} a second.`,
  );
  if (failed > 0 || told.length < count) process.exitCode = 1;
  await server?.stop();
}

function failures(told: readonly Told[]): number {
  return told.filter(({ complaints }) => complaints.length > 0).length;
}

function ended(worker: Worker, told: (one: Told) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on("message", told);
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}

async function work({ seeds, trace, postgres }: Order): Promise<void> {
  const server = postgres === null ? null : await adoptServer(postgres);
  // Whoever ends the program ends the service's process with it.
  parentPort?.once("message", () => process.exit());
  for (const seed of seeds) {
    const result = server === null ? await history(seed) : await onItsOwn(server, seed);
    const { complaints, requests, crashes, inWindow, trace: traced } = result;
    const told: Told = { seed, hash: traced.hash(), complaints, requests, crashes, inWindow, lines: trace ? traced.lines : [] };
    parentPort?.postMessage(told);
  }
  parentPort?.close();
  await server?.stop();
}

/** In a database of its own. What cannot be carried through has failed, and the other seeds go on. */
async function onItsOwn(server: SeedServer, seed: number): Promise<Result> {
  const { url, drop } = await server.database();
  try {
    return await realHistory(seed, url);
  } catch (error) {
    const complaints = [`It broke off: ${String((error as Error).stack)}`];
    return { seed, complaints, inWindow: 0, requests: 0, crashes: 0, trace: new Trace() };
  } finally {
    await drop();
  }
}

/** Of a history that went well only its trace, where it was asked for. */
function report({ seed, hash, complaints, lines }: Told): void {
  for (const line of lines) console.log(line);
  if (complaints.length === 0 && lines.length === 0) return;
  console.log(`seed ${seed}, trace ${hash}${complaints.length === 0 ? "" : `: again with --from ${seed} --seeds 1 --trace`}`);
  for (const complaint of complaints) console.log(`  ${complaint}`);
}

function whole(text: string): number {
  if (!/^\d+$/u.test(text)) throw new RangeError(`"${text}" is no whole number.`);
  return Number(text);
}
