import { type ChildProcess, spawn, type SpawnOptions, spawnSync } from "node:child_process";
import { chown, lstat, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** `nobody`, on every Linux. PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

/** As whom PostgreSQL runs. */
export interface Owner {
  spawn(program: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  run(program: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }>;
  /** Makes a folder with everything in it theirs. */
  give(folder: string): Promise<void>;
}

/**
 * Ourselves, unless we are root. For root: `nobody`, when that user can reach the data folder and the programs; else (they lie
 * under a 0700 home) a user namespace in which root's files are those of an ordinary user; else `nobody` with the one
 * capability to pass closed folders. @throws in words when none is possible.
 */
export async function chooseOwner(folder: string, program: string): Promise<Owner> {
  if (process.getuid?.() !== 0) return owner([], {}, null);
  if ((await isOpenToOthers(dirname(folder))) && (await isOpenToOthers(dirname(program)))) {
    return owner([], { uid: NOBODY, gid: NOBODY }, NOBODY);
  }
  const namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"];
  if (works(namespace, program)) return owner(namespace, {}, 0);
  const capability = [
    ...["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"],
    ...["--inh-caps=+dac_read_search,+dac_override", "--ambient-caps=+dac_read_search,+dac_override", "--"],
  ];
  if (works(capability, program)) return owner(capability, {}, NOBODY);
  throw new Error(
    `PostgreSQL does not run as root, and no other user can reach ${folder}. Start as an ordinary user, set DATA_DIR to a folder ` +
      `that others may enter, or set DATABASE_URL to a server of yours.`,
  );
}

function owner(prefix: readonly string[], identity: { uid?: number; gid?: number }, uid: number | null): Owner {
  const start = (program: string, args: readonly string[], options: SpawnOptions) => {
    const [command = program, ...rest] = [...prefix, program, ...args];
    return spawn(command, rest, { ...options, ...identity });
  };
  return {
    spawn: start,
    run: (program, args) =>
      new Promise((done, failed) => {
        const child = start(program, args, { stdio: ["ignore", "pipe", "pipe"], cwd: "/" });
        let output = "";
        child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
        child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
        child.once("error", failed);
        child.once("close", (code) => done({ code, output }));
      }),
    give: (folder) => (uid === null ? Promise.resolve() : giveAll(folder, uid)),
  };
}

async function giveAll(path: string, uid: number): Promise<void> {
  const found = await lstat(path);
  if (found.uid !== uid || found.gid !== uid) await chown(path, uid, uid);
  if (!found.isDirectory()) return;
  for (const name of await readdir(path)) await giveAll(join(path, name), uid).catch(ignoreVanished);
}

/** A running server makes and removes files while we walk. */
function ignoreVanished(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

async function isOpenToOthers(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid } = await stat(at);
    const enters = (mode & 0o001) !== 0 || (uid === NOBODY && (mode & 0o100) !== 0);
    if (!enters) return false;
    if (at === dirname(at)) return true;
  }
}

function works(prefix: readonly string[], program: string): boolean {
  const [command = program, ...rest] = [...prefix, program, "--version"];
  return spawnSync(command, rest, { stdio: "ignore", cwd: "/" }).status === 0;
}
