import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderNames } from "../../shared/records/names.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { ADA, openServiceWorld, type ServiceWorld } from "./service-world.ts";
import { tamperWith } from "./tamper.ts";

let world: ServiceWorld;
let trap: Server;
const heard: string[] = [];

beforeAll(async () => {
  trap = createServer((request, response) => {
    heard.push(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? ""}`);
    response.setHeader("content-type", "application/json").end('{"value":[],"records":[],"done":true}');
  }).listen(0, "0.0.0.0");
  await new Promise((listening) => trap.once("listening", listening));
  world = await openServiceWorld();
});
afterAll(async () => {
  await world.close();
  trap.close();
});

const rows = (object: string) => [...world.standIns.salesforce.org.store.rows(object)].map(({ values }) => values);

describe("SEC14: words that are more than words elsewhere", () => {
  /** Local parts that Salesforce takes in an address, each with a neighbour that a pattern would hit and an equal would not. */
  const addresses: readonly (readonly [local: string, neighbour: string | null])[] = [
    ["o'brien", "obrien"],
    ["per%cent", "perXXcent"],
    ["under_score", "underXscore"],
    ["{brace}", "brace"],
    ["plus+tag", "plus"],
    ["que?ry&a=b", "que"],
    ["pipe|d", null],
    ["a=b", null],
    ["tick`s", null],
    ["star*s", "starrrs"],
  ];
  /** Those that Salesforce holds in no field: the mail is filed all the same. */
  const unsavable = [
    "back\\slash",
    'quo"te',
    "ünïcode",
    "new\nline",
    "with space",
    "rtl\u202Emark",
    "comma,s",
    "x' OR Email != 'y",
    "nul\u0000l",
  ];
  const words = [
    "O'Brien & Söhne",
    "100%_sure?",
    'He said "no"',
    "back\\slash\\'",
    "{brace} @{ref.id}",
    "@{task.id}",
    "@{links[0].id} @{",
    "nul\u0000l",
    "rtl \u202Etfel ot thgir",
    "'; DROP TABLE filings; --",
    "__proto__",
    "%00%0d%0a",
    "line\r\nBcc: x@y.example",
    "=cmd|' /C calc'!A0",
    "\uD800 alone",
    "${7*7} {{7*7}}",
    "Ж中文🦉",
    "\u200B",
    "'",
    "\\",
  ];

  const place = (subject: string, local: string, name: string): StoredItem =>
    world.standIns.graph.seed.message(ADA, folderNames.emails, {
      subject,
      internetMessageId: `<${randomUUID()}@outside.example>`,
      sentDateTime: "2026-03-02T09:00:00Z",
      from: { emailAddress: { name, address: `${local}@outside.example` } },
      toRecipients: [{ emailAddress: { name: "Ada", address: ADA } }],
      body: { contentType: "text", content: `${subject}\n${name}` },
    });

  it("in a sender's address relate the mail to him alone, and to nobody by likeness", async () => {
    const { salesforce } = world.standIns;
    const [ada] = salesforce.org.store.having("User", "Username", `${ADA}.sandbox`);
    const own = new Map(
      addresses.map(([local]) => [
        local,
        salesforce.seed.contact({ OwnerId: ada?.id, LastName: "Own", Email: `${local}@outside.example` }),
      ]),
    );
    for (const [, neighbour] of addresses)
      if (neighbour) salesforce.seed.contact({ OwnerId: ada?.id, LastName: "Neighbour", Email: `${neighbour}@outside.example` });
    for (const [local] of addresses) place(`From ${local}`, local, local);
    for (const local of unsavable) place(`Unsavable ${unsavable.indexOf(local)}`, local, local);
    await world.settle(ADA);
    const tasks = rows("Task");
    for (const [local] of addresses) {
      expect([local, tasks.filter((task) => task["Subject"] === `From ${local}`).map((task) => task["WhoId"])]).toEqual([
        local,
        [own.get(local)],
      ]);
    }
    for (const local of unsavable) {
      expect([
        local,
        tasks.filter((task) => task["Subject"] === `Unsavable ${unsavable.indexOf(local)}`).map((task) => task["WhoId"] ?? null),
      ]).toEqual([local, [null]]);
    }
  });

  it("in a subject, a name, a text or a file's name are filed as they are, save for control characters", async () => {
    const before = rows("Task").length;
    const items = words.map((word, index) => place(`${index} ${word}`, `words${index}`, word));
    const files = { name: `../../etc/${words[2] ?? ""}\u202Egpj.exe`, type: "text/plain", bytes: Buffer.from("content") };
    await world.mail(ADA, {
      subject: "With an evil file name",
      files: [files, { ...files, name: "..\\..\\win.ini" }, { ...files, name: "'; delete.txt" }],
    });
    await world.settle(ADA);
    const tasks = rows("Task").slice(before);
    for (const [index, word] of words.entries()) {
      const plain = `${index} ${word}`.toWellFormed().replaceAll(/\p{Cc}+/gu, " ");
      const found = tasks.filter((task) => String(task["Subject"]).startsWith(`${index} `) || task["Subject"] === String(index));
      expect([word, found.length]).toEqual([word, 1]);
      const spaced = (text: string) => text.replaceAll(/[\s\u200B]+/gu, "");
      expect([word, spaced(String(found[0]?.["Subject"]))]).toEqual([
        word,
        expect.toSatisfy((subject: string) => [spaced(plain), spaced(plain.replaceAll("nul l", "null"))].includes(subject)),
      ]);
    }
    expect(tasks.length).toBe(words.length + 1);
    for (const item of items)
      expect(await world.admin.emailStatus(ADA, world.standIns.graph.seed.id(item))).toMatchObject({ state: "filed", problem: null });
    const titles = rows("ContentVersion").map((version) => String(version["PathOnClient"]));
    expect(titles.length).toBe(3);
    for (const title of titles) expect(title).not.toMatch(/[/\\\u202E]|^\./u);
  });

  it("in a contact come up and go down unchanged, and no contact fails for them", async () => {
    const { salesforce, graph } = world.standIns;
    const [ada] = salesforce.org.store.having("User", "Username", `${ADA}.sandbox`);
    const savable = words.filter((word) => word.isWellFormed() && !/\p{Cc}/u.test(word) && word !== "\u200B");
    for (const [index, word] of savable.entries()) {
      graph.seed.contact(ADA, folderNames.contacts, {
        surname: word,
        givenName: `Up ${index}`,
        personalNotes: word,
        emailAddresses: [{ name: word, address: `up${index}@outside.example` }],
      });
      salesforce.seed.contact({
        OwnerId: ada?.id,
        LastName: word,
        FirstName: `Down ${index}`,
        Description: word,
        Email: `down${index}@outside.example`,
      });
    }
    await world.settle(ADA);
    const items = graph.seed.items(ADA, folderNames.contacts, "contacts").map(({ fields }) => fields);
    for (const [index, word] of savable.entries()) {
      expect([word, rows("Contact").filter((contact) => contact["FirstName"] === `Up ${index}`)]).toMatchObject([
        word,
        [{ LastName: word, Description: word }],
      ]);
      expect([word, items.filter((item) => item["givenName"] === `Down ${index}`)]).toMatchObject([
        word,
        [{ surname: word, personalNotes: word }],
      ]);
    }
    // Edited, they travel together with others': none of them may be read as a part of the request.
    for (const item of graph.seed.items(ADA, folderNames.contacts, "contacts")) {
      const name = String(item.fields["givenName"]);
      if (name.startsWith("Up ")) graph.seed.change(item, { personalNotes: name === "Up 0" ? "@{before.records[0].Email} @{" : "Edited" });
    }
    await world.settle(ADA);
    const notes = rows("Contact")
      .filter((contact) => String(contact["FirstName"]).startsWith("Up "))
      .map((contact) => contact["Description"]);
    expect(notes.toSorted((one, other) => String(one).localeCompare(String(other), "en"))).toEqual([
      "@{before.records[0].Email} @{",
      ...savable.slice(1).map(() => "Edited"),
    ]);
    const { failed, held, conflicts } = await world.admin.cycle(ADA);
    expect({ failed, held, conflicts }).toEqual({ failed: 0, held: 0, conflicts: 0 });
  });
});

describe("SEC9, SEC10, SEC12: the webhook of the running service", () => {
  const post = (query: string, body?: string, headers: Readonly<Record<string, string>> = {}) =>
    world.ask(`/webhooks/graph${query}`, { method: "POST", headers, ...(body === undefined ? {} : { body }) });
  const known = () => {
    const [subscription] = world.standIns.graph.notifier.subscriptions.all();
    if (!subscription?.clientState) throw new Error("the service has no subscription");
    return {
      subscriptionId: subscription.id,
      clientState: subscription.clientState,
      changeType: "created",
      resource: subscription.resource,
      tenantId: world.standIns.identity.tenantId,
    };
  };
  const wakes = async () => (await world.dump()).get("public.mailboxes")?.match(/\d+/gu)?.join(",") ?? "";

  it.each([
    ["a script", "<script>alert(1)</script>"],
    ["a line break", "a\r\nSet-Cookie: x=1\r\n\r\n<html>"],
    ["another alphabet", "žeton 🦉 \u202E"],
    ["a plus and a percent", "a+b%41"],
  ])("SEC9: hands %s back as it is, as text that no browser runs, and does nothing else", async (_what, token) => {
    const reply = await post(`?validationToken=${encodeURIComponent(token)}`, JSON.stringify({ value: [known()] }));
    expect([reply.status, reply.body, reply.headers["content-type"], reply.headers["x-content-type-options"]]).toEqual([
      200,
      token,
      "text/plain",
      "nosniff",
    ]);
    expect(reply.headers["set-cookie"]).toBeUndefined();
  });

  it("SEC9: refuses a megabyte, two tokens, and every method but POST", async () => {
    const endless = await post(`?validationToken=${"x".repeat(1_000_000)}`).catch((cut: NodeJS.ErrnoException) => ({ status: cut.code }));
    expect([400, 414, 431, "ECONNRESET", "EPIPE"]).toContain(endless.status);
    expect((await post(`?validationToken=${"x".repeat(5_000)}`)).status).toBe(400);
    expect((await post("?validationToken=a&validationToken=b")).status).toBe(400);
    for (const method of ["GET", "PUT", "HEAD", "DELETE"])
      expect([method, (await world.ask("/webhooks/graph?validationToken=a", { method })).status]).toEqual([method, 404]);
    // The answer may come before the last byte was sent, on a line that is cut.
    const large = await post("", "x".repeat(5_000_000)).catch((cut: NodeJS.ErrnoException) => ({ status: cut.code }));
    expect([413, "ECONNRESET", "EPIPE"]).toContain(large.status);
  });

  it("SEC10, SEC11: a forged notification is answered as a genuine one is, and wakes nobody", async () => {
    const genuine = known();
    await world.settle(ADA);
    const dropped = async () => Number(/tandem_notifications\w*\{outcome="(?:forged|unknown)"\}/u.test((await world.ask("/metrics")).body));
    const answer = await post("", JSON.stringify({ value: [genuine] }));
    await world.settle(ADA);
    const forged = [
      { ...genuine, clientState: "0".repeat(genuine.clientState.length) },
      { ...genuine, clientState: genuine.clientState.slice(0, -1) },
      { ...genuine, clientState: "" },
      { ...genuine, clientState: null },
      { ...genuine, subscriptionId: randomUUID() },
      { ...genuine, subscriptionId: "' or 1=1 --" },
      { ...genuine, subscriptionId: "\u0000" },
      { ...genuine, subscriptionId: { $ne: null } },
      { ...genuine, clientState: ["x"], lifecycleEvent: "subscriptionRemoved" },
    ];
    for (const notification of forged) {
      const reply = await post("", JSON.stringify({ value: [notification] }));
      expect([notification.subscriptionId, reply.status, reply.body]).toEqual([notification.subscriptionId, answer.status, answer.body]);
    }
    expect(await dropped()).toBe(1);
    expect(world.standIns.graph.notifier.subscriptions.all().map(({ id }) => id)).toContain(genuine.subscriptionId);
  });

  it("SEC12: while the database is stalled it answers that it could not, and Graph sends again", async () => {
    const client = await world.connect();
    try {
      await client.query("begin; lock table subscriptions, mailboxes in access exclusive mode");
      // The lock is held until the answer is there: a service that waited for the database would never give one.
      expect((await post("", JSON.stringify({ value: [known()] }))).status).toBe(503);
      expect((await post("?validationToken=still%20here")).body).toBe("still here");
    } finally {
      await client.query("rollback");
      await client.end();
    }
    expect((await post("", JSON.stringify({ value: [known()] }))).status).toBe(202);
    expect(await wakes()).not.toBe("");
  });
});

describe("SEC13: wicked replies to the running service", () => {
  const away = () => {
    const { port } = trap.address() as AddressInfo;
    return [`http://0.0.0.0:${port}/x`, `http://me:pw@127.0.0.1:${port}/x`, `http://[::ffff:127.0.0.1]:${port}/x`, "file:///etc/passwd"];
  };

  it("lead nobody astray, are told in words, and are forgotten when the vendor is well again", async () => {
    const { graph, salesforce } = world.standIns;
    for (const link of away()) {
      const back = [
        tamperWith(graph.app.server, (reply) => ({
          ...reply,
          body: reply.body.replaceAll(/"@odata\.(next|delta)Link":"[^"]*"/gu, `"@odata.nextLink":"${link}"`),
        })),
        tamperWith(salesforce.app.server, (reply) => ({
          ...reply,
          body: reply.body.replaceAll(/"instance_url":"[^"]*"/gu, `"instance_url":"${link}"`),
        })),
      ];
      salesforce.expireSessions();
      // Until it was met: a cycle under way may have had its answer already.
      let told = await world.admin.user(ADA);
      for (let cycles = 0; told.state !== "faulty" && cycles < 20; cycles += 1) {
        await world.admin.cycle(ADA, 1);
        told = await world.admin.user(ADA);
      }
      const { state, reason } = told;
      expect([link, state, reason]).toEqual([link, "faulty", expect.stringMatching(/was not followed/u)]);
      expect(reason).not.toMatch(/me:pw|\/x\b|passwd/u);
      for (const each of back.toReversed()) each();
      await world.settle(ADA);
    }
    expect(heard).toEqual([]);
    expect((await world.admin.user(ADA)).state).toBe("healthy");
  });
});
