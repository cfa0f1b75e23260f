import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const place = resolve(import.meta.dirname, "../node_modules/.cache/tandem-chromium");
const SYSTEM_CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What has to stand in the environment of whoever starts a browser. */
export interface BrowserEnvironment {
  readonly CHROME: string;
  readonly LD_LIBRARY_PATH?: string;
}

/**
 * A Chromium that starts: the one `CHROME` names, else the one that comes from npm (unpacked on first use), else one of the system.
 * @throws when none starts; tests in a browser are never left out silently.
 */
export async function findChromium(): Promise<BrowserEnvironment> {
  const tried: string[] = [];
  for (const candidate of [named, fromNpm, fromNpmWithLibraries, ofTheSystem]) {
    const found = await candidate().catch((error: unknown) => void tried.push(String(error)));
    if (!found) continue;
    const { status, stderr } = spawnSync(found.CHROME, ["--no-sandbox", "--version"], {
      env: { ...process.env, ...found },
      encoding: "utf8",
    });
    if (status === 0) return found;
    tried.push(`${found.CHROME}: ${stderr.trim() || `ended with ${status}`}`);
  }
  throw new Error(`No Chromium starts on this machine. Set CHROME to a browser's path. Tried: ${tried.join("; ")}`);
}

async function named(): Promise<BrowserEnvironment | null> {
  const { CHROME } = process.env;
  return CHROME === undefined || CHROME === "" ? null : { CHROME };
}

async function fromNpm(): Promise<BrowserEnvironment> {
  const { default: chromium } = await import("@sparticuz/chromium");
  const unpacked = join(place, ".unpacked");
  if (!existsSync(unpacked)) {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    await inTheFolder(() => chromium.executablePath());
    writeFileSync(unpacked, "");
  }
  return { CHROME: join(place, "chromium") };
}

/** For a machine without libnss3: the package brings the libraries a bare system lacks. */
async function fromNpmWithLibraries(): Promise<BrowserEnvironment> {
  const { inflate } = await import("@sparticuz/chromium");
  const bundle = resolve(import.meta.dirname, "../node_modules/@sparticuz/chromium/bin/al2023.tar.br");
  const libraries = await inTheFolder(() => inflate(bundle));
  return { CHROME: join(place, "chromium"), LD_LIBRARY_PATH: join(libraries, "lib") };
}

async function ofTheSystem(): Promise<BrowserEnvironment | null> {
  const CHROME = SYSTEM_CHROMIUM.find((path) => existsSync(path));
  return CHROME === undefined ? null : { CHROME };
}

/** The package unpacks into the temporary folder, where a half-written browser of a killed run would be taken for a whole one. */
async function inTheFolder<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = place;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
}
