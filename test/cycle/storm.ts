import type { Contact } from "../../shared/records/contact.ts";
import type { FieldValue } from "../../shared/records/fields.ts";
import { categoryName } from "../../shared/records/names.ts";
import { Throttled } from "../../sync-service/errors.ts";
import { contactFields } from "../../sync-service/mappings/contact.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";
import type { MemorySide } from "../doubles/memory-side.ts";
import { Random } from "../sandbox/base/random.ts";

/** The process died here. */
class Crash extends Error {}

const EDITED = ["jobTitle", "department", "mailingCity", "mobilePhone", "notes"] as const;
type EditedField = (typeof EDITED)[number];
const ROUNDS = 40;

/**
 * People edit on both sides while the service runs, dies at any call, loses replies, is throttled, and meets edits that race
 * its own. Then it is calm. Answers what is wrong after that: nothing, if the product keeps its promises.
 */
export async function storm(seed: number): Promise<readonly string[]> {
  const people = new People(seed);
  const { world } = people;
  for (let round = 0; round < ROUNDS; round += 1) {
    people.act();
    world.exchange.lag = people.chance(0.3) ? people.upTo(3) : 0;
    world.salesforce.lag = people.chance(0.3) ? people.upTo(3) : 0;
    await people.runUnderFaults();
    world.pass(people.upTo(5) * 1_000);
  }
  people.rest();
  await world.settle();
  return people.complaints();
}

class People {
  readonly world = new ContactWorld();
  readonly #random: Random;
  /** Values somebody wrote, and nobody replaced or deleted since. */
  readonly #standing = new Map<FieldValue, string>();
  readonly #leftAlone = new Map<string, string>();
  #values = 0;
  #calm = false;

