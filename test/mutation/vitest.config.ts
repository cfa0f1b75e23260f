import { defineConfig } from "vitest/config";

/** The tests that judge the mutants: those of the deciding bands, which need no database and no stand-in. */
export default defineConfig({
  test: {
    include: ["test/engine/**/*.test.ts", "test/mappings/**/*.test.ts"],
    // Thousands of links for each mutant would take hours, and notice nothing that the others do not.
    exclude: ["test/engine/any-link.test.ts"],
    setupFiles: ["test/mutation/fewer-runs.ts"],
    testTimeout: 20_000,
  },
});
