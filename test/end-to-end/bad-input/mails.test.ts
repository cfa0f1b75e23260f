import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderNames } from "../../../shared/records/names.ts";
import type { ExpiryWording } from "../../sandbox/graph/stored.ts";
import { expectClear, type Person, unkindWorld, type UnkindWorld } from "./unkind-world.ts";

let world: UnkindWorld;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  world = await unkindWorld({ org: { sharedActivities: true, blockedExtensions: ["exe"] } });
  anna = world.person("anna");
  ben = world.person("ben");
  await world.admin.activateAll();
  const presets = (await (await world.administer("GET", "/api/admin/presets/default")).json()) as object;
  await world.administer("PUT", "/api/admin/presets/default", { ...presets, blocked: ["@blocked.example"] });
  await settled(anna, ben);
});

afterAll(() => world.close());

async function settled(...people: readonly Person[]): Promise<void> {
  for (const cycle of await Promise.all(people.map(({ email }) => world.admin.cycle(email, 60)))) {
    expect(cycle).toMatchObject({ settled: true, waiting: 0, running: 0 });
  }
}

async function tasks(subject: string): Promise<number> {
  return world.salesforce.countAll(`SELECT COUNT() FROM Task WHERE Subject = '${subject}'`);
}

const file = (name: string, content: string | Buffer) => ({ name, type: "application/octet-stream", bytes: Buffer.from(content) });

describe("F7: any mail", () => {
  it("without subject, with 100,000 characters of it, without id, to 2,000 people, full of control characters: each is filed once", async () => {
    const mails = await Promise.all([
      anna.filed({ subject: "" }),
      anna.filed({ subject: "S".repeat(100_000) }),
      anna.filed({ subject: "No id", messageId: "" }),
      anna.filed({ subject: "A crowd", to: Array.from({ length: 2_000 }, (_, index) => `person${index}@crowd.example`) }),
      anna.filed({ subject: "🎉 \u0007\u0000 ring", text: "bell \u0007 🎉 end" }),
    ]);
    await settled(anna);
    const states = await Promise.all(mails.map((mail) => anna.status(mail)));
    expect(states.map(({ state, problem }) => [state, problem])).toEqual(mails.map(() => ["filed", null]));
    const found = await world.salesforce.query<{ Subject: string }>("SELECT Subject FROM Task");
    expect(found.map(({ Subject }) => Subject).sort()).toEqual(
      ["(no subject)", "A crowd", "No id", `${"S".repeat(254)}…`, "🎉 ring"].sort(),
    );
    expect(states[1]?.notes.join()).toContain("it was cut, and stands whole in the text");
    expect(states[3]?.files.map(({ name }) => name)).toEqual(["Email text.txt"]);
  });
});

describe("F4: attachments", () => {
  it("of a blocked type is left out and named; empty, twins, paths and text that runs backwards are filed under safe names", async () => {
    const files = [
      file("virus.exe", "MZ"),
      file("empty.txt", ""),
      file("twice.txt", "one"),
      file("twice.txt", "two"),
      file("../../etc/passwd", "root"),
      file("\u202Egpj.\u202Ctxt", "rtl"),
    ];
    const mail = await anna.filed({ subject: "Odd files", files });
    await settled(anna);
    const { state, problem, files: filed } = await anna.status(mail);
    expect([state, problem?.code]).toEqual(["filed-in-part", "SALESFORCE_FILE_EXTENSION_NOT_ALLOWED"]);
    expectClear(problem);
    expect(filed.map((one) => [one.name, one.problem === null])).toEqual([
      ["virus.exe", false],
      ["empty.txt", true],
      ["twice.txt", true],
      ["twice.txt", true],
      ["passwd", true],
      ["gpj.txt", true],
    ]);
    const versions = await world.salesforce.query<{ Id: string }>("SELECT Id FROM ContentVersion WHERE Title = 'twice'");
    const contents = await Promise.all(versions.map(({ Id }) => world.salesforce.bytes(Id)));
    expect(contents.map(String).sort()).toEqual(["one", "two"]);
  });

  it("of 40 MB goes through whole", async () => {
    const mail = await anna.filed({ subject: "Heavy", files: [file("heavy.bin", Buffer.alloc(40 * 1024 * 1024, 7))] });
    await settled(anna);
    expect((await anna.status(mail)).state).toBe("filed");
    const [version] = await world.salesforce.query("SELECT ContentSize FROM ContentVersion WHERE Title = 'heavy'");
    expect(version).toMatchObject({ ContentSize: 40 * 1024 * 1024 });
  });
});

