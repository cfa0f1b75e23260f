import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../sync-service/cycle/link.ts";
import type { Asked, AroundExchange } from "../simulate/in-process.ts";
import { MortalProcess } from "../simulate/mortal-process.ts";
import { seedIds } from "../simulate/seeded-ids.ts";
import { ServiceProcess } from "../simulate/service-process.ts";
import { SimulatedWorld } from "../simulate/simulated-world.ts";
import { ADA } from "../sides/stand-ins.ts";
import { PEOPLE, type Person, type RecordName, rowOf } from "./acts.ts";
import { presetFor, untilCalm } from "./stopping.ts";

type Values = Readonly<Record<string, unknown>>;

const NAME = "Abbott";
const realFetch = globalThis.fetch;
let close: (() => Promise<void>) | null = null;

afterEach(async () => {
  await close?.();
  globalThis.fetch = realFetch;
});

/** What the test does and sees of a world in which one creation got no answer, in an org without fields of ours. */
class LostCreation {
  readonly world: SimulatedWorld;
  readonly person: Person;
  #processes = 0;
  #dies: (asked: Asked) => boolean = () => false;

  private constructor(world: SimulatedWorld, person: Person) {
    this.world = world;
    this.person = person;
  }

  static async open(record: RecordName): Promise<LostCreation> {
    const person = PEOPLE[record];
    const unseed = seedIds(7);
    const around: AroundExchange = {
      before: async () => {},
      async after(asked) {
        if (one.#dies(asked)) MortalProcess.current?.die();
        await MortalProcess.current?.step("answered");
      },
    };
    const world = await SimulatedWorld.open(around, presetFor(person), { tandemFields: false, zone: "UTC" });
    close = async () => {
      unseed();
      await world.close();
    };
    globalThis.fetch = world.network.fetch;
    const one = new LostCreation(world, person);
    return one;
  }

  /** What is made on this side has its effect, and nobody hears of it: the process dies before the answer. */
  async losesWhatItMakes(on: "exchange" | "salesforce"): Promise<void> {
    const service = this.#begin();
    this.#dies = ({ method, url, inner }) =>
      on === "salesforce" ? method === "POST" && url.pathname.endsWith("/composite/sobjects") : inner.includes("[POST ");
    const ending = await service.mortal.run(async () => {
      await service.look();
      await service.slice(this.person.kind);
    });
    this.#dies = () => false;
    expect(ending.is).toBe("crashed");
    expect(this.world.known(this.person.kind).all.map(({ intent }) => intent?.[on]?.do)).toEqual(["create"]);
  }

  edits(changes: Values): void {
    this.world.standIns.salesforce.seed.change(this.person.object, rowOf(this.world, this.person.object, NAME), changes);
  }

  async calm(): Promise<void> {
    await untilCalm(this.#begin(), this.person, this.world);
  }

  answers(answer: Answer): void {
    const links = this.world.known(this.person.kind);
    const linkId = links.all.find(({ state }) => state === "question")?.id ?? "";
    links.given = [...links.given, { id: `answer-${linkId}`, linkId, answer, recordId: null, wish: null }];
  }

  get states(): readonly string[] {
    return this.world.known(this.person.kind).all.map(({ state }) => state);
  }

  rows(...columns: readonly string[]): readonly Values[] {
    const rows = [...this.world.standIns.salesforce.org.store.rows(this.person.object)];
    const shown = rows.filter(({ values, deletedAt }) => deletedAt === undefined && values["GroupEventType"] !== "3");
    return shown.map(({ values }) => Object.fromEntries(columns.map((column) => [column, values[column]])));
  }

  items(...names: readonly string[]): readonly Values[] {
    return this.world.items(this.person.kind).map(({ fields }) => Object.fromEntries(names.map((name) => [name, fields[name]])));
  }

  #begin(): ServiceProcess {
    this.world.takeOver();
    this.#processes += 1;
    const unexpected = (error: unknown): never => {
      throw error;
    };
    return new ServiceProcess(`process ${this.#processes}`, this.world, { applying: new Set(), stored: () => {}, unexpected });
  }
}

/** An event of Ada's alone: of a meeting nothing would come down (P5). */
function addItem({ world, person }: LostCreation): void {
  if (person.object !== "Event") return person.addItem(world, NAME);
  const at = (dateTime: string) => ({ dateTime, timeZone: "UTC" });
  const times = { start: at("2026-03-04T10:00:00"), end: at("2026-03-04T11:00:00") };
  world.standIns.graph.seed.event(ADA, { subject: NAME, ...times, location: { displayName: "Pier 4" }, categories: ["Salesforce"] });
}

describe("O6: a creation got no answer, and a person edited the record before it was looked for", () => {
  const sure: readonly (readonly [RecordName, Values, string, string])[] = [
    ["contact", { LastName: "Carter" }, "LastName", "surname"],
    ["contact", { Email: "other@customer.example" }, "Email", "surname"],
    ["lead", { LastName: "Carter" }, "LastName", "surname"],
    ["event", { Subject: "Visit" }, "Subject", "subject"],
    ["event", { StartDateTime: "2026-03-05T10:00:00Z", EndDateTime: "2026-03-05T11:00:00Z" }, "StartDateTime", "startsAt"],
  ];

  it.each(sure)("%s, %o: it is known again, and the edit comes down", async (record, edit, column, field) => {
    const lost = await LostCreation.open(record);
    addItem(lost);
    await lost.losesWhatItMakes("salesforce");
    lost.edits(edit);
    await lost.calm();
    expect(lost.states).toEqual(["linked"]);
    expect(lost.rows(column)).toHaveLength(1);
    expect(String(lost.rows(column)[0]?.[column])).toContain(String(edit[column]).replace("Z", ""));
    const [item] = lost.items(field);
    if (field !== "surname" || "LastName" in edit) expect(String(item?.[field])).toContain(String(edit[column]).replace("Z", ""));
    else expect(lost.items("emailAddresses")).toMatchObject([{ emailAddresses: [{ address: edit["Email"] }] }]);
  });

  const unsure: readonly (readonly [Values, string, string])[] = [
    [{ Subject: "Write to Kim" }, "Subject", "Write to Kim"],
    [{ ActivityDate: "2026-03-20" }, "ActivityDate", "2026-03-20"],
  ];

  it.each(unsure)("task, %o: too little is left of it, so it becomes a question and no second record (M1)", async (edit, column, value) => {
    const lost = await LostCreation.open("task");
    addItem(lost);
    await lost.losesWhatItMakes("salesforce");
    lost.edits(edit);
    await lost.calm();
    expect(lost.states).toEqual(["question"]);
    expect([lost.rows(column).length, lost.items("title").length]).toEqual([1, 1]);
    await lost.calm();
    expect(lost.states).toEqual(["question"]); // until a person has said

    lost.answers("link");
    await lost.calm();
    expect(lost.states).toEqual(["linked"]);
    expect(lost.rows(column)).toEqual([{ [column]: value }]);
    const [item] = lost.items("title", "dueDateTime");
    expect(JSON.stringify(item)).toContain(value); // his edit is one, and wins against what nobody changed
  });

  it("task: somebody who says that they are two gets both on both sides", async () => {
    const lost = await LostCreation.open("task");
    addItem(lost);
    await lost.losesWhatItMakes("salesforce");
    lost.edits({ Subject: "Write to Kim" });
    await lost.calm();
    lost.answers("separate");
    await lost.calm();
    expect(lost.states).toEqual(["linked", "linked"]);
    const both = [NAME, "Write to Kim"];
    expect(
      lost
        .rows("Subject")
        .map(({ Subject }) => String(Subject))
        .toSorted(),
    ).toEqual(both);
    expect(
      lost
        .items("title")
        .map(({ title }) => String(title))
        .toSorted(),
    ).toEqual(both);
  });

  it("what another made by hand in those seconds is not taken for it", async () => {
    const lost = await LostCreation.open("task");
    const { salesforce, adaInSalesforce } = lost.world.standIns;
    addItem(lost);
    const { faults } = lost.world.standIns;
    faults.plant({ kind: "lost-before", on: "salesforce", method: "POST", path: "composite/sobjects", times: 1 });
    await lost.calm();
    salesforce.seed.task({ Subject: "Write to Lee", OwnerId: adaInSalesforce });
    await lost.calm();
    expect(lost.states).toEqual(["linked", "linked"]);
    expect(lost.rows("Subject")).toHaveLength(2);
  });

  it("task made in To Do: its link was taken off and it was renamed before anybody looked; it is asked about, and not made twice", async () => {
    const lost = await LostCreation.open("task");
    lost.person.addRow(lost.world, NAME);
    await lost.losesWhatItMakes("exchange");
    const [item] = lost.world.items("task");
    if (!item) throw new Error("Nothing was made in To Do.");
    lost.world.standIns.graph.seed.change(item, { title: "Write to Kim", linkedResources: [] });
    await lost.calm();
    expect(lost.states).toEqual(["question"]);
    expect([lost.rows("Subject").length, lost.items("title").length]).toEqual([1, 1]);
    lost.answers("link");
    await lost.calm();
    expect(lost.states).toEqual(["linked"]);
    expect(lost.rows("Subject")).toEqual([{ Subject: "Write to Kim" }]);
  });
});
