import { afterEach, describe, expect, it } from "vitest";
import { event } from "../doubles/blank-event.ts";
import { openEventWorld, type EventWorld } from "./event-world.ts";
import { ADA, requestsSince } from "./stand-ins.ts";

let world: EventWorld;
afterEach(() => world.standIns.close());

const TEN = {
  start: { dateTime: "2026-03-03T10:00:00", timeZone: "UTC" },
  end: { dateTime: "2026-03-03T11:00:00", timeZone: "UTC" },
};
const guest = (address: string, response = "none", name = address) => ({
  type: "required",
  emailAddress: { address, name },
  status: { response, time: "0001-01-01T00:00:00Z" },
});
const SHARED = { org: { sharedActivities: true } };

/** Her own: a contact without an account is seen by its owner alone (SF19). */
const contact = (Email: string) =>
  world.standIns.salesforce.seed.contact({ LastName: Email.split("@")[0] ?? "", Email, OwnerId: world.standIns.adaInSalesforce });
const lead = (Email: string) => world.standIns.salesforce.seed.lead({ LastName: Email.split("@")[0] ?? "", Company: "Trey", Email });
const meeting = (...attendees: readonly object[]) => world.addItem({ subject: "Visit", ...TEN, categories: ["Salesforce"], attendees });
const relations = () => [...world.standIns.salesforce.org.store.rows("EventRelation")].filter(({ deletedAt }) => deletedAt === undefined);
/** Contacts and leads that the event is related to, besides the primary one. */
const related = () =>
  relations()
    .filter(({ values }) => values["IsParent"] === true && values["IsWhat"] !== true)
    .map(({ values }) => String(values["RelationId"]))
    .toSorted();
const mailed = () => world.standIns.graph.mailed.list();
const describedAs = () => String(world.row("Visit")["Description"] ?? "");

async function change(body: object): Promise<void> {
  const [entry] = (await world.view("2026-01-01", "2027-01-01")).filter(({ subject }) => subject === "Visit");
  await world.ask("PATCH", `/events/${entry?.id}`, { ...body });
}

describe("people of an event that goes up", () => {
  it("E3, F2: with Shared Activities every contact on it is related, and nobody is mailed (P5)", async () => {
    world = await openEventWorld(SHARED);
    const [bob, cleo] = [contact("bob@trey.example"), contact("cleo@trey.example")];
    meeting(guest("Bob@trey.example"), guest("cleo@trey.example"), guest(ADA));
    await world.settle();
    expect(world.row("Visit")["WhoId"]).toBe(bob);
    expect(related()).toEqual([bob, cleo].toSorted());
    expect(describedAs()).toBe("");
    expect(mailed()).toEqual([]);
  });

  it("F2: without Shared Activities one person is related and the others are named in the text", async () => {
    world = await openEventWorld();
    const bob = contact("bob@trey.example");
    contact("cleo@trey.example");
    meeting(guest("bob@trey.example"), guest("cleo@trey.example", "accepted", "Cleo Cole"));
    await world.settle();
    expect(world.row("Visit")["WhoId"]).toBe(bob);
    expect(describedAs()).toBe("-- People invited, kept by Tandem --\r\n- Cleo Cole <cleo@trey.example>, accepted");
  });

  it("F2: a lead stands alone, and takes no account", async () => {
    world = await openEventWorld(SHARED);
    const led = lead("abe@trey.example");
    contact("bob@trey.example");
    meeting(guest("abe@trey.example"), guest("bob@trey.example"));
    await world.settle();
    expect(world.row("Visit")).toMatchObject({ WhoId: led });
    expect(world.row("Visit")["WhatId"] ?? null).toBeNull();
    expect(related()).toEqual([led]);
    expect(describedAs()).toContain("- bob@trey.example");
  });

  it("E3: whom nobody knows and colleagues are named in lines of our own; blocked addresses and the owner nowhere", async () => {
    world = await openEventWorld();
    meeting(guest("zoe@far.example", "none", "Zoe"), guest("sam@northwind.example"), guest("x@blocked.example"), guest(ADA));
    await world.settle();
    expect(world.row("Visit")["WhoId"] ?? null).toBeNull();
    expect(describedAs()).toBe("-- People invited, kept by Tandem --\r\n- sam@northwind.example\r\n- Zoe <zoe@far.example>");
  });

  it("F2: two contacts with one address are nobody's choice of ours", async () => {
    world = await openEventWorld();
    contact("bob@trey.example");
    contact("bob@trey.example");
    meeting(guest("bob@trey.example"));
    await world.settle();
    expect(world.row("Visit")["WhoId"] ?? null).toBeNull();
    expect(describedAs()).toContain("- bob@trey.example");
  });

  it("E5: a private event goes up without people, and one that turns private loses them", async () => {
    world = await openEventWorld(SHARED);
    const bob = contact("bob@trey.example");
    meeting(guest("bob@trey.example"), guest("zoe@far.example"));
    await world.settle();
    expect(related()).toEqual([bob]);
    await change({ sensitivity: "private" });
    await world.settle();
    expect(world.row("Visit")).toMatchObject({ IsPrivate: true });
    expect(world.row("Visit")["WhoId"] ?? null).toBeNull();
    expect([related(), describedAs()]).toEqual([[], ""]);
    await change({ sensitivity: "normal" });
    await world.settle();
    expect(related()).toEqual([bob]);
    expect(describedAs()).toContain("zoe@far.example");
  });
});

