import type { OpenItem, OpenMail } from "./open-mail.ts";

/** What the pane asks of Outlook. `outlook-host.ts` answers it through Office; tests answer it themselves. */
export interface Outlook {
  readonly owner: { readonly name: string; readonly address: string };
  /** BCP 47, for dates and numbers. */
  readonly locale: string;
  /** Read afresh at each call: what Outlook shows now, whatever was announced. */
  openItem(): Promise<OpenItem>;
  /** Outlook's announcement that another item is open. A hint only: late, doubled, or missing (OA7). Gives back the way to stop. */
  onAnnounced(listener: () => void): () => void;
  /** The mails selected in the list, at most 100; empty where Outlook cannot tell. */
  selection(): Promise<readonly OpenMail[]>;
  onSelected(listener: () => void): () => void;
  /** The background colour of Outlook, `#rrggbb`; null where it tells none (phones). */
  background(): string | null;
  onThemeChanged(listener: () => void): () => void;
}
