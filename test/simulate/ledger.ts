import type { SideName } from "../../shared/records/fields.ts";
import { PLAIN, type Plain, type SimulatedKind } from "./plain-kinds.ts";
import { NO_WINDOW, type Window } from "./window.ts";

/** Something a person wrote that nobody replaced or deleted since. */
export interface Standing {
  readonly kind: SimulatedKind;
  readonly side: SideName;
  readonly id: string;
  readonly field: string;
  readonly at: number;
  readonly window: Window;
}

export interface Edit {
  readonly kind: SimulatedKind;
  readonly side: SideName;
  readonly id: string;
  readonly before: Plain;
  readonly changes: Plain;
  readonly at: number;
  readonly window: Window;
}

/** Something the service wrote, as seen afterwards. Without fields: the record itself. */
export interface Written {
  readonly kind: SimulatedKind;
  readonly side: SideName;
  readonly id: string;
  readonly what: "created" | "changed" | "removed";
  readonly fields: readonly string[];
  /** What stood there then; of what was removed, before. */
  readonly record: Plain;
}

const keyOf = (kind: SimulatedKind, side: SideName, id: string): string => `${kind} ${side} ${id}`;

/** Who did what: by it the states that the sides are in are judged. */
export class Ledger {
  /** By value. */
  readonly standing = new Map<string, Standing>();
  /** Which record a value was first given to, by value: no two records of one side may hold values of one. */
  readonly identities = new Map<string, number>();
  readonly removedByPeople = new Set<string>();
  readonly handedOverRows = new Set<string>();
  /** Those that people made one of: what was two may stand as two in the mailbox for a while. */
  readonly merged = new Set<number>();
  readonly personal = new Set<string>();
  readonly written: Written[] = [];
  /** When people last edited a field, by record and field. */
  readonly lastEdit = new Map<string, number>();
  /** The keys under which records live on, by the old ones. */
  readonly #movedTo = new Map<string, string>();
  /** The records as they stood when somebody last looked. */
  readonly #known = new Map<string, Plain>();
  /** By one's key: those of the other side that were ever its counterpart. */
  readonly #pairs = new Map<string, Set<string>>();
  readonly #madeByPeople = new Set<string>();
  #identity = 0;

