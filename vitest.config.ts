import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that start whole programs, in a stage of their own. */
const WHOLE = [
  "test/end-to-end/**/*.test.ts",
  "test/chaos/**/*.test.ts",
  "test/corpus/**/*.test.ts",
  "test/bench/**/*.test.ts",
  "test/security/**/*.test.ts",
];
const BROWSER = ["test/browser/**/*.test.ts"];
const PANE = ["test/addin/**/*.test.{ts,tsx}"];

/** Files at once, also on the smallest machine: they wait as much as they work. */
const AT_ONCE = Math.max(2, availableParallelism() - 1);

/** Every reply of a stand-in is checked against what its vendor publishes, whatever the test is about. */
const CHECKED = ["test/sandbox-tests/check-replies.ts"];

/** The storms take nearly half of their stage: begun last, they would run alone. */
class StormsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { storms = [], others = [] } = Object.groupBy(await super.sort(files), ({ moduleId }) =>
      moduleId.includes("/chaos/") ? "storms" : "others",
    );
    return [...storms, ...others];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: StormsFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...WHOLE, ...BROWSER, ...PANE],
          setupFiles: CHECKED,
          globalSetup: ["test/start-postgres.ts"],
          maxWorkers: AT_ONCE,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "pane",
          include: PANE,
          environment: "happy-dom",
          maxWorkers: AT_ONCE,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "end-to-end",
          include: WHOLE,
          setupFiles: CHECKED,
          globalSetup: ["test/start-postgres.ts"],
          maxWorkers: 2,
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: BROWSER,
          setupFiles: CHECKED,
          globalSetup: ["test/start-postgres.ts", "test/unpack-chromium.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
