import { isInvitation } from "../cycle/invitations.ts";
import type { Fields, SideName } from "../../shared/records/fields.ts";
import { type Bookmark, type Counts, idOn, type Link, type LinkStore, type Settlement } from "../cycle/link.ts";
import { atRest, awake } from "../cycle/link-at-rest.ts";

/** Links that are gone with the object: for looking what a cycle would do. Nobody else has them, so there is nothing to fence. */
export class LinksInMemory<F extends Fields> implements LinkStore<F> {
  readonly #links = new Map<string, Link<F>>();
  /** The link of each record, by its id on that side. */
  readonly #holders: Readonly<Record<SideName, Map<string, string>>> = { exchange: new Map(), salesforce: new Map() };
  readonly #bookmarks = new Map<SideName, Bookmark>();
  /** The links that a field of both sides differed on. */
  readonly differing = new Set<string>();

  get all(): readonly Link<F>[] {
    return [...this.#links.values()].map(awake);
  }

  async bookmark(_lease: unknown, side: SideName): Promise<Bookmark> {
    return this.#bookmarks.get(side) ?? { cursor: null, readOnce: false };
  }

  async byIds(_lease: unknown, side: SideName, ids: readonly string[]): Promise<ReadonlyMap<string, Link<F>>> {
    return new Map(
      ids.flatMap((id) => {
        const link = this.#links.get(this.#holders[side].get(id) ?? "");
        return link ? [[id, awake(link)] as const] : [];
      }),
    );
  }

  async observed(_lease: unknown, side: SideName, links: readonly Link<F>[], bookmark: Bookmark): Promise<void> {
    for (const link of links) this.#keep(link);
    this.#bookmarks.set(side, bookmark);
  }

  async startOver(_lease: unknown, side: SideName, at: Date): Promise<void> {
    for (const link of [...this.#links.values()]) {
      const sight = link[side];
      if (sight.is === "present") this.#keep({ ...link, [side]: { ...sight, certain: false }, dueAt: at });
    }
    this.#bookmarks.set(side, { cursor: null, readOnce: this.#bookmarks.get(side)?.readOnce ?? false });
  }

  async outstanding(_lease: unknown, limit: number): Promise<readonly Link<F>[]> {
    return this.#those(({ intent }) => intent !== null).slice(0, limit);
  }

  async due(_lease: unknown, now: Date, limit: number): Promise<readonly Link<F>[]> {
    const due = [...this.#links.values()].filter(({ intent, dueAt }) => intent === null && dueAt !== null && dueAt <= now);
    return due
      .toSorted((one, other) => Number(one.dueAt) - Number(other.dueAt))
      .slice(0, limit)
      .map(awake);
  }

  async nextDue(): Promise<Date | null> {
    let next: Date | null = null;
    for (const { dueAt } of this.#links.values()) if (dueAt !== null && (next === null || dueAt < next)) next = dueAt;
    return next;
  }

  async withoutRecord(): Promise<readonly Link<F>[]> {
    return this.#those(({ exchange, salesforce, intent }) => exchange.is === "present" && salesforce.is === "never" && intent === null);
  }

  async lyingIn(_lease: unknown, container: string): Promise<readonly Link<F>[]> {
    return this.#those(({ exchange, intent }) => {
      const standing = exchange.is === "present" && intent === null ? exchange.seen.standing : null;
      return standing?.on === "exchange" && standing.container === container;
    });
  }

  async invitations(): Promise<readonly Link<F>[]> {
    return this.#those((link) => link.state === "linked" && link.intent === null && isInvitation(link));
  }

  async removals(_lease: unknown, since: Date): Promise<{ readonly pairs: number; readonly lately: number }> {
    const ended = new Set(["unlinked", "parted", "removed"]);
    return {
      pairs: this.#those(({ base, state }) => base !== null && !ended.has(state)).length,
      lately: this.#those(({ removedAt }) => removedAt !== null && removedAt >= since).length,
    };
  }

  async intend(_lease: unknown, links: readonly Link<F>[]): Promise<void> {
    for (const link of links) this.#keep(link);
  }

  async settled(_lease: unknown, settlements: readonly Settlement<F>[]): Promise<void> {
    for (const { absorbed } of settlements) if (absorbed !== null) this.#drop(absorbed);
    for (const { id, link, conflicts } of settlements) {
      if (link) this.#keep(link);
      else this.#drop(id);
      if (conflicts.length > 0) this.differing.add(id);
    }
  }

  /** Nobody answers anything here. */
  async answers(): Promise<readonly never[]> {
    return [];
  }

  answersTaken(lease: unknown, _taken: unknown, settlements: readonly Settlement<F>[]): Promise<void> {
    return this.settled(lease, settlements);
  }

  async counts(): Promise<Counts> {
    const count = (is: (link: Link<F>) => boolean) => this.#those(is).length;
    return {
      waiting: count(({ intent, dueAt }) => intent === null && dueAt !== null),
      running: count(({ intent }) => intent !== null),
      held: count(({ state }) => state === "held" || state === "question"),
      failed: count(({ state, dueAt }) => state === "failed" && dueAt === null),
      conflicts: this.differing.size,
    };
  }

  #those(are: (link: Link<F>) => boolean): Link<F>[] {
    return [...this.#links.values()].filter(are).map(awake);
  }

  #keep(link: Link<F>): void {
    this.#drop(link.id);
    this.#links.set(link.id, atRest(link));
    for (const side of ["exchange", "salesforce"] as const) {
      const id = idOn(link[side]);
      if (id !== null) this.#holders[side].set(id, link.id);
    }
  }

  #drop(linkId: string): void {
    const link = this.#links.get(linkId);
    if (!link) return;
    this.#links.delete(linkId);
    for (const side of ["exchange", "salesforce"] as const) {
      const id = idOn(link[side]);
      if (id !== null && this.#holders[side].get(id) === linkId) this.#holders[side].delete(id);
    }
  }
}
