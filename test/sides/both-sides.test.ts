import { afterEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Preset } from "../../shared/api/preset.ts";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import { runKind } from "../../sync-service/cycle/run-kind.ts";
import { SyncError } from "../../sync-service/errors.ts";
import { exchangeContacts } from "../../sync-service/graph/contacts.ts";
import { contactFromGraph, contactFromSalesforce, contactToGraph, contactToSalesforce } from "../../sync-service/mappings/contact.ts";
import type { GraphContact } from "../../sync-service/mappings/wire/graph-contact.ts";
import type { SalesforceContact } from "../../sync-service/mappings/wire/salesforce-contact.ts";
import { organisationChanges } from "../../sync-service/salesforce/changes.ts";
import type { NotedChange } from "../../sync-service/salesforce/noted-changes.ts";
import { salesforceContacts } from "../../sync-service/salesforce/contacts.ts";
import { contact } from "../doubles/blank-contact.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { ADA, openStandIns, READER, requestsSince, type Settings, type StandIns } from "./stand-ins.ts";
import { keptInMemory } from "../doubles/kept-in-memory.ts";

const FOLDER = "Salesforce Contacts";
const PRESET: Preset["contacts"] = {
  on: true,
  create: "both",
  update: "both",
  objects: "contacts",
  priority: "contact",
  scope: "own",
  listView: null,
  leadListView: null,
  winner: "salesforce",
  deleteInSalesforce: false,
  furtherPhones: false,
  secondEmail: null,
  thirdEmail: null,
};

let standIns: StandIns;
afterEach(() => standIns.close());

/** The cycle between the two stand-ins, its links in memory. */
async function open(settings: Settings = {}) {
  standIns = await openStandIns(settings);
  const { graph, salesforce, graphClient, salesforceClient, clock, now } = standIns;
  const folderId = graph.seed.folder(ADA, FOLDER, "contacts").id;
  const links = new MemoryLinkStore<Contact>();
  const organisation = organisationChanges(salesforceClient.as(READER));
  const notes: NotedChange[] = [];
  let [cursor, ids]: [string | null, number] = [null, 0];
  const activatedAt = now();
  clock.move(60_000);

  async function look(): Promise<void> {
    for await (const page of organisation.contacts(cursor)) {
      for (const change of page.changes) notes.push({ id: change.id, followedBy: change.followedBy, seq: String(notes.length + 1) });
      ({ cursor } = page);
    }
  }

  async function slice(): Promise<boolean> {
    await look();
    const result = await runKind(
      {
        exchange: exchangeContacts({ graph: graphClient.mailbox(standIns.ada), folderId }),
        salesforce: salesforceContacts({
          api: salesforceClient.as(ADA),
          noted: {
            head: async () => String(notes.length),
            after: async (seq, limit) => notes.filter((note) => Number(note.seq) > Number(seq)).slice(0, limit),
          },
          ...{ kept: keptInMemory(), now: standIns.now },
          ownDomains: new Set(),
          rules: PRESET,
        }),
        links,
        unexpected: (error) => {
          throw error;
        },
        now,
        newId: () => `link-${(ids += 1)}`,
      },
      { lease: { connectionId: "c", mailboxId: "m", generation: links.generation }, rules: contactRules(PRESET, "US"), activatedAt },
    );
    return result.more || (result.retryAt ?? null) !== null;
  }

  return {
    /** So many slices, whatever becomes of them. */
    async storm(slices: number): Promise<void> {
      for (let done = 0; done < slices; done += 1) {
        await slice().catch((error: unknown) => {
          if (!(error instanceof SyncError)) throw error;
        });
        clock.move(3_000);
      }
    },
    async settle(): Promise<void> {
      for (let quiet = 0, slices = 0; quiet < 3; slices += 1) {
        if (slices > 400) throw new Error("The cycle does not come to rest.");
        const isBusy = await slice().catch((error: unknown) => {
          if (error instanceof SyncError) return true;
          throw error;
        });
        quiet = isBusy ? 0 : quiet + 1;
        clock.move(3_000); // beyond the second that a stamp names: what bears it is told once more
      }
    },
    addItem: (record: Contact) => graph.seed.contact(ADA, FOLDER, { ...contactToGraph(record) }),
    addRecord: (record: Contact) => {
      const { MiddleName: _middle, Suffix: _suffix, ...fields } = contactToSalesforce(record);
      return salesforce.seed.contact({ ...fields, OwnerId: standIns.adaInSalesforce });
    },
    editItems(count: number, changes: Partial<Contact>): void {
      for (const item of graph.seed.items(ADA, FOLDER, "contacts").slice(0, count))
        graph.seed.change(item, { ...contactToGraph(changes, item.fields as GraphContact) });
    },
    editRecords(count: number, changes: Partial<Contact>): void {
      for (const { id } of [...salesforce.org.store.rows("Contact")].slice(-count))
        salesforce.seed.change("Contact", id, { ...contactToSalesforce(changes) });
    },
    items: () => graph.seed.items(ADA, FOLDER, "contacts").map((item) => contactFromGraph(item.fields as GraphContact)),
    records: () =>
      [...salesforce.org.store.rows("Contact")]
        .filter(({ values }) => values["IsDeleted"] !== true)
        .map(({ values }) => contactFromSalesforce(values as SalesforceContact)),
  };
}

