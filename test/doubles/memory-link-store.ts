import { isInvitation } from "../../sync-service/cycle/invitations.ts";
import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Conflict } from "../../sync-service/engine/reconcile.ts";
import type { Lease } from "../../sync-service/cycle/lease.ts";
import {
  type Answered,
  type Bookmark,
  type Counts,
  type GivenAnswer,
  idOn,
  type Link,
  type LinkStore,
  type Note,
  type Settlement,
} from "../../sync-service/cycle/link.ts";
import { atRest, awake } from "../../sync-service/cycle/link-at-rest.ts";
import { Fenced } from "../../sync-service/errors.ts";

/** A link store in memory: what it hands out and takes in are copies, as with a database. */
export class MemoryLinkStore<F extends Fields> implements LinkStore<F> {
  generation = 1n;
  readonly notes: Note[] = [];
  readonly conflicts: (Conflict<F> & { readonly id: string; readonly linkId: string; open: boolean })[] = [];
  /** Answers of a person that wait. */
  given: readonly GivenAnswer[] = [];
  #links = new Map<string, Link<F>>();
  readonly #bookmarks = new Map<SideName, Bookmark>();

  get all(): readonly Link<F>[] {
    return [...this.#links.values()].map(awake);
  }

  /** Everything as it is kept. */
  dump(): string {
    return JSON.stringify([...this.#links.values()]);
  }

  bookmark(_lease: Lease, side: SideName): Promise<Bookmark> {
    return Promise.resolve(this.#bookmarks.get(side) ?? { cursor: null, readOnce: false });
  }

  byIds(_lease: Lease, side: SideName, ids: readonly string[]): Promise<ReadonlyMap<string, Link<F>>> {
    const found = this.all.flatMap((link): [string, Link<F>][] => {
      const id = idOn(link[side]);
      return id !== null && ids.includes(id) ? [[id, link]] : [];
    });
    return Promise.resolve(new Map(found));
  }

  observed(lease: Lease, side: SideName, links: readonly Link<F>[], bookmark: Bookmark): Promise<void> {
    return this.#write(lease, (rows) => {
      eachOnce(links);
      for (const link of links) rows.set(link.id, atRest(link));
      this.#bookmarks.set(side, bookmark);
    });
  }

  startOver(lease: Lease, side: SideName, at: Date): Promise<void> {
    return this.#write(lease, (rows) => {
      for (const link of rows.values()) {
        const sight = link[side];
        if (sight.is === "present") rows.set(link.id, { ...link, [side]: { ...sight, certain: false }, dueAt: at });
      }
      this.#bookmarks.set(side, { cursor: null, readOnce: this.#bookmarks.get(side)?.readOnce ?? false });
    });
  }

  lyingIn(_lease: Lease, container: string): Promise<readonly Link<F>[]> {
    const lies = ({ exchange, intent }: Link<F>): boolean =>
      intent === null &&
      exchange.is === "present" &&
      exchange.seen.standing.on === "exchange" &&
      exchange.seen.standing.container === container;
    return Promise.resolve(this.all.filter(lies));
  }

  invitations(_lease: Lease): Promise<readonly Link<F>[]> {
    return Promise.resolve(this.all.filter((link) => link.state === "linked" && link.intent === null && isInvitation(link)));
  }

  outstanding(_lease: Lease, limit: number): Promise<readonly Link<F>[]> {
    return Promise.resolve(this.all.filter(({ intent }) => intent).slice(0, limit));
  }

  due(_lease: Lease, now: Date, limit: number): Promise<readonly Link<F>[]> {
    const due = this.all.filter(({ intent, dueAt }) => !intent && dueAt !== null && dueAt <= now);
    return Promise.resolve(due.sort((one, other) => Number(one.dueAt) - Number(other.dueAt)).slice(0, limit));
  }

  nextDue(_lease: Lease): Promise<Date | null> {
    const times = this.all.flatMap(({ dueAt }) => (dueAt ? [dueAt.getTime()] : []));
    return Promise.resolve(times.length === 0 ? null : new Date(Math.min(...times)));
  }

