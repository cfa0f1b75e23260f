import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Event } from "../../shared/records/event.ts";
import type { SideName } from "../../shared/records/fields.ts";
import type { Task } from "../../shared/records/task.ts";
import type { NotedChange } from "../../sync-service/salesforce/noted-changes.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { memoryMeetings } from "../doubles/memory-meetings.ts";
import { memoryRelatedPeople } from "../doubles/memory-related-people.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { ADA, openStandIns, type StandIns } from "../sides/stand-ins.ts";
import { InProcess, type AroundExchange } from "./in-process.ts";
import { BEGINS, PLAIN, type Plain, plainOf, type SimulatedKind } from "./plain-kinds.ts";

/** A record as it lies there, by the id the service knows it by. */
export interface Lying {
  readonly id: string;
  readonly plain: Plain;
  readonly unmapped: string;
  /** In the adopted folder or list, or with the category; of Salesforce, owned by the user. */
  readonly isOurs: boolean;
  /** Its key in the mailbox. */
  readonly key: number;
}

/** What outlives a process of the service: as much as its database would hold. */
export interface Kept {
  readonly contact: MemoryLinkStore<Contact>;
  readonly task: MemoryLinkStore<Task>;
  readonly event: MemoryLinkStore<Event>;
  /** What the organisation's look has found, and how far it came; both stored at once. */
  readonly notes: Record<SimulatedKind, NotedChange[]>;
  lookedUntil: string | null;
  /** Whom we related to events. */
  readonly related: ReturnType<typeof memoryRelatedPeople>;
  readonly meetings: ReturnType<typeof memoryMeetings>;
  preset: Preset;
  generation: bigint;
  /** How many ids were given. */
  ids: number;
}

type Row = Readonly<Record<string, unknown>>;

/** A mailbox and an org with nobody between them yet; everything in one process, and every request passing through `around`. */
export class SimulatedWorld {
  readonly standIns: StandIns;
  readonly network: InProcess;
  readonly kept: Kept;
  readonly folderId: string;
  readonly listId: string;
  readonly ben: string;
  readonly accountId: string;
  /** Milliseconds that the service's own clock goes ahead of everybody else's. */
  skewMs = 0;

  private constructor(standIns: StandIns, network: InProcess, preset: Preset) {
    const { seed } = standIns.graph;
    this.standIns = standIns;
    this.network = network;
    this.folderId = seed.folder(ADA, "Salesforce Contacts", "contacts").id;
    this.listId = seed.mailbox(ADA).addFolder("tasks", "Salesforce Tasks", null).id;
    this.ben = standIns.salesforce.seed.user({ Email: "ben@northwind.example" });
    this.accountId = standIns.salesforce.seed.account({ Name: "Northwind Traders" });
    this.kept = {
      contact: new MemoryLinkStore(),
      task: new MemoryLinkStore(),
      event: new MemoryLinkStore(),
      notes: { contact: [], task: [], event: [] },
      lookedUntil: null,
      related: memoryRelatedPeople(),
      meetings: memoryMeetings(),
      preset,
      generation: 1n,
      ids: 0,
    };
  }

  static async open(around: AroundExchange, preset: Preset, org: { readonly tandemFields: boolean }): Promise<SimulatedWorld> {
    const network = new InProcess(around);
    const standIns = await openStandIns({ start: BEGINS, org, reach: async (app) => network.attach(app) });
    return new SimulatedWorld(standIns, network, preset);
  }

  /** Whether the org has the fields by which Tandem knows its records again (O6). */
  get hasTandemFields(): boolean {
    return this.standIns.salesforce.org.switches.tandemFields;
  }

  now(): Date {
    return new Date(this.standIns.now().getTime() + this.skewMs);
  }

  /** Another process takes the mailbox over: whoever had it before is refused from now on. */
  takeOver(): void {
    this.kept.generation += 1n;
    for (const kind of ["contact", "task", "event"] as const) this.kept[kind].generation = this.kept.generation;
  }

  items(kind: SimulatedKind): readonly StoredItem[] {
    const mailbox = this.standIns.graph.seed.mailbox(ADA);
    return [...mailbox.folders]
      .filter((folder) => folder.kind === PLAIN[kind].folders)
      .flatMap((folder) => [...mailbox.itemsIn(folder.id).values()])
      .filter((item) => item.kind === kind)
      .sort((one, other) => one.key - other.key);
  }

  itemId(item: StoredItem): string {
    return this.standIns.graph.seed.id(item, item.kind === "task" ? "default" : "immutable");
  }

  rows(kind: SimulatedKind): readonly Row[] {
    const { store } = this.standIns.salesforce.org;
    return [...store.rows(PLAIN[kind].object)]
      .filter(({ deletedAt }) => deletedAt === undefined)
      .map(({ id, values }) => ({ ...values, Id: id }));
  }

  lying(kind: SimulatedKind, side: SideName): readonly Lying[] {
    const { unmapped } = PLAIN[kind];
    if (side === "exchange")
      return this.items(kind).map((item) => ({
        id: this.itemId(item),
        plain: plainOf(kind, side, item.fields),
        unmapped: unmapped.exchange(item.fields),
        isOurs: item.folderId === this.folderId || item.folderId === this.listId || hasMark(item),
        key: item.key,
      }));
    return this.rows(kind).map((row) => ({
      id: String(row["Id"]),
      plain: plainOf(kind, side, row),
      unmapped: unmapped.salesforce(row),
      isOurs: row["OwnerId"] === this.standIns.adaInSalesforce,
      key: 0,
    }));
  }

  close(): Promise<void> {
    return this.standIns.close();
  }
}

export const categoriesOf = (item: StoredItem): readonly string[] => (item.fields["categories"] ?? []) as readonly string[];
export const hasMark = (item: StoredItem): boolean => categoriesOf(item).includes("Salesforce");
