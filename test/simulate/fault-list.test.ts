import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { FAULTS } from "./fault-list.ts";

const SERVICE = path.resolve(import.meta.dirname, "../../sync-service");

it("there are at least twenty faults to plant", () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(20);
});

// `npm run planted-faults` plants them one by one and shows which history catches each.
it.each(FAULTS.map(({ name, edits }) => [name, edits] as const))("has its place in the service still: %s", (_name, edits) => {
  for (const { file, find, put } of edits) {
    expect(readFileSync(path.join(SERVICE, file), "utf8").split(find), `${file}: ${find}`).toHaveLength(2);
    expect(put).not.toBe(find);
  }
});
