import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JournalEntry, UndoReply } from "../../shared/api/administration.ts";
import type { AttentionPage } from "../../shared/api/attention.ts";
import type { Problem } from "../../shared/api/problem.ts";
import type { Why } from "../../shared/api/why.ts";
import { mime } from "../filing/office.ts";
import { BEN, CARLA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Contact {
  readonly id: string;
  readonly surname: string;
  readonly jobTitle: string | null;
}
interface Calendar {
  readonly id: string;
  readonly subject: string;
}

describe("conflicts and undo, through the real service", () => {
  let world: SampleWorld;

  beforeAll(async () => {
    world = await openSampleWorld();
    await world.admin.activateAll();
    await world.settle(BEN);
    await world.settle(CARLA);
  });
  afterAll(() => world.close());

  async function ask<T>(
    method: string,
    path: string,
    token: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: T }> {
    const reply = await fetch(`${world.serviceUrl()}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: (await reply.json()) as T };
  }
  const ben = () => world.standIns.userToken(BEN);
  const admin = () => world.standIns.adminToken();
  const conflicts = async () =>
    (await ask<AttentionPage>("GET", "/api/attention", ben())).body.items.filter(({ conflict }) => conflict !== undefined);

  async function items(): Promise<readonly Contact[]> {
    const folder = await world.mailbox(BEN).contactsFolder();
    return world.mailbox(BEN).all<Contact>(`/contactFolders/${encodeURIComponent(folder)}/contacts?$top=100`);
  }
  const item = async (surname: string): Promise<Contact> => {
    const found = (await items()).find((each) => each.surname === surname);
    if (!found) throw new Error(`no contact ${surname}`);
    return found;
  };
  const records = (surname: string) =>
    world.salesforce(BEN).query<{ Id: string; Title: string | null }>(`SELECT Id, Title FROM Contact WHERE LastName = '${surname}'`);
  const idOf = async (surname: string): Promise<string> => {
    const [found] = await records(surname);
    if (!found) throw new Error(`no record ${surname}`);
    return found.Id;
  };
  const entitle = async (surname: string, jobTitle: string) =>
    world.mailbox(BEN).send("PATCH", `/contacts/${encodeURIComponent((await item(surname)).id)}`, { jobTitle });
  const titles = async (surname: string) => [(await item(surname)).jobTitle, (await records(surname))[0]?.Title ?? null];

  async function made(surname: string): Promise<void> {
    const folder = await world.mailbox(BEN).contactsFolder();
    const body = {
      givenName: "Ina",
      surname,
      jobTitle: "Buyer",
      emailAddresses: [{ address: `${surname.toLowerCase()}@outside.example` }],
    };
    await world.mailbox(BEN).send("POST", `/contactFolders/${encodeURIComponent(folder)}/contacts`, body);
    await world.settle(BEN);
    expect(await records(surname)).toHaveLength(1);
  }
  /** Both sides change while the service looks at neither. */
  async function atOnce(change: () => Promise<unknown>): Promise<void> {
    await world.admin.setSync(BEN, "paused");
    await change();
    await world.admin.setSync(BEN, "on");
    await world.settle(BEN);
  }
  const entry = async (action: string, record: string): Promise<JournalEntry> => {
    const found = (await world.admin.journal({ user: BEN, record })).find((each) => each.action === action && each.undoable);
    if (!found) throw new Error(`no entry "${action}"`);
    return found;
  };

  it("M2: a conflict tells record, field, both values, and what stands; taking the other value writes it on both sides", async () => {
    await made("Lysne");
    const Id = await idOf("Lysne");
    await atOnce(async () => {
      await entitle("Lysne", "Director");
      await world.salesforce(BEN).change("Contact", Id, { Title: "President" });
    });
    expect(await titles("Lysne")).toEqual(["President", "President"]);
    const [conflict] = await conflicts();
    expect(conflict).toMatchObject({
      kind: "contact",
      name: expect.stringContaining("Lysne"),
      conflict: { word: "title", kept: "President", keptFrom: "salesforce", lost: "Director", differs: false },
      answers: [
        { answer: "keep", label: "Keep Salesforce’s" },
        { answer: "take", label: "Take Outlook’s" },
      ],
    });
    expect((await world.admin.cycle(BEN)).conflicts).toBe(1);

    const path = `/api/attention/${conflict?.id ?? ""}/answer`;
    // P8: to a colleague it is nothing that waits.
    expect((await ask<Problem>("POST", path, world.standIns.userToken(CARLA), { answer: "take" })).body.code).toBe("CHANGED_MEANWHILE");
    expect(await ask("POST", path, ben(), { answer: "take" })).toMatchObject({ status: 200, body: { taken: [conflict?.id] } });
    await world.settle(BEN);
    expect(await titles("Lysne")).toEqual(["Director", "Director"]);
    expect(await conflicts()).toEqual([]);
    expect((await world.admin.cycle(BEN)).conflicts).toBe(0);
  });

  it("P2: an update, and then the creation, are undone from the journal; what changed since is refused in words", async () => {
    await made("Myhre");
    const Id = await idOf("Myhre");
    await entitle("Myhre", "Director");
    await world.settle(BEN);
    const [creation, update] = [await entry("create in Salesforce", Id), await entry("update in Salesforce", Id)];
    expect([update.before, update.after]).toEqual([{ jobTitle: "Buyer" }, { jobTitle: "Director" }]);

    const early = await ask<Problem>("POST", `/api/admin/journal/${creation.id}/undo`, admin(), {});
    expect(early).toMatchObject({ status: 422, body: { code: "CHANGED_SINCE", remedy: expect.any(String) } });

    const dry = await ask<UndoReply>("POST", `/api/admin/journal/${update.id}/undo`, admin(), { dryRun: true });
    expect(dry.body).toMatchObject({ dryRun: true, mails: 0, items: [{ effect: "Both sides get back: title.", problem: null }] });
    await world.settle(BEN);
    expect(await titles("Myhre")).toEqual(["Director", "Director"]);

    expect((await ask("POST", `/api/admin/journal/${update.id}/undo`, admin(), {})).status).toBe(200);
    await world.settle(BEN);
    expect(await titles("Myhre")).toEqual(["Buyer", "Buyer"]);

    expect((await ask("POST", `/api/admin/journal/${creation.id}/undo`, admin(), {})).status).toBe(200);
    await world.settle(BEN);
    expect(await records("Myhre")).toEqual([]);
    expect((await item("Myhre")).jobTitle).toBe("Buyer");
    const told = (await world.admin.journal({ user: BEN })).filter(({ action }) => action === "undo");
    expect(told.map(({ outcome }) => outcome)).toEqual(["taken", "taken"]);
  });

  it("P2: everything done for a user in some time is listed, and undone as far as it can be", async () => {
    await made("Nygaard");
    const since = new Date().toISOString();
    await entitle("Nygaard", "Director");
    await entitle("Lysne", "Chair");
    await world.settle(BEN);
    const Id = await idOf("Nygaard");
    const until = new Date().toISOString();
    const what = { user: BEN, since, until };
    const dry = await ask<UndoReply>("POST", "/api/admin/journal/undo", admin(), { ...what, dryRun: true });
    expect(dry.body.items.map(({ action, problem }) => [action, problem])).toEqual([
      ["update in Salesforce", null],
      ["update in Salesforce", null],
    ]);
    await world.salesforce(BEN).change("Contact", Id, { Title: "President" });
    await world.settle(BEN);
    const { body } = await ask<UndoReply>("POST", "/api/admin/journal/undo", admin(), what);
    const verdict = (surname: string) =>
      body.items.filter(({ name }) => name?.includes(surname)).map(({ problem }) => problem?.code ?? null);
    expect([verdict("Lysne"), verdict("Nygaard")]).toEqual([[null], ["CHANGED_SINCE"]]);
    await world.settle(BEN);
    expect(await titles("Nygaard")).toEqual(["President", "President"]);
    expect(await titles("Lysne")).toEqual(["Director", "Director"]);
  });

  it("P2, A6: what one rule did to a user is found in the journal, counted, and undone alone", async () => {
    await made("Opdal");
    const since = new Date().toISOString();
    const folder = await world.mailbox(BEN).contactsFolder();
    await world.mailbox(BEN).send("POST", `/contactFolders/${encodeURIComponent(folder)}/contacts`, { givenName: "Pia", surname: "Pryd" });
    await entitle("Opdal", "Director");
    await world.settle(BEN);
    const what = { user: BEN, since, until: new Date().toISOString() };
    const entries = await world.admin.journal({ user: BEN, rule: "C2", since });
    expect(entries.map(({ action }) => action).toSorted()).toEqual(["create in Salesforce", "update in Outlook"]);
    expect(entries[0]?.rules).toEqual([{ id: "C2", words: expect.stringContaining("category") }]);

    const dry = await ask<UndoReply>("POST", "/api/admin/journal/undo", admin(), { ...what, rule: "C3", dryRun: true });
    expect(dry.body.counts).toEqual([{ kind: "contact", action: "update in Salesforce", can: 1, cannot: 0 }]);
    expect((await ask<UndoReply>("POST", "/api/admin/journal/undo", admin(), { ...what, rule: "C3" })).status).toBe(200);
    await world.settle(BEN);
    expect(await titles("Opdal")).toEqual(["Buyer", "Buyer"]);
    expect(await records("Pryd")).toHaveLength(1);
    expect((await ask("POST", "/api/admin/journal/undo", admin(), { ...what, rule: "all of them" })).status).toBe(400);
  });

  it("P5: a change of a meeting is held, says how many Exchange would mail, and mails them only with that consent", async () => {
    const start = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 11);
    const at = (time: string) => ({ dateTime: `${start}${time}`, timeZone: "UTC" });
    const event = await world.mailbox(BEN).send<Calendar>("POST", "/events", {
      subject: "Lamps, with the yard",
      start: at("10:00:00"),
      end: at("11:00:00"),
      categories: ["Salesforce"],
      attendees: [1, 2].map((number) => ({ emailAddress: { address: `yard${number}@outside.example` }, type: "required" })),
    });
    await world.settle(BEN);
    const [row] = await world.salesforce(BEN).query<{ Id: string }>("SELECT Id FROM Event WHERE Subject = 'Lamps, with the yard'");
    await world.salesforce(BEN).change("Event", row?.Id ?? "", { Subject: "Lamps and buoys" });
    await world.settle(BEN);
    const subject = async () => (await world.mailbox(BEN).get<Calendar>(`/events/${encodeURIComponent(event.id)}`)).subject;
    expect(await subject()).toBe("Lamps, with the yard");
    const [conflict] = await conflicts();
    expect(conflict).toMatchObject({
      conflict: { word: "subject", differs: true },
      answers: [{ answer: "keep" }, { answer: "take", mails: 2 }],
    });

    const path = `/api/attention/${conflict?.id ?? ""}/answer`;
    const refused = await ask<Problem>("POST", path, ben(), { answer: "take" });
    expect(refused.body).toMatchObject({ code: "WOULD_MAIL", message: expect.stringContaining("2 people") });
    await world.settle(BEN);
    expect(await subject()).toBe("Lamps, with the yard");
    expect((await ask("POST", path, ben(), { answer: "take", mails: 2 })).status).toBe(200);
    await world.settle(BEN);
    expect(await subject()).toBe("Lamps and buoys");
    expect(await conflicts()).toEqual([]);
  });

  it("P2, P8: its user undoes what was done to an item of his, as “why?” names it, and nobody else's", async () => {
    await made("Stark");
    await entitle("Stark", "Fitter");
    await world.settle(BEN);
    const { id } = await item("Stark");
    const about = `/api/me/why?${new URLSearchParams({ kind: "contact", item: id })}`;
    const { body: why } = await ask<Why>("GET", about, ben());
    const entry = why.lately.find(({ action }) => action === "update in Salesforce")?.undo ?? "";
    expect(entry).toMatch(/^\d+$/);
    const undo = (token: string, dryRun: boolean) => ask<UndoReply & Problem>("POST", `/api/me/journal/${entry}/undo`, token, { dryRun });
    expect(await undo(world.standIns.userToken(CARLA), true)).toMatchObject({ status: 404 });
    expect((await undo(admin(), true)).status).toBe(403);
    expect(await undo(ben(), true)).toMatchObject({
      status: 200,
      body: { dryRun: true, items: [{ effect: "Both sides get back: title." }] },
    });
    expect(await titles("Stark")).toEqual(["Fitter", "Fitter"]);
    expect(await undo(ben(), false)).toMatchObject({ status: 200, body: { dryRun: false, items: [{ problem: null }] } });
    await world.settle(BEN);
    expect(await titles("Stark")).toEqual(["Buyer", "Buyer"]);
    expect((await undo(ben(), false)).status).toBe(422);
  });

  it("P2, F6: a filed mail is undone from the journal, by an administrator and by its user; the mail stays where it is", async () => {
    const FOLDER = "Salesforce Emails";
    const { seed } = world.standIns.graph;
    const tasks = (subject: string) => world.salesforce(BEN).count(`SELECT COUNT() FROM Task WHERE Subject = '${subject}'`);
    const filed = async (subject: string) => {
      const mail = await seed.mime(
        BEN,
        FOLDER,
        mime({ from: "nora@harbour.example", to: BEN, subject, files: [{ name: "a.txt", content: "a" }] }),
      );
      await world.settle(BEN);
      expect(await tasks(subject)).toBe(1);
      const entries = await world.admin.journal({ user: BEN, outcome: "filed" });
      const entry = entries.find(({ item }) => item === seed.id(mail, "immutable"));
      expect(entry).toMatchObject({ kind: "email", action: "file", undoable: true });
      return { mail, path: (who: string) => `/api/${who}/journal/${entry?.id ?? ""}/undo` };
    };

    const first = await filed("Undone by an administrator");
    expect(await ask<UndoReply>("POST", first.path("admin"), admin(), { dryRun: true })).toMatchObject({
      body: { items: [{ name: "Undone by an administrator", problem: null }], mails: 0 },
    });
    expect((await ask("POST", first.path("admin"), admin(), {})).status).toBe(200);
    await world.settle(BEN);
    expect(await tasks("Undone by an administrator")).toBe(0);
    expect(seed.items(BEN, FOLDER).find(({ key }) => key === first.mail.key)?.fields["categories"]).toEqual([]);
    expect((await ask<Problem>("POST", first.path("admin"), admin(), {})).body.code).toBe("ALREADY_GONE");

    const second = await filed("Undone by its user");
    expect((await ask("POST", second.path("me"), world.standIns.userToken(CARLA), {})).status).toBe(404);
    expect((await ask("POST", second.path("me"), ben(), {})).status).toBe(200);
    await world.settle(BEN);
    expect(await tasks("Undone by its user")).toBe(0);
    const told = (await world.admin.journal({ user: BEN })).filter(({ kind, action }) => kind === "email" && action !== "file");
    expect(told.map(({ action, outcome }) => [action, outcome])).toEqual([
      ["remove", "done"],
      ["undo", "taken"],
      ["remove", "done"],
      ["undo", "taken"],
    ]);
  });

  it("A7: nobody without the role of an administrator undoes anything, and an entry that is none is none", async () => {
    const [known] = await world.admin.journal({ user: BEN });
    for (const token of [ben(), world.standIns.userToken(CARLA)]) {
      expect((await ask("POST", `/api/admin/journal/${known?.id ?? ""}/undo`, token, {})).status).toBe(403);
      expect((await ask("POST", "/api/admin/journal/undo", token, {})).status).toBe(403);
    }
    expect((await ask("POST", "/api/admin/journal/999999999/undo", admin(), {})).status).toBe(404);
    expect((await ask("POST", "/api/admin/journal/1%20or%201/undo", admin(), {})).status).toBe(400);
    expect((await ask("POST", `/api/admin/journal/${known?.id ?? ""}/undo`, admin(), { user: CARLA })).status).toBe(400);
  });
});
