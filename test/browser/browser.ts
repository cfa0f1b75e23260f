import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Frame, type Page } from "playwright-core";

/** Real Chromium, as `test/unpack-chromium.ts` found it for this run. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env["CHROME"];
  if (executablePath === undefined) throw new Error("No browser was found for these tests; run them with the project's vitest.config.ts.");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** A page that gives up sooner than a test does, so that its own words stand in the failure. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ locale: "en-GB", ...options });
  page.setDefaultTimeout(8_000);
  return page;
}

/** Pictures for people to look at; nothing is compared with them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = join(tmpdir(), "tandem-pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

interface AxeViolation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds serious or worse, one line each; an empty list is what we want. */
export async function seriousFaults(frame: Frame): Promise<readonly string[]> {
  // Evaluated rather than added as a script element, which the page's own policy would refuse.
  await frame.evaluate(axe.source);
  const violations = await frame.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as {
      axe: { run(where: { exclude: string[] }): Promise<{ violations: AxeViolation[] }> };
    };
    // Fluent's focus keeper: nothing that a person meets (microsoft/tabster, "dummy inputs").
    return (await inPage.run({ exclude: ["[data-tabster-dummy]"] })).violations;
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ""}`).join(" | ")}`);
}

/** Whether the page can be scrolled sideways. */
export function overflowsSideways(frame: Frame): Promise<boolean> {
  return frame.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
