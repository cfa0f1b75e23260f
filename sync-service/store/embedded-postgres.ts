import type { ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { chooseOwner, type Owner } from "./postgres-owner.ts";
import { postgresPrograms } from "./postgres-programs.ts";

const USER = "tandem";
const READY_WITHIN_MS = 20_000;
/** `sun_path` holds 107 bytes and a zero; the name PostgreSQL appends is `/.s.PGSQL.5432`. */
const LONGEST_SOCKET_FOLDER = 107 - "/.s.PGSQL.5432".length;
const LOG_LIMIT_BYTES = 10_000_000;

/** A PostgreSQL server of our own, reached through a socket in its data folder (on Windows: a loopback port). */
export interface EmbeddedPostgres {
  /** The server process: for tests that kill it. */
  readonly pid: number;
  /** A connection string for one of its databases. */
  url(database: string): string;
  /** Makes the database when it is not there; from a template, whose connections must be closed. */
  createDatabase(name: string, options?: { readonly template?: string }): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  /** Ends the server, unless another process is still connected to it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Told in a sentence when the server died and was started again. */
  readonly notice?: (sentence: string) => void;
}

/**
 * Starts the server on a folder, or adopts the one that a killed process left running there. It is started again whenever it
 * dies under us. Two processes may share a folder: the last one to stop ends the server.
 */
export async function startEmbeddedPostgres(folder: string, options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const place = await preparePlace(resolve(folder));
  const notice = options.notice ?? (() => {});
  let server = (await adopt(place)) ?? (await start(place));
  let stopping = false;

  const watch = setInterval(() => {
    if (stopping || restarting || (isAlive(server.pid) && hasSocket(server.address))) return;
    restarting = restart().finally(() => (restarting = null));
  }, 250);
  watch.unref();
  let restarting: Promise<void> | null = null;

  async function restart(): Promise<void> {
    for (let attempt = 0; !stopping; attempt++) {
      try {
        // Without its socket nobody can reach it: somebody has cleared the folder away under it.
        if (isAlive(server.pid) && !hasSocket(server.address)) await end(place, server.pid);
        server = (await adopt(place)) ?? (await start(place));
        notice(`PostgreSQL had ended and was started again (process ${server.pid}).`);
        return;
      } catch (cause) {
        notice(`PostgreSQL could not be started again: ${cause instanceof Error ? cause.message : String(cause)}`);
        await pause(Math.min(250 * 2 ** attempt, 5_000));
      }
    }
  }

  return {
    get pid() {
      return server.pid;
    },
    url: (database) => url(server.address, place.password, database),
    async createDatabase(name, { template } = {}) {
      await asAdmin(url(server.address, place.password, "postgres"), async (client) => {
        const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
        if (rowCount !== 0) return;
        const from = template ? ` template ${client.escapeIdentifier(template)}` : "";
        await client.query(`create database ${client.escapeIdentifier(name)}${from}`);
      });
    },
    async dropDatabase(name) {
      await asAdmin(url(server.address, place.password, "postgres"), async (client) => {
        await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
      });
    },
    async stop() {
      stopping = true;
      clearInterval(watch);
      await restarting;
      if (!isAlive(server.pid) || (await isUsedByOthers(url(server.address, place.password, "postgres")))) return;
      await end(place, server.pid);
    },
  };
}

/** Where one server lives. Everything in `folder` belongs to the owner it runs as. */
interface Place {
  readonly folder: string;
  readonly cluster: string;
  readonly sockets: string;
  readonly password: string;
  readonly owner: Owner;
  readonly programs: { readonly initdb: string; readonly postgres: string };
}

/** How clients reach a server: a socket folder, or a port of 127.0.0.1. */
type Address = { readonly sockets: string } | { readonly port: number };
interface Server {
  readonly pid: number;
  readonly address: Address;
}

async function preparePlace(folder: string): Promise<Place> {
  const programs = await postgresPrograms();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const owner = await chooseOwner(folder, programs.postgres);
  const sockets = await socketFolder(folder, owner);
  const password = await readOrMakePassword(join(folder, "password"));
  const place = { folder, cluster: join(folder, "cluster"), sockets, password, owner, programs };
  if (!(await exists(place.cluster))) await initialise(place);
  await owner.give(folder);
  return place;
}

async function socketFolder(folder: string, owner: Owner): Promise<string> {
  const inside = join(folder, "socket");
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_FOLDER) {
    await mkdir(inside, { recursive: true, mode: 0o700 });
    return inside;
  }
  const name = `tandem-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  const outside = [tmpdir(), "/tmp"].map((base) => join(base, name)).find((path) => Buffer.byteLength(path) <= LONGEST_SOCKET_FOLDER);
  if (!outside) throw new Error(`No folder with a path short enough for a socket was found; set TMPDIR to a short path.`);
  await mkdir(outside, { recursive: true, mode: 0o700 });
  await owner.give(outside);
  return outside;
}

/** A cluster is made under another name and then renamed, so that one whose making was cut short is never used. */
async function initialise(place: Place): Promise<void> {
  const draft = `${place.cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await place.owner.give(place.folder);
  const { code, output } = await place.owner.run(place.programs.initdb, [
    ...["-D", draft, "-U", USER, "-E", "UTF8", "--no-locale", "--auth=scram-sha-256"],
    ...["--pwfile", join(place.folder, "password")],
  ]);
  if (code !== 0) throw new Error(`PostgreSQL's initdb ended with ${code}: ${output.trim()}`);
  await rename(draft, place.cluster);
}

async function start(place: Place): Promise<Server> {
  const log = join(place.folder, "server.log");
  if ((await sizeOf(log)) > LOG_LIMIT_BYTES) await truncate(log);
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const server = await launch(place, log);
    if (await isReady(place, server, deadline)) return server;
    // After a kill -9 of the server alone its children hold the shared memory for a moment.
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not become ready; its last words: ${await lastLines(log)}`);
    await pause(200);
  }
}

async function launch(place: Place, log: string): Promise<Server> {
  const onWindows = process.platform === "win32";
  const port = onWindows ? await freePort() : 5432;
  const out = openSync(log, "a");
  try {
    const child: ChildProcess = place.owner.spawn(
      place.programs.postgres,
      [
        ...["-D", place.cluster, "-p", String(port)],
        ...["-c", `listen_addresses=${onWindows ? "127.0.0.1" : ""}`],
        ...["-c", `unix_socket_directories=${onWindows ? "" : quoted(place.sockets)}`],
        ...["-c", "unix_socket_permissions=0700", "-c", "max_connections=200", "-c", "timezone=UTC", "-c", "log_timezone=UTC"],
      ],
      // Its own group: a Ctrl-C in the terminal is for us, and we end the server when our work is done.
      { stdio: ["ignore", "ignore", out], detached: true, cwd: place.folder },
    );
    child.unref();
    const failed = new Promise<never>((_, reject) => child.once("error", reject));
    failed.catch(() => {});
    if (child.pid === undefined) return await failed;
    return { pid: child.pid, address: onWindows ? { port } : { sockets: place.sockets } };
  } finally {
    closeSync(out);
  }
}

/** The server that a killed process of ours left behind, when there is one. */
async function adopt(place: Place): Promise<Server | null> {
  const file = join(place.cluster, "postmaster.pid");
  const lines = await readFile(file, "utf8").then(
    (text) => text.split("\n"),
    () => null,
  );
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid) || pid <= 0) return null;
  if (!isAlive(pid)) return null;
  if (!(await isPostgres(pid))) {
    // The number now belongs to another program; PostgreSQL would refuse to start because of it.
    await rm(file, { force: true });
    return null;
  }
  const server = { pid, address: process.platform === "win32" ? { port: Number(lines[3]) } : { sockets: lines[4] || place.sockets } };
  if (await isReady(place, server, Date.now() + READY_WITHIN_MS)) return server;
  if (!isAlive(pid)) return null;
  throw new Error(`A PostgreSQL server (process ${pid}) holds ${place.cluster} and does not answer. End it, then start again.`);
}

async function isReady(place: Place, server: Server, deadline: number): Promise<boolean> {
  while (Date.now() < deadline && isAlive(server.pid)) {
    try {
      await asAdmin(url(server.address, place.password, "postgres"), (client) => client.query("select 1"));
      return true;
    } catch {
      await pause(25);
    }
  }
  return false;
}

async function isUsedByOthers(adminUrl: string): Promise<boolean> {
  for (let look = 0; look < 10; look++) {
    const others = await asAdmin(adminUrl, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      );
      return rows[0]?.n ?? 0;
    }).catch(() => 0);
    if (others === 0) return false;
    await pause(100); // connections that were just closed go in their own time
  }
  return true;
}

/** SIGINT is PostgreSQL's fast shutdown: clients are cut, everything is written. */
async function end(place: Place, pid: number): Promise<void> {
  process.kill(pid, "SIGINT");
  for (let waited = 0; isAlive(pid) && waited < 8_000; waited += 25) await pause(25);
  if (isAlive(pid)) process.kill(pid, "SIGQUIT");
  if (!place.sockets.startsWith(place.folder)) await rm(place.sockets, { recursive: true, force: true });
}

async function asAdmin<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

function url(address: Address, password: string, database: string): string {
  const name = encodeURIComponent(database);
  if ("port" in address) return `postgresql://${USER}:${password}@127.0.0.1:${address.port}/${name}`;
  return `postgresql://${USER}:${password}@localhost/${name}?host=${encodeURIComponent(address.sockets)}`;
}

async function readOrMakePassword(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept.length > 0) return kept;
  const password = randomBytes(24).toString("hex");
  await writeFile(file, password, { mode: 0o600 });
  await chmod(file, 0o600);
  return password;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.includes("postgres");
}

function hasSocket(address: Address): boolean {
  return !("sockets" in address) || existsSync(join(address.sockets, ".s.PGSQL.5432"));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => probe.once("listening", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return typeof address === "object" && address ? address.port : 0;
}

const quoted = (path: string) => `"${path.replaceAll('"', '""')}"`;
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
const lastLines = (log: string) =>
  readFile(log, "utf8").then(
    (text) => text.trim().split("\n").slice(-5).join(" / "),
    () => "none",
  );
