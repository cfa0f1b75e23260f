import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../../sync-service/http/build-app.ts";
import { emails } from "../../sync-service/http/emails.ts";
import type { Caller } from "../../sync-service/http/caller.ts";
import { NotFound, NotSignedIn } from "../../sync-service/errors.ts";
import { paneOf, userOf } from "./from-the-pane.ts";
import { type Colleague, mime, type Office, openOffice } from "./office.ts";

const FOLDER = "Salesforce Emails";

describe("the pane's routes for a mail", () => {
  let office: Office;
  let http: Awaited<ReturnType<typeof buildApp>>;
  let anna: Colleague;
  let bert: Colleague;
  let cleo: Colleague;
  let jane: string;
  const woken: string[] = [];

  beforeAll(async () => {
    office = await openOffice();
    [anna, bert, cleo] = [await office.hire("Anna"), await office.hire("Bert"), await office.hire("Cleo")];
    const { seed } = office.world.salesforce;
    const account = seed.account({ Name: "Acme", OwnerId: anna.salesforceUserId });
    jane = seed.contact({
      LastName: "Doe",
      FirstName: "Jane",
      Title: "CEO",
      Email: "jane@acme.example",
      AccountId: account,
      OwnerId: anna.salesforceUserId,
    });
    seed.opportunity({ Name: "Big deal", AccountId: account, OwnerId: anna.salesforceUserId });
    seed.case({ Subject: "Broken", AccountId: account, OwnerId: anna.salesforceUserId });
    const colleagues = new Map([anna, bert, cleo].map((one) => [one.email, one]));
    http = await buildApp({
      verifyToken: async (token): Promise<Caller> => {
        if (!colleagues.has(`${token}@lumen.example`) && token !== "stranger") throw new NotSignedIn("no");
        return { tenantId: "t", objectId: `${token}@lumen.example`, is: "user", name: token, roles: new Set(), delegated: true };
      },
      metricsToken: null,
      refused: async () => {},
      officeHosts: [],
      entraUrl: "https://login.example",
      features: [
        async (app) => {
          await app.register(emails, {
            ...paneOf(office),
            wake: async (mailboxId) => void woken.push(mailboxId),
            userOf: async ({ objectId }) => {
              const one = colleagues.get(objectId);
              if (!one) throw new NotFound("You have no mailbox here.");
              return userOf(one);
            },
          });
        },
      ],
    });
  });
  afterAll(async () => {
    await http.app.close();
    await office.close();
  });

  it("people: names the sender's contact, why, the account, its open opportunity and case", async () => {
    const mail = await arrive(anna, mime({ cc: "bo@lumen.example, x@nowhere.example" }), "inbox");
    const { status, body } = await get("anna", id(mail), "people");
    expect(status).toBe(200);
    expect(body.people).toMatchObject([
      {
        address: "jane@acme.example",
        role: "from",
        is: "contact",
        best: { id: jane, title: "CEO", matchedOn: "Contact.Email", account: { name: "Acme" } },
      },
      { address: "anna@lumen.example", role: "to", is: "colleague" },
      { address: "bo@lumen.example", role: "cc", is: "colleague" },
      { address: "x@nowhere.example", role: "cc", is: "unknown", best: null },
    ]);
    expect(body.opportunities).toMatchObject([{ name: "Big deal", stage: "Prospecting" }]);
    expect(body.cases).toMatchObject([{ type: "Case" }]);
  });

  it("people: cost one Salesforce request once the org's fields are known", async () => {
    const mail = await arrive(anna, mime({}), "inbox");
    await get("anna", id(mail), "people");
    office.salesforceRequests();
    await get("anna", id(mail), "people");
    expect(office.salesforceRequests()).toBe(1);
  });

  it("attachments: with size and whether they are images of the text", async () => {
    const mail = await arrive(
      anna,
      mime({
        files: [
          { name: "a.txt", content: "abc" },
          { name: "l.png", content: "p", type: "image/png", inline: "l" },
        ],
      }),
      "inbox",
    );
    const { body } = await get("anna", id(mail), "attachments");
    expect(body.attachments).toMatchObject([
      { name: "a.txt", inline: false, refused: null },
      { name: "l.png", inline: true },
    ]);
  });

  it("F1: File files with the chosen record and attachments; it waits, wakes the mailbox, and is told when filed", async () => {
    const { seed } = office.world.salesforce;
    const other = seed.account({ Name: "Other", OwnerId: anna.salesforceUserId });
    const mail = await arrive(
      anna,
      mime({
        subject: "From the pane",
        files: [
          { name: "a.txt", content: "a" },
          { name: "b.txt", content: "b" },
        ],
      }),
      "inbox",
    );
    expect((await get("anna", id(mail), "status")).body).toMatchObject({ state: "not-filed" });
    const { body } = await get("anna", id(mail), "attachments");
    const b = body.attachments.find(({ name }: { readonly name: string }) => name === "b.txt").id;
    const asked = await file("anna", id(mail), { whoId: jane, whatId: other, attachments: [b] });
    expect([asked.status, asked.body.state]).toEqual([201, "waiting"]);
    expect(woken).toEqual([anna.mailboxId]);
    expect((await file("anna", id(mail), {})).status).toBe(200);
    await file("anna", id(mail), { whoId: jane, whatId: other, attachments: [b] });
    await anna.fileAll();
    const told = (await get("anna", id(mail), "status")).body;
    expect(told).toMatchObject({ state: "filed", problem: null, filedBy: null, activity: { type: "Task", name: "From the pane" } });
    expect(told.related.map(({ name }: { readonly name: string }) => name)).toEqual(["Jane Doe", "Other"]);
    expect(told.files.map(({ name }: { readonly name: string }) => name)).toEqual(["b.txt"]);
    expect(told.notes.join(" ")).toContain("Related to Other, as chosen.");
  });

  it("S4: a status that is asked for again and again costs no further Salesforce requests", async () => {
    const mail = await arrive(anna, mime({ subject: "Asked often" }));
    await anna.fileAll();
    expect((await get("anna", id(mail), "status")).body.activity).not.toBeNull();
    office.salesforceRequests();
    expect((await get("anna", id(mail), "status")).body.activity).not.toBeNull();
    expect(office.salesforceRequests()).toBe(0);
  });

  it("OA4: the status is found when the id died with the move, by the message id in the caller's own mailbox", async () => {
    const mail = await arrive(anna, mime({ id: "<moved@acme.example>" }), "inbox");
    const before = id(mail);
    office.world.graph.seed.move(mail, FOLDER);
    await anna.fileAll();
    const { body } = await get("anna", before, "status", "<moved@acme.example>");
    expect(body.state).toBe("filed");
  });

  it("F3: a second user with the message is told who filed it, a third without it is told nothing", async () => {
    const message = mime({ id: "<told@acme.example>", subject: "Told" });
    await arrive(anna, message);
    await anna.fileAll();
    const his = await arrive(bert, message, "inbox");
    expect((await get("bert", id(his), "status")).body).toMatchObject({ state: "filed", filedBy: "Anna", files: [] });
    const asked = await get("cleo", id(his), "status", "<told@acme.example>");
    expect(asked.body).toEqual({
      state: "not-filed",
      problem: null,
      notes: [],
      activity: null,
      related: [],
      files: [],
      filedBy: null,
      filedAt: null,
      sharing: { mail: false, thread: false, rule: null },
      thread: null,
      removal: null,
    });
    expect((await get("cleo", id(his), "people", "<told@acme.example>")).status).toBe(404);
    expect((await file("cleo", id(his), {}, "<told@acme.example>")).status).toBe(404);
  });

  it("F3: links are for those who may read the records", async () => {
    office.world.salesforce.set({ accountSharing: "Private", opportunitySharing: "Private" });
    const message = mime({ id: "<links@acme.example>" });
    await arrive(anna, message);
    await anna.fileAll();
    const his = await arrive(bert, message, "inbox");
    expect((await get("bert", id(his), "status")).body).toMatchObject({ state: "filed", filedBy: "Anna", activity: null });
    office.world.salesforce.set({ accountSharing: "Edit", opportunitySharing: "Edit" });
  });

  it("F2: an excluded mail says why, and File anyway files it", async () => {
    const mail = await arrive(anna, mime({ from: "bert@lumen.example", subject: "Internal" }));
    await anna.fileAll();
    expect((await get("anna", id(mail), "status")).body).toMatchObject({ state: "excluded", problem: { code: "INTERNAL_ONLY" } });
    expect((await file("anna", id(mail), { anyway: true })).status).toBe(201);
    await anna.fileAll();
    expect((await get("anna", id(mail), "status")).body).toMatchObject({ state: "filed" });
  });

  it("a chosen record that is not there fails with a reason; another choice files it", async () => {
    const mail = await arrive(anna, mime({ subject: "Wrong choice" }), "inbox");
    await file("anna", id(mail), { whatId: "001000000000000AAA" });
    await anna.fileAll();
    expect((await get("anna", id(mail), "status")).body).toMatchObject({ state: "failed", problem: { code: "CHOSEN_RECORD_MISSING" } });
    expect((await file("anna", id(mail), { whatId: null })).status).toBe(201);
    await anna.fileAll();
    expect((await get("anna", id(mail), "status")).body).toMatchObject({ state: "filed", problem: null });
  });

  it("SEC22: refuses what it does not know, and callers it does not know", async () => {
    const mail = await arrive(anna, mime({}), "inbox");
    expect((await file("anna", id(mail), { OwnerId: "005" } as never)).status).toBe(400);
    expect((await file("anna", id(mail), { whoId: "003' OR '" })).status).toBe(400);
    expect((await get("nobody", id(mail), "status")).status).toBe(401);
    expect((await get("stranger", id(mail), "status")).status).toBe(404);
  });

  type Mail = Awaited<ReturnType<typeof arrive>>;
  function arrive(colleague: Colleague, message: Buffer, folder = FOLDER) {
    return office.world.graph.seed.mime(colleague.email, folder, message);
  }
  function id(mail: Mail): string {
    return office.world.graph.seed.id(mail);
  }
  async function get(who: string, itemId: string, what: string, internetMessageId?: string) {
    const query = internetMessageId === undefined ? "" : `?internetMessageId=${encodeURIComponent(internetMessageId)}`;
    const reply = await http.app.inject({
      url: `/api/emails/${encodeURIComponent(itemId)}/${what}${query}`,
      headers: { authorization: `Bearer ${who}` },
    });
    return { status: reply.statusCode, body: reply.json() };
  }
  async function file(who: string, itemId: string, choice: Readonly<Record<string, unknown>>, internetMessageId?: string) {
    const query = internetMessageId === undefined ? "" : `?internetMessageId=${encodeURIComponent(internetMessageId)}`;
    const reply = await http.app.inject({
      method: "POST",
      url: `/api/emails/${encodeURIComponent(itemId)}/filing${query}`,
      headers: { authorization: `Bearer ${who}` },
      payload: choice,
    });
    return { status: reply.statusCode, body: reply.json() };
  }
});
