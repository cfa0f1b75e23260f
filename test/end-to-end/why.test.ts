import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "../../shared/api/problem.ts";
import type { Why } from "../../shared/api/why.ts";
import { folderNames } from "../../shared/records/names.ts";
import { BEN, CARLA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Item {
  readonly id: string;
}

const DAY_MS = 86_400_000;

describe("why, through the real service", () => {
  let world: SampleWorld;
  let benId = "";

  beforeAll(async () => {
    world = await openSampleWorld();
    await world.admin.activateAll();
    await world.settle(BEN);
    benId = (await world.admin.user(BEN)).id;
  });
  afterAll(() => world.close());

  async function ask<T>(path: string, token: string): Promise<{ readonly status: number; readonly body: T }> {
    const reply = await fetch(`${world.serviceUrl()}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: reply.status, body: (await reply.json()) as T };
  }
  const whyAs = async (token: string, about: Readonly<Record<string, string>>): Promise<Why> =>
    (await ask<Why>(`/api/admin/users/${benId}/why?${new URLSearchParams(about)}`, token)).body;
  const why = (about: Readonly<Record<string, string>>) => whyAs(world.standIns.adminToken(), about);
  const own = async (about: Readonly<Record<string, string>>, user = BEN): Promise<Why> =>
    (await ask<Why>(`/api/me/why?${new URLSearchParams(about)}`, world.standIns.userToken(user))).body;

  const mailbox = () => world.mailbox(BEN);
  const rules = (answer: Why) => answer.rules.map(({ id }) => id);
  const at = (days: number) => {
    const day = new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
    return { start: { dateTime: `${day}T10:00:00`, timeZone: "UTC" }, end: { dateTime: `${day}T11:00:00`, timeZone: "UTC" } };
  };
  const ben = async () => {
    const [found] = await world
      .salesforce(BEN)
      .query<{ Id: string }>("SELECT Id FROM User WHERE Username = 'ben.okafor@example.com.sandbox'");
    return found?.Id ?? "";
  };
  const carla = async () => {
    const [found] = await world
      .salesforce(CARLA)
      .query<{ Id: string }>("SELECT Id FROM User WHERE Username = 'carla.mendes@example.com.sandbox'");
    return found?.Id ?? "";
  };

  it("C2: a personal contact is told what it lacks, without its name; nothing is written because of the question", async () => {
    const made = await mailbox().send<Item>("POST", "/contacts", { givenName: "Nora", surname: "Privat" });
    const writes = () => [...world.standIns.salesforce.org.store.rows("Contact")].length;
    const before = writes();
    const answer = await why({ item: made.id });
    expect(answer).toMatchObject({ is: "left-alone", kind: "contact", name: null, record: null, lately: [] });
    expect(answer.headline).toContain(folderNames.contacts);
    expect(rules(answer)).toEqual(["C2"]);
    await world.settle(BEN);
    expect(writes()).toBe(before);
    // Its owner may be told which it is.
    expect(await own({ item: made.id, kind: "contact" })).toMatchObject({ name: "Nora Privat" });
  });

  it("C2, A6: of a contact that went up the journal tells what was done, by rule, and either id finds it", async () => {
    const folder = await mailbox().contactsFolder();
    const made = await mailbox().send<Item>("POST", `/contactFolders/${encodeURIComponent(folder)}/contacts`, {
      givenName: "Liv",
      surname: "Ullandhaug",
      emailAddresses: [{ address: "liv@outside.example" }],
    });
    await world.settle(BEN);
    const answer = await why({ item: made.id });
    expect(answer).toMatchObject({ is: "in-step", name: expect.stringContaining("Ullandhaug"), hindrances: [] });
    expect(answer.lately.map(({ action, outcome }) => `${action} ${outcome}`)).toContain("create in Salesforce done");
    expect(answer.lately.flatMap((entry) => entry.rules.map(({ id }) => id))).toContain("C2");
    expect(await why({ record: answer.record ?? "" })).toMatchObject({ is: "in-step", item: answer.item });
    expect(await why({ record: (answer.record ?? "").slice(0, 15) })).toMatchObject({ is: "in-step" });
  });

  it("E1, E5: an event without the category, a private one, and one that lies too far ahead", async () => {
    const plain = await mailbox().send<Item>("POST", "/events", { subject: "Dentist", ...at(3) });
    const secret = await mailbox().send<Item>("POST", "/events", { subject: "Secret", sensitivity: "private", ...at(3) });
    const far = await mailbox().send<Item>("POST", "/events", { subject: "Far", categories: ["Salesforce"], ...at(800) });
    expect(rules(await own({ item: plain.id, kind: "event" }))).toEqual(["E1"]);
    expect(rules(await own({ item: secret.id, kind: "event" }))).toEqual(["E1", "E5"]);
    expect((await own({ item: far.id, kind: "event" })).headline).toContain("18 months ahead");
  });

  it("P8: another's item is nobody's but its owner's", async () => {
    const made = await mailbox().send<Item>("POST", "/events", { subject: "Mine", ...at(4) });
    expect(await own({ item: made.id, kind: "event" }, CARLA)).toMatchObject({ is: "unknown", name: null });
    expect((await ask(`/api/admin/users/${benId}/why?item=${encodeURIComponent(made.id)}`, world.standIns.userToken(CARLA))).status).toBe(
      403,
    );
  });

  it("T1, C1: a task settled long ago, a call, a colleague's contact, and a record of another object", async () => {
    const { seed } = world.standIns.salesforce;
    const old = seed.task({
      Subject: "Old",
      OwnerId: await ben(),
      Status: "Completed",
      CompletedDateTime: new Date(Date.now() - 30 * DAY_MS).toISOString(),
    });
    const call = seed.task({ Subject: "Call", OwnerId: await ben(), TaskSubtype: "Call" });
    const theirs = seed.contact({
      LastName: "Theirs",
      OwnerId: await carla(),
      AccountId: seed.account({ Name: "Shared", OwnerId: await ben() }),
    });
    expect(await why({ record: old })).toMatchObject({
      is: "left-alone",
      kind: "task",
      headline: expect.stringContaining("outside of the time"),
    });
    expect((await why({ record: call })).headline).toContain("a filed mail or a call");
    expect((await why({ record: theirs })).headline).toMatch(/Somebody else owns it|may not see it/u);
    expect(await why({ record: seed.account({ Name: "An account" }) })).toMatchObject({ is: "unknown", rules: [{ id: "A3" }] });
  });

  it("F1, F2: a mail that lies in the inbox, and one that would not be filed with a mark either", async () => {
    const inbox = await mailbox().all<Item & { readonly subject: string }>("/mailFolders/inbox/messages?$top=50");
    const answers = [];
    for (const { id } of inbox.slice(0, 5)) answers.push(await own({ item: id, kind: "email" }));
    expect(answers.every(({ is, kind }) => is === "left-alone" && kind === "email")).toBe(true);
    expect(answers.every((answer) => rules(answer)[0] === "F1")).toBe(true);
    expect(answers[0]?.can.join(" ")).toMatch(/Salesforce Emails|File/u);
  });

  it("A3, B3: what stops a kind or the mailbox comes first", async () => {
    const made = await mailbox().send<Item>("POST", "/events", { subject: "Later", categories: ["Salesforce"], ...at(5) });
    const preset = (await ask<Record<string, unknown>>("/api/admin/presets/default", world.standIns.adminToken())).body;
    const put = (body: unknown) =>
      fetch(`${world.serviceUrl()}/api/admin/presets/default`, {
        method: "PUT",
        headers: { authorization: `Bearer ${world.standIns.adminToken()}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await put({ ...preset, events: { ...(preset["events"] as object), on: false } });
    const off = await why({ item: made.id });
    expect(off.hindrances.map(({ code }) => code)).toEqual(["KIND_OFF"]);
    expect(rules(off)).toContain("A3");
    await put(preset);

    await world.admin.setSync(BEN, "paused");
    const paused = await why({ item: made.id });
    expect(paused.hindrances.map(({ code }) => code)).toEqual(["SYNC_PAUSED"]);
    expect(paused.next).toBe("Nothing, before what is said above is mended.");
    await world.admin.setSync(BEN, "on");
  });

  it("A7: Support is told the rules, and no content", async () => {
    const [user] = await world.admin.journal({ user: BEN, rule: "C2" });
    const { entra, identity } = world.standIns;
    const support = entra.tokens.forged({ aud: identity.clientId, azp: "tool", oid: "tool", scp: undefined, roles: ["Support"] });
    const answer = await whyAs(support, { item: user?.item ?? "" });
    expect(answer).toMatchObject({ name: null, is: "in-step" });
    expect(answer.rules.length).toBeGreaterThan(0);
  });

  it("C5: of a lead that was converted it is told what it lives on as", async () => {
    const { seed } = world.standIns.salesforce;
    const lead = seed.lead({ LastName: "Fjeld", Company: "Fjeld AS", OwnerId: await ben() });
    const { contactId } = seed.convertLead(lead);
    expect(await why({ record: lead })).toMatchObject({
      is: "left-alone",
      rules: [{ id: "C5" }],
      headline: expect.stringContaining(contactId),
    });
  });

  it("answers in words to a question that is none", async () => {
    const admin = world.standIns.adminToken();
    expect(await ask<Problem>(`/api/admin/users/${benId}/why`, admin)).toMatchObject({ status: 400, body: { code: "BAD_REQUEST" } });
    expect((await ask(`/api/admin/users/${benId}/why?record=1%20or%201`, admin)).status).toBe(400);
    expect((await ask(`/api/admin/users/${benId}/why?link=00000000-0000-4000-8000-000000000000`, admin)).status).toBe(404);
    expect(await why({ item: "no such item" })).toMatchObject({ is: "unknown", kind: null });
    expect(await why({ record: "003000000000000AAA" })).toMatchObject({ is: "unknown", kind: "contact" });
  });

  it("B3: while Salesforce lets the user in no more, that is the answer, with what to do", async () => {
    const { seed } = world.standIns.salesforce;
    const user = await ben();
    const task = seed.task({ Subject: "Unreached", OwnerId: user });
    seed.change("User", user, { IsActive: false });
    const answer = await why({ record: task });
    seed.change("User", user, { IsActive: true });
    expect(answer.is).toBe("failed");
    expect(answer.can.join(" ")).toMatch(/Salesforce/u);
    expect(answer.headline).not.toContain("Unreached");
  });
});