  added(kind: SimulatedKind, side: SideName, id: string, record: Plain, isPersonal: boolean): void {
    const identity = (this.#identity += 1);
    this.#known.set(keyOf(kind, side, id), record);
    this.#madeByPeople.add(keyOf(kind, side, id));
    if (isPersonal) this.personal.add(keyOf(kind, side, id));
    for (const field of tokens(kind)) {
      const value = record[field];
      if (!value) continue;
      this.identities.set(value, identity);
      this.standing.set(value, { kind, side, id, field, at: 0, window: NO_WINDOW });
    }
  }

  edited({ kind, side, id, before, changes, at, window }: Edit, after: Plain): void {
    this.#note(kind, side, id, before);
    this.#known.set(keyOf(kind, side, id), after);
    const identity = this.identityOf(kind, before);
    for (const [field, value] of Object.entries(changes)) {
      this.lastEdit.set(`${keyOf(kind, side, id)} ${field}`, at);
      if (!tokens(kind).includes(field)) continue;
      this.standing.delete(before[field] ?? ""); // who wrote over it had read it
      this.standing.set(value, { kind, side, id, field, at, window });
      if (identity !== null) this.identities.set(value, identity);
    }
  }

  removed(kind: SimulatedKind, side: SideName, id: string, record: Plain): void {
    this.#note(kind, side, id, record);
    this.#known.delete(keyOf(kind, side, id));
    this.removedByPeople.add(keyOf(kind, side, id));
    for (const value of Object.values(record)) this.standing.delete(value);
  }

  /** It lives on under another id: a task that was moved, a lead that was converted. */
  became(kind: SimulatedKind, side: SideName, was: { readonly id: string; readonly record: Plain }, to: string, record: Plain): void {
    const from = was.id;
    this.#note(kind, side, from, was.record);
    this.#known.delete(keyOf(kind, side, from));
    this.#known.set(keyOf(kind, side, to), record);
    this.#movedTo.set(keyOf(kind, side, from), keyOf(kind, side, to));
    if (this.handedOverRows.has(keyOf(kind, side, from))) this.handedOverRows.add(keyOf(kind, side, to));
  }

  /** Of two, one stays; what stood in the other is gone as somebody wished. */
  mergedInto(kind: SimulatedKind, winner: Plain, loserId: string, loser: Plain): void {
    this.removed(kind, "salesforce", loserId, loser);
    for (const record of [winner, loser]) {
      const identity = this.identityOf(kind, record);
      if (identity !== null) this.merged.add(identity);
    }
  }

  handedOver(kind: SimulatedKind, id: string): void {
    this.handedOverRows.add(keyOf(kind, "salesforce", id));
  }

  /** A person made it in Salesforce. */
  isPeoples(kind: SimulatedKind, id: string): boolean {
    return this.#madeByPeople.has(keyOf(kind, "salesforce", id));
  }

  /** It is no longer his own alone. */
  shared(kind: SimulatedKind, id: string): void {
    this.personal.delete(keyOf(kind, "exchange", id));
  }

  paired(kind: SimulatedKind, itemId: string, recordId: string): void {
    const [item, record] = [keyOf(kind, "exchange", itemId), keyOf(kind, "salesforce", recordId)];
    for (const [one, other] of [
      [item, record],
      [record, item],
    ] as const)
      this.#pairs.set(one, (this.#pairs.get(one) ?? new Set()).add(other));
  }

  /** Takes note of what stands there now: whatever differs from the last time, and no person did, the service did. */
  look(kind: SimulatedKind, side: SideName, lying: readonly { readonly id: string; readonly plain: Plain }[]): void {
    const there = new Set<string>();
    for (const { id, plain } of lying) {
      there.add(keyOf(kind, side, id));
      this.#note(kind, side, id, plain);
    }
    const prefix = keyOf(kind, side, "");
    for (const [key, before] of this.#known) {
      if (!key.startsWith(prefix) || there.has(key)) continue;
      this.#known.delete(key);
      this.written.push({ kind, side, id: key.slice(prefix.length), what: "removed", fields: [], record: before });
    }
  }

  /** Whether something that people did explains that the service removed this. */
  hasCause(kind: SimulatedKind, side: SideName, id: string): boolean {
    return [...(this.#pairs.get(keyOf(kind, side, id)) ?? [])].some((key) => {
      const last = this.#lastId(key);
      return this.removedByPeople.has(last) || this.handedOverRows.has(last);
    });
  }

  identityOf(kind: SimulatedKind, record: Plain): number | null {
    for (const field of tokens(kind)) {
      const identity = this.identities.get(record[field] ?? "");
      if (identity !== undefined) return identity;
    }
    return null;
  }

  /** Its id, and every one that it lived on under. */
  idsOf(kind: SimulatedKind, side: SideName, id: string): readonly string[] {
    const next = this.#movedTo.get(keyOf(kind, side, id));
    return next === undefined ? [id] : [id, ...this.idsOf(kind, side, next.slice(keyOf(kind, side, "").length))];
  }

  #lastId(key: string): string {
    const next = this.#movedTo.get(key);
    return next === undefined ? key : this.#lastId(next);
  }

  #note(kind: SimulatedKind, side: SideName, id: string, plain: Plain): void {
    const key = keyOf(kind, side, id);
    const before = this.#known.get(key);
    this.#known.set(key, plain);
    if (before === undefined) {
      this.written.push({ kind, side, id, what: "created", fields: [], record: plain });
      return;
    }
    const fields = Object.keys(plain).filter((field) => plain[field] !== before[field]);
    if (fields.length > 0) this.written.push({ kind, side, id, what: "changed", fields, record: plain });
  }
}

/** The fields whose values stand nowhere else. */
function tokens(kind: SimulatedKind): readonly string[] {
  const { edited, fields } = PLAIN[kind];
  return [...new Set([...["lastName", "email", "subject", "time"].filter((field) => field in fields), ...edited])];
}