describe("people that come and go", () => {
  it("E3: who is added is related, who leaves is not any more", async () => {
    world = await openEventWorld(SHARED);
    const [bob, cleo] = [contact("bob@trey.example"), contact("cleo@trey.example")];
    meeting(guest("bob@trey.example"));
    await world.settle();
    await change({ attendees: [guest("bob@trey.example"), guest("cleo@trey.example")] });
    await world.settle();
    expect(related()).toEqual([bob, cleo].toSorted());
    await change({ attendees: [guest("cleo@trey.example")] });
    await world.settle();
    expect(related()).toEqual([cleo]);
    expect(world.row("Visit")["WhoId"]).toBe(cleo);
    await change({ attendees: [] });
    await world.settle();
    expect([related(), world.row("Visit")["WhoId"] ?? null]).toEqual([[], null]);
  });

  it("E3: whom a person in Salesforce chose stays, whoever comes and goes in Outlook", async () => {
    world = await openEventWorld(SHARED);
    const [bob, dan] = [contact("bob@trey.example"), contact("dan@trey.example")];
    meeting(guest("bob@trey.example"));
    await world.settle();
    await world.standIns.salesforceClient
      .as(ADA)
      .update([{ object: "Event", fields: { Id: world.row("Visit")["Id"], WhoId: dan, EventWhoIds: [dan, bob] } }]);
    await change({ attendees: [guest("dan@trey.example"), guest("bob@trey.example")] });
    await world.settle();
    expect(related()).toEqual([bob, dan].toSorted());
    await change({ attendees: [guest("zoe@far.example")] });
    await world.settle();
    expect(related()).toEqual([dan]);
    expect(world.row("Visit")["WhoId"]).toBe(dan);
  });

  it("without Shared Activities too: the person chosen there is not replaced", async () => {
    world = await openEventWorld();
    const [bob, dan] = [contact("bob@trey.example"), contact("dan@trey.example")];
    meeting(guest("bob@trey.example"));
    await world.settle();
    world.standIns.salesforce.seed.change("Event", String(world.row("Visit")["Id"]), { WhoId: dan });
    await change({ attendees: [guest("bob@trey.example"), guest("zoe@far.example")] });
    await world.settle();
    expect(world.row("Visit")["WhoId"]).toBe(dan);
    expect(describedAs()).toContain("- bob@trey.example");
    expect(bob).not.toBe(dan);
  });

  it("M6: nothing more is asked or written once all is said", async () => {
    world = await openEventWorld(SHARED);
    contact("bob@trey.example");
    meeting(guest("bob@trey.example"), guest("zoe@far.example", "accepted"));
    await world.settle();
    const [mark, stamp] = [world.standIns.log.count, world.row("Visit")["SystemModstamp"]];
    await world.settle();
    expect(world.row("Visit")["SystemModstamp"]).toBe(stamp);
    expect(requestsSince(world.standIns, mark)).toBeLessThan(12);
  });
});

