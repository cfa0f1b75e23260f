import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Event } from "../../shared/records/event.ts";
import type { Fields } from "../../shared/records/fields.ts";
import type { Task } from "../../shared/records/task.ts";
import type { NotedChange } from "../../sync-service/salesforce/noted-changes.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { memoryMeetings } from "../doubles/memory-meetings.ts";
import { memoryRelatedPeople } from "../doubles/memory-related-people.ts";
import { openStandIns, type StandIns } from "../sides/stand-ins.ts";
import { BothSides } from "./both-sides.ts";
import { InProcess, type AroundExchange } from "./in-process.ts";
import { BEGINS, KINDS, type SimulatedKind } from "./plain-kinds.ts";

/** What outlives a process of the service: as much as its database would hold. */
interface Kept {
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

interface OrgOfHistory {
  readonly tandemFields: boolean;
  /** Of the mailbox (IANA). */
  readonly zone: string;
}

/** A mailbox and an org with nobody between them yet; everything in one process, and every request passing through `around`. */
export class SimulatedWorld extends BothSides {
  readonly standIns: StandIns;
  readonly network: InProcess;
  readonly kept: Kept;
  readonly zone: string;
  /** Milliseconds that the service's own clock goes ahead of everybody else's. */
  skewMs = 0;

  private constructor(standIns: StandIns, network: InProcess, preset: Preset, zone: string) {
    super(standIns);
    this.standIns = standIns;
    this.network = network;
    this.zone = zone;
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

  static async open(around: AroundExchange, preset: Preset, { tandemFields, zone }: OrgOfHistory): Promise<SimulatedWorld> {
    const network = new InProcess(around);
    const standIns = await openStandIns({ start: BEGINS, org: { tandemFields }, reach: async (app) => network.attach(app) });
    return new SimulatedWorld(standIns, network, preset, zone);
  }

  now(): Date {
    return new Date(this.standIns.now().getTime() + this.skewMs);
  }

  pass(ms: number): void {
    this.standIns.clock.move(ms);
  }

  known(kind: SimulatedKind): MemoryLinkStore<Fields> {
    return this.kept[kind] as unknown as MemoryLinkStore<Fields>;
  }

  /** Another process takes the mailbox over: whoever had it before is refused from now on. */
  takeOver(): void {
    this.kept.generation += 1n;
    for (const kind of KINDS) this.kept[kind].generation = this.kept.generation;
  }

  close(): Promise<void> {
    return this.standIns.close();
  }
}
