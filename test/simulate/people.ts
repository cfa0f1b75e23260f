import type { SideName } from "../../shared/records/fields.ts";
import type { Random } from "../sandbox/base/random.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { ADA, BEN } from "../sides/stand-ins.ts";
import { Ledger } from "./ledger.ts";
import { formOf, PLAIN, type Plain, plainOf, type SimulatedKind, wireOf } from "./plain-kinds.ts";
import type { Applying } from "./applying.ts";
import type { WindowOf } from "./window.ts";
import { type BothSides, categoriesOf, hasMark } from "./both-sides.ts";

type Row = Readonly<Record<string, unknown>>;

/** Choosing by the seed's chance. */
export class Chance {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  is(probability: number): boolean {
    return this.#random.next() < probability;
  }

  /** 0 to `limit`. */
  upTo(limit: number): number {
    return Math.floor(this.#random.next() * (limit + 1));
  }

  of<T>(list: readonly T[]): T {
    const chosen = list[this.upTo(list.length - 1)];
    if (chosen === undefined) throw new RangeError("Nothing to choose from.");
    return chosen;
  }
}

/** Ada and her colleagues: what they do in Outlook and in Salesforce, and what they may expect to find afterwards. */
export class People {
  readonly ledger = new Ledger();
  /** Mails about meetings that people caused themselves. */
  mailed = 0;
  readonly #world: BothSides;
  readonly #chance: Chance;
  readonly #kinds: readonly SimulatedKind[];
  readonly #window: WindowOf;
  readonly #say: (line: string) => void;
  /** People are leads here too. */
  readonly #hasLeads: boolean;
  #values = 0;

  constructor(
    world: BothSides,
    chance: Chance,
    kinds: readonly SimulatedKind[],
    { windowOf, hasLeads, say }: { readonly windowOf: WindowOf; readonly hasLeads: boolean; readonly say: (line: string) => void },
  ) {
    this.#world = world;
    this.#chance = chance;
    this.#kinds = kinds;
    this.#window = windowOf;
    this.#say = say;
    this.#hasLeads = hasLeads;
  }

  /** Somebody does something. */
  async act(): Promise<void> {
    const kind = this.#chance.of(this.#kinds);
    if (this.#chance.is(0.5)) await this.#actInOutlook(kind);
    else this.#actInSalesforce(kind);
  }

  /** Somebody edits while the service is at work, now and then the very record it is about to write. */
  async race(applying: Applying | undefined): Promise<void> {
    const action = applying && this.#chance.is(0.7) ? this.#chance.of(applying.actions) : null;
    if (applying && action && action.do !== "create") {
      const wanted = action.do === "update" && this.#chance.is(0.6) ? Object.keys(action.changes) : [];
      if (applying.side === "exchange") {
        const item = this.#world.items(applying.kind).find((each) => this.#world.itemId(each) === action.id);
        if (item) this.#editItem(applying.kind, item, wanted);
      } else {
        const row = this.#world.rows(applying.kind).find((each) => each["Id"] === action.id);
        if (row && this.#isKnownAgain(applying.kind, row)) this.#editRow(applying.kind, row, wanted);
      }
    } else await this.act();
  }

  async #actInOutlook(kind: SimulatedKind): Promise<void> {
    const chance = this.#chance;
    const items = this.#world.items(kind);
    const does = this.#chance.upTo(99);
    const item = items.length === 0 ? null : chance.of(items);
    if (!item || does < 25) await this.#addItem(kind);
    else if (does < 75) this.#editItem(kind, item);
    else if (does < 85) this.#removeItem(kind, item);
    else if (does < 92) this.#markItem(kind, item);
    else this.#moveItem(kind, item);
  }

  #actInSalesforce(kind: SimulatedKind): void {
    const rows = this.#world.rows(kind).filter((row) => this.#isKnownAgain(kind, row));
    const does = this.#chance.upTo(99);
    const row = rows.length === 0 ? null : this.#chance.of(rows);
    if (!row || does < 25) this.#addRow(kind);
    else if (does < 40 && isLead(row)) this.#convert(row);
    else if (does < 32 && kind === "contact") this.#merge(row, rows);
    else if (does < 85) this.#editRow(kind, row);
    else if (does < 95) this.#removeRow(kind, row);
    else this.#handOver(kind, row);
  }

