import type { OpenItem, OpenMail } from "../../addin/office/open-mail.ts";
import type { Outlook } from "../../addin/office/outlook.ts";

/** An Outlook whose open item, announcements, and colours the test decides. */
export class FakeOutlook implements Outlook {
  readonly owner = { name: "Ben Okafor", address: "ben.okafor@example.com" };
  readonly locale = "en-GB";
  readonly #listeners = new Set<() => void>();
  item: OpenItem;

  constructor(item: OpenItem = { is: "none" }) {
    this.item = item;
  }

  async openItem(): Promise<OpenItem> {
    return this.item;
  }

  onAnnounced(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Outlook's ItemChanged. */
  announce(): void {
    for (const listener of this.#listeners) listener();
  }

  selected: readonly OpenMail[] = [];
  readonly #selecting = new Set<() => void>();

  async selection(): Promise<readonly OpenMail[]> {
    return this.selected;
  }

  onSelected(listener: () => void): () => void {
    this.#selecting.add(listener);
    return () => this.#selecting.delete(listener);
  }

  /** Several mails of the list, as a person selects them. */
  select(mails: readonly OpenMail[]): void {
    this.selected = mails;
    for (const listener of this.#selecting) listener();
  }

  background(): string | null {
    return "#ffffff";
  }

  onThemeChanged(): () => void {
    return () => undefined;
  }
}

export function mail(number: number, more: Partial<OpenMail> = {}): OpenMail {
  return {
    restId: `rest-${number}`,
    internetMessageId: `<${number}@harborlight.example>`,
    subject: `Mail ${number}`,
    from: { name: "Nora Haugen", address: "nora.haugen@harborlight.example" },
    ...more,
  };
}

export const opened = (number: number, more: Partial<OpenMail> = {}): OpenItem => ({ is: "mail", mail: mail(number, more) });
