import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const projectRoot = resolve(import.meta.dirname, "../..");
const READY_WITHIN_MS = 60_000;
const LOG_LINES_KEPT = 2_000;

/** The service as a process of its own, run as `npm run serve` runs it. */
export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** What it wrote, the newest lines, both channels. */
  readonly log: readonly string[];
  /** Settles when it has ended: its exit code, or the signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Sends the signal (SIGTERM by default) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** The service ended before it listened. */
export class ServiceNotStarted extends Error {
  readonly exit: number | NodeJS.Signals;
  readonly log: readonly string[];

  constructor(exit: number | NodeJS.Signals, log: readonly string[]) {
    super(`the service ended with ${exit} before it listened:\n${log.slice(-20).join("\n")}`);
    this.exit = exit;
    this.log = log;
  }
}

export interface ServiceOptions {
  /** Sees every line as it comes. */
  readonly onLine?: (line: string) => void;
  /** Called with the process's id as soon as it runs. */
  readonly onSpawn?: (pid: number) => void;
}

/**
 * Starts the service with exactly this environment (beside what a process needs to run at all) and waits for its listening line.
 * @throws ServiceNotStarted
 */
export async function startService(environment: Readonly<Record<string, string>>, options: ServiceOptions = {}): Promise<ServiceProcess> {
  const child = spawn(nodeOfTheProject(), [join(projectRoot, "sync-service", "main.ts")], {
    cwd: projectRoot,
    env: { ...bareEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own group: Ctrl-C in the terminal is for us, and we end it in order.
    detached: true,
  });
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  livingServices.add(child);
  const log: string[] = [];
  const ended = once(child, "close").then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    livingServices.delete(child);
    return code ?? signal ?? 1;
  }) as Promise<number | NodeJS.Signals>;
  const url = await listening(child, log, ended, options.onLine);
  return {
    url,
    pid: child.pid ?? 0,
    log,
    ended,
    kill(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}

const livingServices = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of livingServices) child.kill("SIGKILL");
});

/** For programs: a signal that ends us ends the services first, each with its PostgreSQL, and then what the program started itself. */
export function endServicesOnSignal(andThen: () => Promise<void> = async () => {}): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      const left = [...livingServices].map((child) => {
        child.kill("SIGTERM");
        return once(child, "close");
      });
      void Promise.all(left)
        .then(andThen)
        .finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
    });
  }
}

function listening(
  child: ChildProcess,
  log: string[],
  ended: Promise<number | NodeJS.Signals>,
  onLine?: (line: string) => void,
): Promise<string> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("the service was started without pipes");
  return new Promise((found, failed) => {
    const tooLate = setTimeout(() => {
      child.kill("SIGKILL");
      failed(new Error(`the service did not listen within ${READY_WITHIN_MS / 1000} s:\n${log.slice(-20).join("\n")}`));
    }, READY_WITHIN_MS);
    const keep = (line: string): void => {
      log.push(line);
      if (log.length > LOG_LINES_KEPT) log.splice(0, log.length - LOG_LINES_KEPT);
      onLine?.(line);
    };
    createInterface({ input: stderr }).on("line", keep);
    createInterface({ input: stdout }).on("line", (line) => {
      keep(line);
      const url = listeningUrl(line);
      if (url === null) return;
      clearTimeout(tooLate);
      found(url);
    });
    child.once("error", failed);
    void ended.then((exit) => {
      clearTimeout(tooLate);
      failed(new ServiceNotStarted(exit, log));
    });
  });
}

function listeningUrl(line: string): string | null {
  if (!line.startsWith("{")) return null;
  try {
    const said = JSON.parse(line) as { readonly event?: string; readonly url?: string };
    return said.event === "listening" && said.url !== undefined ? said.url : null;
  } catch {
    return null;
  }
}

/** None of the caller's own settings may leak into the service: only what the machine needs. */
function bareEnvironment(): Readonly<Record<string, string>> {
  const kept = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LANG", "TZ"];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? ""]])));
}

function nodeOfTheProject(): string {
  const system = process.platform === "win32" ? "win" : process.platform;
  const own = join(
    projectRoot,
    "node_modules",
    `node-${system}-${process.arch}`,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  return existsSync(own) ? own : process.execPath;
}
