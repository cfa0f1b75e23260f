import type { Table, Tables } from "../base/tables.ts";
import { makeId } from "./ids.ts";
import type { ObjectTable } from "./object-table.ts";
import { OBJECT_TABLES } from "./schema.ts";
import { StampOrder } from "./stamp-order.ts";

export type Value = string | number | boolean | null;

/** A record as kept: a field that is null is left out. `Id`, `IsDeleted` and the stamps are among the values. */
export interface Row {
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
  /** When it went to the Recycle Bin. */
  readonly deletedAt?: string;
}

/** One record's change. A record is deleted when `after` is in the bin or gone. */
export interface Change {
  readonly object: string;
  readonly id: string;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

interface Shelf {
  readonly prefix: string;
  readonly table: Table<Row>;
  readonly indexes: Map<string, Map<string, Set<string>>>;
  readonly stamps: StampOrder;
}

const NO_IDS: ReadonlySet<string> = new Set();
/** Beside those of the tables. The id of a series is kept on its events, and told in change events only. */
const FURTHER_INDEXES = ["Tandem_Id__c", "Tandem_Message_Id__c", "ActivityRecurrence2Id"];
const AUDIT: ReadonlySet<string> = new Set(["CreatedById", "LastModifiedById", "Id"]);

/** All records of the org, with indexes on what is looked up by value, and work that can be undone as a whole. */
export class RecordStore {
  readonly #shelves = new Map<string, Shelf>();
  readonly #tables: Tables;
  readonly #numbers: Table<number>;
  #undo: (() => void)[] | null = null;
  #changes: Change[] | null = null;
  #listener: (changes: readonly Change[]) => void = () => undefined;

  constructor(tables: Tables) {
    this.#tables = tables;
    this.#numbers = tables.table<number>("salesforce.numbers");
    for (const object of OBJECT_TABLES) this.hold(object);
  }

  /** Makes room for an object, and finds again what was kept of it. */
  hold(object: ObjectTable): void {
    if (this.#shelves.has(object.name)) return;
    const indexed = object.fields.filter(
      (field) =>
        !AUDIT.has(field.name) &&
        (field.type === "reference" || field.type === "email" || field.idLookup || field.name === "MessageIdentifier"),
    );
    const names = [...indexed.map((field) => field.name), ...FURTHER_INDEXES];
    const table = this.#tables.table<Row>(`salesforce.${object.name}`);
    const shelf: Shelf = {
      prefix: object.keyPrefix,
      table,
      indexes: new Map(names.map((name) => [name, new Map<string, Set<string>>()])),
      stamps: new StampOrder((id) => stampOf(table.get(id))),
    };
    for (const row of shelf.table.values()) enter(shelf, row);
    this.#shelves.set(object.name, shelf);
  }

  /** Keeps an index on a field from now on. */
  index(object: string, field: string): void {
    const shelf = this.#shelf(object);
    if (shelf.indexes.has(field)) return;
    const ids = new Map<string, Set<string>>();
    shelf.indexes.set(field, ids);
    for (const row of shelf.table.values()) addTo(ids, row, field);
  }

  get(object: string, id: string): Row | undefined {
    return this.#shelf(object).table.get(id);
  }

  /** Every row, those in the bin included, in the order of their making. */
  rows(object: string): IterableIterator<Row> {
    return this.#shelf(object).table.values();
  }

  count(object: string): number {
    return this.#shelf(object).table.size;
  }

  hasIndex(object: string, field: string): boolean {
    return field === "Id" || this.#shelf(object).indexes.has(field);
  }

  /** The ids of rows that hold this value, compared without case; only for fields with an index. */
  holding(object: string, field: string, value: Value): ReadonlySet<string> {
    return this.#shelf(object).indexes.get(field)?.get(key(value)) ?? NO_IDS;
  }

  /** The rows with this value, in any order. */
  having(object: string, field: string, value: Value): readonly Row[] {
    return [...this.holding(object, field, value)].flatMap((id) => this.get(object, id) ?? []);
  }

  /** The ids of rows whose SystemModstamp is at least this. */
  stampedSince(object: string, stamp: string): ReadonlySet<string> {
    return this.#shelf(object).stamps.since(stamp);
  }

  /** Tells of what each transaction changed, once it is sure; a change made outside `atomically` is a transaction by itself. */
  onCommit(listener: (changes: readonly Change[]) => void): void {
    this.#listener = listener;
  }

  newId(object: string): string {
    const number = (this.#numbers.get(object) ?? 0) + 1;
    this.#numbers.put(object, number);
    return makeId(this.#shelf(object).prefix, number);
  }

  put(object: string, row: Row): Row {
    const shelf = this.#shelf(object);
    const before = shelf.table.get(row.id);
    this.#undo?.push(() => (before ? this.put(object, before) : this.remove(object, row.id)));
    if (before) leave(shelf, before);
    shelf.table.put(row.id, row);
    enter(shelf, row);
    this.#note({ object, id: row.id, before, after: row });
    return row;
  }

  /** Takes a row away for good. */
  remove(object: string, id: string): void {
    const shelf = this.#shelf(object);
    const before = shelf.table.get(id);
    if (!before) return;
    this.#undo?.push(() => this.put(object, before));
    leave(shelf, before);
    shelf.table.delete(id);
    this.#note({ object, id, before, after: undefined });
  }

  #note(change: Change): void {
    if (this.#changes) this.#changes.push(change);
    else this.#listener([change]);
  }

  /** Does the work, or, when it throws, nothing. May be nested: each undoes its own part. */
  atomically<T>(work: () => T): T {
    const outer = this.#undo;
    const outerChanges = this.#changes;
    const own: (() => void)[] = [];
    const ownChanges: Change[] = [];
    this.#undo = own;
    this.#changes = ownChanges;
    try {
      const result = work();
      outer?.push(...own);
      outerChanges?.push(...ownChanges);
      if (outerChanges === null && ownChanges.length > 0) this.#listener(ownChanges);
      return result;
    } catch (error) {
      this.#undo = null;
      for (const step of own.toReversed()) step();
      throw error;
    } finally {
      this.#undo = outer;
      this.#changes = outerChanges;
    }
  }

  #shelf(object: string): Shelf {
    const shelf = this.#shelves.get(object);
    if (!shelf) throw new Error(`no shelf for ${object}`);
    return shelf;
  }
}

export function stampOf(row: Row | undefined): string | null {
  const stamp = row?.values["SystemModstamp"];
  return typeof stamp === "string" ? stamp : null;
}

function key(value: Value): string {
  return String(value).toLowerCase();
}

function enter(shelf: Shelf, row: Row): void {
  for (const [field, index] of shelf.indexes) addTo(index, row, field);
  const stamp = stampOf(row);
  if (stamp !== null) shelf.stamps.add(stamp, row.id);
}

function addTo(index: Map<string, Set<string>>, row: Row, field: string): void {
  const value = row.values[field];
  if (value === undefined || value === null) return;
  const ids = index.get(key(value));
  if (ids) ids.add(row.id);
  else index.set(key(value), new Set([row.id]));
}

function leave(shelf: Shelf, row: Row): void {
  for (const [field, index] of shelf.indexes) {
    const value = row.values[field];
    if (value === undefined || value === null) continue;
    const ids = index.get(key(value));
    ids?.delete(row.id);
    if (ids?.size === 0) index.delete(key(value));
  }
}