  constructor(seed: number) {
    this.#random = new Random(seed);
    for (const side of [this.world.exchange, this.world.salesforce]) {
      side.pageSize = 3;
      side.honoursStamps = seed % 2 === 0;
      side.faultFor = () => {
        if (this.#calm || this.chance(0.8)) return null;
        return this.chance(0.5) ? "lost-after" : this.chance(0.7) ? "lost-before" : { laterMs: 1_500 };
      };
      side.beforeEffect = (action) => {
        if (!this.#calm && action.do === "update" && this.chance(0.15)) this.#edit(side, action.id);
      };
    }
  }

  chance(probability: number): boolean {
    return this.#random.next() < probability;
  }

  upTo(limit: number): number {
    return Math.floor(this.#random.next() * (limit + 1));
  }

  act(): void {
    const { exchange, salesforce } = this.world;
    const side = this.chance(0.5) ? exchange : salesforce;
    const does = this.#random.next();
    const row = this.#one(side);
    if (does < 0.3 || !row) this.#add(side);
    else if (does < 0.9) this.#edit(side, row);
    else this.#remove(side, row);
  }

  /** A slice or two, in a process that may die at any call to either side or to the store. */
  async runUnderFaults(): Promise<void> {
    const { world } = this;
    const dies = this.chance(0.5) ? this.upTo(12) : Number.POSITIVE_INFINITY;
    let calls = 0;
    const mortal = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (of, name) => {
          const value: unknown = Reflect.get(of, name);
          if (typeof value !== "function" || name === "changes") return typeof value === "function" ? value.bind(of) : value;
          return async (...args: unknown[]): Promise<unknown> => {
            calls += 1;
            if (calls === dies && this.chance(0.5)) throw new Crash();
            if (calls > dies) throw new Crash();
            if (name !== "bookmark" && this.chance(0.02)) throw new Throttled("Too many requests.", 1_000);
            const answer: unknown = await (value as (...all: unknown[]) => unknown).apply(of, args);
            if (calls >= dies) throw new Crash();
            return answer;
          };
        },
      });
    try {
      for (let slice = 0; slice < 3; slice += 1) {
        const result = await world.slice({
          exchange: mortal(world.exchange),
          salesforce: mortal(world.salesforce),
          links: mortal(world.links),
        });
        if (!result.more) break;
      }
    } catch (error) {
      if (error instanceof Throttled) return;
      if (!(error instanceof Crash)) throw error;
      world.links.generation += 1n; // another process takes over
    }
  }

  rest(): void {
    this.#calm = true;
    this.world.exchange.lag = 0;
    this.world.salesforce.lag = 0;
    this.world.pass(60_000);
  }

  complaints(): readonly string[] {
    return [...this.#unlike(), ...this.#doubled(), ...this.#vanished(), ...this.#touched(), ...this.#open(), ...this.#asked()];
  }

  #unlike(): readonly string[] {
    const { links, exchange, salesforce } = this.world;
    return links.all.flatMap((link) => {
      if (link.state !== "linked") return [];
      if (link.exchange.is !== "present" || link.salesforce.is !== "present") return [`${link.id} is linked to nothing`];
      const [item, row] = [exchange.row(link.exchange.seen.id), salesforce.row(link.salesforce.seen.id)];
      if (item.gone || row.gone) return [`${link.id} is linked to what is gone`];
      return contactFields.filter((field) => item.record[field] !== row.record[field]).map((field) => `${link.id} differs in ${field}`);
    });
  }

  #doubled(): readonly string[] {
    return [this.world.exchange, this.world.salesforce].flatMap((side) => {
      const persons = side.rows.map(({ record }) => record.lastName);
      const twice = persons.filter((name, index) => persons.indexOf(name) !== index);
      const other = side === this.world.exchange ? this.world.salesforce : this.world.exchange;
      const known = new Set(
        this.world.links.all
          .flatMap((link) => (link[side.name].is === "never" ? [] : [link[side.name]]))
          .map((sight) => (sight.is === "gone" ? sight.id : sight.is === "present" ? sight.seen.id : "")),
      );
      const unknown = side.rows.filter(({ id }) => !known.has(id)).map(({ id }) => `${id} is known to no link`);
      const missing = side.rows
        .filter(({ record }) => !other.rows.some((row) => row.record.lastName === record.lastName))
        .filter(({ id }) => this.#isLinked(side, id));
      return [
        ...twice.map((name) => `${String(name)} is twice in ${side.name}`),
        ...unknown,
        ...missing.map(({ id }) => `${id} is on one side only`),
      ];
    });
  }

  /** What somebody wrote stands on some side, or is listed as the loser of a conflict. */
  #vanished(): readonly string[] {
    const { exchange, salesforce, links } = this.world;
    const held = new Set<FieldValue>(
      [...exchange.rows, ...salesforce.rows].flatMap(({ record }): readonly FieldValue[] => Object.values(record)),
    );
    const told = new Set<FieldValue>(links.conflicts.map(({ lost }) => lost));
    return [...this.#standing]
      .filter(([value]) => !held.has(value) && !told.has(value))
      .map(([value, where]) => `${String(value)} vanished (${where})`);
  }

  #touched(): readonly string[] {
    return [...this.#leftAlone].flatMap(([id, unmapped]) => {
      const side = id.startsWith("exchange") ? this.world.exchange : this.world.salesforce;
      return side.row(id).unmapped === unmapped ? [] : [`${id} was touched where nothing is mapped`];
    });
  }

  #open(): readonly string[] {
    return this.world.links.all.filter(({ dueAt, intent }) => dueAt || intent).map(({ id }) => `${id} is still open`);
  }

  /** No two of these people are alike, so nobody has to be asked. */
  #asked(): readonly string[] {
    return this.world.links.all.filter(({ state }) => state === "question").map(({ id }) => `${id} is a question`);
  }

  #isLinked(side: MemorySide, id: string): boolean {
    return this.world.links.all.some((link) => {
      const sight = link[side.name];
      return link.state === "linked" && sight.is === "present" && sight.seen.id === id;
    });
  }

  #one(side: MemorySide): string | null {
    const { rows } = side;
    return rows[this.upTo(Math.max(0, rows.length - 1))]?.id ?? null;
  }

  #add(side: MemorySide): void {
    const number = (this.#values += 1);
    const person: Contact = contact({ lastName: `Person${number}`, email: this.chance(0.5) ? `person${number}@x.example` : null });
    const id = side.add(person, side.name === "exchange" ? { categories: this.chance(0.5) ? [categoryName] : [] } : {});
    this.#leftAlone.set(id, side.row(id).unmapped);
  }

  #edit(side: MemorySide, id: string): void {
    if (side.row(id).gone) return;
    const field = EDITED[this.upTo(EDITED.length - 1)] as EditedField;
    const value = `value${(this.#values += 1)}${field === "notes" ? " and so on".repeat(150) : ""}`;
    this.#standing.delete(side.row(id).record[field]); // its reader replaced it
    this.#standing.set(value, `${side.name} ${id} ${field}`);
    side.edit(id, { [field]: value });
  }

  #remove(side: MemorySide, id: string): void {
    for (const value of Object.values(side.row(id).record)) this.#standing.delete(value);
    side.remove(id);
  }
}
