import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { Event } from "../../shared/records/event.ts";
import { eventRules } from "../../sync-service/cycle/event-kind.ts";
import { takingUp } from "../../sync-service/cycle/outside-meetings.ts";
import { runKind } from "../../sync-service/cycle/run-kind.ts";
import { exchangeEvents } from "../../sync-service/graph/events.ts";
import { salesforceEvents } from "../../sync-service/salesforce/events.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { ADA } from "./stand-ins.ts";
import { EVENTS_PRESET, openEventWorld, PEOPLE_RULES, type EventWorld } from "./event-world.ts";

let world: EventWorld;
afterEach(() => world.standIns.close());

const BEN = "ben@northwind.example";
const BOB = "bob@trey.example";
const required = (address: string) => ({ type: "required", emailAddress: { address, name: address } });
const VISIT = {
  subject: "Visit",
  start: { dateTime: "2026-03-03T10:00:00", timeZone: "UTC" },
  end: { dateTime: "2026-03-03T11:00:00", timeZone: "UTC" },
  categories: ["Salesforce"],
  attendees: [required(BEN), required(BOB)],
};

/** Ben, who is synced too. */
interface Colleague {
  readonly links: MemoryLinkStore<Event>;
  settle(): Promise<void>;
  ask<T>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: object): Promise<T>;
  mark(subject: string): Promise<void>;
}

function colleague(): Colleague {
  const { standIns, forms } = world;
  const ben = standIns.graph.seed.user({ userPrincipalName: BEN, displayName: "Ben" }).id;
  world.colleagues.set(BEN, standIns.salesforce.seed.user({ Email: BEN, FirstName: "Ben", LastName: "Booth" }));
  const links = new MemoryLinkStore<Event>();
  const graph = standIns.graphClient.mailbox(ben);
  const { now } = standIns;
  const ports = {
    exchange: exchangeEvents({
      graph,
      forms,
      now,
      asSeries: true,
      preset: EVENTS_PRESET,
      takingUp: takingUp(EVENTS_PRESET, PEOPLE_RULES, null),
    }),
    salesforce: salesforceEvents({
      ...{ api: standIns.salesforceClient.as(BEN), forms, now },
      noted: { head: async () => "0", after: async () => [] },
      people: { ...PEOPLE_RULES, ownAddresses: [BEN] },
      related: world.related,
      colleagues: { at: async () => world.colleagues },
      meetings: world.meetings("ben"),
      series: { asSeries: true },
      span: EVENTS_PRESET,
    }),
    ...{ links, now, newId: randomUUID },
    unexpected: (error: unknown) => {
      throw error;
    },
  };
  const here: Colleague = {
    links,
    async settle() {
      for (let slices = 0; slices < 12; slices += 1) {
        const lease = { connectionId: "c", mailboxId: "ben", generation: links.generation };
        await runKind(ports, { lease, rules: eventRules(EVENTS_PRESET), activatedAt: new Date("2020-01-01T00:00:00Z") });
        standIns.clock.move(3_000);
      }
    },
    ask: async (method, path, body) =>
      method === "GET"
        ? graph.get(path as Parameters<typeof graph.get>[0])
        : graph.send(method, path as Parameters<typeof graph.get>[0], { ...body }),
    async mark(subject) {
      const { value } = await here.ask<{ readonly value: readonly { readonly id: string; readonly subject: string }[] }>("GET", "/events");
      const item = value.find((one) => one.subject === subject);
      await here.ask("PATCH", `/events/${item?.id}`, { categories: ["Salesforce"] });
    },
  };
  return here;
}

/** Bob, at an account that everybody may see; so is what is related to him. */
function knownToAll(): string {
  const { salesforce } = world.standIns;
  return salesforce.seed.contact({ LastName: "Brown", Email: BOB, AccountId: salesforce.seed.account({ Name: "Trey Research" }) });
}

const theLink = (of: Colleague) =>
  of.links.all.find((link) => link.exchange.is === "present" && link.exchange.seen.record.subject === "Visit");

/** But for the copies of those who are invited. */
const own = () => world.rows().filter((row) => row["IsChild"] !== true);

