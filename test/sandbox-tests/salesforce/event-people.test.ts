import { afterEach, describe, expect, it } from "vitest";
import { find, make, MONDAY } from "./events.ts";
import { ANNA, BEN, openWorld, READER, type World, type WorldSettings } from "./world.ts";

let world: World;
async function open(settings: WorldSettings = {}): Promise<void> {
  world = await openWorld(settings);
}
afterEach(() => world.close());

describe("the people of an event", () => {
  it("SF16: invited by lists: users get a copy, and the relations by answer show them", async () => {
    await open();
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    const made = await make(world, { ...MONDAY, UndecidedEventInviteeIds: [world.ben], AcceptedEventInviteeIds: [contact] });
    expect(made.status).toBe(201);
    expect(await find(world, "SELECT RelationId, Type FROM AcceptedEventRelation")).toMatchObject([
      { RelationId: contact, Type: "Contact" },
    ]);
    expect(await find(world, `SELECT IsChild FROM Event WHERE OwnerId = '${world.ben}'`, BEN)).toMatchObject([{ IsChild: true }]);
    const [relation] = await find(world, `SELECT Id, Status FROM EventRelation WHERE RelationId = '${world.ben}'`);
    expect(relation).toMatchObject({ Status: "New" });
    const answer = { Status: "Accepted", Response: "Gladly" };
    expect((await world.call(ANNA, "PATCH", `/sobjects/EventRelation/${String(relation?.["Id"])}`, answer)).status).toBe(204);
    expect(await find(world, "SELECT RelationId FROM UndecidedEventRelation")).toEqual([]);
    expect(
      await find(world, "SELECT (SELECT RelationId, Response FROM AcceptedEventRelations) FROM Event WHERE IsChild = false"),
    ).toMatchObject([{ AcceptedEventRelations: { totalSize: 2 } }]);
    await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { Location: "Elsewhere" });
    expect(await find(world, "SELECT Status FROM EventRelation")).toMatchObject([{ Status: "New" }, { Status: "New" }]);
    await world.call(ANNA, "PATCH", `/sobjects/EventRelation/${String(relation?.["Id"])}`, { Status: "Declined" });
    expect(await find(world, `SELECT Id FROM Event WHERE OwnerId = '${world.ben}'`, BEN)).toEqual([]);
    expect((await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { UndecidedEventInviteeIds: [] })).status).toBe(204);
    expect(await find(world, "SELECT RelationId FROM EventRelation")).toMatchObject([{ RelationId: world.ben }]);
  });

  it("SF16: the same person is invited once, and an invitee's copy has no relations", async () => {
    await open();
    const made = await make(world, MONDAY);
    const relation = { EventId: made.body.id, RelationId: world.ben };
    await world.call(ANNA, "POST", "/sobjects/EventRelation", relation);
    expect((await world.call(ANNA, "POST", "/sobjects/EventRelation", relation)).body[0].errorCode).toBe("DUPLICATE_VALUE");
    const [copy] = await find(world, "SELECT Id FROM Event WHERE IsChild = true", READER);
    const onCopy = { EventId: copy?.["Id"], RelationId: world.anna };
    expect((await world.call(BEN, "POST", "/sobjects/EventRelation", onCopy)).body[0].errorCode).toBe("FIELD_INTEGRITY_EXCEPTION");
  });

  it("under Shared Activities are named by EventWhoIds, the primary one being WhoId", async () => {
    await open({ switches: { sharedActivities: true } });
    const [first, second] = ["One", "Two"].map((LastName) => world.salesforce.seed.contact({ LastName, OwnerId: world.anna }));
    const made = await make(world, { ...MONDAY, EventWhoIds: [first, second] });
    const read = async () => (await world.call(ANNA, "GET", `/sobjects/Event/${made.body.id}?fields=WhoId,WhoCount`)).body;
    expect(await read()).toMatchObject({ WhoId: first, WhoCount: 2 });
    expect(await find(world, "SELECT RelationId FROM EventWhoRelation ORDER BY RelationId")).toMatchObject([
      { RelationId: first },
      { RelationId: second },
    ]);
    await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { WhoId: null });
    expect(await read()).toMatchObject({ WhoId: second, WhoCount: 1 });
    expect(await find(world, "SELECT IsParent, IsInvitee FROM EventRelation")).toMatchObject([{ IsParent: true, IsInvitee: false }]);
  });

  it("SF17: under Shared Activities stay on a task whose other fields change", async () => {
    await open({ switches: { sharedActivities: true } });
    const ids = ["One", "Two", "Three"].map((LastName) => world.salesforce.seed.contact({ LastName, OwnerId: world.anna }));
    const made = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", TaskWhoIds: ids });
    await world.call(ANNA, "PATCH", `/sobjects/Task/${made.body.id}`, { Subject: "Call again" });
    expect(await find(world, "SELECT RelationId FROM TaskRelation ORDER BY RelationId")).toMatchObject(
      ids.map((RelationId) => ({ RelationId })),
    );
  });

  it("cannot be named by EventWhoIds without Shared Activities", async () => {
    await open();
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    const refused = await make(world, { ...MONDAY, EventWhoIds: [contact] });
    expect(refused.body[0]).toMatchObject({ errorCode: "INVALID_FIELD" });
  });
});
