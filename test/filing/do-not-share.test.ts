import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import { shareKeysOf } from "../../sync-service/filing/mail-traits.ts";
import type { FilingParts } from "../../sync-service/filing/parts.ts";
import { removeFromPane, setSharing } from "../../sync-service/filing/pane-sharing.ts";
import { emailStatus, fileFromPane } from "../../sync-service/filing/pane.ts";
import { hintOf, paneOf, userOf } from "./from-the-pane.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";

let office: Office;
let anna: Colleague;
beforeEach(async () => {
  office = await openOffice();
  anna = await office.hire("Anna");
  office.world.salesforce.seed.contact({ LastName: "Doe", Email: "jane@acme.example", OwnerId: anna.salesforceUserId });
});
afterEach(() => office.close());

describe("SEC29: a mail marked Do not share is filed on no path", () => {
  const files = [
    { name: "a.txt", content: "a" },
    { name: "b.txt", content: "b" },
  ];

  it.each(["folder", "subfolder", "category", "pane", "pane, anyway", "retry"] as const)("marked before: by %s", async (path) => {
    const mail = await arrive(anna, mime({ files }));
    await flag(anna, mail);
    await take(path, mail);
    await anna.fileAll();
    expect(tasks()).toEqual([]);
    expect(versions()).toEqual([]);
    expect(await status(anna, mail)).toMatchObject({ state: "excluded", problem: { code: "DO_NOT_SHARE" }, sharing: { mail: true } });
  });

  it("marked during: whatever call it comes between, nothing stays in Salesforce unless it stood already, and then removing it is asked", async () => {
    const ends = new Set<string>();
    for (let call = 1, isOver = false; !isOver; call += 1) {
      const mail = await arrive(anna, mime({ subject: `mail ${call}`, files }));
      await take("folder", mail);
      isOver = true;
      await fileSlice(
        interrupted(anna.parts, call, async () => {
          isOver = false;
          await flag(anna, mail);
        }),
      );
      if (isOver) break; // it makes no more calls than those
      await anna.fileAll();
      const { state, removal } = await status(anna, mail);
      ends.add(state);
      const mine = tasks().filter(({ values }) => values["Subject"] === `mail ${call}`);
      if (state === "excluded") expect([mine, versions()]).toEqual([[], []]);
      else {
        expect([mine.length, removal]).toEqual([1, { possible: true, why: null, asked: true }]);
        await remove(anna, mail);
        expect([tasks(), versions()]).toEqual([[], []]);
      }
    }
    expect(ends).toEqual(new Set(["excluded", "filed"]));
  }, 60_000);

  it("marked after: it stays until the question is answered; then the activity goes with its files, and what was done is told", async () => {
    const mail = await arrive(anna, mime({ files }));
    await take("folder", mail);
    await anna.fileAll();
    const told = await flag(anna, mail);
    expect(told).toMatchObject({ state: "filed", sharing: { mail: true }, removal: { possible: true, asked: true } });
    expect(tasks()).toHaveLength(1);
    expect((await remove(anna, mail)).notes).toEqual([
      "The activity was removed from Salesforce, with 2 files of it. It lies in the recycle bin there for 15 days.",
    ]);
    expect([tasks(), versions()]).toEqual([[], []]);
    expect(await status(anna, mail)).toMatchObject({ state: "not-filed", problem: { code: "ACTIVITY_REMOVED" }, removal: null });
    expect(categories(anna)).toEqual([[]]);
    await anna.fileAll();
    expect(tasks()).toEqual([]);
    const journal = await office.db.selectFrom("journal").select(["action", "outcome"]).orderBy("id").execute();
    expect(journal).toEqual([
      { action: "file", outcome: "filed" },
      { action: "remove", outcome: "done" },
    ]);
  });

  it("taken off again, what a mark asks for is filed", async () => {
    const mail = await arrive(anna, mime({}));
    await flag(anna, mail);
    await take("folder", mail);
    await anna.fileAll();
    await flag(anna, mail, "mail", true);
    await anna.fileAll();
    expect(await status(anna, mail)).toMatchObject({ state: "filed", sharing: { mail: false } });
  });

  it("a copy of the mail in the same mailbox counts as the mail", async () => {
    const message = mime({ id: "<twice@acme.example>" });
    const mail = await arrive(anna, message);
    await flag(anna, mail);
    await arrive(anna, message, FOLDER);
    await anna.fileAll();
    expect(tasks()).toEqual([]);
  });
});