describe("colleagues", () => {
  const SAM = "sam@northwind.example";
  const KIM = "kim@northwind.example";
  /** A user of the org whose mailbox is paired with him. */
  const paired = (address: string, more: object = {}): string => {
    const id = world.standIns.salesforce.seed.user({ Email: address, LastName: address.split("@")[0] ?? "", ...more });
    world.colleagues.set(address, id);
    return id;
  };
  const invitees = () =>
    relations()
      .filter(({ values }) => values["IsInvitee"] === true)
      .map(({ values }) => [values["RelationId"], values["Status"], values["Response"] ?? null]);
  /** The event as it stands in the calendars of those who were invited. */
  const copies = () =>
    world
      .rows()
      .filter((row) => row["IsChild"] === true)
      .map((row) => String(row["OwnerId"]));

  it("E3: are invitees of the event, with the answers that they gave, and Exchange mails nobody (P5)", async () => {
    world = await openEventWorld(SHARED);
    const [sam, kim] = [paired(SAM), paired(KIM)];
    const bob = contact("bob@trey.example");
    meeting(guest(SAM, "accepted"), guest(KIM, "tentativelyAccepted"), guest("bob@trey.example"), guest("zoe@northwind.example"));
    await world.settle();
    expect(invitees()).toEqual(
      expect.arrayContaining([
        [sam, "Accepted", null],
        [kim, "New", "Tentative"],
      ]),
    );
    expect(invitees()).toHaveLength(2);
    expect(copies().toSorted()).toEqual([sam, kim].toSorted());
    expect([related(), describedAs()]).toEqual([[bob], "-- People invited, kept by Tandem --\r\n- zoe@northwind.example"]);
    expect(mailed()).toEqual([]);
  });

  it("E3: who is added is invited, who leaves is no invitee any more, and answers follow", async () => {
    world = await openEventWorld();
    const [sam, kim] = [paired(SAM), paired(KIM)];
    meeting(guest(SAM));
    await world.settle();
    await change({ attendees: [guest(SAM, "declined"), guest(KIM, "accepted")] });
    await world.settle();
    expect(invitees()).toEqual([
      [sam, "Declined", null],
      [kim, "Accepted", null],
    ]);
    await change({ attendees: [guest(KIM, "accepted")] });
    await world.settle();
    expect(invitees()).toEqual([[kim, "Accepted", null]]);
    await change({ attendees: [] });
    await world.settle();
    expect([invitees(), copies(), describedAs()]).toEqual([[], [], ""]);
  });

  it("E3: whom a person in Salesforce invited stays, and whom a person there took off is not invited again", async () => {
    world = await openEventWorld();
    const [sam, kim] = [paired(SAM), paired(KIM)];
    meeting(guest(SAM), guest("zoe@far.example"));
    await world.settle();
    const ada = world.standIns.salesforceClient.as(ADA);
    await ada.delete(relations().map(({ id }) => id));
    await ada.create([{ object: "EventRelation", fields: { EventId: world.row("Visit")["Id"], RelationId: kim } }]);
    await change({ attendees: [guest(SAM, "accepted")] });
    await world.settle();
    expect(invitees()).toEqual([[kim, "New", null]]);
    expect(describedAs()).toContain("- sam@northwind.example, accepted");
    await change({ attendees: [guest("zoe@far.example")] });
    await world.settle();
    await change({ attendees: [guest("zoe@far.example"), guest(SAM)] });
    await world.settle();
    expect(invitees().map(([id]) => id)).toEqual([kim, sam]);
  });

  it("E3: a user who is not active any more is named in the text, and holds nothing up", async () => {
    world = await openEventWorld();
    paired(SAM, { IsActive: false });
    const kim = paired(KIM);
    meeting(guest(SAM), guest(KIM));
    await world.settle();
    expect(invitees()).toEqual([[kim, "New", null]]);
    expect(describedAs()).toBe("-- People invited, kept by Tandem --\r\n- sam@northwind.example");
  });

  it("E3, E4: of a series are invited to each of its occurrences", async () => {
    world = await openEventWorld();
    const sam = paired(SAM);
    world.standIns.salesforce.seed.change("User", world.standIns.adaInSalesforce, { TimeZoneSidKey: "UTC" });
    world.addItem({
      subject: "Visit",
      ...TEN,
      categories: ["Salesforce"],
      attendees: [guest(SAM)],
      recurrence: {
        pattern: { type: "weekly", interval: 1, daysOfWeek: ["tuesday"] },
        range: { type: "numbered", startDate: "2026-03-03", numberOfOccurrences: 3 },
      },
    });
    await world.settle();
    const own = world.rows().filter((row) => row["IsChild"] !== true);
    expect(own).toHaveLength(3);
    expect(own.every((row) => row["IsRecurrence2"] === true)).toBe(true);
    for (const { Id } of own)
      expect(
        relations()
          .filter(({ values }) => values["EventId"] === Id)
          .map(({ values }) => values["RelationId"]),
      ).toEqual([sam]);
  });

  it("E5: are not invited to a private event, and lose one that turns private", async () => {
    world = await openEventWorld();
    paired(SAM);
    meeting(guest(SAM));
    await world.settle();
    expect(invitees()).toHaveLength(1);
    await change({ sensitivity: "private" });
    await world.settle();
    expect([invitees(), copies()]).toEqual([[], []]);
  });

  it("M6: nothing more is asked or written once they are invited, nor after a lost reply (P4)", async () => {
    world = await openEventWorld();
    paired(SAM);
    world.standIns.faults.plant({ kind: "lost-after", on: "salesforce", path: "composite/sobjects$", method: "POST", times: 1 });
    meeting(guest(SAM));
    await world.settle();
    expect(invitees()).toHaveLength(1);
    const mark = world.standIns.log.count;
    await world.settle();
    expect(world.rows()).toHaveLength(2);
    expect(requestsSince(world.standIns, mark)).toBeLessThan(12);
  });

  it("P4: an invitation whose reply was lost is made once, and its event is told as it is", async () => {
    world = await openEventWorld();
    const sam = paired(SAM);
    meeting(guest("zoe@far.example"));
    await world.settle();
    world.standIns.faults.plant({ kind: "lost-after", on: "salesforce", path: "composite/sobjects$", method: "POST", times: 1 });
    await change({ attendees: [guest("zoe@far.example"), guest(SAM)] });
    await world.settle();
    expect(invitees()).toEqual([[sam, "New", null]]);
    expect(describedAs()).toBe("-- People invited, kept by Tandem --\r\n- zoe@far.example");
  });
});

