import { type Address, ewsId, type HostFacts, type ItemFacts, isOurs, type ToFrame, type ToPage } from "../office/messages.ts";
import type { EmailAddress, Message } from "./graph.ts";

/** How Outlook announces that another item is open: rightly, or wrongly as it has been seen to (OA7). */
export const ANNOUNCEMENTS = ["at-once", "late", "missing", "doubled", "empty-first", "reload"] as const;
export type Announcement = (typeof ANNOUNCEMENTS)[number];

const LATE_MS = 1_500;
const EMPTY_MS = 400;

export interface FrameHost {
  readonly frame: HTMLIFrameElement;
  readonly paneOrigin: string;
  readonly facts: Omit<HostFacts, "item">;
  /** A token of Tandem's API for the person who is signed in here. */
  readonly token: () => Promise<string>;
}

/** The page's end of Office: answers the pane's frame, and tells it what is open. */
export class OutlookFrame {
  readonly #host: FrameHost;
  #item: ItemFacts | null = null;
  #theme: Office.OfficeTheme;
  /** Whether the frame has asked for its start. Before that, nobody listens there. */
  #started = false;

  constructor(host: FrameHost) {
    this.#host = host;
    this.#theme = host.facts.theme;
    globalThis.addEventListener("message", this.#hear);
  }

  close(): void {
    globalThis.removeEventListener("message", this.#hear);
  }

  open(message: Message | null, how: Announcement): void {
    const item = message && itemFacts(message);
    const same = item?.itemId === this.#item?.itemId;
    this.#item = item;
    if (same) return;
    switch (how) {
      case "at-once":
        return this.#say({ tandemOffice: "item", item, announce: 1 });
      case "doubled":
        return this.#say({ tandemOffice: "item", item, announce: 2 });
      case "missing":
        return this.#say({ tandemOffice: "item", item, announce: 0 });
      case "late":
        setTimeout(() => this.#say({ tandemOffice: "item", item, announce: 1 }), LATE_MS);
        return;
      case "empty-first":
        this.#say({ tandemOffice: "item", item: null, announce: 1 });
        setTimeout(() => this.#say({ tandemOffice: "item", item, announce: 0 }), EMPTY_MS);
        return;
      case "reload":
        this.#started = false;
        this.#host.frame.src = new URL(this.#host.frame.src).href;
        return;
    }
  }

  show(theme: Office.OfficeTheme): void {
    this.#theme = theme;
    this.#say({ tandemOffice: "theme", theme });
  }

  readonly #hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (source !== this.#host.frame.contentWindow || origin !== this.#host.paneOrigin || !isOurs(data)) return;
    const message = data as ToPage;
    switch (message.tandemOffice) {
      case "hello":
        this.#started = true;
        return this.#say({ tandemOffice: "start", facts: { ...this.#host.facts, theme: this.#theme, item: this.#item } });
      case "token":
        void this.#giveToken(message.request);
        return;
      case "dialog":
        globalThis.open(message.url, "_blank", "popup,width=600,height=700");
        return;
    }
  };

  async #giveToken(request: number): Promise<void> {
    try {
      this.#say({ tandemOffice: "token", request, token: await this.#host.token() });
    } catch (error) {
      // 13006: the client could not get one. The published list: learn.microsoft.com, "Troubleshoot error messages for SSO".
      this.#say({ tandemOffice: "no-token", request, code: 13_006, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #say(message: ToFrame): void {
    if (!this.#started) return;
    this.#host.frame.contentWindow?.postMessage(message, this.#host.paneOrigin);
  }
}

function itemFacts(message: Message): ItemFacts {
  return {
    itemId: ewsId(message.id),
    internetMessageId: message.internetMessageId ?? "",
    conversationId: message.conversationId,
    subject: message.subject ?? "",
    from: address(message.from),
    to: message.toRecipients.map(address),
    cc: message.ccRecipients.map(address),
    dateTimeCreated: message.receivedDateTime,
  };
}

function address(one: EmailAddress | undefined): Address {
  return { displayName: one?.emailAddress.name ?? "", emailAddress: one?.emailAddress.address ?? "" };
}
