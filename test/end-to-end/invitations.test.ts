import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UndoReply } from "../../shared/api/administration.ts";
import type { EventGuests } from "../../shared/api/invitation.ts";
import type { Problem } from "../../shared/api/problem.ts";
import { BEN, CARLA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Entry {
  readonly id: string;
  readonly subject: string;
  readonly attendees: readonly { readonly emailAddress: { readonly address: string } }[];
}

const DAY_MS = 86_400_000;

describe("inviting the people of an event that came down, through the real service", () => {
  let world: SampleWorld;
  /** Ben in Salesforce: contacts without an account are seen by their owner alone (SF19). */
  let OwnerId = "";

  beforeAll(async () => {
    world = await openSampleWorld();
    await world.admin.activateAll();
    await world.settle(BEN);
    const [user] = await world.salesforce(BEN).query<{ Id: string }>(`SELECT Id FROM User WHERE Username = '${BEN}.sandbox'`);
    OwnerId = user?.Id ?? "";
  });
  afterAll(() => world.close());

  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 13);
  const ben = () => world.standIns.userToken(BEN);
  async function ask<T>(method: "GET" | "POST", item: string, what: string, token: string, body?: object) {
    const reply = await fetch(`${world.serviceUrl()}/api/events/${encodeURIComponent(item)}/${what}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: reply.status, body: (await reply.json()) as T };
  }
  const people = async (item: string, token = ben()) => (await ask<EventGuests>("GET", item, "people", token)).body;
  const invite = (item: string, body: object, token = ben()) => ask<EventGuests & Problem>("POST", item, "invitations", token, body);
  /** An event of Ben's in Salesforce, with somebody. */
  async function create(subject: string, days: number, more: object): Promise<string> {
    const times = { StartDateTime: `${at(days)}:00:00Z`, EndDateTime: `${at(days)}:30:00Z` };
    return world.standIns.salesforce.seed.event({ OwnerId, Subject: subject, ...times, ...more });
  }
  const contact = (LastName: string, Email?: string) =>
    world.standIns.salesforce.seed.contact({ LastName, OwnerId, ...(Email === undefined ? {} : { Email }) });
  async function entry(subject: string): Promise<Entry> {
    const found = (await world.mailbox(BEN).all<Entry>("/events?$top=100")).find((each) => each.subject === subject);
    if (!found) throw new Error(`no event ${subject}`);
    return found;
  }
  const mailed = () => world.standIns.graph.mailed.list().map(({ why, from, to }) => `${why} from ${from} to ${to}`);

  it("P5, P8: they are named to its user alone, and nobody is mailed without consent to just as many", async () => {
    const [ada, bo] = [contact("Moe", "ada@outside.example"), contact("Lie", "bo@outside.example")];
    const event = await create("Lamps for the pier", 3, { WhoId: ada });
    await world.settle(BEN);
    const { id, attendees } = await entry("Lamps for the pier");
    expect(attendees).toEqual([]);
    const named = { people: [{ name: "Moe", email: "ada@outside.example" }], mails: 1, problem: null, asked: false };
    expect(await people(id)).toEqual(named);
    expect(await people(id, world.standIns.userToken(CARLA))).toEqual({ people: [], mails: 0, problem: null, asked: false });
    expect((await ask("GET", id, "people", "no token")).status).toBe(401);

    const emails = ["ada@outside.example"];
    const wouldMail = { status: 422, body: { code: "WOULD_MAIL", message: expect.stringContaining("1 person") } };
    expect(await invite(id, { emails })).toMatchObject(wouldMail);
    expect(await invite(id, { emails, mails: 2 })).toMatchObject(wouldMail);
    expect(await invite(id, { emails: ["somebody@else.example"], mails: 1 })).toMatchObject(wouldMail);
    expect(await invite(id, { emails, mails: 1 }, world.standIns.userToken(CARLA))).toMatchObject({ body: { code: "NOBODY_TO_INVITE" } });

    // Somebody else stands there by now: as many, and yet it is asked anew.
    await world.salesforce(BEN).change("Event", event, { WhoId: bo });
    expect(await invite(id, { emails, mails: 1 })).toMatchObject(wouldMail);
    expect((await people(id)).people).toEqual([{ name: "Lie", email: "bo@outside.example" }]);
    await world.settle(BEN);
    expect([mailed(), (await entry("Lamps for the pier")).attendees]).toEqual([[], []]);
  });

  it("P4, P5: invited, exactly those are mailed, once, though it is pressed twice and the service is killed", async () => {
    const { id } = await entry("Lamps for the pier");
    const invitation = { emails: ["Bo@outside.example"], mails: 1 };
    await world.admin.setSync(BEN, "paused");
    expect((await invite(id, invitation)).body.code).toBe("SYNC_OFF");
    await world.admin.setSync(BEN, "on");
    expect(await invite(id, invitation)).toMatchObject({ status: 200, body: { asked: true, mails: 1 } });
    await invite(id, invitation);
    await world.crash();
    await world.settle(BEN);
    await world.settle(BEN);
    expect(mailed()).toEqual([`invitation from ${BEN} to bo@outside.example`]);
    expect((await entry("Lamps for the pier")).attendees.map(({ emailAddress }) => emailAddress.address)).toEqual(["bo@outside.example"]);
    expect((await people(id)).people).toEqual([]);
    expect((await invite(id, invitation)).body.code).toBe("NOBODY_TO_INVITE");
    const rows = await world.salesforce(BEN).query<{ Id: string }>("SELECT Id FROM Event WHERE Subject = 'Lamps for the pier'");
    expect(rows).toHaveLength(1);
  });

  it("P2, P5: it stands in the journal, and an invitation that was sent cannot be undone, and says so", async () => {
    const entries = await world.admin.journal({ user: BEN, rule: "P5" });
    expect(entries.map(({ action, outcome }) => `${action}: ${outcome}`)).toEqual(
      expect.arrayContaining(["invite: taken", "update in Outlook: done"]),
    );
    const written = entries.find(({ action }) => action === "update in Outlook");
    const undo = (body: object) =>
      fetch(`${world.serviceUrl()}/api/admin/journal/${written?.id}/undo`, {
        method: "POST",
        headers: { authorization: `Bearer ${world.standIns.adminToken()}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const dry = (await (await undo({ dryRun: true })).json()) as UndoReply;
    expect(dry.items).toMatchObject([{ effect: null, problem: { code: "WERE_INVITED" } }]);
    expect((await undo({ mails: 1 })).status).toBe(422);
    await world.settle(BEN);
    expect(mailed()).toHaveLength(1);
  });

  it("P5: a change in Salesforce is held from then on, and says how many it would mail", async () => {
    const [row] = await world.salesforce(BEN).query<{ Id: string }>("SELECT Id FROM Event WHERE Subject = 'Lamps for the pier'");
    await world.salesforce(BEN).change("Event", row?.Id ?? "", { Subject: "Lamps for the quay" });
    await world.settle(BEN);
    expect((await entry("Lamps for the pier")).attendees).toHaveLength(1);
    const reply = await fetch(`${world.serviceUrl()}/api/attention`, { headers: { authorization: `Bearer ${ben()}` } });
    expect(await reply.json()).toMatchObject({ items: [{ name: expect.stringContaining("Lamps"), answers: [{}, { mails: 1 }] }] });
    expect(mailed()).toHaveLength(1);
  });

  it("P5: where nobody has an address, of a private event and of a series they are named with the reason why they cannot be invited", async () => {
    const hov = contact("Hov", "cy@outside.example");
    const [carla] = await world.salesforce(BEN).query<{ Id: string }>(`SELECT Id FROM User WHERE Username = '${CARLA}.sandbox'`);
    await create("Unreachable", 6, { WhoId: contact("Nao") });
    await create("In confidence", 5, { IsPrivate: true, UndecidedEventInviteeIds: [carla?.Id] });
    const day = at(7).slice(0, 10);
    await world.mailbox(BEN).send("POST", "/events", {
      ...{ subject: "Rounds", categories: ["Salesforce"] },
      ...{ start: { dateTime: `${day}T10:00:00`, timeZone: "UTC" }, end: { dateTime: `${day}T11:00:00`, timeZone: "UTC" } },
      recurrence: { pattern: { type: "daily", interval: 1 }, range: { type: "numbered", startDate: day, numberOfOccurrences: 2 } },
    });
    await world.settle(BEN);
    const [first] = await world
      .salesforce(BEN)
      .query<{ Id: string }>("SELECT Id FROM Event WHERE Subject = 'Rounds' ORDER BY StartDateTime");
    await world.salesforce(BEN).change("Event", first?.Id ?? "", { WhoId: hov });
    await world.settle(BEN);
    const view = await world.mailbox(BEN).all<Entry>(`/calendarView?startDateTime=${day}T00:00:00Z&endDateTime=${day}T23:00:00Z`);
    const rounds = view.find(({ subject }) => subject === "Rounds")?.id ?? "";
    const confidence = (await entry("In confidence")).id;

    const told = async (item: string) => {
      const { people: some, mails, problem } = await people(item);
      return [some.map(({ name }) => name), mails, problem?.code];
    };
    expect(await told((await entry("Unreachable")).id)).toEqual([["Nao"], 0, "NO_ADDRESS"]);
    expect(await told(confidence)).toEqual([["Carla Mendes"], 0, "PRIVATE"]);
    expect(await told(rounds)).toEqual([["Hov"], 0, "OF_A_SERIES"]);
    expect(await invite(confidence, { emails: [CARLA], mails: 1 })).toMatchObject({ status: 422, body: { code: "PRIVATE" } });
    expect(await invite(rounds, { emails: ["cy@outside.example"], mails: 1 })).toMatchObject({
      status: 422,
      body: { code: "OF_A_SERIES" },
    });
    await world.settle(BEN);
    expect(mailed()).toHaveLength(1);
  });
});
