import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Lease } from "../../sync-service/cycle/lease.ts";
import type { Answer, Link } from "../../sync-service/cycle/link.ts";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import { type KindPorts, runKind } from "../../sync-service/cycle/run-kind.ts";
import type { SliceResult } from "../../sync-service/cycle/run-cycle.ts";
import type { Wish } from "../../sync-service/engine/wish.ts";
import { MemoryLinkStore } from "./memory-link-store.ts";
import { MemorySide } from "./memory-side.ts";

export const ACTIVATED_AT = new Date("2026-02-01T00:00:00Z");
export const BEFORE_ACTIVATION = "2026-01-01T00:00:00Z";

/** A mailbox and an org in memory, with the cycle between them and a clock that stands still unless moved. */
export class ContactWorld {
  readonly exchange = new MemorySide("exchange");
  readonly salesforce = new MemorySide("salesforce");
  readonly links = new MemoryLinkStore<Contact>();
  readonly faults: { readonly error: unknown; readonly reference: string }[] = [];
  now = new Date("2026-03-01T08:00:00Z");
  preset: Preset["contacts"] = {
    on: true,
    create: "both",
    update: "both",
    objects: "contacts",
    priority: "contact",
    scope: "own",
    listView: null,
    leadListView: null,
    winner: "salesforce",
    deleteInSalesforce: false,
    furtherPhones: false,
    secondEmail: null,
    thirdEmail: null,
  };
  #ids = 0;

  get lease(): Lease {
    return { connectionId: "connection", mailboxId: "mailbox", generation: this.links.generation };
  }

  slice(ports: Partial<KindPorts<Contact>> = {}): Promise<SliceResult> {
    const all: KindPorts<Contact> = {
      exchange: this.exchange,
      salesforce: this.salesforce,
      links: this.links,
      unexpected: (error, reference) => this.faults.push({ error, reference }),
      now: () => this.now,
      newId: () => `link-${(this.#ids += 1)}`,
      ...ports,
    };
    return runKind(all, { lease: this.lease, rules: contactRules(this.preset, "DE"), activatedAt: ACTIVATED_AT });
  }

  /** Slices until nothing more can be done, and the waits in between. */
  async settle(): Promise<void> {
    for (let slices = 0; slices < 60; slices += 1) {
      const result = await this.slice();
      if (result.more) continue;
      if (!result.retryAt) return;
      this.now = new Date(Math.max(this.now.getTime(), result.retryAt.getTime()));
    }
    throw new Error("The cycle does not come to rest.");
  }

  answer(linkId: string, answer: Answer, recordId: string | null = null, wish: Wish<Contact> | null = null): void {
    this.links.given = [...this.links.given, { id: `answer-${this.links.given.length + 1}`, linkId, answer, recordId, wish }];
  }

  pass(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }

  /** The only link there is. */
  get link(): Link<Contact> {
    const [link, ...others] = this.links.all;
    if (!link || others.length > 0) throw new Error(`There are ${this.links.all.length} links.`);
    return link;
  }
}
