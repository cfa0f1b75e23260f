import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mime } from "../filing/office.ts";
import { ApiRefused } from "../sandbox/admin-api.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { BEN, EMIL, openSampleWorld, type SampleWorld } from "./sample-world.ts";

const NORA = "Nora Haugen <nora.haugen@harborlight.example>";
const FOLDER = "Salesforce Emails";

describe("what a person chooses about a mail, through the real service", () => {
  let world: SampleWorld;
  beforeAll(async () => {
    world = await openSampleWorld({ notifications: true });
    await world.admin.activateAll();
    await world.settle(BEN);
  });
  afterAll(() => world.close());

  const seed = () => world.standIns.graph.seed;
  const idOf = (mail: StoredItem) => seed().id(mail);
  const wish = (mail: StoredItem, what: string, body?: object) => world.admin.emailWish(BEN, idOf(mail), what, body);
  const statusOf = (mail: StoredItem) => world.admin.emailStatus(BEN, idOf(mail), String(mail.fields["internetMessageId"]));
  const tasks = (subject: string) => world.salesforce(BEN).count(`SELECT COUNT() FROM Task WHERE Subject = '${subject}'`);
  const arrive = (
    subject: string,
    more: { readonly head?: string; readonly folder?: string; readonly draft?: boolean; readonly to?: string } = {},
  ) => {
    const { head = "", folder = "inbox", draft = false, to } = more;
    const files = [{ name: "a.txt", content: "a" }];
    const message = mime({ from: to === undefined ? NORA : BEN, to: to ?? BEN, subject, files }).toString();
    return seed().mime(BEN, folder, Buffer.from(`${head}${message}`), { isDraft: draft, receivedAt: new Date() });
  };

  it("F5, SEC29: Do not share is obeyed, survives a crash, is taken off, and takes back what is filed", async () => {
    const mail = await arrive("Kept among us");
    expect(await wish(mail, "sharing", { scope: "mail", share: false })).toMatchObject({ sharing: { mail: true } });
    await world.crash();
    const moved = seed().move(mail, FOLDER);
    await world.settle(BEN);
    expect(await tasks("Kept among us")).toBe(0);
    expect(await statusOf(moved)).toMatchObject({ state: "excluded", problem: { code: "DO_NOT_SHARE" } });
    await wish(moved, "sharing", { scope: "mail", share: true });
    await world.settle(BEN);
    expect(await tasks("Kept among us")).toBe(1);
    expect(await wish(moved, "sharing", { scope: "mail", share: false })).toMatchObject({
      state: "filed",
      removal: { possible: true, asked: true },
    });
    await wish(moved, "removal");
    await world.settle(BEN);
    expect(await tasks("Kept among us")).toBe(0);
    expect((await statusOf(moved)).notes.join(" ")).toContain("The activity was removed from Salesforce, with 1 file of it.");
    const [entry] = await world.admin.journal({ user: BEN, outcome: "done" });
    expect(entry).toMatchObject({ kind: "email", action: "remove" });
  });

  it("F3: a later reply is filed by itself, once its thread is followed", async () => {
    const first = await arrive("A thread begins");
    await wish(first, "filing", {});
    await world.settle(BEN);
    expect((await statusOf(first)).thread).toMatchObject({ replies: "unasked" });
    await wish(first, "thread", { replies: "file" });
    const root = String(first.fields["internetMessageId"]);
    await arrive("Re: A thread begins", { head: `References: ${root}\r\nIn-Reply-To: ${root}\r\n` });
    await world.settle(BEN);
    expect(await tasks("Re: A thread begins")).toBe(1);
  });

  it("F1: a draft is filed when it has been sent", async () => {
    const draft = await arrive("Written here", { folder: "drafts", draft: true, to: NORA });
    expect(await wish(draft, "when-sent", { file: true })).toMatchObject({ state: "unsent" });
    await world.settle(BEN);
    expect(await tasks("Written here")).toBe(0);
    seed().change(draft, { isDraft: false });
    const sent = seed().move(draft, "sentitems");
    await world.settle(BEN);
    expect(await tasks("Written here")).toBe(1);
    expect(await statusOf(sent)).toMatchObject({ state: "filed" });
  });

  it("P8: none of it is open to somebody who has not the mail", async () => {
    const mail = await arrive("Not his");
    for (const [what, body] of [
      ["sharing", { scope: "mail", share: false }],
      ["thread", { replies: "file" }],
      ["when-sent", { file: true }],
      ["removal", undefined],
    ] as const) {
      const asked = await world.admin.emailWish(EMIL, idOf(mail), what, body).catch((error: unknown) => error);
      expect(asked).toBeInstanceOf(ApiRefused);
      expect(asked).toMatchObject({ status: 404 });
    }
    expect(await statusOf(mail)).toMatchObject({ state: "not-filed", sharing: { mail: false, thread: false } });
  });
});
