import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { build, type InlineConfig } from "vite";

export interface VitePages {
  /** Where the sources lie. */
  readonly root: string;
  /** Everything the pages are made of: folders. When none of it changed, nothing is built. */
  readonly madeOf: readonly string[];
  /** What else they depend on, as text: addresses built into them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly outDir: string;
  readonly config: InlineConfig;
}

const STAMP = ".built-from";

/** Builds with Vite unless what lies in `outDir` was made of the very same sources. Answers whether it built. */
export async function buildUnlessFresh(pages: VitePages): Promise<boolean> {
  const print = printOf(pages);
  const stamp = join(pages.outDir, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === print) return false;
  await build({
    configFile: false,
    root: pages.root,
    logLevel: "warn",
    ...pages.config,
    build: { outDir: pages.outDir, emptyOutDir: true, chunkSizeWarningLimit: 1_500, ...pages.config.build },
  });
  mkdirSync(pages.outDir, { recursive: true });
  writeFileSync(stamp, print);
  return true;
}

function printOf(pages: VitePages): string {
  const hash = createHash("sha256").update(JSON.stringify(pages.variables));
  for (const folder of pages.madeOf) {
    for (const file of filesUnder(folder))
      hash
        .update(file)
        .update("\0")
        .update(readFileSync(join(folder, file)))
        .update("\0");
  }
  return hash.digest("hex");
}

/** Relative, so that the same sources elsewhere are still the same; without what a build put among them. */
function filesUnder(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return files.filter((file) => !file.split(sep).includes("dist")).toSorted();
}
