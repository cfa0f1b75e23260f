// Runs a TypeScript program of this project: node run.mjs program.ts [arguments]. Plain JavaScript without packages, as it must
// work with any Node from 20 on, before anything is installed.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";

const NEEDED_MAJOR = 24;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** Ctrl-C in a terminal reaches the program by itself; only a signal meant for us alone has to be passed on. */
const OWN_SIGNAL_AFTER_MS = 300;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const [program, ...programArguments] = process.argv.slice(2);
if (program === undefined) fail("Name the program to run: node sync-service/launch/run.mjs test/sandbox/start.ts", 64);

await ensureInstalled(root, fail);
const node = findNode();
process.exitCode = await run(node);

/** The Node that comes with the project, else the running one when it is new enough. */
function findNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const name = process.platform === "win32" ? "node.exe" : "node";
  const own = path.join(root, "node_modules", `node-${system}-${process.arch}`, "bin", name);
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) return process.execPath;
  return fail(
    `Tandem needs Node ${NEEDED_MAJOR}; none comes from npm for ${system}-${process.arch}. Install Node ${NEEDED_MAJOR} and start again.`,
    1,
  );
}

/** Runs the program to its end and answers its exit code; whatever signal comes, we end after it. */
function run(node) {
  const own = [path.dirname(node), path.join(root, "node_modules", ".bin")];
  const child = spawn(node, [path.resolve(root, program), ...programArguments], {
    stdio: "inherit",
    env: { ...process.env, PATH: [...own, process.env.PATH].join(path.delimiter) },
  });
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const passOn = () => child.exitCode === null && child.signalCode === null && child.kill(signal);
      if (signal === "SIGINT") setTimeout(passOn, OWN_SIGNAL_AFTER_MS).unref();
      else passOn();
    });
  }
  const watch = watchParent(() => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.once("error", (error) => fail(`${node} does not start: ${error.message}`, 1));
    child.once("exit", (code, signal) => {
      clearInterval(watch);
      resolve(code ?? (signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1));
    });
  });
}

/** npm runs us in a shell, which dies of a SIGTERM without telling us: when it is gone, nobody wants the program any more. */
function watchParent(gone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && gone(), 500);
}

function fail(sentence, code) {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
