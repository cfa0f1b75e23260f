import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Copies, UndoReply } from "../../shared/api/administration.ts";
import type { Problem } from "../../shared/api/problem.ts";
import { BEN, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Contact {
  readonly id: string;
  readonly surname: string;
  readonly jobTitle: string | null;
}

describe("B5: removing what sync has made in a mailbox", () => {
  let world: SampleWorld;
  let ben: string;
  const begun = new Date(Date.now() - 60_000).toISOString();

  beforeAll(async () => {
    world = await openSampleWorld();
    await world.admin.activateAll();
    await world.settle(BEN);
    ben = (await world.admin.user(BEN)).id;
  });
  afterAll(() => world.close());

  async function ask<T>(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: T }> {
    const reply = await fetch(`${world.serviceUrl()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${world.standIns.adminToken()}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: (await reply.json()) as T };
  }
  const copies = async () => (await ask<Copies>("GET", `/api/admin/users/${ben}/copies`)).body;
  const contacts = async (): Promise<readonly Contact[]> => {
    const folder = await world.mailbox(BEN).contactsFolder();
    return world.mailbox(BEN).all<Contact>(`/contactFolders/${encodeURIComponent(folder)}/contacts?$top=100`);
  };
  const surnames = async () => (await contacts()).map(({ surname }) => surname).toSorted();
  const records = async () => (await world.salesforce(BEN).query<{ Id: string }>("SELECT Id FROM Contact ORDER BY Id")).map(({ Id }) => Id);

  it("counts them, leaves what is the user's own, deletes nothing in Salesforce, and is undone by its rule", async () => {
    const made = await surnames();
    const folder = await world.mailbox(BEN).contactsFolder();
    await world
      .mailbox(BEN)
      .send("POST", `/contactFolders/${encodeURIComponent(folder)}/contacts`, { givenName: "Olga", surname: "Own", jobTitle: "Buyer" });
    await world.settle(BEN);
    const before = await records();
    const { counts } = await copies();
    expect(counts.find(({ kind }) => kind === "contact")).toEqual({ kind: "contact", copies: made.length });

    await world.admin.setSync(BEN, "paused");
    expect(await ask<Problem>("DELETE", `/api/admin/users/${ben}/copies`)).toMatchObject({ status: 422, body: { code: "SYNC_OFF" } });
    await world.admin.setSync(BEN, "on");
    expect((await ask<Copies>("DELETE", `/api/admin/users/${ben}/copies`)).body.counts).toEqual(counts);
    await world.settle(BEN);
    expect(await surnames()).toEqual(["Own"]);
    expect((await copies()).counts).toEqual([]);
    expect(await records()).toEqual(before);
    await world.settle(BEN);
    expect(await surnames()).toEqual(["Own"]);

    const until = new Date(Date.now() + 60_000).toISOString();
    const undone = await ask<UndoReply>("POST", "/api/admin/journal/undo", { user: BEN, since: begun, until, rule: "B5" });
    expect(undone.status).toBe(200);
    await world.settle(BEN);
    expect(await surnames()).toEqual([...made, "Own"].toSorted());
    expect(await records()).toEqual(before);
  });
});