describe("F2: mails that are not to be filed", () => {
  it("a blocked address, and colleagues only, are kept out with a reason; File anyway files them", async () => {
    const blocked = await anna.filed({ subject: "Blocked", from: "Bob <bob@blocked.example>" });
    const internal = await anna.filed({ subject: "Internal", from: `Ben <${ben.email}>` });
    await settled(anna);
    for (const [mail, code] of [
      [blocked, "BLOCKED_ADDRESS"],
      [internal, "INTERNAL_ONLY"],
    ] as const) {
      const { state, problem } = await anna.status(mail);
      expect([state, problem?.code]).toEqual(["excluded", code]);
      expectClear(problem);
      expect(problem?.remedy).toContain("File anyway");
      await anna.fileInPane(mail, { anyway: true });
    }
    await settled(anna);
    expect([await tasks("Blocked"), await tasks("Internal")]).toEqual([1, 1]);
  });
});

describe("mails that move while they are looked at", () => {
  it("removed, thrown away or moved out again before they are read, they leave no trace; in a subfolder they are filed", async () => {
    const removed = await anna.filed({ subject: "Removed" });
    world.standIns.graph.seed.remove(removed);
    const binned = await anna.filed({ subject: "Binned" });
    anna.drag(binned, "deleteditems");
    const back = await anna.filed({ subject: "Back" });
    anna.drag(back, "inbox");
    const deep = await anna.filed({ subject: "Deep" });
    anna.drag(deep, `${folderNames.emails}/Deep/Deeper`);
    const beside = await anna.filed({ subject: "Beside" });
    await settled(anna);
    expect((await anna.status(beside)).state).toBe("filed");
    expect((await anna.status(deep)).state).toBe("filed");
    for (const subject of ["Removed", "Binned", "Back"]) expect(await tasks(subject)).toBeLessThanOrEqual(1);
    expect((await anna.status(back)).state).toBe((await tasks("Back")) === 1 ? "filed" : "not-filed");
  });

  it("moved out while it is being filed, it is filed once or not at all, and nothing is stuck", async () => {
    const mail = await anna.filed({ subject: "On the run", files: [file("a.txt", "a"), file("b.txt", "b")] });
    const running = world.admin.cycle(anna.email, 30);
    anna.drag(mail, "inbox");
    await running;
    await settled(anna);
    const count = await tasks("On the run");
    expect(count).toBeLessThanOrEqual(1);
    expect((await anna.status(mail)).state).toBe(count === 1 ? "filed" : "not-filed");
  });

  it("F3: dragged in two mailboxes at the same moment, it is one activity, and each is told", async () => {
    const same = { messageId: "<same@outside.example>", subject: "Same", to: [anna.email, ben.email], files: [file("a.txt", "a")] };
    const sent = new Date(Date.UTC(2026, 3, 1));
    const [his, hers] = [await ben.mail({ ...same, sent }), await anna.mail({ ...same, sent })];
    anna.drag(hers);
    ben.drag(his);
    await settled(anna, ben);
    expect(await tasks("Same")).toBe(1);
    const told = [await anna.status(hers), await ben.status(his)];
    expect(told.map(({ state }) => state)).toEqual(["filed", "filed"]);
    expect(told.flatMap(({ notes }) => notes).join()).toMatch(/(?:anna|ben) filed this message first/u);
    expect(await world.salesforce.count("SELECT COUNT() FROM ContentVersion WHERE Title = 'a' AND ContentSize = 1")).toBeLessThanOrEqual(2);
  });
});

describe("MG9: delta tokens that are over", () => {
  const wordings: readonly ExpiryWording[] = [
    "gone-with-location",
    "gone-lower-case",
    "bad-request",
    "not-found",
    "resync-required",
    "sync-state-invalid",
  ];
  it.each(wordings)("%s: what came meanwhile is there when the cycle says settled, and nothing is doubled", async (wording) => {
    // Without notifications only the cycle that is asked for looks, and it must not stop at the token.
    const fault = world.standIns.faults.plant({ kind: "notification-lost", on: "graph" });
    world.standIns.graph.seed.expireDeltaTokens(anna.email, wording);
    const mail = await anna.filed({ subject: wording });
    const contact = anna.contact({ givenName: "Expired", surname: wording });
    await settled(anna);
    world.standIns.faults.lift(fault);
    expect((await anna.status(mail)).state).toBe("filed");
    expect(anna.now(contact)?.fields["categories"]).toEqual(["Salesforce"]);
    expect(await tasks(wording)).toBe(1);
    expect(await world.salesforce.count(`SELECT COUNT() FROM Contact WHERE LastName = '${wording}'`)).toBe(1);
  });
});

describe("B5: off and on again", () => {
  it("files nothing while off, lists it afterwards instead of filing it unasked, and repeats nothing", async () => {
    const before = await world.salesforce.countAll("SELECT COUNT() FROM Task");
    await world.admin.setSync(anna.email, "off");
    const mail = await anna.filed({ subject: "While off" });
    expect((await anna.status(mail)).state).toBe("not-filed");
    await world.admin.setSync(anna.email, "on");
    await settled(anna);
    const { state, problem } = await anna.status(mail);
    expect(state).toBe("listed");
    expectClear(problem);
    expect(await world.salesforce.countAll("SELECT COUNT() FROM Task")).toBe(before);
    await anna.fileInPane(mail, {});
    await settled(anna);
    expect(await tasks("While off")).toBe(1);
  });
});