const person = (index: number, where: string): Contact =>
  contact({
    firstName: `First ${index}`,
    lastName: `${where} ${index}`,
    email: `${where}.${index}@customer${index}.example`,
    businessPhone: `+1 202 555 ${1000 + index}`,
    mailingCity: "Arlington",
  });
const byName = (list: readonly Contact[]): readonly Contact[] =>
  [...list].sort((one, other) => String(one.lastName).localeCompare(String(other.lastName)));

describe("a mailbox and an org", () => {
  it("come to hold the same contacts, each once, and then nothing is asked but the looks", async () => {
    const world = await open();
    for (let index = 0; index < 25; index += 1) {
      world.addItem(person(index, "exchange"));
      world.addRecord(person(index, "salesforce"));
    }
    await world.settle();
    expect(byName(world.items())).toEqual(byName(world.records()));
    expect(world.items()).toHaveLength(50);
    const mark = standIns.log.count;
    await world.settle();
    // Three slices: the organisation's look and one $batch each.
    expect(requestsSince(standIns, mark)).toBe(6);
  });

  it.each([
    ["without fields of ours", false, 1],
    ["with the fields of O6", true, 2],
  ])("lose and double nothing when replies are lost, sessions end and both sides throttle, %s", async (_title, tandemFields, seed) => {
    const world = await open({ org: { tandemFields } });
    standIns.faults.clear(seed);
    plantStorm();
    for (let index = 0; index < 30; index += 1) {
      world.addItem(person(index, "exchange"));
      world.addRecord(person(index, "salesforce"));
    }
    await world.storm(60);
    expect(standIns.faults.list().filter(({ hits }) => hits === 0)).toEqual([]);
    standIns.faults.clear();
    await world.settle();
    expect(byName(world.items())).toEqual(byName(world.records()));
    const expected = ["exchange", "salesforce"].flatMap((where) => Array.from({ length: 30 }, (_, index) => person(index, where)));
    expect(byName(world.items()).map(({ email }) => email)).toEqual(byName(expected).map(({ email }) => email));

    plantStorm();
    world.editItems(20, { jobTitle: "edited in Outlook" });
    world.editRecords(20, { department: "edited in Salesforce" });
    await world.storm(60);
    standIns.faults.clear();
    await world.settle();
    expect(byName(world.items())).toEqual(byName(world.records()));
    expect(world.items().filter(({ jobTitle }) => jobTitle === "edited in Outlook")).toHaveLength(20);
    expect(world.items().filter(({ department }) => department === "edited in Salesforce")).toHaveLength(20);
    expect(world.items()).toHaveLength(60);
  });
});

function plantStorm(): void {
  for (const kind of ["lost-after", "lost-before", "throttled", "unavailable", "expired-session"] as const) {
    for (const on of ["graph", "salesforce"] as const) standIns.faults.plant({ kind, on, probability: 0.08 });
  }
}
