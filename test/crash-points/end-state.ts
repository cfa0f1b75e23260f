import type { Fields } from "../../shared/records/fields.ts";
import { idOn, type Link, type Sight } from "../../sync-service/cycle/link.ts";
import type { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import type { SimulatedWorld } from "../simulate/simulated-world.ts";
import { ADA } from "../sides/stand-ins.ts";
import type { Person } from "./acts.ts";

type Values = Readonly<Record<string, unknown>>;

/** Everything there is in the end, without what is another number each time: ids, versions, times of writing. */
export interface EndState {
  readonly mailbox: readonly string[];
  readonly salesforce: readonly string[];
  readonly links: readonly string[];
  /** What the journal says of values that were written or removed; marks alone may be set together or one after the other. */
  readonly journal: readonly string[];
  readonly mailed: number;
}

const OBJECTS = ["Account", "Contact", "Lead", "Task", "Event", "TaskRelation", "EventRelation", "TaskWhoRelation", "EventWhoRelation"];
const OF_WRITING = new Set([
  "CreatedDate",
  "LastModifiedDate",
  "SystemModstamp",
  "LastActivityDate",
  "LastViewedDate",
  "LastReferencedDate",
  "bodyLastModifiedDateTime",
]);

/** The whole of both sides and of what is stored, as far as a person or the next cycle could tell one end from another. */
export class EndStates {
  readonly #world: SimulatedWorld;
  readonly #person: Person;
  /** Of each id that was ever met: whose it is. */
  readonly #names = new Map<string, string>();

  constructor(world: SimulatedWorld, person: Person) {
    this.#world = world;
    this.#person = person;
  }

  /** Takes note of what there is, as it may be gone later. */
  meet(): void {
    for (const [id, name] of names(this.#world)) this.#names.set(id, name);
  }

  now(): EndState {
    this.meet();
    const world = this.#world;
    const links = world.kept[this.#person.kind] as unknown as MemoryLinkStore<Fields>;
    const done = links.notes.filter((note) => ["done", "overwritten"].includes(note.outcome) && (note.before ?? note.after) !== undefined);
    const plain = (values: readonly unknown[]): readonly string[] => values.map((value) => this.#plain(value)).sort();
    return {
      mailbox: plain(items(world)),
      salesforce: plain(rows(world)),
      links: plain(links.all.map(settled)),
      journal: plain(
        done.map(({ action, outcome, item, record, before = {}, after = {} }) => [action, outcome, item, record, before, after]),
      ),
      mailed: world.standIns.graph.mailed.list().length,
    };
  }

  #plain(value: unknown): string {
    return JSON.stringify(value, (name, held: unknown) => (held === null || OF_WRITING.has(name) ? undefined : held))
      .replaceAll(ID, (id) => this.#names.get(id) ?? id)
      .replaceAll(LINK, "<a link>")
      .replaceAll(MEETING, "<a meeting>")
      .replaceAll(UUID, "<an id>");
  }
}

/** Ids of Salesforce, and of Graph. */
const ID = /(?<![\w-])(?:AA[\w-]{20,}={0,2}|[A-Za-z0-9]{18}(?![\w-]))/gu;
const MEETING = /0400000082[0-9A-Fa-f]{40,}/gu;
const LINK = /00000000-0000-4000-8000-\d{12}/gu;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gu;

function items(world: SimulatedWorld): readonly Values[] {
  const mailbox = world.standIns.graph.seed.mailbox(ADA);
  return [...mailbox.folders].flatMap((folder) =>
    [...mailbox.itemsIn(folder.id).values()].map(({ kind, fields, extended, occurrence }) => ({
      in: folder.displayName,
      kind,
      fields,
      extended,
      ...(occurrence ? { part: occurrence.part } : {}),
    })),
  );
}

function rows(world: SimulatedWorld): readonly Values[] {
  const { store } = world.standIns.salesforce.org;
  return OBJECTS.flatMap((object) =>
    [...store.rows(object)].map(({ values, deletedAt }) => ({
      object,
      values,
      deleted: deletedAt !== undefined,
    })),
  );
}

function names(world: SimulatedWorld): readonly (readonly [string, string])[] {
  const { store } = world.standIns.salesforce.org;
  const records = OBJECTS.flatMap((object) =>
    [...store.rows(object)].map(({ id, values }) => [id, `<${object} ${nameOf(values)}>`] as const),
  );
  const mailbox = world.standIns.graph.seed.mailbox(ADA);
  const held = [...mailbox.folders].flatMap((folder) =>
    [...mailbox.itemsIn(folder.id).values()].map((item) => [world.itemId(item), `<item ${nameOf(item.fields)}>`] as const),
  );
  return [...records, ...held];
}

const nameOf = (values: Values): string => {
  const name = values["LastName"] ?? values["Subject"] ?? values["surname"] ?? values["title"] ?? values["subject"] ?? values["Name"] ?? "";
  return [name, values["StartDateTime"]].filter(Boolean).map(String).join(" ");
};

function settled(link: Link<Fields>): Values {
  const sight = (one: Sight<Fields>): unknown => [one.is, idOn(one), one.is === "present" ? one.seen.record : null];
  const { state, origin, base, early, choice, problem, intent, attempts, dueAt } = link;
  return {
    ...{ state, origin, base, early, choice, problem, intent, attempts, dueAt },
    exchange: sight(link.exchange),
    salesforce: sight(link.salesforce),
  };
}
