import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileSlice } from "../../sync-service/filing/filing-slice.ts";
import type { FilingParts } from "../../sync-service/filing/parts.ts";
import { type Colleague, mime, type Office, openOffice } from "../filing/office.ts";
import { MortalProcess } from "../simulate/mortal-process.ts";
import { Interruption, type Stop } from "./interruption.ts";
import { stopsAt, type Line, lineOf, tableOf } from "./points.ts";

const ORGS = [
  ["without fields of ours", { sharedActivities: true }],
  ["with fields of ours", { sharedActivities: true, tandemFields: true }],
] as const;
const ROUNDS_TO_REST = 60;

describe.each(ORGS)("P4: a mail with attachments, in an org %s", (name, org) => {
  const realFetch = globalThis.fetch;
  const network = new Interruption();
  const lines: Line[] = [];
  let office: Office;
  let anna: Colleague;

  beforeAll(async () => {
    office = await openOffice(org);
    anna = await office.hire("Anna");
    const { seed } = office.world.salesforce;
    const account = seed.account({ Name: "Acme", OwnerId: anna.salesforceUserId });
    seed.contact({ LastName: "Doe", Email: "jane@acme.example", AccountId: account, OwnerId: anna.salesforceUserId });
    seed.contact({ LastName: "Roe", Email: "rick@acme.example", AccountId: account, OwnerId: anna.salesforceUserId });
    globalThis.fetch = passing(realFetch, network);
  });
  afterAll(async () => {
    globalThis.fetch = realFetch;
    console.log(tableOf("mail", lines));
    await office.close();
  });

  it(
    "F1, F4, F6: stopped at any await and started again, it is one task with its people, files and marks",
    { timeout: 180_000 },
    async () => {
      const calm = await filed("undisturbed", null);
      const stops = stopsAt(calm.points);
      for (const [index, stop] of stops.entries()) {
        const { state } = await filed(`stop ${index}`, stop);
        expect(state, `stopped at ${stop.at} of ${calm.points.length}: ${calm.points[stop.at - 1]}, ${stop.request}`).toEqual(calm.state);
      }
      const line = lineOf(name, "file", calm.points, stops);
      expect(line.stops).toBeGreaterThan(line.requests + line.storeCalls - 1);
      lines.push(line);
    },
  );

  /** A mail is moved into the folder; its filing is stopped, and another process goes on. */
  async function filed(subject: string, stop: Stop | null): Promise<{ readonly state: unknown; readonly points: readonly string[] }> {
    const files = [
      { name: "offer.pdf", content: `offer of ${subject}` },
      { name: "offer.pdf", content: `second offer of ${subject}` },
    ];
    await office.world.graph.seed.mime(anna.email, "Salesforce Emails", mime({ subject, cc: "rick@acme.example", files }));
    const first = new MortalProcess("first");
    const points = network.interrupt(first, stop);
    const isOver = await fileAll(first);
    const met = [...points];
    if (!isOver) await fileAll(new MortalProcess("second"), () => network.deliver());
    return { state: await endOf(subject), points: met };
  }

  /** False: the process died. */
  async function fileAll(process: MortalProcess, sliced: () => void | Promise<void> = () => {}): Promise<boolean> {
    let retryAt: Date | null = null;
    const begun: { parts?: FilingParts } = {};
    for (let round = 0; round < ROUNDS_TO_REST; round += 1) {
      const ending = await process.run(async () => {
        begun.parts ??= { ...(await anna.startedAnew()), store: process.mortal(anna.parts.store, () => {}) };
        ({ retryAt } = await fileSlice(begun.parts));
        await sliced();
      });
      if (ending.is === "crashed") return false;
      if (ending.is === "failed") throw ending.error;
      if (retryAt === null) return true;
      office.time.now = new Date(Math.max(office.time.now.getTime(), (retryAt as Date).getTime()));
    }
    throw new Error("Filing does not come to rest.");
  }

  async function endOf(subject: string): Promise<unknown> {
    const { store } = office.world.salesforce.org;
    const tasks = [...store.rows("Task")].filter(({ values }) => values["Subject"] === subject);
    const of = (object: string, field: string) => [...store.rows(object)].filter(({ values }) => values[field] === tasks[0]?.id);
    const links = of("ContentDocumentLink", "LinkedEntityId");
    const documents = new Set(links.map(({ values }) => String(values["ContentDocumentId"])));
    const versions = [...store.rows("ContentVersion")].filter(({ values }) => documents.has(String(values["ContentDocumentId"])));
    const mail = office.world.graph.seed.items(anna.email, "Salesforce Emails").find(({ fields }) => fields["subject"] === subject);
    const filings = await office.db.selectFrom("filings").selectAll().execute();
    const journal = await office.db.selectFrom("journal").select(["action", "outcome", "record_id"]).execute();
    return {
      tasks: tasks.map(({ values, deletedAt }) => [values["Status"], values["WhoId"], values["WhatId"], deletedAt === undefined]),
      links: links.length,
      versions: versions.map(({ values }) => String(values["Title"])).sort(),
      people: of("TaskRelation", "TaskId")
        .map(({ values }) => String(values["RelationId"]))
        .sort(),
      categories: mail?.fields["categories"],
      open: filings.filter(({ state, marks_due: due, next_attempt_at: next }) => state !== "filed" || due || next !== null).length,
      told: journal
        .filter(({ record_id: id }) => id === tasks[0]?.id)
        .map(({ action, outcome }) => `${action} ${outcome}`)
        .sort(),
    };
  }
});

/** The network, with a point before and after each request. What a dead process left unread is closed, as its sockets would be. */
function passing(send: typeof fetch, network: Interruption): typeof fetch {
  return async (input, options) => {
    const asked = { method: options?.method ?? "GET", url: new URL(input instanceof Request ? input.url : input) };
    await network.before(asked);
    const reply = await send(input, options);
    if (MortalProcess.current?.isAlive === false) await reply.body?.cancel();
    await network.after(asked);
    return reply;
  };
}
