import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { buildUnlessFresh } from "./vite-build.ts";

/** The copy that the store demands, and that Microsoft keeps in step with its clients (OA15). */
export const OFFICE_JS_CDN = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";

export interface AddinBuild {
  /** Absolute. */
  readonly outDir: string;
  /** Where the pages load Office from. */
  readonly officeJsUrl: string;
}

const HERE = import.meta.dirname;
export const ADDIN_DIST = join(HERE, "dist");

/**
 * Builds the task pane (`index.html`) and the administration page (`admin.html`). Both expect their files under `/pane/`, whatever
 * address the page itself has. Nothing is done when the sources and the options are those of the last build.
 */
export function buildAddin({ outDir, officeJsUrl }: AddinBuild): Promise<boolean> {
  return buildUnlessFresh({
    root: HERE,
    madeOf: [HERE, join(HERE, "../shared")],
    variables: { officeJsUrl },
    outDir,
    config: {
      base: "/pane/",
      plugins: [
        react(),
        {
          name: "office-js-address",
          transformIndexHtml: { order: "pre", handler: (html: string) => html.replace("%OFFICE_JS_URL%", officeJsUrl) },
        },
      ],
      build: { outDir, emptyOutDir: true, rolldownOptions: { input: [join(HERE, "index.html"), join(HERE, "admin.html")] } },
    },
  });
}

if (import.meta.main) {
  const [outDir = ADDIN_DIST, officeJsUrl = OFFICE_JS_CDN] = process.argv.slice(2);
  const built = await buildAddin({ outDir, officeJsUrl });
  process.stdout.write(`${outDir}: ${built ? "built" : "already up to date"}\n`);
}
