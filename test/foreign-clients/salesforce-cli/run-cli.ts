import { execFile, spawn } from "node:child_process";
import { join } from "node:path";

/** What the CLI said with --json, and its text where it said no JSON. */
export interface Told {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- looked into freely, as in every test of a reply
  readonly result: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- likewise: what the CLI adds to an error
  readonly data: any;
  readonly text: string;
}

export type Cli = (args: readonly string[]) => Promise<Told>;

const SCRIPT = join(import.meta.dirname, "node_modules", "@salesforce", "cli", "bin", "run.js");
const LIMIT_MS = 120_000;

/** Installs the pinned versions of the lock file, here and nowhere else. @throws when npm fails */
export async function installCli(): Promise<void> {
  const npm = process.env["npm_execpath"];
  const [command, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, [...args, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: import.meta.dirname,
      stdio: "inherit",
    });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`npm ci ended with ${code}`))));
  });
}

/** The CLI with a home of its own, so that it neither sees nor touches the person's; it phones nobody. */
export function makeCli(home: string, accessToken: string): Cli {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    USERPROFILE: home,
    SF_ACCESS_TOKEN: accessToken,
    SF_TARGET_ORG: "tandem",
    SF_DISABLE_TELEMETRY: "true",
    SF_DISABLE_AUTOUPDATE: "true",
    SF_AUTOUPDATE_DISABLE: "true",
    SF_SKIP_NEW_VERSION_CHECK: "true",
    SF_DISABLE_LOG_FILE: "true",
  };
  return async (args) =>
    new Promise((resolve) => {
      execFile(process.execPath, [SCRIPT, ...args, "--json"], { cwd: home, env, timeout: LIMIT_MS }, (_error, stdout, stderr) => {
        resolve({ ...readJson(stdout), text: `${stdout}${stderr}` });
      });
    });
}

function readJson(text: string): Omit<Told, "text"> {
  try {
    return { status: 0, name: "", message: "", result: null, data: null, ...JSON.parse(text) };
  } catch {
    return { status: -1, name: "", message: "", result: null, data: null };
  }
}
