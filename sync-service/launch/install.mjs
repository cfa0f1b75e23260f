// Sees to it that node_modules holds what package-lock.json names. Plain JavaScript, run before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

const STAMP = ".tandem-installed";
const HEARTBEAT_MS = 2_000;
const LOCK_STALE_MS = 30_000;

/** Installs when that is due, one process at a time. Ends the process with a sentence when it cannot. */
export async function ensureInstalled(root, fail) {
  if (isInstalled(root)) return;
  const lock = await takeLock(root);
  try {
    if (isInstalled(root)) return;
    process.stderr.write("Installing the packages of package-lock.json with npm ci; this takes a minute or two the first time.\n");
    const code = await npmCi(root);
    if (code !== 0)
      fail(`npm ci ended with ${code}, so nothing was started. Its own words stand above; start again once that is mended.`, 1);
    writeFileSync(path.join(root, "node_modules", STAMP), wanted(root));
  } finally {
    lock.free();
  }
}

/** What the stamp says once everything is there: the lock file's hash, and the platform the packages were chosen for. */
function wanted(root) {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform}-${process.arch}\n`;
}

function isInstalled(root) {
  const stamp = path.join(root, "node_modules", STAMP);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted(root)) return true;
  if (!matchesByPackage(root)) return false;
  writeFileSync(stamp, wanted(root));
  return true;
}

/** Whether somebody else's `npm install` put exactly these packages there: npm keeps its own list of what stands in node_modules. */
function matchesByPackage(root) {
  const kept = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(kept)) return false;
  const there = JSON.parse(readFileSync(kept, "utf8")).packages ?? {};
  const asked = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages ?? {};
  return Object.entries(asked).every(([name, { version, optional, devOptional, link }]) => {
    if (name === "" || link === true) return true;
    if (there[name]) return there[name].version === version && existsSync(path.join(root, name));
    return (optional === true || devOptional === true) && !suits(asked[name]);
  });
}

/** Whether an optional package is meant for this machine, and so ought to be there. */
function suits({ os, cpu, libc }) {
  const fits = (list, value) => list === undefined || list.includes(value);
  return fits(os, process.platform) && fits(cpu, process.arch) && libc === undefined && (os !== undefined || cpu !== undefined);
}

function npmCi(root) {
  const npm = process.env.npm_execpath;
  const [command, first] = npm !== undefined && /\.c?js$/u.test(npm) ? [process.execPath, [npm]] : ["npm", []];
  const child = spawn(command, [...first, "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32" && command === "npm",
  });
  const end = (signal) => child.kill(signal);
  process.on("SIGINT", end).on("SIGTERM", end);
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`npm does not start: ${error.message}\n`);
      resolve(127);
    });
    child.once("exit", (code, signal) => {
      process.off("SIGINT", end).off("SIGTERM", end);
      if (signal === "SIGINT" || signal === "SIGTERM") process.exit(130);
      resolve(code ?? signal);
    });
  });
}

/**
 * A lock file outside node_modules, as npm ci removes that folder. Its holder touches it; one that has not been touched for half a
 * minute, or whose process is gone, is taken over.
 */
async function takeLock(root) {
  const folder = path.join(tmpdir(), `tandem-install-${createHash("sha256").update(root).digest("hex").slice(0, 16)}`);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "lock");
  let told = false;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), HEARTBEAT_MS);
      return {
        free() {
          clearInterval(heartbeat);
          rmSync(file, { force: true });
        },
      };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isAbandoned(file)) {
      takeAway(file);
      continue;
    }
    if (!told) process.stderr.write("Another start of Tandem is installing the packages; waiting for it.\n");
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function isAbandoned(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > LOCK_STALE_MS) return true;
    const holder = Number(readFileSync(file, "utf8"));
    if (!Number.isInteger(holder) || holder <= 0) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** By renaming, so that of two who find the same abandoned lock only one takes it away. */
function takeAway(file) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
