import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Throttled } from "../../sync-service/errors.ts";
import { contact } from "../doubles/blank-contact.ts";
import type { StandIns } from "../sides/stand-ins.ts";
import { openPeopleWorld, type PeopleWorld } from "./people-world.ts";

const MANY = 200;
/** A `$batch` takes no more. */
const A_BATCH = 20;

/** The stand-ins' own request log counts; token calls and describes, which are asked once an hour, are left out. */
describe("S2, S3: what a first sync of contacts and an idle cycle cost in requests", () => {
  let people: PeopleWorld;
  let exchange: PeopleWorld["exchange"];
  let salesforce: PeopleWorld["salesforce"];
  let world: PeopleWorld["world"];

  beforeEach(async () => {
    people = await openPeopleWorld();
    ({ exchange, salesforce, world } = people);
  });
  afterEach(() => people.close());
  const cycle = () => people.cycle();

  /** Past the time in which Salesforce is asked again for what was just written. */
  async function quiet(): Promise<void> {
    await cycle();
    salesforce.standIns.clock.move(11 * 60_000);
    await cycle();
  }

  interface Cost {
    readonly graph: number;
    readonly salesforce: number;
  }

  async function cost(work: () => Promise<void>): Promise<Cost> {
    const asked = ({ log }: StandIns, mark: number): number =>
      log.since(mark).filter(({ url }) => !/oauth2|\/describe$|\/services\/data\/?$/u.test(url)).length;
    const marks = { exchange: exchange.standIns.log.count, salesforce: salesforce.standIns.log.count };
    await work();
    return { graph: asked(exchange.standIns, marks.exchange), salesforce: asked(salesforce.standIns, marks.salesforce) };
  }

  const person = (index: number) =>
    contact({ firstName: "Up", lastName: `Number${index}`, email: `up${index}@up.example`, jobTitle: "Buyer" });

  it("S2: 200 contacts going up are marked in 10 batches after 2 looks, and made in Salesforce with 6 requests", async () => {
    for (let index = 0; index < MANY; index += 1) await exchange.add(person(index));
    expect(await cost(cycle)).toEqual({ graph: MANY / A_BATCH + 2, salesforce: 6 });
    expect(await salesforce.count()).toBe(MANY);
  });

  it("S2: so they are by a service that has to begin anew after reading them", async () => {
    for (let index = 0; index < MANY; index += 1) await exchange.add(person(index));
    const stopped = { ...salesforce.side(), candidates: () => Promise.reject(new Throttled("Not now.", 1_000)) };
    const read = await cost(() => expect(people.slice({ salesforce: stopped })).rejects.toThrow(Throttled));
    expect(read.graph).toBe(2);
    expect((await cost(cycle)).graph).toBe(MANY / A_BATCH + 1);
  });

  it("S2: an item with a category of somebody else's is read before it is marked, and keeps it", async () => {
    const id = await exchange.add(person(1));
    exchange.standIns.graph.seed.change(exchange.item(id), { categories: ["Friends"] });
    await cycle();
    expect(exchange.item(id).fields["categories"]).toEqual(["Friends", "Salesforce"]);
  });

  it("S2: 200 contacts coming down are made in 10 batches after 2 looks, and read with 2 requests", async () => {
    for (let index = 0; index < MANY; index += 1) await salesforce.add(person(index));
    expect(await cost(cycle)).toEqual({ graph: MANY / A_BATCH + 2, salesforce: 2 });
    expect(await exchange.count()).toBe(MANY);
  });

  it("S2: 200 edits cost as much as the writing of them, and the looking is the same as for one", async () => {
    for (let index = 0; index < MANY; index += 1) await exchange.add(person(index));
    await quiet();
    const ids = world.links.all.flatMap((link) =>
      link.exchange.is === "present" && link.salesforce.is === "present"
        ? [{ item: link.exchange.seen.id, record: link.salesforce.seen.id }]
        : [],
    );
    for (const { item } of ids) await exchange.edit(item, { jobTitle: "Purchasing manager" });
    const up = await cost(cycle);
    // A look each; in Salesforce the versions, and what stands there before and after with the change between.
    expect(up).toEqual({ graph: 1, salesforce: 3 });
    await quiet();
    for (const { record } of ids) await salesforce.edit(record, { department: "Purchasing", notes: "Two lines\nof text" });
    const down = await cost(cycle);
    expect(down).toEqual({ graph: MANY / A_BATCH + 1, salesforce: 2 });
    for (const { item } of ids) expect(await exchange.there(item)).toMatchObject({ department: "Purchasing", notes: "Two lines\nof text" });
  });

  it("S3: an idle cycle is one request a side, whatever the number of links", async () => {
    for (let index = 0; index < MANY; index += 1) await exchange.add(person(index));
    await quiet();
    expect(await cost(cycle)).toEqual({ graph: 1, salesforce: 1 });
  });
});
