import { afterEach, describe, expect, it } from "vitest";
import { seedIds } from "../simulate/seeded-ids.ts";
import { ServiceProcess } from "../simulate/service-process.ts";
import { SimulatedWorld } from "../simulate/simulated-world.ts";
import { ADA } from "../sides/stand-ins.ts";
import { PEOPLE, type Person } from "./acts.ts";
import { presetFor } from "./stopping.ts";

const MANY = 1_000;
/** Among the many, in batches of their own and among others. */
const [REFUSED, FAILING] = [337, 613];
/** As many as there are batches of 200. */
const SLICES_WITHOUT_POISON = 5;
/** Of 200, 50, 12, 3 at a time, each with a look before and after, until the one stands alone. */
const SLICES_TO_TELL_IT = 4 * 3;
/** With the looks before and after, and one request for each smaller group. */
const WRITES_TO_TELL_IT = 4 + 4 + 4 + 3;

const realFetch = globalThis.fetch;
let close: (() => Promise<void>) | null = null;

afterEach(async () => {
  await close?.();
  globalThis.fetch = realFetch;
});

const name = (number: number): string => `Number ${String(number).padStart(4, "0")}.`;

/** Each on an hour of its own, and with an address of its own. */
function addItems(world: SimulatedWorld, { object }: Person, many: number): void {
  const { seed } = world.standIns.graph;
  for (let number = 0; number < many; number += 1) {
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 4, 0, number * 30 + minute)).toISOString().slice(0, 19);
    const moment = (minute: number) => ({ dateTime: at(minute), timeZone: "UTC" });
    const address = { address: `n${number}@customer.example`, name: "N" };
    if (object === "Task") seed.task(ADA, "Salesforce Tasks", { title: name(number) });
    else if (object === "Event") seed.event(ADA, { subject: name(number), start: moment(0), end: moment(20), categories: ["Salesforce"] });
    else seed.contact(ADA, "Salesforce Contacts", { surname: name(number), emailAddresses: [address] });
  }
}

/** Salesforce fails at every request that would write this one, whatever else is in it. */
function failingOver(poison: string, send: typeof fetch): typeof fetch {
  return async (input, options) => {
    const isPoisoned = options?.method === "POST" && typeof options.body === "string" && options.body.includes(poison);
    if (!isPoisoned) return send(input, options);
    const unexpected = [{ errorCode: "UNKNOWN_EXCEPTION", message: "An unexpected error occurred." }];
    return new Response(JSON.stringify(unexpected), { status: 500, headers: { "content-type": "application/json" } });
  };
}

/** A world with Ada's items, and one process that goes on slice by slice. */
async function crowded(person: Person, many: number) {
  const unseed = seedIds(3);
  const quiet = { before: async () => {}, after: async () => {} };
  const world = await SimulatedWorld.open(quiet, presetFor(person), { tandemFields: true, zone: "UTC" });
  close = async () => {
    unseed();
    await world.close();
  };
  globalThis.fetch = world.network.fetch;
  addItems(world, person, many);
  world.takeOver();
  const unexpected = (error: unknown): never => {
    throw error;
  };
  const service = new ServiceProcess("one", world, { applying: new Set(), stored: () => {}, unexpected });
  const { clock } = world.standIns;
  /** False: there is nothing left to do. */
  const slice = async (): Promise<boolean> => {
    let isLeft = false;
    const ending = await service.mortal.run(async () => {
      await service.look();
      const { more, retryAt } = await service.slice(person.kind);
      if (retryAt && retryAt > world.now()) clock.move(retryAt.getTime() - world.now().getTime());
      isLeft = more || (retryAt ?? null) !== null;
    });
    if (ending.is === "failed") throw ending.error;
    return isLeft;
  };
  const linked = () => world.known(person.kind).all.filter(({ state, base }) => state === "linked" && base !== null).length;
  const writes = () =>
    world.standIns.log.since(0).filter(({ method, url }) => method === "POST" && url.includes("/composite/sobjects")).length;
  return { world, slice, linked, writes };
}

describe("REL8: among 1,000, one that Salesforce refuses and one at which it fails for ever delay none of the others", () => {
  it.each(["contact", "task", "event"] as const)("%s", { timeout: 120_000 }, async (record) => {
    const person = PEOPLE[record];
    const { world, slice, linked, writes } = await crowded(person, MANY);
    globalThis.fetch = failingOver(name(FAILING), world.network.fetch);
    const isRefused = (values: Readonly<Record<string, unknown>>) => [values["LastName"], values["Subject"]].includes(name(REFUSED));
    world.standIns.salesforce.org.obstacles.validate(person.object, (values) => (isRefused(values) ? "Not like this." : null));
    let slices = 0;
    for (; linked() < MANY - 2 && slices < 60; slices += 1) await slice();
    expect(slices).toBeLessThanOrEqual(SLICES_WITHOUT_POISON + SLICES_TO_TELL_IT);
    // What failed never came to the stand-in.
    expect(writes()).toBeLessThanOrEqual(SLICES_WITHOUT_POISON + WRITES_TO_TELL_IT);
    const rows = [...world.standIns.salesforce.org.store.rows(person.object)].map(({ values }) =>
      String(values["LastName"] ?? values["Subject"]),
    );
    expect(rows).toHaveLength(MANY - 2);
    expect(new Set(rows).size).toBe(MANY - 2);
    const left = world.known(person.kind).all.filter(({ base }) => base === null);
    expect(left.map(({ problem }) => String(problem?.code)).toSorted()).toEqual([
      "SALESFORCE_FIELD_CUSTOM_VALIDATION_EXCEPTION",
      "UNANSWERED",
    ]);
  });
});

describe("REL8: one at which Salesforce fails for ever", () => {
  it("is given up in the end, says so, and goes through once it is mended and somebody asks", async () => {
    const { world, slice, linked } = await crowded(PEOPLE.task, 3);
    globalThis.fetch = failingOver(name(1), world.network.fetch);
    for (let slices = 0; slices < 80 && (await slice()); slices += 1);
    expect(linked()).toBe(2);
    const links = world.known("task");
    const failed = links.all.find(({ state }) => state === "failed");
    expect(failed).toMatchObject({ problem: { code: "UNANSWERED" }, intent: null, dueAt: null });

    globalThis.fetch = world.network.fetch;
    links.given = [{ id: "again", linkId: failed?.id ?? "", answer: "try-again", recordId: null, wish: null }];
    for (let slices = 0; slices < 80 && (await slice()); slices += 1);
    expect(linked()).toBe(3);
    expect(links.all.map(({ problem }) => problem)).toEqual([null, null, null]);
  });

  it("as an edit among 200 others holds up none of them", { timeout: 60_000 }, async () => {
    const many = 200;
    const { world, slice, linked } = await crowded(PEOPLE.task, many);
    for (let slices = 0; slices < 20 && (await slice()); slices += 1);
    expect(linked()).toBe(many);
    const poison = String([...world.standIns.salesforce.org.store.rows("Task")].find(({ values }) => values["Subject"] === name(77))?.id);
    globalThis.fetch = failingOver(`"Id":"${poison}"`, world.network.fetch);
    for (const item of world.items("task")) world.standIns.graph.seed.change(item, { importance: "high" });
    const done = () => [...world.standIns.salesforce.org.store.rows("Task")].filter(({ values }) => values["Priority"] === "High").length;
    let slices = 0;
    for (; done() < many - 1 && slices < 60; slices += 1) await slice();
    expect(slices).toBeLessThanOrEqual(1 + SLICES_TO_TELL_IT);
    expect(done()).toBe(many - 1);
  });
});
