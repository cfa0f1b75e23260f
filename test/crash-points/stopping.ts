import { Value } from "typebox/value";
import { Preset } from "../../shared/api/preset.ts";
import { seedIds } from "../simulate/seeded-ids.ts";
import { ServiceProcess } from "../simulate/service-process.ts";
import { SimulatedWorld } from "../simulate/simulated-world.ts";
import { type Act, type Person, rowOf } from "./acts.ts";
import { type EndState, EndStates } from "./end-state.ts";
import { Interruption, type Stop } from "./interruption.ts";

/** What was before and what after the act, and everything the process came by in between. */
interface Lived {
  readonly state: EndState;
  /** Until nothing was left to do: what it is about to do, or "… done". */
  readonly points: readonly string[];
}

/** Acts of one sort in one world, one after the other; fewer than would brake removals (M5). */
export const ACTS_A_WORLD = 8;
const SLICES_TO_REST = 40;
const NAMES = Array.from({ length: ACTS_A_WORLD }, (_, index) => `Abbott-${index + 1}`);

/** The same act as often as there are stops, on one record after the other; each time the process is stopped, and another goes on. */
export async function lived(
  person: Person,
  act: Act,
  org: { readonly tandemFields: boolean },
  stops: readonly (Stop | null)[],
): Promise<readonly Lived[]> {
  const realFetch = globalThis.fetch;
  // Ids of occurrences hold the mailbox's own.
  const unseed = seedIds(1);
  const network = new Interruption();
  const world = await SimulatedWorld.open(network, presetFor(person), { ...org, zone: "UTC" });
  globalThis.fetch = world.network.fetch;
  const states = new EndStates(world, person);
  let processes = 0;
  const begin = (): ServiceProcess => {
    world.takeOver();
    processes += 1;
    return new ServiceProcess(`process ${processes}`, world, { applying: new Set(), stored: () => {}, unexpected: rethrow });
  };
  try {
    arrange(person, act, world);
    await untilCalm(begin(), person, world);
    const all: Lived[] = [];
    states.meet();
    for (const [index, stop] of stops.entries()) {
      await carryOut(person, act, world, NAMES[index] ?? "");
      const first = begin();
      const points = network.interrupt(first.mortal, stop);
      const quietAt = await untilCalm(first, person, world, { mark: () => points.length });
      if (quietAt === null) {
        if (!stop) throw new Error("A process died that nobody stopped.");
        await untilCalm(begin(), person, world, { sliced: () => network.deliver() });
      } else if (stop) throw new Error(`It never came to point ${stop.at}, but ended after ${points.length}.`);
      all.push({ state: states.now(), points: points.slice(0, quietAt ?? undefined) });
    }
    return all;
  } finally {
    globalThis.fetch = realFetch;
    unseed();
    await world.close();
  }
}

/** Before the acts: a bystander in step, of whom nothing may become anything; and what is to be changed or deleted, in step. */
function arrange(person: Person, act: Act, world: SimulatedWorld): void {
  person.addItem(world, "Bystander");
  if (act.startsWith("create")) return;
  for (const name of NAMES) {
    if (act.endsWith("up")) person.addItem(world, name);
    else person.addRow(world, name);
  }
}

async function carryOut(person: Person, act: Act, world: SimulatedWorld, name: string): Promise<void> {
  const { seed } = world.standIns.salesforce;
  const { object } = person;
  switch (act) {
    case "create up":
      return person.addItem(world, name);
    case "create down":
      return person.addRow(world, name);
    case "update up":
      return person.changeItem(world, name);
    case "update down":
      return seed.change(object, rowOf(world, object, name), person.rowChange);
    case "delete up":
      return person.removeItem(world, name);
    case "delete down":
      return seed.remove(object, rowOf(world, object, name));
  }
}

/** Until there is nothing left to do. Answers what `mark` said before the last slice, in which nothing happened any more; null when the process died. */
export async function untilCalm(
  service: ServiceProcess,
  { kind }: Pick<Person, "kind">,
  world: SimulatedWorld,
  { mark = () => 0, sliced = () => {} }: { readonly mark?: () => number; readonly sliced?: () => void | Promise<void> } = {},
): Promise<number | null> {
  const { clock } = world.standIns;
  let marked = 0;
  for (let quiet = 0, slices = 0; quiet < 2; slices += 1) {
    if (slices > SLICES_TO_REST) throw new Error("It does not come to rest.");
    marked = mark();
    const ending = await service.mortal.run(async () => {
      await service.look();
      const { more, retryAt } = await service.slice(kind);
      await sliced();
      if (retryAt && retryAt > world.now()) clock.move(retryAt.getTime() - world.now().getTime());
      quiet = more || retryAt ? 0 : quiet + 1;
    });
    if (ending.is === "crashed") return null;
    if (ending.is === "failed") throw ending.error;
    clock.move(3_000);
  }
  return marked;
}

/** Deletions go both ways, so that there is something to delete. */
export function presetFor({ object }: Pick<Person, "object">): Preset {
  const preset = Value.Default(Preset, {}) as Preset;
  const objects = object === "Lead" ? "leads" : "contacts";
  return { ...preset, contacts: { ...preset.contacts, objects, deleteInSalesforce: true }, emails: { ...preset.emails, on: false } };
}

function rethrow(error: unknown): never {
  throw error;
}
