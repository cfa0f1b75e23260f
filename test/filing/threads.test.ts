import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setReplies, setSharing } from "../../sync-service/filing/pane-sharing.ts";
import { emailStatus, fileFromPane } from "../../sync-service/filing/pane.ts";
import { hintOf, paneOf, userOf } from "./from-the-pane.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";

let office: Office;
let anna: Colleague;
let deal: string;
beforeEach(async () => {
  office = await openOffice();
  anna = await office.hire("Anna", { blocked: ["spam@bad.example"] });
  const { seed } = office.world.salesforce;
  const account = seed.account({ Name: "Acme", OwnerId: anna.salesforceUserId });
  seed.contact({ LastName: "Doe", Email: "jane@acme.example", AccountId: account, OwnerId: anna.salesforceUserId });
  seed.opportunity({ Name: "Big deal", AccountId: account, OwnerId: anna.salesforceUserId });
  deal = seed.opportunity({ Name: "Small deal", AccountId: account, OwnerId: anna.salesforceUserId });
});
afterEach(() => office.close());

describe("F2: the record of a thread", () => {
  it("is what it was filed to before, also where the rules would take another", async () => {
    await filedToDeal();
    await arrive(thread("<2@acme.example>", "<1@acme.example>"), FOLDER);
    await arrive(thread("<3@acme.example>"), FOLDER);
    await anna.fileAll();
    const account = expect.stringMatching(/^001/u);
    // The two are filed side by side.
    expect(
      tasks()
        .map(({ values }) => String(values["WhatId"]))
        .toSorted(),
    ).toEqual([account, deal, deal]);
    expect(JSON.stringify(await statusOf("<2@acme.example>"))).toContain("Related to Small deal, as this conversation was before.");
  });

  it("gives way to the user's choice, and counts no more when it is gone", async () => {
    await filedToDeal();
    const second = await arrive(thread("<2@acme.example>", "<1@acme.example>"));
    await fileFromPane(userOf(anna), hintOf(office, second), { whatId: null }, paneOf(office));
    await anna.fileAll();
    office.world.salesforce.seed.remove("Opportunity", deal);
    await arrive(thread("<3@acme.example>", "<1@acme.example>"), FOLDER);
    await anna.fileAll();
    expect(tasks().map(({ values }) => values["WhatId"] ?? null)).toEqual([null, null, expect.any(String)]);
    expect((await statusOf("<3@acme.example>")).notes.join(" ")).toContain("the only open opportunity");
  });
});

