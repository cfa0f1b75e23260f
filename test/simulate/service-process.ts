import type { Fields } from "../../shared/records/fields.ts";
import { addressRules } from "../../sync-service/context/addresses.ts";
import { allowAddresses } from "../../sync-service/addresses.ts";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import { eventRules } from "../../sync-service/cycle/event-kind.ts";
import type { KindRules } from "../../sync-service/cycle/record-kind.ts";
import type { SliceResult } from "../../sync-service/cycle/run-cycle.ts";
import { takingUp } from "../../sync-service/cycle/outside-meetings.ts";
import { runKind } from "../../sync-service/cycle/run-kind.ts";
import type { Action, Side } from "../../sync-service/cycle/side.ts";
import { taskRules } from "../../sync-service/cycle/task-kind.ts";
import { createGraphClient, type Graph } from "../../sync-service/graph/client.ts";
import { exchangeContacts } from "../../sync-service/graph/contacts.ts";
import { eventMomentsIn } from "../../sync-service/graph/event-moments.ts";
import { exchangeEvents } from "../../sync-service/graph/events.ts";
import { textOfHtml } from "../../sync-service/graph/html-text.ts";
import { momentsIn } from "../../sync-service/graph/moments.ts";
import { exchangeTasks } from "../../sync-service/graph/tasks.ts";
import { eventForms } from "../../sync-service/mappings/event.ts";
import { taskForms } from "../../sync-service/mappings/task.ts";
import { STANDARD_PICKLISTS } from "../../sync-service/mappings/task-picklists.ts";
import { organisationChanges } from "../../sync-service/salesforce/changes.ts";
import type { NotedChanges } from "../../sync-service/salesforce/noted-changes.ts";
import { salesforceContacts } from "../../sync-service/salesforce/contacts.ts";
import { createSalesforceClient, type SalesforceClient } from "../../sync-service/salesforce/client.ts";
import { salesforceEvents } from "../../sync-service/salesforce/events.ts";
import { salesforceTasks } from "../../sync-service/salesforce/tasks.ts";
import type { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { ADA, BEN, READER } from "../sides/stand-ins.ts";
import type { Applying } from "./applying.ts";
import { MortalProcess } from "./mortal-process.ts";
import type { SimulatedKind } from "./plain-kinds.ts";
import type { SimulatedWorld } from "./simulated-world.ts";
import { keptInMemory } from "../doubles/kept-in-memory.ts";

const PEOPLE_RULES = { ...addressRules(["northwind.example"], []), prefer: "contact", ownAddresses: [ADA] } as const;
const ACTIVATED_AT = new Date("2020-01-01T00:00:00Z");

/** What a process tells of itself to those who judge it. */
export interface Watched {
  readonly applying: Set<Applying>;
  /** Something was written to the store. */
  stored(): void;
  unexpected(error: unknown): void;
}

/** The service in one process, made anew from what is stored: clients with sessions of their own, sides, and the lease it took. */
export class ServiceProcess {
  readonly mortal: MortalProcess;
  readonly #world: SimulatedWorld;
  readonly #watched: Watched;
  readonly #generation: bigint;
  /** What was applied since something was stored. */
  #applied: Applying[] = [];
  #clients: Promise<{ readonly graph: Graph; readonly salesforce: SalesforceClient }> | null = null;

  constructor(name: string, world: SimulatedWorld, watched: Watched) {
    this.mortal = new MortalProcess(name);
    this.#world = world;
    this.#watched = watched;
    this.#generation = world.kept.generation;
  }

  /** The organisation's look: what it finds and how far it came are stored at once. */
  async look(): Promise<void> {
    const { salesforce } = await this.#open();
    const { kept } = this.#world;
    const { contacts } = organisationChanges(salesforce.as(READER), async () => ["Contact", "Lead", "Task", "Event"]);
    for await (const page of contacts(kept.lookedUntil)) {
      await this.mortal.step("store noted");
      for (const { id, followedBy, kind } of page.changes) {
        if (kind === "email") continue;
        kept.notes[kind].push({ id, followedBy, seq: String(kept.notes[kind].length + 1) });
      }
      kept.lookedUntil = page.cursor;
    }
  }

  async slice(kind: SimulatedKind): Promise<SliceResult> {
    const { graph, salesforce } = await this.#open();
    const { kept, standIns } = this.#world;
    const now = () => this.#world.now();
    const shared = { api: salesforce.as(ADA), noted: this.#noted(kind), now };
    switch (kind) {
      case "contact": {
        const { contacts } = kept.preset;
        const sides = {
          exchange: exchangeContacts({ graph, folderId: this.#world.folderId }),
          salesforce: salesforceContacts({
            ...{ ...shared, kept: keptInMemory() },
            ...{ ownDomains: new Set(["northwind.example"]), rules: contacts },
          }),
        };
        return this.#run(kind, sides, kept.contact, contactRules(contacts, "US"));
      }
      case "task": {
        const forms = taskForms({ moments: momentsIn(this.#world.zone), picklists: STANDARD_PICKLISTS, textOf: textOfHtml });
        const recordUrl = (id: string) => `${standIns.urls.salesforceUrl}/lightning/r/Task/${id}/view`;
        const sides = {
          exchange: exchangeTasks({ graph, listId: this.#world.listId, forms, recordUrl, now }),
          salesforce: salesforceTasks({ ...shared, forms }),
        };
        return this.#run(kind, sides, kept.task, taskRules(kept.preset.tasks, STANDARD_PICKLISTS));
      }
      case "event": {
        const forms = eventForms({ moments: eventMomentsIn(this.#world.zone), textOf: textOfHtml });
        const sides = {
          exchange: exchangeEvents({
            ...{ graph, forms, now, asSeries: kept.preset.events.series === "series", preset: kept.preset.events },
            takingUp: takingUp(kept.preset.events, PEOPLE_RULES, ACTIVATED_AT),
          }),
          salesforce: salesforceEvents({
            ...{ ...shared, forms, people: PEOPLE_RULES },
            colleagues: { at: async () => new Map([[BEN, this.#world.ben]]) },
            related: this.mortal.mortal(kept.related, () => {}),
            meetings: this.mortal.mortal(kept.meetings("ada"), () => {}),
            series: { asSeries: kept.preset.events.series === "series" },
            span: kept.preset.events,
          }),
        };
        return this.#run(kind, sides, kept.event, eventRules(kept.preset.events));
      }
    }
  }

  /** It died, or is not to be heard any more: what it knew and had not stored is lost. */
  lost(): void {
    for (const applying of this.#applied) {
      applying.untold = true;
      this.#watched.applying.delete(applying);
    }
  }

  #run<F extends Fields>(
    kind: SimulatedKind,
    sides: { readonly exchange: Side<F>; readonly salesforce: Side<F> },
    links: MemoryLinkStore<F>,
    rules: KindRules<F>,
  ): Promise<SliceResult> {
    const { kept } = this.#world;
    return runKind(
      {
        exchange: this.#seen(kind, sides.exchange),
        salesforce: this.#seen(kind, sides.salesforce),
        links: this.mortal.mortal(links, () => {
          this.#applied = [];
          this.#watched.stored();
        }),
        unexpected: (error) => this.#watched.unexpected(error),
        now: () => this.#world.now(),
        newId: () => `00000000-0000-4000-8000-${String((kept.ids += 1)).padStart(12, "0")}`,
      },
      { lease: { connectionId: "c", mailboxId: "m", generation: this.#generation }, rules, activatedAt: ACTIVATED_AT },
    );
  }

  #seen<F extends Fields>(kind: SimulatedKind, side: Side<F>): Side<F> {
    return {
      ...side,
      apply: async (actions) => {
        const applying: Applying = { kind, side: side.name, actions: actions as readonly Action<Fields>[], compared: false, untold: false };
        this.#applied.push(applying);
        this.#watched.applying.add(applying);
        try {
          return await side.apply(actions);
        } finally {
          this.#watched.applying.delete(applying);
        }
      },
    };
  }

  #noted(kind: SimulatedKind): NotedChanges {
    const { kept } = this.#world;
    return {
      head: async () => String(kept.notes[kind].length),
      after: async (seq, limit) => kept.notes[kind].filter((note) => Number(note.seq) > Number(seq)).slice(0, limit),
    };
  }

  #open(): Promise<{ readonly graph: Graph; readonly salesforce: SalesforceClient }> {
    this.#clients ??= this.#connect();
    return this.#clients;
  }

  async #connect(): Promise<{ readonly graph: Graph; readonly salesforce: SalesforceClient }> {
    const { standIns } = this.#world;
    const { urls, registrations } = standIns;
    const now = () => this.#world.now();
    const addresses = allowAddresses(urls);
    let requests = 0;
    const newId = () => `${this.mortal.name}-${(requests += 1)}`;
    const graph = createGraphClient({ graphUrl: urls.graphUrl, token: await registrations.graphToken(now), addresses, newId });
    const salesforce = createSalesforceClient({ ...registrations.salesforce, salesforceUrl: urls.salesforceUrl, addresses, now });
    return { graph: graph.mailbox(standIns.ada), salesforce };
  }
}