describe("F5: a conversation", () => {
  it("keeps its later mails out too, and no others", async () => {
    const first = await arrive(anna, thread("<1@acme.example>"));
    await flag(anna, first, "thread");
    const reply = await arrive(anna, thread("<2@acme.example>", "<1@acme.example>"), FOLDER);
    const other = await arrive(anna, thread("<3@acme.example>"), FOLDER);
    await anna.fileAll();
    expect(await status(anna, reply)).toMatchObject({ state: "excluded", problem: { code: "DO_NOT_SHARE_THREAD" } });
    expect(await status(anna, other)).toMatchObject({ state: "filed" });
  });
});

describe("F5: whom it binds", () => {
  it("the mailbox of the person who set it", async () => {
    const bert = await office.hire("Bert");
    const message = mime({ id: "<both@acme.example>" });
    const mail = await arrive(anna, message, FOLDER);
    await flag(anna, mail);
    await arrive(bert, message, FOLDER);
    await anna.fileAll();
    await bert.fileAll();
    expect(tasks().map(({ values }) => values["OwnerId"])).toEqual([bert.salesforceUserId]);
  });

  it("everybody, where the preset says so: mail and conversation, and everybody's is filed when it is taken off", async () => {
    anna = await office.hire("Ann", { doNotShareBinds: "organisation" });
    const bert = await office.hire("Bert", { doNotShareBinds: "organisation" });
    const first = await arrive(anna, thread("<1@acme.example>"));
    await flag(anna, first, "thread");
    const his = await arrive(bert, thread("<2@acme.example>", "<1@acme.example>"), FOLDER);
    await bert.fileAll();
    expect(await status(bert, his)).toMatchObject({
      state: "excluded",
      sharing: { thread: false, rule: { code: "DO_NOT_SHARE_ELSEWHERE" } },
    });
    await flag(anna, first, "thread", true);
    await bert.fileAll();
    expect(await status(bert, his)).toMatchObject({ state: "filed" });
  });

  it("an activity that a colleague's mailbox stands behind is not removed, and it says whose", async () => {
    const bert = await office.hire("Bert");
    const message = mime({ id: "<both@acme.example>" });
    const mail = await arrive(anna, message, FOLDER);
    await anna.fileAll();
    await arrive(bert, message, FOLDER);
    await bert.fileAll();
    expect((await flag(anna, mail)).removal).toEqual({
      possible: false,
      why: "Bert filed this message too, so it is not removed from here.",
      asked: true,
    });
    await expect(remove(anna, mail)).rejects.toThrow("Bert filed this message too");
    expect(tasks()).toHaveLength(1);
  });

  it("P2: an activity that somebody changed since stays, and it says who", async () => {
    const mail = await arrive(anna, mime({}), FOLDER);
    await anna.fileAll();
    const [task] = tasks();
    office.world.salesforce.seed.change("Task", task?.id ?? "", { Description: "more" });
    expect((await remove(anna, mail)).notes.join(" ")).toContain("changed the activity since it was filed");
    expect(tasks()).toHaveLength(1);
  });
});

describe("F5: what was sent as private counts as marked", () => {
  it.each([
    ["Sensitivity: Private", "PRIVATE_MAIL"],
    ["Sensitivity: Company-Confidential", "CONFIDENTIAL_MAIL"],
    [
      "msip_labels: MSIP_Label_3f1e2d4c-0000-4000-8000-00000000000a_Enabled=true; MSIP_Label_3f1e2d4c-0000-4000-8000-00000000000a_Name=Board Only",
      "LABEL_KEPT_OUT",
    ],
  ])("%s", async (header, code) => {
    const ann = await office.hire("Ann", { doNotShareLabels: ["Board only"] });
    const mail = await arrive(ann, headed(header));
    await fileFromPane(userOf(ann), hintOf(office, mail), { anyway: true }, paneOf(office));
    await ann.fileAll();
    expect(tasks()).toEqual([]);
    expect(await status(ann, mail)).toMatchObject({ state: "excluded", problem: { code }, sharing: { mail: false, rule: { code } } });
  });

  it.each([
    "Sensitivity: Personal",
    "msip_labels: MSIP_Label_3f1e2d4c-0000-4000-8000-00000000000a_Enabled=false; MSIP_Label_3f1e2d4c-0000-4000-8000-00000000000a_Name=Board Only",
    "msip_labels: MSIP_Label_3f1e2d4c-0000-4000-8000-00000000000b_Enabled=true; MSIP_Label_3f1e2d4c-0000-4000-8000-00000000000b_Name=Everyone",
  ])("but not %s", async (header) => {
    const ann = await office.hire("Ann", { doNotShareLabels: ["Board only"] });
    await arrive(ann, headed(header), FOLDER);
    await ann.fileAll();
    expect(tasks()).toHaveLength(1);
  });
});