  #record(kind: SimulatedKind): Plain {
    const number = (this.#values += 1);
    const { fields, edited, fresh } = PLAIN[kind];
    const needed = ["lastName", "email", "subject", "time"].filter((field) => field in fields);
    const more = edited.filter((field) => !needed.includes(field) && this.#chance.is(0.4));
    return Object.fromEntries([...needed, ...more].map((field) => [field, fresh(field, number, this.#world.firstDay)]));
  }

  async #addItem(kind: SimulatedKind): Promise<void> {
    const { graph } = this.#world;
    const record = this.#record(kind);
    const place = this.#chance.upTo(9);
    const isPersonal = place === 9;
    const inFolder = place < 6 && kind !== "event";
    const categories = [...(this.#chance.is(0.3) ? ["Blue"] : []), ...(isPersonal || inFolder ? [] : ["Salesforce"])];
    const body = { ...PLAIN[kind].alsoPut.exchange, ...wireOf(kind, "exchange", record, {}), categories };
    const item = await this.#placed(kind, inFolder, body);
    const id = this.#world.itemId(item);
    this.#say(`adds ${kind} ${id.slice(-8)} in Outlook${isPersonal ? ", his own" : ""}: ${JSON.stringify(record).slice(0, 90)}`);
    this.ledger.added(kind, "exchange", id, plainOf(kind, "exchange", item.fields), isPersonal);
    if (kind === "event") this.mailed = graph.mailed.list().length;
  }

  async #placed(kind: SimulatedKind, inFolder: boolean, body: Row): Promise<StoredItem> {
    const { seed } = this.#world.graph;
    switch (kind) {
      case "contact":
        return seed.contact(ADA, inFolder ? "Salesforce Contacts" : "contacts", body);
      case "task":
        return seed.task(ADA, inFolder ? "Salesforce Tasks" : "Home", body);
      case "event": {
        const { startsAt, endsAt, ...others } = body;
        const moment = (at: unknown) => ({ dateTime: String(at).slice(0, 19), timeZone: "UTC" });
        const times = { isReminderOn: false, start: moment(startsAt), end: moment(endsAt) };
        if (!this.#chance.is(0.2)) return seed.event(ADA, { ...others, ...times });
        const attendees = [
          { emailAddress: { address: "kim@customer.example", name: "Kim" }, type: "required" },
          { emailAddress: { address: BEN, name: "Ben" }, type: "required" },
        ];
        return seed.meeting(ADA, { ...others, ...times, attendees });
      }
    }
  }

  #addRow(kind: SimulatedKind): void {
    const { salesforce, adaInSalesforce } = this.#world;
    const record = this.#record(kind);
    const form = formOf(kind, kind === "contact" && this.#hasLeads && this.#chance.is(0.4) ? "00Q" : "");
    const also = kind === "event" ? { WhatId: this.#world.accountId } : form.alsoPut.salesforce;
    const values = { ...also, ...wireOf(kind, "salesforce", record, {}, form), OwnerId: adaInSalesforce };
    const id = salesforce.seed.make(form.object, values);
    this.#say(`adds ${kind} ${id} in Salesforce: ${JSON.stringify(record).slice(0, 90)}`);
    this.ledger.added(kind, "salesforce", id, this.#seenRow(kind, id), false);
  }

  /** @param wanted of these fields one, where people edit any of them */
  #change(kind: SimulatedKind, current: Plain, wanted: readonly string[], form = formOf(kind)): Plain {
    const { edited, chosen, fresh } = form;
    const any = [...edited, ...edited, ...Object.keys(chosen)];
    const named = any.filter((field) => wanted.includes(field));
    const picked = this.#chance.of(named.length > 0 ? named : any);
    const fields = [picked, ...(this.#chance.is(0.3) ? [this.#chance.of(edited)] : [])];
    const number = (this.#values += 1);
    const values = fields.map(
      (field) => [field, chosen[field] ? this.#chance.of(chosen[field]) : fresh(field, number, this.#world.firstDay)] as const,
    );
    return Object.fromEntries(values.filter(([field, value]) => current[field] !== value));
  }

  #editItem(kind: SimulatedKind, item: StoredItem, wanted: readonly string[] = []): void {
    const before = plainOf(kind, "exchange", item.fields);
    const changes = this.#change(kind, before, wanted);
    const id = this.#world.itemId(item);
    this.#say(`edits ${kind} ${id.slice(-8)} in Outlook: ${JSON.stringify(changes).slice(0, 90)}`);
    const after = this.#world.graph.seed.change(item, wireOf(kind, "exchange", changes, item.fields));
    this.#edited(kind, "exchange", id, before, changes, plainOf(kind, "exchange", after.fields));
  }

  #editRow(kind: SimulatedKind, row: Row, wanted: readonly string[] = []): void {
    const id = String(row["Id"]);
    const form = formOf(kind, id);
    const before = plainOf(kind, "salesforce", row, form);
    const changes = this.#change(kind, before, wanted, form);
    this.#say(`edits ${kind} ${id} in Salesforce: ${JSON.stringify(changes).slice(0, 90)}`);
    if (Object.keys(changes).length === 0) return;
    this.#world.salesforce.seed.change(form.object, id, wireOf(kind, "salesforce", changes, row, form));
    this.#edited(kind, "salesforce", id, before, changes, this.#seenRow(kind, id));
  }

  #edited(kind: SimulatedKind, side: SideName, id: string, before: Plain, changes: Plain, after: Plain): void {
    const at = this.#world.today().getTime();
    this.ledger.edited({ kind, side, id, before, changes, at, window: this.#window(kind, side, id) }, after);
  }

  #removeItem(kind: SimulatedKind, item: StoredItem): void {
    const { seed } = this.#world.graph;
    const id = this.#world.itemId(item);
    this.#say(`deletes ${kind} ${id.slice(-8)} in Outlook`);
    this.ledger.removed(kind, "exchange", id, plainOf(kind, "exchange", item.fields));
    if (kind === "task") seed.remove(item);
    else seed.move(item, "deleteditems");
  }

  #removeRow(kind: SimulatedKind, row: Row): void {
    const id = String(row["Id"]);
    this.#say(`deletes ${kind} ${id} in Salesforce`);
    const form = formOf(kind, id);
    this.ledger.removed(kind, "salesforce", id, plainOf(kind, "salesforce", row, form));
    this.#world.salesforce.seed.remove(form.object, id);
  }

  /** Takes the mark off, or sets it (M4). */
  #markItem(kind: SimulatedKind, item: StoredItem): void {
    const categories = hasMark(item) ? categoriesOf(item).filter((name) => name !== "Salesforce") : [...categoriesOf(item), "Salesforce"];
    const id = this.#world.itemId(item);
    this.#say(`${hasMark(item) ? "takes the mark off" : "marks"} ${kind} ${id.slice(-8)}`);
    if (!hasMark(item)) this.ledger.shared(kind, id);
    this.#world.graph.seed.change(item, { categories });
  }

  /** Into another folder or list, where a contact keeps its id and a task gets a new one (MG3, T3). */
  #moveItem(kind: SimulatedKind, item: StoredItem): void {
    const { seed } = this.#world.graph;
    const id = this.#world.itemId(item);
    if (kind === "contact") {
      const there = item.folderId === this.#world.folderId ? "contacts" : "Salesforce Contacts";
      if (there !== "contacts") this.ledger.shared(kind, id);
      this.#say(`moves contact ${id.slice(-8)} to ${there}`);
      seed.move(item, there);
    } else if (kind === "task" && showsItsRecord(item)) {
      const mailbox = seed.mailbox(ADA);
      const there = item.folderId === this.#world.listId ? mailbox.standard("defaultList").id : this.#world.listId;
      mailbox.remove(item);
      const made = mailbox.add("task", there, item.fields);
      this.#world.pass(1_000);
      this.#say(`moves task ${id.slice(-8)}, now ${this.#world.itemId(made).slice(-8)}`);
      const record = plainOf(kind, "exchange", item.fields);
      this.ledger.became(kind, "exchange", { id, record }, this.#world.itemId(made), record);
    } else this.#editItem(kind, item);
  }

  /** A lead becomes a contact (C5). */
  #convert(row: Row): void {
    const id = String(row["Id"]);
    const was = { id, record: this.#seenRow("contact", id) };
    const { contactId } = this.#world.salesforce.seed.convertLead(id, this.#world.accountId);
    this.#say(`converts ${id} into ${contactId}`);
    this.ledger.became("contact", "salesforce", was, contactId, this.#seenRow("contact", contactId));
  }

  /** Two that are one person become one record: the first stays as it is (C5). */
  #merge(winner: Row, rows: readonly Row[]): void {
    const id = String(winner["Id"]);
    const { object } = formOf("contact", id);
    const others = rows.filter((row) => row["Id"] !== id && formOf("contact", String(row["Id"])).object === object);
    if (others.length === 0 || (object !== "Contact" && object !== "Lead")) return;
    const loser = String(this.#chance.of(others)["Id"]);
    this.#say(`merges ${loser} into ${id}`);
    this.ledger.mergedInto("contact", this.#seenRow("contact", id), loser, this.#seenRow("contact", loser));
    this.#world.salesforce.seed.merge(object, id, loser);
  }

  #handOver(kind: SimulatedKind, row: Row): void {
    const id = String(row["Id"]);
    const { adaInSalesforce, salesforce } = this.#world;
    const owner = row["OwnerId"] === adaInSalesforce ? this.#world.ben : adaInSalesforce;
    this.#say(`hands over ${kind} ${id}`);
    this.ledger.handedOver(kind, id);
    salesforce.seed.change(formOf(kind, id).object, id, { OwnerId: owner });
  }

  /**
   * In an org without Tandem's fields a record is known again by its content, should the reply to its making be lost. Somebody who edits
   * it within those seconds makes it another's, which is a stated limit and no subject of these histories.
   */
  #isKnownAgain(kind: SimulatedKind, row: Row): boolean {
    const id = String(row["Id"]);
    return this.#world.hasTandemFields || this.ledger.isPeoples(kind, id) || linkedIn(this.#world, kind, id);
  }

  #seenRow(kind: SimulatedKind, id: string): Plain {
    const form = formOf(kind, id);
    const row = this.#world.salesforce.org.store.get(form.object, id);
    return plainOf(kind, "salesforce", row?.values ?? {}, form);
  }
}

const isLead = (row: Row): boolean => String(row["Id"]).startsWith("00Q");

/** Whether the way to its record stands on it: what is moved before is, to whoever looks later, one that went and another that came. */
function showsItsRecord({ fields }: StoredItem): boolean {
  return ((fields["linkedResources"] ?? []) as readonly Row[]).some(({ webUrl }) => typeof webUrl === "string");
}

function linkedIn(world: BothSides, kind: SimulatedKind, recordId: string): boolean {
  return world.known(kind).all.some(({ salesforce }) => salesforce.is === "present" && salesforce.seen.id === recordId);
}
