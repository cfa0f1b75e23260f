import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A process of the sandbox: its id, and a part of its command line by which it is told from whoever got the number later. */
interface Noted {
  readonly pid: number;
  readonly program: string;
}

const GRACE_MS = 12_000;

/** Keeps in the sandbox's folder which processes belong to it, so that the next start can end what a killed one left behind. */
export class ProcessList {
  readonly #file: string;
  #noted: readonly Noted[] = [];

  constructor(folder: string) {
    this.#file = join(folder, "processes.json");
  }

  note(pid: number, program: string): void {
    this.#noted = [...this.#noted.filter((one) => one.program !== program), { pid, program }];
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(this.#noted));
    renameSync(draft, this.#file);
  }

  forget(): void {
    rmSync(this.#file, { force: true });
  }

  /** Ends every process of an earlier start that still runs, in the order in which they were noted. Answers how many. */
  async endLeftBehind(): Promise<number> {
    const left = this.#read().filter((one) => one.pid !== process.pid && runs(one));
    for (const one of left) await end(one);
    return left.length;
  }

  #read(): readonly Noted[] {
    if (!existsSync(this.#file)) return [];
    try {
      return JSON.parse(readFileSync(this.#file, "utf8")) as readonly Noted[];
    } catch {
      return [];
    }
  }
}

async function end(noted: Noted): Promise<void> {
  signal(noted.pid, "SIGTERM");
  for (let waited = 0; runs(noted) && waited < GRACE_MS; waited += 100) await pause(100);
  if (runs(noted)) signal(noted.pid, "SIGKILL");
  for (let waited = 0; runs(noted) && waited < 2_000; waited += 50) await pause(50);
}

function runs({ pid, program }: Noted): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = commandLine(pid);
  return command === null || command.includes(program);
}

/** Null where the system does not tell. A process that has ended and is only waiting to be collected has an empty one. */
function commandLine(pid: number): string | null {
  if (process.platform !== "linux") return null;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\u0000", " ");
  } catch {
    return "";
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}