describe("the lines of ours in the description", () => {
  it("never come down, and stay when somebody edits the text there", async () => {
    world = await openEventWorld();
    world.addRow(event({ subject: "Visit", notes: "agenda" }));
    await world.settle();
    const id = String(world.row("Visit")["Id"]);
    const ours = "-- People invited, kept by Tandem --\r\n- zoe@far.example";
    world.standIns.salesforce.seed.change("Event", id, { Description: `new agenda\r\n\r\n${ours}` });
    await world.settle();
    const [entry] = (await world.view("2026-01-01", "2027-01-01")).filter(({ subject }) => subject === "Visit");
    expect(JSON.stringify(entry?.["body"])).toContain("new agenda");
    expect(JSON.stringify(entry?.["body"])).not.toContain("zoe");
    await change({ body: { contentType: "text", content: "newer" } });
    await world.settle();
    expect(describedAs()).toBe(`newer\r\n\r\n${ours}`);
  });

  it("are left off when the text leaves them no room", async () => {
    world = await openEventWorld();
    world.addItem({
      subject: "Visit",
      ...TEN,
      categories: ["Salesforce"],
      attendees: [guest("zoe@far.example")],
      body: { contentType: "text", content: "x".repeat(31_980) },
    });
    await world.settle();
    expect(describedAs()).toBe("x".repeat(31_980));
  });
});

describe("answers", () => {
  it("E3: go to the invitation where Salesforce has one, for colleagues too; tentative has no status there (SF16)", async () => {
    world = await openEventWorld();
    const [bob, cleo] = [contact("bob@trey.example"), contact("cleo@trey.example")];
    const sam = world.standIns.salesforce.seed.user({ Email: "sam@northwind.example", LastName: "Sam" });
    meeting(guest("bob@trey.example"), guest("cleo@trey.example"), guest("sam@northwind.example"));
    await world.settle();
    const EventId = world.row("Visit")["Id"];
    await world.standIns.salesforceClient
      .as(ADA)
      .create([bob, cleo, sam].map((RelationId) => ({ object: "EventRelation", fields: { EventId, RelationId } })));
    await change({
      attendees: [
        guest("bob@trey.example", "accepted"),
        guest("cleo@trey.example", "tentativelyAccepted"),
        guest("sam@northwind.example", "accepted"),
      ],
    });
    await world.settle();
    const answer = (id: string) => relations().find(({ values }) => values["RelationId"] === id)?.values;
    expect(answer(bob)).toMatchObject({ Status: "Accepted" });
    expect(answer(cleo)).toMatchObject({ Status: "New", Response: "Tentative" });
    expect(answer(sam)).toMatchObject({ Status: "Accepted" });
    expect(describedAs()).toBe("");
  });

  it("E3: otherwise stand in our lines", async () => {
    world = await openEventWorld(SHARED);
    contact("bob@trey.example");
    meeting(guest("bob@trey.example", "declined"));
    await world.settle();
    expect(describedAs()).toBe("-- People invited, kept by Tandem --\r\n- bob@trey.example, declined");
  });
});
