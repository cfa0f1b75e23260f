import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { conformanceOf } from "../conformance/conformance-table.ts";
import { formatted, projectRoot } from "./checks.ts";

/** `npm run format [-- files]`: lays out what is named, or everything, and then writes the conformance table anew as well. */
const named = process.argv.slice(2);
const tool = join(projectRoot, "node_modules", ".bin", "oxfmt");
const { status } = spawnSync(tool, named.length > 0 ? named : formatted(), { cwd: projectRoot, stdio: "inherit" });
if (named.length === 0) {
  const { file, text } = conformanceOf(projectRoot);
  writeFileSync(file, text);
}
process.exitCode = status ?? 1;
