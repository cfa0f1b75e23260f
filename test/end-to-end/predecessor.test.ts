import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttentionPage } from "../../shared/api/attention.ts";
import { CARLA, DINA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

describe("B4, V4: a mailbox whose folders are full from a predecessor is switched on", () => {
  let world: SampleWorld;
  let tasksBefore: number;
  let contactsBefore: number;

  beforeAll(async () => {
    world = await openSampleWorld();
    const salesforce = world.salesforce(DINA);
    tasksBefore = await salesforce.countAll("SELECT COUNT() FROM Task");
    contactsBefore = await salesforce.count("SELECT COUNT() FROM Contact");
    for (const [givenName, surname] of [
      ["Luca", "Gallo"],
      ["Sofia", "Marino"],
    ]) {
      const mailbox = world.mailbox(DINA);
      const path = `/contactFolders/${encodeURIComponent(await mailbox.contactsFolder())}/contacts`;
      await mailbox.send("POST", path, { givenName, surname, emailAddresses: [{ address: `${givenName}@lumiere.example` }] });
    }
    await world.admin.syncUsers(true);
    await world.admin.setSync(DINA, "on");
    await world.settle(DINA);
  });
  afterAll(() => world.close());

  interface Contact {
    readonly surname: string;
    readonly jobTitle: string | null;
  }

  async function contacts(): Promise<readonly Contact[]> {
    const mailbox = world.mailbox(DINA);
    return mailbox.all<Contact>(`/contactFolders/${encodeURIComponent(await mailbox.contactsFolder())}/contacts?$top=100`);
  }

  it("files nothing and creates nothing unasked", async () => {
    const salesforce = world.salesforce(DINA);
    expect(await salesforce.countAll("SELECT COUNT() FROM Task")).toBe(tasksBefore);
    expect(await salesforce.count("SELECT COUNT() FROM Contact")).toBe(contactsBefore);
  });

  it("adopts the folders instead of making others beside them", async () => {
    const folders = await world.mailbox(DINA).all<{ displayName: string }>("/mailFolders?$top=100");
    expect(folders.filter(({ displayName }) => displayName === "Salesforce Emails")).toHaveLength(1);
  });

  it("links the twins: the contacts get what only Salesforce knew, and none is doubled", async () => {
    const found = await contacts();
    expect(found.filter(({ surname }) => surname === "Ferri")).toEqual([expect.objectContaining({ jobTitle: "Buyer" })]);
    expect(found.filter(({ surname }) => surname === "Conti")).toEqual([expect.objectContaining({ jobTitle: "Store manager" })]);
  });

  it("lists the rest: the mails say that they wait for a choice", async () => {
    const mailbox = world.mailbox(DINA);
    const mails = await mailbox.all<{ id: string }>(`/mailFolders/${encodeURIComponent(await mailbox.filingFolder())}/messages`);
    expect(mails).toHaveLength(2);
    for (const { id } of mails) expect((await world.admin.emailStatus(DINA, id)).state).toBe("listed");
  });

  async function asks(path: string, options: { readonly body?: unknown; readonly as?: string } = {}) {
    const { body, as = DINA } = options;
    const reply = await fetch(`${world.serviceUrl()}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${world.standIns.userToken(as)}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: (await reply.json()) as unknown };
  }
  const attention = async (as = DINA) => (await asks("/api/attention", { as })).body as AttentionPage;

  it("B4: lists contacts and mails by name, each with what can be answered", async () => {
    const { items, next, total } = await attention();
    expect({ next, total }).toEqual({ next: null, total: items.length });
    const listed = items.filter(({ kind }) => kind === "contact");
    expect(listed.length).toBeGreaterThan(1);
    for (const { answers, problem } of listed) {
      expect(answers.map(({ label }) => label)).toEqual(["Send to Salesforce", "Leave it here"]);
      expect(problem.code).toBe("LISTED");
    }
    const mails = items.filter(({ kind }) => kind === "email");
    expect(mails).toHaveLength(2);
    for (const { answers, name } of mails) {
      expect(answers.map(({ label }) => label)).toEqual(["File"]);
      expect(name).toMatch(/, from /u);
    }
  });

  it("P8: nobody else sees or answers them", async () => {
    await world.admin.setSync(CARLA, "on");
    await world.settle(CARLA);
    const { items } = await attention();
    const id = items[0]?.id ?? "";
    expect((await attention(CARLA)).items.map((item) => item.id)).not.toContain(id);
    const { status, body } = await asks(`/api/attention/${id}/answer`, { as: CARLA, body: { answer: "send" } });
    expect({ status, body }).toMatchObject({ status: 422, body: { code: "CHANGED_MEANWHILE" } });
    expect((await fetch(`${world.serviceUrl()}/api/attention`)).status).toBe(401);
  });

  it("B4: the chosen ones are created and filed, the others stay; a second answer does nothing", async () => {
    const salesforce = world.salesforce(DINA);
    const before = (await attention()).items;
    const [sent, left] = before.filter(({ kind }) => kind === "contact");
    const [filed] = before.filter(({ kind }) => kind === "email");
    if (!sent || !left || !filed) throw new Error("Too little is listed.");
    expect((await asks("/api/attention/answers", { body: { ids: [sent.id], answer: "send" } })).body).toEqual({
      taken: [sent.id],
      refused: [],
    });
    expect((await asks(`/api/attention/${filed.id}/answer`, { body: { answer: "file" } })).status).toBe(200);
    await world.settle(DINA);

    expect(await salesforce.count("SELECT COUNT() FROM Contact")).toBe(contactsBefore + 1);
    expect(await salesforce.countAll("SELECT COUNT() FROM Task")).toBe(tasksBefore + 1);
    const after = await attention();
    expect(after.items.map(({ id }) => id).sort()).toEqual(
      before
        .map(({ id }) => id)
        .filter((id) => id !== sent.id && id !== filed.id)
        .sort(),
    );

    const again = await asks("/api/attention/answers", { body: { ids: [sent.id, filed.id], answer: "send" } });
    expect(again.body).toMatchObject({ taken: [], refused: [{ id: sent.id, problem: { code: "CHANGED_MEANWHILE" } }, { id: filed.id }] });
    await world.settle(DINA);
    expect(await salesforce.count("SELECT COUNT() FROM Contact")).toBe(contactsBefore + 1);
    const journal = await world.admin.journal({ user: DINA });
    expect(journal.filter(({ action }) => action.startsWith("answer"))).toMatchObject([{ action: "answer: send", outcome: "taken" }]);
  });

  it("an answer that does not fit, or an id that is none, is refused in words", async () => {
    const [left] = (await attention()).items.filter(({ kind }) => kind === "contact");
    expect((await asks(`/api/attention/${left?.id ?? ""}/answer`, { body: { answer: "go-ahead" } })).status).toBe(422);
    expect((await asks(`/api/attention/not-an-id/answer`, { body: { answer: "send" } })).status).toBe(400);
    expect((await asks("/api/attention?cursor=made-up")).status).toBe(400);
  });
});
