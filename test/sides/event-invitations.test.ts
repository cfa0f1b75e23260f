import { afterEach, describe, expect, it } from "vitest";
import type { Event } from "../../shared/records/event.ts";
import type { Wish } from "../../sync-service/engine/wish.ts";
import { guestsText } from "../../sync-service/mappings/event-people.ts";
import { guestsOfEvent } from "../../sync-service/salesforce/event-guests.ts";
import { event } from "../doubles/blank-event.ts";
import { type EventWorld, openEventWorld } from "./event-world.ts";
import { ADA } from "./stand-ins.ts";

let world: EventWorld;
afterEach(() => world.standIns.close());

const SHARED = { org: { sharedActivities: true } };
const BOB = { address: "bob@trey.example", name: "Bob" };
const CLEO = { address: "cleo@trey.example", name: "Cleo" };

const mine = () => ({ OwnerId: world.standIns.adaInSalesforce });
const contact = (LastName: string, Email?: string) =>
  world.standIns.salesforce.seed.contact({ LastName, ...(Email === undefined ? {} : { Email }), ...mine() });
const ada = () => world.standIns.salesforceClient.as(ADA);
const guests = async (id: string) => (await guestsOfEvent(id, ada())).map(({ name, address }) => [name, address]);
/** By whom Exchange was made to mail, whom, and why. */
const mailed = () => world.standIns.graph.mailed.list().map(({ why, to }) => `${why} to ${to}`);
const entry = async (subject = "Demo") => (await world.view("2026-01-01", "2027-01-01")).find((each) => each.subject === subject);
const attendees = async () =>
  (((await entry())?.["attendees"] ?? []) as readonly { readonly emailAddress: { readonly address: string } }[]).map(
    ({ emailAddress }) => emailAddress.address,
  );
const demo = (more: object = {}) => world.addRow(event({ subject: "Demo", time: "2026-03-04T09:00Z/2026-03-04T10:00Z" }), { ...more });

/** As its user says it in the pane, once the event has come down. */
function invite(people: readonly { readonly address: string; readonly name: string }[]): void {
  const [link] = world.links.all;
  if (!link) throw new Error("There is no link.");
  const wish: Wish<Event> = {
    ...{ id: link.id, of: "invitation", on: "exchange" },
    ...{ expected: { people: null, isPrivate: false }, wanted: { people: guestsText(people) } },
  };
  world.links.given = [...world.links.given, { id: `a${world.links.given.length}`, linkId: link.id, answer: "set", recordId: null, wish }];
}

describe("who stands with an event in Salesforce", () => {
  it("P5: contacts, a lead or users, with the addresses that this user sees; not its owner, and not who declined", async () => {
    world = await openEventWorld(SHARED);
    const [bob, cleo, dan] = [contact("Bob", "Bob@trey.example"), contact("Cleo", CLEO.address), contact("Dan")];
    const { seed } = world.standIns.salesforce;
    const [sam, kim] = [
      seed.user({ LastName: "Sam", Email: "sam@northwind.example" }),
      seed.user({ LastName: "Kim", Email: "kim@northwind.example" }),
    ];
    const id = demo({ WhoId: bob });
    await ada().update([{ object: "Event", fields: { Id: id, EventWhoIds: [bob, cleo, dan] } }]);
    await ada().create([sam, kim].map((RelationId) => ({ object: "EventRelation", fields: { EventId: id, RelationId, IsInvitee: true } })));
    const answered = await ada().query<{ Id: string }>({ text: `SELECT Id FROM EventRelation WHERE RelationId = '${kim}'` });
    await ada().update(answered.map(({ Id }) => ({ object: "EventRelation", fields: { Id, Status: "Declined" } })));
    expect(await guests(id)).toEqual([
      ["Bob", "bob@trey.example"],
      ["Cleo", "cleo@trey.example"],
      ["Dan", null],
      ["Sam", "sam@northwind.example"],
    ]);
  });

  it("P5: without Shared Activities the one person, who may be a lead; of an event alone, or gone, nobody", async () => {
    world = await openEventWorld();
    const abe = world.standIns.salesforce.seed.lead({ LastName: "Abe", Company: "Trey", Email: "abe@trey.example", ...mine() });
    expect(await guests(demo({ WhoId: abe }))).toEqual([["Abe", "abe@trey.example"]]);
    const alone = demo();
    expect(await guests(alone)).toEqual([]);
    world.standIns.salesforce.seed.remove("Event", alone);
    expect(await guests(alone)).toEqual([]);
  });
});

