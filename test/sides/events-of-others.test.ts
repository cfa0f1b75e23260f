import { afterEach, describe, expect, it } from "vitest";
import { guestsOfEvent } from "../../sync-service/salesforce/event-guests.ts";
import { openEventWorld, type CalendarEntry, type EventWorld } from "./event-world.ts";
import { ADA } from "./stand-ins.ts";

let world: EventWorld;
afterEach(() => world.standIns.close());

const BEN = "ben@northwind.example";
type Body = Readonly<Record<string, unknown>>;

/** Ben, who owns the events that Ada is invited to, in Salesforce and with a calendar of his own. */
interface Ben {
  /** As Ben does it in Salesforce. */
  ask(method: "POST" | "PATCH" | "DELETE", path: string, body?: Body): Promise<string>;
  /** He calls Ada to a meeting in Outlook. */
  call(meeting: Body): Promise<string>;
  cancel(id: string): Promise<void>;
}

async function open(settings: Parameters<typeof openEventWorld>[0] = {}): Promise<Ben> {
  world = await openEventWorld(settings);
  const { graph, graphClient, salesforce, urls } = world.standIns;
  const mailbox = graphClient.mailbox(graph.seed.user({ userPrincipalName: BEN, displayName: "Ben" }).id);
  world.colleagues.set(BEN, salesforce.seed.user({ Email: BEN, FirstName: "Ben", LastName: "Booth" }));
  return {
    async ask(method, path, body) {
      const reply = await fetch(`${urls.salesforceUrl}/services/data/v62.0/sobjects/${path}`, {
        method,
        headers: { authorization: `Bearer ${salesforce.signIn(BEN)}`, "content-type": "application/json" },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      expect(reply.ok).toBe(true);
      return method === "POST" ? ((await reply.json()) as { readonly id: string }).id : "";
    },
    async call(meeting) {
      const attendees = [{ type: "required", emailAddress: { address: ADA, name: "Ada" } }];
      return (await mailbox.send<{ readonly id: string }>("POST", "/events" as never, { ...meeting, attendees })).id;
    },
    cancel: async (id) => mailbox.send("DELETE", `/events/${id}` as never),
  };
}

const REVIEW = {
  ...{ Subject: "Review", StartDateTime: "2026-03-03T10:00:00Z", EndDateTime: "2026-03-03T11:00:00Z" },
  ...{ Location: "Room 1", IsReminderSet: false },
};
const CALLED = {
  subject: "Review",
  start: { dateTime: "2026-03-03T10:00:00", timeZone: "UTC" },
  end: { dateTime: "2026-03-03T11:00:00", timeZone: "UTC" },
};
const entries = () => world.view("2026-03-01", "2026-04-01");
const shown = async () => (await entries()).map(({ subject, location }) => [subject, (location as { displayName: string }).displayName]);
const links = () => world.links.all.filter(({ salesforce }) => salesforce.is !== "never").map(({ state }) => state);

async function invitedBy(ben: Ben, more: Body = {}): Promise<{ readonly event: string; readonly invitation: string }> {
  const event = await ben.ask("POST", "Event", { ...REVIEW, ...more });
  const relation = { EventId: event, RelationId: world.standIns.adaInSalesforce, IsInvitee: true };
  return { event, invitation: await ben.ask("POST", "EventRelation", relation) };
}

async function onlyEntry(): Promise<CalendarEntry> {
  const [entry, ...others] = await entries();
  if (!entry || others.length > 0) throw new Error(`there are ${entry ? others.length + 1 : 0} entries`);
  return entry;
}

describe("E1: an event of another that the user was invited to in Salesforce", () => {
  it("E1: comes down with the category, follows its owner, and goes when the user is taken off; nobody is mailed (P5)", async () => {
    const ben = await open();
    const { event, invitation } = await invitedBy(ben);
    await world.settle();
    expect(await onlyEntry()).toMatchObject({ subject: "Review", categories: ["Salesforce"], attendees: [] });
    await ben.ask("PATCH", `Event/${event}`, {
      Location: "Room 2",
      StartDateTime: "2026-03-03T12:00:00Z",
      EndDateTime: "2026-03-03T13:00:00Z",
    });
    await world.settle();
    expect(await onlyEntry()).toMatchObject({ location: { displayName: "Room 2" }, start: { dateTime: "2026-03-03T12:00:00.0000000" } });
    await ben.ask("DELETE", `EventRelation/${invitation}`);
    await world.settle();
    expect(await entries()).toEqual([]);
    expect(world.rows()).toHaveLength(1);
    expect(world.standIns.graph.mailed.list()).toEqual([]);
  });

  it("E1: does not come down where the user has declined, and goes when he does", async () => {
    const ben = await open();
    await ben.ask("POST", "Event", { ...REVIEW, DeclinedEventInviteeIds: [world.standIns.adaInSalesforce] });
    const { invitation } = await invitedBy(ben, { Subject: "Lunch" });
    await world.settle();
    expect(await shown()).toEqual([["Lunch", "Room 1"]]);
    await ben.ask("PATCH", `EventRelation/${invitation}`, { Status: "Declined" });
    await world.settle();
    expect(await entries()).toEqual([]);
  });

  it("E1, P7: what the user changes in his copy stays there, and it says so without a fault; what its owner changes comes down", async () => {
    const ben = await open();
    const { event } = await invitedBy(ben);
    await world.settle();
    const before = world.rows();
    const { id } = await onlyEntry();
    await world.ask("PATCH", `/events/${id}`, { subject: "Review (boring)" });
    await world.settle();
    expect(world.rows()).toEqual(before);
    expect(world.links.all).toMatchObject([{ state: "linked", problem: null, reason: expect.stringContaining("stays here") as unknown }]);
    await ben.ask("PATCH", `Event/${event}`, { Subject: "Review of lamps", Location: "Room 2" });
    await world.settle();
    expect(await shown()).toEqual([["Review of lamps", "Room 2"]]);
    expect(world.links.conflicts).toMatchObject([{ field: "subject", kept: "Review of lamps", lost: "Review (boring)" }]);
  });

  it("M3, M5: a copy that its user deletes deletes nothing in Salesforce, and does not come again", async () => {
    const ben = await open();
    const { event } = await invitedBy(ben);
    await world.settle();
    const before = world.rows();
    await world.ask("DELETE", `/events/${(await onlyEntry()).id}`);
    await world.settle();
    expect(world.rows()).toEqual(before);
    await ben.ask("PATCH", `Event/${event}`, { Location: "Room 2" });
    await world.settle();
    expect(await entries()).toEqual([]);
    expect(links()).toEqual(["unlinked"]);
  });

  it("P5: has nobody whom the user might invite in its owner's place", async () => {
    const ben = await open();
    const account = world.standIns.salesforce.seed.account({ Name: "Trey Research" });
    const WhoId = world.standIns.salesforce.seed.contact({ LastName: "Bob", Email: "bob@trey.example", AccountId: account });
    const { event } = await invitedBy(ben, { WhoId });
    const copy = String(world.rows().find((row) => row["IsChild"] === true)?.["Id"]);
    const guests = (id: string, email: string) => guestsOfEvent(id, world.standIns.salesforceClient.as(email));
    expect([(await guests(event, BEN)).length, await guests(copy, ADA)]).toEqual([2, []]);
  });

  it("M4: without its category it stays as it is, and is not made again", async () => {
    const ben = await open();
    const { event } = await invitedBy(ben);
    await world.settle();
    await world.ask("PATCH", `/events/${(await onlyEntry()).id}`, { categories: [] });
    await world.settle();
    await ben.ask("PATCH", `Event/${event}`, { Location: "Room 2" });
    await world.settle();
    expect(await shown()).toEqual([["Review", "Room 1"]]);
  });
});

describe("E3: a meeting that the mailbox was invited to, too", () => {
  it("E3: gets no copy beside it, whatever becomes of the event in Salesforce", async () => {
    const ben = await open();
    await ben.call(CALLED);
    const { event, invitation } = await invitedBy(ben);
    await world.settle();
    const entry = await onlyEntry();
    expect(entry).toMatchObject({ categories: [], attendees: [{ emailAddress: { address: ADA } }] });
    expect(links()).toEqual(["unlinked"]);
    await ben.ask("PATCH", `Event/${event}`, { Location: "Room 2" });
    await world.settle();
    expect(await entries()).toEqual([entry]);
    await ben.ask("DELETE", `EventRelation/${invitation}`);
    await world.settle();
    expect(await entries()).toEqual([entry]);
  });

  it("E3: takes the place of its copy when it comes later, and of that alone", async () => {
    const ben = await open();
    await invitedBy(ben);
    await invitedBy(ben, { Subject: "Lunch" });
    await world.settle();
    expect(await entries()).toHaveLength(2);
    await ben.call(CALLED);
    await world.settle();
    const all = await entries();
    expect(new Set(all.map(({ subject, categories, attendees }) => [subject, categories, (attendees as []).length]))).toEqual(
      new Set([
        ["Lunch", ["Salesforce"], 0],
        ["Review", [], 1],
      ]),
    );
    expect(world.rows()).toHaveLength(4);
  });

  it("M3: does not come back as a copy when its user deletes it", async () => {
    const ben = await open();
    await ben.call(CALLED);
    const { event } = await invitedBy(ben);
    await world.settle();
    await world.ask("DELETE", `/events/${(await onlyEntry()).id}`);
    await world.settle();
    await ben.ask("PATCH", `Event/${event}`, { Location: "Room 2" });
    await world.settle();
    expect(await entries()).toEqual([]);
  });
});
