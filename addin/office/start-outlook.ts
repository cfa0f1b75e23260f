import type { Outlook } from "./outlook.ts";
import { outlookHost } from "./outlook-host.ts";

/** How far the pane has come with the program it stands in. */
export type Hosting =
  | { readonly is: "starting" }
  | { readonly is: "silent" }
  | { readonly is: "elsewhere" }
  | { readonly is: "outlook"; readonly outlook: Outlook };

/** After this long without an answer the pane says so, and goes on waiting. */
const SILENT_AFTER_MS = 10_000;

/** Tells how the start goes on: at once "starting", at the end "outlook" or "elsewhere" (a browser, or no Office at all). */
export function startOutlook(tell: (hosting: Hosting) => void): () => void {
  if (typeof Office === "undefined") {
    tell({ is: "elsewhere" });
    return () => undefined;
  }
  tell({ is: "starting" });
  let over = false;
  const silence = setTimeout(() => !over && tell({ is: "silent" }), SILENT_AFTER_MS);
  void Office.onReady().then(({ host }) => {
    clearTimeout(silence);
    if (over) return;
    tell(host === Office.HostType.Outlook && Office.context.mailbox ? { is: "outlook", outlook: outlookHost() } : { is: "elsewhere" });
  });
  return () => {
    over = true;
    clearTimeout(silence);
  };
}
