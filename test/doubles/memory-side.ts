import type { Contact } from "../../shared/records/contact.ts";
import type { SideName } from "../../shared/records/fields.ts";
import { categoryName, problemCategoryName } from "../../shared/records/names.ts";
import type { Action, Change, Cursor, Outcome, Page, Seen, Side, Sought, Standing } from "../../sync-service/cycle/side.ts";
import { CursorExpired } from "../../sync-service/errors.ts";
import { contactFaultCategories } from "../../sync-service/mappings/contact-faults.ts";
import { contactFields } from "../../sync-service/mappings/contact.ts";

/** A record as the double holds it. */
interface Row {
  readonly id: string;
  readonly version: string;
  readonly record: Contact;
  readonly standing: Standing;
  readonly stamp: string | null;
  /** What no mapping knows of (P3). */
  readonly unmapped: string;
  readonly gone: boolean;
  readonly followedBy: string | null;
}

export const OWN_FOLDER = "folder of ours";
export const OWNER = "the user";

/** What happens to one action: its reply is lost before or after its effect, or the vendor says no. */
export type Fault = "lost-before" | "lost-after" | { readonly refused: string } | { readonly laterMs: number };

/**
 * One collection in memory, with the manners of a vendor: versions, a feed that can lag and then shows old values, hints of
 * removal, an echo of our own writes. Faults and races are asked for by the test.
 */
export class MemorySide implements Side<Contact> {
  readonly name: SideName;
  /** How many of the newest changes the feed does not show yet. */
  lag = 0;
  pageSize = 50;
  expireCursors = false;
  faultFor: (action: Action<Contact>) => Fault | null = () => null;
  /** Runs just before an action takes effect: where somebody else edits. */
  beforeEffect: (action: Action<Contact>) => void = () => {};
  /** What automation makes of a written record. */
  automation: (record: Contact) => Contact = (record) => record;
  hidden: readonly (keyof Contact)[] = [];
  checksVersions = true;
  /** While it is set, versions stay as they are: all happens within the second that they name. */
  withinOneSecond = false;
  /** Whether a second create under the same stamp is told from a new one: an org without fields of ours cannot (O6). */
  honoursStamps = true;
  readonly calls: string[] = [];
  readonly #rows = new Map<string, Row>();
  /** Every state a row ever had, in order. */
  readonly #log: Row[] = [];

  constructor(name: SideName) {
    this.name = name;
  }

  // What people do.

  add(record: Contact, standing: Partial<Standing> = {}): string {
    return this.#store({ record, standing: { ...this.#ownStanding(), ...standing } as Standing, stamp: null, unmapped: "a person's own" })
      .id;
  }

  edit(id: string, changes: Partial<Contact>): void {
    this.#change(id, ({ record }) => ({ record: { ...record, ...changes } }));
  }

  stand(id: string, standing: Partial<Standing>): void {
    this.#change(id, (row) => ({ standing: { ...row.standing, ...standing } as Standing }));
  }

  remove(id: string, followedBy: string | null = null): void {
    this.#change(id, () => ({ gone: true, followedBy }));
  }

  restore(id: string): void {
    this.#change(id, () => ({ gone: false }));
  }

  /** What is there now. */
  get rows(): readonly Row[] {
    return [...this.#rows.values()].filter(({ gone }) => !gone);
  }

  row(id: string): Row {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`There never was a ${id} in ${this.name}.`);
    return row;
  }

  // What the service asks.

  fields(): Promise<ReadonlySet<keyof Contact>> {
    return Promise.resolve(new Set(contactFields.filter((field) => !this.hidden.includes(field))));
  }

