import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderNames } from "../../shared/records/names.ts";
import { ADA, BEN, openServiceWorld, type ServiceWorld } from "./service-world.ts";
import { tamperWith } from "./tamper.ts";

/** In every text that must not get out, and in nothing else. */
const CANARY = "kanarie";
const canary = (what: string): string => `${CANARY}-${what}`;

/** What a dump of the database, a log or a reply shows of a text that was only encoded. */
function disguises(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const shifted = [0, 1, 2].map((by) =>
    Buffer.concat([Buffer.alloc(by), bytes])
      .toString("base64")
      .slice(by === 0 ? 0 : by + 1, -4),
  );
  return [text, bytes.toString("hex"), Buffer.from(text, "utf16le").toString("hex"), ...shifted];
}

const found = (where: string, sought: string): string[] =>
  disguises(sought).flatMap((form) => {
    const at = where.toLowerCase().indexOf(form.toLowerCase());
    return at < 0 ? [] : [where.slice(Math.max(0, at - 200), at + 200)];
  });

describe("what must not get out, after the main job and its failures", () => {
  let world: ServiceWorld;
  let issued: Set<string>;
  const refusals: string[] = [];
  const dumps: string[] = [];

  beforeAll(async () => {
    issued = new Set();
    world = await openServiceWorld({ blockedExtensions: ["exe"] }, ({ entra, salesforce }) => {
      for (const { app } of [entra, salesforce]) {
        tamperWith(app.server, (reply) => {
          const token = /"access_token":\s*"([^"]+)"/u.exec(reply.body)?.[1];
          if (token !== undefined) issued.add(token);
          return reply;
        });
      }
    });
    await mainJob();
    await failures();
  });
  afterAll(() => world.close());

  const userToken = (email: string): string => {
    const token = world.standIns.userToken(email);
    issued.add(token);
    return token;
  };
  const refused = async (path: string, question: Parameters<ServiceWorld["ask"]>[1]): Promise<void> => {
    const { status, headers, body } = await world.ask(path, question);
    expect(status).toBeGreaterThanOrEqual(400);
    refusals.push(`${path} ${JSON.stringify(headers)} ${body}`);
  };

  /** Mails filed, one in part, one excluded, one from the pane; contacts up, down and refused. */
  async function mainJob(): Promise<void> {
    const { salesforce, graph } = world.standIns;
    const [ada] = salesforce.org.store.having("User", "Username", `${ADA}.sandbox`);
    salesforce.seed.contact({
      OwnerId: ada?.id,
      LastName: canary("down"),
      Email: `${canary("down")}@outside.example`,
      Description: canary("down-notes"),
    });
    salesforce.org.obstacles.validate("Contact", (values) =>
      String(values["LastName"]).includes("refused") ? `${String(values["LastName"])} may not be` : null,
    );
    const admin = world.standIns.adminToken();
    issued.add(admin);
    await world.ask("/api/admin/presets/default", { method: "PUT", token: admin, body: JSON.stringify({ blocked: ["@blocked.example"] }) });

    const file = (name: string) => ({ name, type: "application/octet-stream", bytes: Buffer.from(canary("content")) });
    const person = { from: `${canary("name")} <${canary("sender")}@outside.example>`, subject: canary("subject"), text: canary("body") };
    const filed = await world.mail(ADA, {
      ...person,
      to: [ADA, BEN],
      files: [file(`${canary("file")}.txt`), file(`${canary("bad-file")}.exe`)],
    });
    await world.mail(ADA, { ...person, from: `${canary("blocked")}@blocked.example`, messageId: `<${canary("blocked")}@blocked.example>` });
    const fromPane = await world.mail(BEN, { ...person, messageId: `<${canary("id")}@outside.example>` }, "inbox");
    const names = {
      surname: canary("up"),
      personalNotes: canary("up-notes"),
      emailAddresses: [{ name: canary("up"), address: `${canary("up")}@outside.example` }],
    };
    graph.seed.contact(ADA, folderNames.contacts, names);
    graph.seed.contact(ADA, folderNames.contacts, {
      ...names,
      surname: canary("refused"),
      emailAddresses: [{ name: "r", address: `${canary("refused")}@outside.example` }],
    });
    await world.settle(ADA);

    const of = (path: string) => `/api/emails/${encodeURIComponent(path)}`;
    for (const [owner, item] of [
      [ADA, filed],
      [BEN, fromPane],
    ] as const) {
      const token = userToken(owner);
      for (const what of ["people", "status", "attachments"])
        expect((await world.ask(`${of(graph.seed.id(item))}/${what}`, { token })).status).toBe(200);
    }
    const ben = userToken(BEN);
    const choice = JSON.stringify({ whoId: "003000000000000AAA", anyway: true });
    expect((await world.ask(`${of(graph.seed.id(fromPane))}/filing`, { method: "POST", token: ben, body: choice })).status).toBe(201);
    await world.settle(BEN);
  }

  /** Replies that break off, say nothing readable or repeat our data, and requests that are refused. */
  async function failures(): Promise<void> {
    const { graph, salesforce, faults } = world.standIns;
    const echo = JSON.stringify({ error: { code: canary("code"), message: `${canary("echo")} was refused` } });
    for (const { server, path } of [
      { server: graph.app.server, path: /messages|contacts|batch/u },
      { server: salesforce.app.server, path: /composite|query|sobjects/u },
    ]) {
      for (const [status, body] of [
        [200, `${CANARY} is no JSON`],
        [400, echo],
        [500, echo],
        [403, echo],
      ] as const) {
        const back = tamperWith(server, (reply, { url }) => (path.test(url) ? { ...reply, status, body } : reply));
        await world.mail(ADA, { subject: canary("unlucky"), text: canary("body"), from: `${canary("unlucky")}@outside.example` });
        graph.seed.contact(ADA, folderNames.contacts, {
          surname: canary("unlucky"),
          emailAddresses: [{ name: "u", address: `${canary("unlucky")}${String(status)}@outside.example` }],
        });
        await world.admin.cycle(ADA, 3);
        const token = userToken(ADA);
        for (const what of ["people", "status"]) {
          const {
            status: told,
            body: said,
            headers,
          } = await world.ask(
            `/api/emails/${encodeURIComponent(canary("item"))}/${what}?internetMessageId=${encodeURIComponent(`<${canary("id")}@outside.example>`)}`,
            { token },
          );
          if (told >= 400) refusals.push(`${JSON.stringify(headers)} ${said}`);
        }
        dumps.push([...(await world.dump())].flat().join("\n"));
        back();
      }
    }
    faults.plant({ kind: "lost-after", on: "salesforce", times: 2 });
    await world.settle(ADA).catch(() => {});
    const token = userToken(ADA);
    await refused(`/api/emails/${canary("item")}/people`, { token });
    await refused(`/api/emails/${canary("item")}/filing?internetMessageId=${canary("id")}`, {
      method: "POST",
      token,
      body: JSON.stringify({ [canary("member")]: canary("value") }),
    });
    await refused(`/api/emails/${canary("item")}/filing`, { method: "POST", token, body: `{"whoId": "${canary("who")}"` });
    await refused("/api/admin/users", { token });
    await refused(`/api/${canary("path")}`, { token });
    await refused("/api/me", { token: `${token.slice(0, -4)}AAAA` });
  }

  it("is what the stand-ins really held: the canaries went through the service", () => {
    const { salesforce } = world.standIns;
    const rows = (object: string) => JSON.stringify([...salesforce.org.store.rows(object)]);
    expect(rows("Task")).toContain(canary("subject"));
    expect(rows("Contact")).toContain(canary("up-notes"));
    expect(rows("ContentVersion")).toContain(canary("file"));
    expect(
      world.standIns.graph.seed
        .items(ADA, folderNames.contacts, "contacts")
        .some(({ fields }) => JSON.stringify(fields).includes(canary("down-notes"))),
    ).toBe(true);
    expect(issued.size).toBeGreaterThan(4);
  });

  it("SEC24: the log holds no subject, text, file name, address or name", () => {
    const log = world.log.join("\n");
    expect(log.length).toBeGreaterThan(0);
    expect(found(log, CANARY)).toEqual([]);
    expect(found(log, "outside.example")).toEqual([]);
  });

  it("P6: the database holds them sealed only, the job queue's tables too", async () => {
    const dump = await world.dump();
    expect([...dump.keys()]).toEqual(
      expect.arrayContaining(["public.filings", "public.links", "public.journal", "public.activities", "jobs.job"]),
    );
    for (const table of ["public.filings", "public.links", "public.journal", "public.activities"]) expect(dump.get(table)).not.toBe("");
    expect(dumps.flatMap((each) => [...found(each, CANARY), ...found(each, "outside.example")])).toEqual([]);
    const leaks = [...dump].flatMap(([table, rows]) =>
      [...found(rows, CANARY), ...found(rows, "outside.example")].map((leak) => `${table}: ${leak}`),
    );
    expect(leaks).toEqual([]);
  });

  it("SEC24: the figures at /metrics hold none of it", async () => {
    const { status, body } = await world.ask("/metrics");
    expect([status, body.includes("tandem")]).toEqual([200, true]);
    expect(found(body, CANARY)).toEqual([]);
    expect(found(body, "example")).toEqual([]);
  });

  it("SEC28: a refusal repeats nothing of what it refuses, nor of what a vendor said", () => {
    expect(refusals.length).toBeGreaterThan(6);
    expect(refusals.flatMap((refusal) => found(refusal.replace(/^\S+ /u, ""), CANARY))).toEqual([]);
  });

  it("SEC3: no token, key or secret is in the log, the figures, a refusal, or the database", async () => {
    const { identity, graph } = world.standIns;
    const secrets = [
      ...issued,
      identity.clientSecret,
      identity.salesforceClientSecret,
      identity.encryptionKey,
      Buffer.from(identity.encryptionKey, "base64").toString("hex"),
      identity.salesforcePrivateKey.split("\n")[1] ?? "",
      ...graph.notifier.subscriptions.all().flatMap(({ clientState }) => clientState ?? []),
    ];
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
    expect(graph.notifier.subscriptions.all().length).toBeGreaterThan(0);
    const everything = [world.log.join("\n"), ...refusals, (await world.ask("/metrics")).body, ...(await world.dump()).values()].join("\n");
    for (const secret of secrets) expect(found(everything, secret)).toEqual([]);
    expect(everything).not.toMatch(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}/u);
    expect(everything).not.toMatch(/00D\w{12}!/u);
  });
});
