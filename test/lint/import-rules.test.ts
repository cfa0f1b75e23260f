import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cruise, FEWEST_MODULES, projectRoot } from "./checks.ts";

/** One violation a rule: the file that offends, what it imports, and the rule that must name it. */
const planted = [
  ["shared-knows-only-itself", "shared/api/planted.ts", "../../sync-service/errors.ts"],
  ["shared-is-data", "shared/records/planted.ts", "node:fs"],
  ["pane-knows-no-service", "addin/components/planted.ts", "../../sync-service/errors.ts"],
  ["features-do-not-meet", "addin/features/filing/planted.ts", "../context/planted-too.ts"],
  ["deciding-is-pure", "sync-service/engine/planted.ts", "../cycle/side.ts"],
  ["deciding-is-pure", "sync-service/mappings/planted.ts", "../../shared/api/problem.ts"],
  ["deciding-has-no-package", "sync-service/engine/planted-package.ts", "node:crypto"],
  ["deciding-has-no-package", "sync-service/engine/planted-other-package.ts", "kysely"],
  ["doing-knows-no-vendor", "sync-service/cycle/planted.ts", "../store/database.ts"],
  ["doing-knows-no-vendor", "sync-service/filing/planted.ts", "../graph/planted.ts"],
  ["outsides-do-not-meet", "sync-service/graph/planted.ts", "../store/database.ts"],
  ["outsides-do-not-meet", "sync-service/http/planted.ts", "../graph/planted.ts"],
  ["errors-know-nothing", "sync-service/errors.ts", "./cycle/side.ts"],
  ["clients-share-little", "sync-service/addresses.ts", "./cycle/side.ts"],
  ["service-knows-no-pane", "sync-service/http/planted-pane.ts", "../../addin/components/planted-too.ts"],
  ["only-the-top-builds", "sync-service/store/planted.ts", "../config.ts"],
  ["nothing-imports-test", "sync-service/graph/planted-test.ts", "../../test/database.ts"],
  ["no-circle", "sync-service/engine/planted-circle.ts", "./planted-circle-too.ts"],
  ["every-import-exists", "sync-service/engine/planted-nothing.ts", "./there-is-none.ts"],
  ["no-tools-in-the-product", "sync-service/store/planted-tool.ts", "mailparser"],
] as const;

/** What the plants need to stand on, where it does not exist. */
const ground: Readonly<Record<string, string>> = {
  "addin/features/context/planted-too.ts": "export const planted = 1;\n",
  "addin/components/planted-too.ts": "export const planted = 1;\n",
  "sync-service/config.ts": "export const planted = 1;\n",
  "sync-service/engine/planted-circle-too.ts": 'import "./planted-circle.ts";\n',
};

describe("O7: the import check", () => {
  let copy: string;
  let clean: Awaited<ReturnType<typeof cruise>>;
  let found: Awaited<ReturnType<typeof cruise>>;

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), "tandem-imports-"));
    const wanted = ["addin", "shared", "sync-service", "test", "package.json", "tsconfig.json", ".dependency-cruiser.cjs"];
    for (const name of wanted) {
      const from = join(projectRoot, name);
      if (existsSync(from)) cpSync(from, join(copy, name), { recursive: true, filter: (path) => !path.split(sep).includes("dist") });
    }
    symlinkSync(join(projectRoot, "node_modules"), join(copy, "node_modules"), "dir");
    for (const [file, text] of Object.entries(ground)) put(file, text);
    clean = await cruise(projectRoot);
    for (const [, file, imported] of planted) put(file, `import "${imported}";\n`);
    found = await cruise(copy);
  }, 120_000);

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  function put(file: string, text: string): void {
    const path = join(copy, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  it("reads the sources, and more than a few", () => {
    expect(clean.modules).toBeGreaterThan(FEWEST_MODULES);
  });

  it.each(planted)("finds what %s forbids: %s imports %s", (rule, file) => {
    const names = (violation: string): boolean => violation.startsWith(`${rule}: `) && violation.includes(file);
    expect(found.violations.filter(names)).not.toEqual([]);
    expect(clean.violations.filter(names)).toEqual([]);
  });

  it("has a plant for every rule there is", async () => {
    const { default: config } = (await import(join(projectRoot, ".dependency-cruiser.cjs"))) as {
      default: { forbidden: readonly { name: string }[] };
    };
    const rules = new Set(config.forbidden.map(({ name }) => name));
    expect([...rules].sort()).toEqual([...new Set(planted.map(([rule]) => rule as string))].sort());
  });
});