  withoutRecord(_lease: Lease): Promise<readonly Link<F>[]> {
    return Promise.resolve(
      this.all.filter(({ exchange, salesforce, intent }) => exchange.is === "present" && salesforce.is === "never" && !intent),
    );
  }

  removals(_lease: Lease, since: Date): Promise<{ readonly pairs: number; readonly lately: number }> {
    const standing = this.all.filter(
      ({ base, state }) => base !== null && state !== "unlinked" && state !== "parted" && state !== "removed",
    );
    return Promise.resolve({ pairs: standing.length, lately: this.all.filter(({ removedAt }) => removedAt && removedAt >= since).length });
  }

  intend(lease: Lease, links: readonly Link<F>[]): Promise<void> {
    return this.#write(lease, (rows) => {
      eachOnce(links);
      for (const link of links) rows.set(link.id, atRest(link));
    });
  }

  settled(lease: Lease, settlements: readonly Settlement<F>[]): Promise<void> {
    return this.#write(lease, (rows) => {
      eachOnce(settlements);
      for (const { absorbed } of settlements) if (absorbed !== null) rows.delete(absorbed);
      for (const { id, link, conflicts, settles = [], notes } of settlements) {
        for (const each of this.conflicts) if (settles.includes(each.id)) each.open = false;
        if (link) rows.set(id, atRest(link));
        else rows.delete(id);
        this.#note(id, link, conflicts);
        this.notes.push(...notes);
      }
    });
  }

  answers(_lease: Lease, limit: number): Promise<readonly Answered<F>[]> {
    const waiting = this.given.flatMap((given) =>
      this.all.flatMap((link) => (link.id === given.linkId && !link.intent ? [{ given, link }] : [])),
    );
    return Promise.resolve(waiting.slice(0, limit));
  }

  async answersTaken(lease: Lease, taken: readonly GivenAnswer[], settlements: readonly Settlement<F>[]): Promise<void> {
    await this.settled(lease, settlements);
    this.given = this.given.filter(({ id }) => !taken.some((each) => each.id === id));
  }

  counts(): Promise<Counts> {
    const count = (is: (link: Link<F>) => boolean) => this.all.filter(is).length;
    return Promise.resolve({
      waiting: count(({ intent, dueAt }) => !intent && dueAt !== null),
      running: count(({ intent }) => intent !== null),
      held: count(({ state }) => state === "held" || state === "question"),
      failed: count(({ state, dueAt }) => state === "failed" && dueAt === null),
      conflicts: new Set(this.conflicts.filter(({ open }) => open).map(({ linkId }) => linkId)).size,
    });
  }

  #note(linkId: string, link: Link<F> | null, conflicts: readonly Conflict<F>[]): void {
    for (const known of this.conflicts) {
      if (known.linkId === linkId && known.field === "deletion" && link?.state !== "parted") known.open = false;
    }
    for (const conflict of conflicts) {
      const told = this.conflicts.findIndex(
        (each) => each.open && each.linkId === linkId && each.field === conflict.field && each.lost === conflict.lost,
      );
      const before = this.conflicts[told];
      if (before) this.conflicts[told] = { ...before, ...conflict };
      else this.conflicts.push({ ...conflict, id: `conflict-${this.conflicts.length + 1}`, linkId, open: true });
    }
  }

  /** All or nothing, under the newest lease only; one link a record on either side, as the database's constraints say. */
  async #write(lease: Lease, change: (rows: Map<string, Link<F>>) => void): Promise<void> {
    await Promise.resolve();
    if (lease.generation !== this.generation) throw new Fenced("Another process works on this mailbox now.");
    const rows = structuredClone(this.#links);
    change(rows);
    for (const side of ["exchange", "salesforce"] as const) {
      const ids = [...rows.values()].flatMap((link) => idOn(link[side]) ?? []);
      if (new Set(ids).size < ids.length) throw new Error(`Two links for one record in ${side}.`);
    }
    this.#links = structuredClone(rows);
  }
}

/** PostgreSQL writes no row twice in one statement. */
function eachOnce(links: readonly { readonly id: string }[]): void {
  if (new Set(links.map(({ id }) => id)).size < links.length) throw new Error("A link is to be stored twice at once.");
}