describe("one meeting in two mailboxes", () => {
  it("E3: is one event of Salesforce; the second mailbox is linked to it and changes nothing on either side", async () => {
    world = await openEventWorld();
    knownToAll();
    const ben = colleague();
    await world.ask("POST", "/events", VISIT);
    await world.settle();
    const before = world.row("Visit");
    await ben.mark("Visit");
    await ben.settle();
    expect(own()).toHaveLength(1);
    expect(world.row("Visit")).toEqual(before);
    expect(theLink(ben)).toMatchObject({ state: "linked", salesforce: { seen: { id: before["Id"] } } });
  });

  it("E3: what the second one does to his copy stays his own", async () => {
    world = await openEventWorld();
    knownToAll();
    const ben = colleague();
    await world.ask("POST", "/events", VISIT);
    await world.settle();
    await ben.mark("Visit");
    await ben.settle();
    const before = world.row("Visit");
    const { value } = await ben.ask<{ readonly value: readonly { readonly id: string }[] }>("GET", "/events");
    await ben.ask("PATCH", `/events/${value[0]?.id}`, { showAs: "free", isReminderOn: false, location: { displayName: "my desk" } });
    await ben.settle();
    expect(world.row("Visit")).toEqual(before);
    await ben.ask("DELETE", `/events/${value[0]?.id}`);
    await ben.settle();
    expect(world.row("Visit")).toEqual(before);
  });

  it("E3: where he may not see the colleague's event none is made beside it, and his item says why", async () => {
    world = await openEventWorld();
    const ben = colleague();
    await world.ask("POST", "/events", VISIT);
    await world.settle();
    await ben.mark("Visit");
    await ben.settle();
    expect(own()).toHaveLength(1);
    expect(theLink(ben)?.problem).toMatchObject({ code: "MEETING_OF_ANOTHER" });
  });

  it("E3: two meetings of the same name at the same time are two events", async () => {
    world = await openEventWorld();
    await world.ask("POST", "/events", VISIT);
    await world.ask("POST", "/events", VISIT);
    await world.settle();
    expect(world.rows()).toHaveLength(2);
  });

  it("P4: a reply that was lost makes no second event", async () => {
    world = await openEventWorld();
    await world.ask("POST", "/events", VISIT);
    world.standIns.faults.plant({ kind: "lost-after", on: "salesforce", path: "composite/sobjects$", method: "POST", times: 1 });
    await world.settle();
    expect(world.rows()).toHaveLength(1);
  });
});

describe("a meeting that an attendee's mailbox filed first", () => {
  const SAM = "sam@northwind.example";
  const UNMARKED = { ...VISIT, categories: [] };
  const invitees = () =>
    [...world.standIns.salesforce.org.store.rows("EventRelation")]
      .filter(({ deletedAt, values }) => deletedAt === undefined && values["IsInvitee"] === true)
      .map(({ values }) => [values["RelationId"], values["Status"]]);

  /** Ben has filed it; then Ada, who called it, marks hers. */
  async function filedByBen(): Promise<{ readonly ben: Colleague; readonly id: string; readonly sam: string }> {
    const { salesforce, adaInSalesforce } = world.standIns;
    const ben = colleague();
    const sam = salesforce.seed.user({ Email: SAM, LastName: "Sam" });
    world.colleagues.set(SAM, sam).set(ADA, adaInSalesforce);
    const { id } = await world.ask<{ readonly id: string }>("POST", "/events", UNMARKED);
    await ben.mark("Visit");
    await ben.settle();
    await world.settle();
    expect(own()).toMatchObject([{ OwnerId: world.colleagues.get(BEN) }]);
    expect(invitees()).toEqual([[adaInSalesforce, "Accepted"]]);
    await world.ask("PATCH", `/events/${id}`, { categories: ["Salesforce"] });
    await world.settle();
    return { ben, id, sam };
  }

  it("E3: is the attendee's event still, and who comes is what the organizer's copy says from then on", async () => {
    world = await openEventWorld();
    const bob = knownToAll();
    const { ben, id, sam } = await filedByBen();
    const { adaInSalesforce } = world.standIns;
    expect(own()).toMatchObject([{ OwnerId: world.colleagues.get(BEN), WhoId: bob }]);
    await world.ask("PATCH", `/events/${id}`, { attendees: [required(BEN), required(BOB), required(SAM), required("zoe@far.example")] });
    await world.settle();
    expect(own()).toMatchObject([{ WhoId: bob, Description: expect.stringContaining("- zoe@far.example") as unknown }]);
    expect(invitees()).toEqual([
      [adaInSalesforce, "Accepted"],
      [sam, "New"],
    ]);
    const before = world.rows();
    // What an attendee makes of his own copy tells nobody.
    const { value } = await ben.ask<{ readonly value: readonly { readonly id: string }[] }>("GET", "/events");
    await ben.ask("PATCH", `/events/${value[0]?.id}`, { attendees: [required(BEN)] });
    await ben.settle();
    await world.settle();
    expect(world.rows()).toEqual(before);
    await world.ask("PATCH", `/events/${id}`, { attendees: [required(BEN), required("zoe@far.example")] });
    await ben.settle();
    await world.settle();
    expect(own()[0]?.["WhoId"] ?? null).toBeNull();
    expect(invitees()).toEqual([[adaInSalesforce, "Accepted"]]);
  });

  it("E3, P7: stays as the attendee's copy has it where the organizer may not change his event, and says so without a fault", async () => {
    world = await openEventWorld({ org: { accountSharing: "Read" } });
    const bob = knownToAll();
    const { ben, id } = await filedByBen();
    const asked = [required(BEN), required("zoe@far.example")];
    await world.ask("PATCH", `/events/${id}`, { attendees: asked });
    await world.settle();
    expect(own()).toMatchObject([{ WhoId: bob }]);
    const link = world.links.all.find(({ exchange }) => exchange.is === "present");
    expect(link).toMatchObject({ state: "linked", problem: null, reason: expect.stringContaining("a colleague's event") as unknown });
    await ben.settle();
    expect(own()[0]?.["WhoId"] ?? null).toBeNull();
    expect(own()[0]?.["Description"]).toContain("- zoe@far.example");
  });
});