describe("inviting the people of an event that came down", () => {
  it("P5: mails exactly those who were named, once, and nobody before", async () => {
    world = await openEventWorld(SHARED);
    const id = demo({ WhoId: contact("Bob", BOB.address) });
    contact("Cleo", CLEO.address);
    await world.settle();
    expect([await attendees(), mailed()]).toEqual([[], []]);
    invite([CLEO, BOB]);
    await world.settle();
    expect(await attendees()).toEqual([BOB.address, CLEO.address]);
    expect(mailed()).toEqual([`invitation to ${BOB.address}`, `invitation to ${CLEO.address}`]);
    expect(world.links.notes.slice(-4)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ action: "invite", outcome: "taken", rules: ["P5"] }),
        expect.objectContaining({ action: "update in Outlook", outcome: "done", rules: ["P5", "E2"], before: { people: null } }),
      ]),
    );
    invite([CLEO, BOB]);
    await world.settle();
    expect(mailed()).toHaveLength(2);
    expect(world.rows().map(({ Id }) => Id)).toEqual([id]);
  });

  it("P5: afterwards it is a meeting: they stay, its changes are held, and it is never cancelled by us", async () => {
    world = await openEventWorld(SHARED);
    const bob = contact("Bob", BOB.address);
    const id = demo({ WhoId: bob });
    await world.settle();
    invite([BOB]);
    await world.settle();
    world.standIns.salesforce.seed.change("Event", id, { Subject: "Demo of lamps" });
    await world.settle();
    expect(world.links.conflicts.map(({ field, open }) => [field, open])).toEqual([["subject", true]]);
    expect([await attendees(), world.row("Demo of lamps")["WhoId"]]).toEqual([[BOB.address], bob]);
    world.standIns.salesforce.seed.remove("Event", id);
    await world.settle();
    expect(await entry()).toMatchObject({ isCancelled: false, attendees: [{ emailAddress: { address: BOB.address } }] });
    expect(mailed()).toEqual([`invitation to ${BOB.address}`]);
  });

  it("E3: from then on it is one meeting, whichever mailbox meets it, and answers go up beside whom people in Salesforce chose", async () => {
    world = await openEventWorld(SHARED);
    const bob = contact("Bob", BOB.address);
    const id = demo({ WhoId: bob });
    await world.settle();
    invite([BOB]);
    await world.settle();
    const meeting = await entry();
    expect(await world.meetings("ben").claim([String(meeting?.["iCalUId"])])).toEqual(new Map([[meeting?.["iCalUId"], id]]));
    const answered = [{ emailAddress: BOB, type: "required", status: { response: "accepted", time: "2026-03-02T09:00:00Z" } }];
    await world.ask("PATCH", `/events/${meeting?.id}`, { attendees: answered });
    await world.settle();
    expect(world.row("Demo")).toMatchObject({ WhoId: bob, Description: expect.stringContaining("Bob <bob@trey.example>, accepted") });
    expect(world.rows()).toHaveLength(1);
  });

  it.each(["lost-before", "lost-after"] as const)(
    "P4, P5: a request that was %s its effect is looked for, and nobody is mailed twice",
    async (kind) => {
      world = await openEventWorld(SHARED);
      demo({ WhoId: contact("Bob", BOB.address) });
      await world.settle();
      world.standIns.faults.plant({ kind, on: "graph", path: "batch", method: "POST", times: 1 });
      invite([BOB]);
      await world.settle();
      expect(world.standIns.faults.list().map(({ hits }) => hits)).toEqual([1]);
      expect([await attendees(), mailed()]).toEqual([[BOB.address], [`invitation to ${BOB.address}`]]);
      expect(world.links.notes.filter(({ outcome }) => outcome === "not-done")).toEqual([]);
    },
  );

  it("P5: whoever has come in Outlook meanwhile is not thrown out, and nobody else is mailed", async () => {
    world = await openEventWorld(SHARED);
    demo({ WhoId: contact("Bob", BOB.address) });
    await world.settle();
    await world.ask("PATCH", `/events/${(await entry())?.id}`, { attendees: [{ emailAddress: CLEO, type: "required" }] });
    invite([BOB]);
    const before = mailed();
    await world.settle();
    expect([await attendees(), mailed()]).toEqual([[CLEO.address], before]);
    expect(world.links.notes.filter(({ outcome }) => outcome === "not-done")).toMatchObject([{ action: "invite", rules: ["P5"] }]);
  });
});