describe("F3: later replies of a thread", () => {
  it("are asked about once something of it is filed; then they are filed to the same record, received or sent, by nobody's hand", async () => {
    const first = await filedToDeal();
    expect((await statusOf("<1@acme.example>")).thread).toEqual({ replies: "unasked", record: "Small deal" });
    await arrive(thread("<before@acme.example>", "<1@acme.example>"), "inbox", "Mon, 09 Nov 2026 18:30:00 +0000");
    await follow(first, "file");
    await arrive(thread("<2@acme.example>", "<1@acme.example>"));
    await arrive(thread("<3@lumen.example>", "<1@acme.example>", { from: "anna@lumen.example", to: "jane@acme.example" }), "sentitems");
    await arrive(thread("<other@acme.example>"));
    await anna.fileAll();
    expect(tasks().map(({ values }) => values["WhatId"])).toEqual([deal, deal, deal]);
    expect(await statusOf("<2@acme.example>")).toMatchObject({ state: "filed", thread: { replies: "file", record: "Small deal" } });
    expect((await statusOf("<other@acme.example>")).state).toBe("not-filed");
    expect((await statusOf("<before@acme.example>")).state).toBe("not-filed");
    expect(categories("<2@acme.example>")).toEqual(["Salesforce"]);
  });

  it("also one that comes in the second of the answer: Exchange tells arrivals in whole seconds", async () => {
    const first = await filedToDeal();
    const second = Math.ceil(office.time.now.getTime() / 1_000) * 1_000;
    office.time.now = new Date(second + 400);
    await follow(first, "file");
    await arrive(thread("<2@acme.example>", "<1@acme.example>"), "inbox", new Date(second + 800).toISOString());
    await arrive(thread("<3@acme.example>", "<1@acme.example>"), "inbox", new Date(second - 200).toISOString());
    await anna.fileAll();
    expect([(await statusOf("<2@acme.example>")).state, (await statusOf("<3@acme.example>")).state]).toEqual(["filed", "not-filed"]);
  });

  it.each([
    ["nobody from outside is on it", { from: "bert@lumen.example" }, "INTERNAL_ONLY"],
    ["nobody can be told to be from outside", { from: "undisclosed" }, "THREAD_WITHOUT_OUTSIDER"],
    ["a blocked address is on it", { cc: "spam@bad.example" }, "BLOCKED_ADDRESS"],
  ])("are not filed when %s", async (_, people, code) => {
    await follow(await filedToDeal(), "file");
    await arrive(thread("<2@acme.example>", "<1@acme.example>", people));
    await anna.fileAll();
    expect(tasks()).toHaveLength(1);
    expect(await statusOf("<2@acme.example>")).toMatchObject({ state: "excluded", problem: { code } });
  });

  it("are left where they lie in Drafts, Junk or Deleted Items", async () => {
    await follow(await filedToDeal(), "file");
    for (const folder of ["junkemail", "deleteditems"]) await arrive(thread(`<${folder}@acme.example>`, "<1@acme.example>"), folder);
    await office.world.graph.seed.mime(anna.email, "drafts", thread("<d@lumen.example>", "<1@acme.example>"), {
      isDraft: true,
      receivedAt: now(),
    });
    await anna.fileAll();
    expect(tasks()).toHaveLength(1);
  });

  it("are filed no more when it was ended in the pane, also those that wait already", async () => {
    const first = await filedToDeal();
    await follow(first, "file");
    await arrive(thread("<2@acme.example>", "<1@acme.example>"));
    const { read } = anna.parts.mailbox;
    const ending = { ...anna.parts.mailbox, read: async (id: string) => (await follow(first, "leave"), read(id)) };
    const { fileSlice } = await import("../../sync-service/filing/filing-slice.ts");
    await fileSlice({ ...anna.parts, mailbox: ending });
    await arrive(thread("<3@acme.example>", "<1@acme.example>"));
    await anna.fileAll();
    expect(tasks()).toHaveLength(1);
    expect(await statusOf("<2@acme.example>")).toMatchObject({ state: "excluded", problem: { code: "THREAD_ENDED" } });
    expect((await statusOf("<1@acme.example>")).thread).toEqual({ replies: "leave", record: "Small deal" });
  });

  it("F5: are not filed once the conversation is marked Do not share", async () => {
    const first = await filedToDeal();
    await follow(first, "file");
    await setSharing(userOf(anna), hintOf(office, first), { scope: "thread", share: false }, paneOf(office));
    await arrive(thread("<2@acme.example>", "<1@acme.example>"));
    await anna.fileAll();
    expect(tasks()).toHaveLength(1);
  });

  it("SEC29, P8: those in another mailbox are not filed by it", async () => {
    const bert = await office.hire("Bert");
    await follow(await filedToDeal(), "file");
    await office.world.graph.seed.mime(bert.email, "inbox", thread("<2@acme.example>", "<1@acme.example>"), { receivedAt: now() });
    await bert.fileAll();
    expect(tasks()).toHaveLength(1);
  });

  it("S3: looking for them costs no further exchange", async () => {
    await follow(await filedToDeal(), "file");
    await anna.fileAll();
    const before = office.world.log.count;
    await anna.fileAll();
    const looks = office.world.log.since(before).filter(({ on, url }) => on === "graph" && url.includes("$batch"));
    expect(looks).toHaveLength(1);
  });
});

async function filedToDeal() {
  const first = await arrive(thread("<1@acme.example>"));
  await fileFromPane(userOf(anna), hintOf(office, first), { whatId: deal }, paneOf(office));
  await anna.fileAll();
  return first;
}

type Mail = Awaited<ReturnType<typeof arrive>>;
const now = () => new Date(office.time.now.getTime() + 1_000);
function arrive(message: Buffer, folder = "inbox", at?: string) {
  return office.world.graph.seed.mime(anna.email, folder, message, { receivedAt: at === undefined ? now() : new Date(at) });
}
function thread(id: string, root?: string, people: { from?: string; to?: string; cc?: string } = {}): Buffer {
  const message = mime({ id, subject: root === undefined ? `About ${id}` : "Re: About", ...people }).toString();
  return Buffer.from(root === undefined ? message : `References: ${root}\r\nIn-Reply-To: ${root}\r\n${message}`);
}
const statusOf = (messageId: string) => emailStatus(userOf(anna), { itemId: "none", internetMessageId: messageId }, paneOf(office));
const follow = (mail: Mail, replies: "file" | "leave") => setReplies(userOf(anna), hintOf(office, mail), replies, paneOf(office));
const tasks = () => [...office.world.salesforce.org.store.rows("Task")];
const categories = (messageId: string) =>
  office.world.graph.seed.items(anna.email, "inbox").find(({ fields }) => fields["internetMessageId"] === messageId)?.fields["categories"];
