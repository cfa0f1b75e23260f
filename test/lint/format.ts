import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { formatted, projectRoot } from "./checks.ts";

/** `npm run format [-- files]`: lays out what is named, or everything. */
const named = process.argv.slice(2);
const tool = join(projectRoot, "node_modules", ".bin", "oxfmt");
const { status } = spawnSync(tool, named.length > 0 ? named : formatted(), { cwd: projectRoot, stdio: "inherit" });
process.exitCode = status ?? 1;