  async *changes(since: Cursor | null): AsyncIterable<Page<Contact>> {
    this.calls.push("changes");
    if (since !== null && this.expireCursors) {
      this.expireCursors = false;
      throw new CursorExpired("The history is gone.");
    }
    const from = since === null ? 0 : Number(since);
    const to = Math.max(from, this.#log.length - this.lag);
    const latest = new Map(this.#log.slice(from, to).map((row) => [row.id, row]));
    const rows = [...latest.values()].filter((row) => since !== null || !row.gone);
    for (let at = 0; at === 0 || at < rows.length; at += this.pageSize) {
      const last = at + this.pageSize >= rows.length;
      yield { changes: rows.slice(at, at + this.pageSize).map(changeOf), cursor: String(last ? to : from), last };
    }
  }

  read(ids: readonly string[]): Promise<ReadonlyMap<string, Seen<Contact>>> {
    this.calls.push("read");
    const found = ids.flatMap((id) => this.rows.filter((row) => row.id === id));
    return Promise.resolve(new Map(found.map((row) => [row.id, seenOf(row)])));
  }

  find(sought: readonly Sought<Contact>[]): Promise<ReadonlyMap<string, Seen<Contact>>> {
    this.calls.push("find");
    const found = this.rows.filter(({ stamp }) => sought.some((each) => each.stamp === stamp));
    return Promise.resolve(new Map(found.map((row) => [row.stamp ?? "", seenOf(row)])));
  }

  candidates(records: readonly Contact[]): Promise<readonly (readonly Seen<Contact>[])[]> {
    this.calls.push("candidates");
    const like = (one: Contact, other: Contact) =>
      (one.email !== null && one.email.toLowerCase() === other.email?.toLowerCase()) ||
      (one.lastName !== null && one.lastName === other.lastName);
    return Promise.resolve(records.map((record) => this.rows.filter((row) => like(row.record, record)).map(seenOf)));
  }

  apply(actions: readonly Action<Contact>[]): Promise<readonly Outcome<Contact>[]> {
    this.calls.push("apply");
    return Promise.resolve(actions.map((action) => this.#carryOut(action)));
  }

  #carryOut(action: Action<Contact>): Outcome<Contact> {
    const fault = this.faultFor(action);
    if (fault === "lost-before") return { is: "unknown" };
    if (fault !== null && fault !== "lost-after") {
      if ("laterMs" in fault) return { is: "later", retryAfterMs: fault.laterMs };
      return { is: "refused", problem: { code: "REFUSED", message: fault.refused, remedy: "Change it." } };
    }
    this.beforeEffect(action);
    const outcome = this.#effect(action);
    return fault === "lost-after" ? { is: "unknown" } : outcome;
  }

  #effect(action: Action<Contact>): Outcome<Contact> {
    if (action.do === "create") {
      const same = this.honoursStamps ? this.rows.find(({ stamp }) => stamp === action.stamp) : undefined;
      const made = { record: this.automation(action.record), standing: this.#ownStanding(), stamp: action.stamp, unmapped: "" };
      return { is: "done", seen: seenOf(same ?? this.#store(made)) };
    }
    const row = this.#rows.get(action.id);
    if (!row || row.gone) return action.do === "remove" ? { is: "done", seen: null } : { is: "gone" };
    if (this.checksVersions && row.version !== action.version) return { is: "moved" };
    if (action.do === "remove") {
      this.remove(action.id);
      return { is: "done", seen: null };
    }
    this.#change(action.id, ({ record, standing }) => ({
      record: Object.keys(action.changes).length > 0 ? this.automation({ ...record, ...action.changes }) : record,
      standing: withMarks(standing, action),
    }));
    return { is: "done", seen: seenOf(this.row(action.id)) };
  }

  #ownStanding(): Standing {
    return this.name === "exchange"
      ? { on: "exchange", container: OWN_FOLDER, inFolder: true, categories: [categoryName], createdAt: "2026-03-01T00:00:00Z" }
      : { on: "salesforce", inScope: true, ownerId: OWNER, editable: true };
  }

  #change(id: string, change: (row: Row) => Partial<Row>): void {
    const row = this.row(id);
    this.#keep({ ...row, ...change(row) });
  }

  #store(row: Pick<Row, "record" | "standing" | "stamp" | "unmapped">): Row {
    return this.#keep({ ...row, id: `${this.name}-${this.#rows.size + 1}`, version: "", gone: false, followedBy: null });
  }

  #keep(row: Row): Row {
    const staysAs = this.withinOneSecond ? row.version : "";
    const kept = { ...row, version: staysAs === "" ? `v${this.#log.length + 1}` : staysAs };
    this.#rows.set(kept.id, kept);
    this.#log.push(kept);
    return kept;
  }
}

const seenOf = ({ id, version, record, standing }: Row): Seen<Contact> => ({ id, version, record, standing });

function changeOf(row: Row): Change<Contact> {
  if (!row.gone) return { is: "present", seen: seenOf(row) };
  return { is: "gone", id: row.id, ...(row.followedBy ? { followedBy: row.followedBy } : {}) };
}

function withMarks(standing: Standing, { marks }: Extract<Action<Contact>, { readonly do: "update" }>): Standing {
  if (standing.on !== "exchange" || !marks) return standing;
  let { categories } = standing;
  if (marks.salesforce === true) categories = [...categories.filter((name) => name !== categoryName), categoryName];
  if (marks.salesforce === false) categories = categories.filter((name) => name !== categoryName);
  if (marks.problem !== undefined) {
    const others = categories.filter((name) => name !== problemCategoryName && !contactFaultCategories.includes(name));
    categories = marks.problem === null ? others : [...others, problemCategoryName, marks.problem];
  }
  return { ...standing, categories };
}