it("P6: neither a message id nor a thread is readable in the flags", async () => {
  const mail = await arrive(anna, thread("<canary@acme.example>"));
  await flag(anna, mail);
  await flag(anna, mail, "thread");
  const rows = await office.db.selectFrom("do_not_share").selectAll().execute();
  expect(rows.length).toBeGreaterThan(1);
  expect(JSON.stringify(rows)).not.toContain("canary");
  const { conversationId } = (await anna.parts.mailbox.find(office.world.graph.seed.id(mail), null)) ?? {};
  expect(JSON.stringify(rows)).not.toContain(conversationId);
  expect(shareKeysOf({ id: "x", internetMessageId: null, conversationId: null, threadRoot: null })).toEqual({
    mail: "item x",
    threads: [],
  });
});

type Mail = Awaited<ReturnType<typeof arrive>>;
function arrive(colleague: Colleague, message: Buffer, folder = "inbox") {
  return office.world.graph.seed.mime(colleague.email, folder, message);
}
function thread(id: string, root?: string): Buffer {
  const message = mime({ id, subject: root === undefined ? `About ${id}` : "Re: About" }).toString();
  return Buffer.from(root === undefined ? message : `References: ${root}\r\nIn-Reply-To: ${root}\r\n${message}`);
}
const headed = (header: string) => Buffer.from(`${header}\r\n${mime({}).toString()}`);

async function take(path: "folder" | "subfolder" | "category" | "pane" | "pane, anyway" | "retry", mail: Mail): Promise<void> {
  const { seed } = office.world.graph;
  switch (path) {
    case "folder":
      return void seed.move(mail, FOLDER);
    case "subfolder":
      return void seed.move(mail, `${FOLDER}/Acme`);
    case "category":
      return void seed.change(mail, { categories: ["salesforce"] });
    case "pane":
      return void (await fileFromPane(userOf(anna), hintOf(office, mail), {}, paneOf(office)));
    case "pane, anyway":
      return void (await fileFromPane(userOf(anna), hintOf(office, mail), { anyway: true }, paneOf(office)));
    case "retry":
      await fileFromPane(userOf(anna), hintOf(office, mail), {}, paneOf(office));
      await office.db.updateTable("filings").set({ state: "waiting", attempts: 3 }).execute();
  }
}
const status = (who: Colleague, mail: Mail) => emailStatus(userOf(who), hintOf(office, mail), paneOf(office));
const flag = (who: Colleague, mail: Mail, scope: "mail" | "thread" = "mail", share = false) =>
  setSharing(userOf(who), hintOf(office, mail), { scope, share }, paneOf(office));
async function remove(who: Colleague, mail: Mail) {
  expect((await removeFromPane(userOf(who), hintOf(office, mail), paneOf(office))).state).toBe("removing");
  await who.fileAll();
  return status(who, mail);
}
const live = (object: string) => [...office.world.salesforce.org.store.rows(object)].filter(({ values }) => values["IsDeleted"] !== true);
const tasks = () => live("Task");
const versions = () => live("ContentVersion");
const categories = (who: Colleague) => office.world.graph.seed.items(who.email, FOLDER).map(({ fields }) => fields["categories"]);

/** The parts, with something that happens just before their n-th call to the outside. */
function interrupted(parts: FilingParts, at: number, happens: () => Promise<unknown>): FilingParts {
  let made = 0;
  const guard = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function" || name === "recordUrl") return value;
        return async (...given: unknown[]) => {
          made += 1;
          if (made === at) await happens();
          return Reflect.apply(value, target, given);
        };
      },
    });
  return { ...parts, mailbox: guard(parts.mailbox), crm: guard(parts.crm), store: guard(parts.store) };
}
