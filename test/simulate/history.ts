import { SyncError } from "../../sync-service/errors.ts";
import { Random } from "../sandbox/base/random.ts";
import { Administrator, presetOf } from "./administrator.ts";
import { type Case, liveness, notePairs, safety, vanished } from "./checks.ts";
import type { AroundExchange } from "./in-process.ts";
import { MortalProcess, NEVER, type Ending } from "./mortal-process.ts";
import { Chance, People } from "./people.ts";
import { KINDS, type SimulatedKind } from "./plain-kinds.ts";
import { signAtOnce } from "./prompt-signatures.ts";
import { seedIds } from "./seeded-ids.ts";
import { type Applying, windowIn } from "./applying.ts";
import { ServiceProcess } from "./service-process.ts";
import { SimulatedWorld } from "./simulated-world.ts";
import { Trace } from "./trace.ts";
import { setWeather } from "./weather.ts";

export interface Result {
  readonly seed: number;
  /** Nothing, if the product keeps its promises. */
  readonly complaints: readonly string[];
  /** Edits lost in the window that P9 states. */
  readonly inWindow: number;
  readonly requests: number;
  readonly crashes: number;
  readonly trace: Trace;
}

const ROUNDS = 14;
/** Of the mailbox. */
const ZONES = ["UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"];
const HOUR_MS = 3_600_000;
/** A history that is calm for so many slices and still not at rest never comes to rest. */
const SLICES_TO_REST = 80;

/** Runs the history of a seed, and judges it. */
export async function history(seed: number): Promise<Result> {
  const [unseed, unsign] = [seedIds(seed), signAtOnce()];
  const realFetch = globalThis.fetch;
  const one = new History(seed);
  try {
    return await one.run();
  } finally {
    globalThis.fetch = realFetch;
    unseed();
    unsign();
    await one.close();
  }
}

class History {
  readonly #seed: number;
  readonly #chance: Chance;
  /** Of faults that come at the worst moment; apart, so that a history without them is what it was before there were any. */
  readonly #misfortune: Chance;
  readonly #isUnlucky: boolean;
  readonly #trace = new Trace();
  readonly #applying = new Set<Applying>();
  readonly #complaints: string[] = [];
  readonly #kinds: readonly SimulatedKind[];
  #world: SimulatedWorld | null = null;
  #people: People | null = null;
  #judged: Case | null = null;
  #process: ServiceProcess | null = null;
  /** Stands still since another took over. */
  #paused: ServiceProcess | null = null;
  /** What somebody does while the service is at work: he ends it also when the service dies meanwhile. */
  #racing: Promise<void> = Promise.resolve();
  #processes = 0;
  #requests = 0;
  #crashes = 0;
  #calm = false;

  constructor(seed: number) {
    this.#seed = seed;
    this.#chance = new Chance(new Random(seed * 7919 + 1));
    this.#misfortune = new Chance(new Random(seed * 7919 + 13));
    this.#isUnlucky = this.#misfortune.is(0.35);
    const kind = KINDS[seed % 4];
    this.#kinds = kind ? [kind] : KINDS;
  }

  async run(): Promise<Result> {
    const chance = this.#chance;
    const preset = presetOf(chance, new Chance(new Random(this.#seed * 7919 + 17)));
    const world = await SimulatedWorld.open(this.#around(), preset, { tandemFields: chance.is(0.5), zone: chance.of(ZONES) });
    this.#world = world;
    globalThis.fetch = world.network.fetch;
    const people = new People(world, chance, this.#kinds, {
      windowOf: (kind, side, id) => windowIn(this.#applying, kind, side, id),
      hasLeads: preset.contacts.objects === "both",
      say: (line) => this.#say(line),
    });
    this.#people = people;
    const administrator = new Administrator(chance);
    const judged: Case = { world, preset: () => world.kept.preset, people, administrator, kinds: this.#kinds, unmapped: new Map() };
    this.#judged = judged;
    await this.#begin().look();
    for (let round = 0; round < ROUNDS && this.#complaints.length === 0; round += 1) {
      for (let acts = chance.upTo(3); acts > 0; acts -= 1) await people.act();
      if (round > 2 && round < 10 && chance.is(0.08)) this.#publish(administrator, false);
      if (round === 10) this.#publish(administrator, true);
      this.#say(`round ${round}: ${setWeather(world.standIns, chance, this.#seed + round)}`);
      this.#skew();
      await this.#work(administrator);
      this.#look(safety(judged));
      this.#pass(chance.is(0.05) ? 25 * HOUR_MS : chance.upTo(30_000));
    }
    if (this.#complaints.length === 0) await this.#rest(administrator);
    const lost = vanished(judged);
    if (this.#complaints.length === 0) this.#look([...liveness(judged), ...lost.complaints]);
    this.#trace.add(KINDS.map((kind) => world.kept[kind].dump()).join("\n"));
    return {
      seed: this.#seed,
      complaints: this.#complaints,
      inWindow: lost.inWindow,
      requests: this.#requests,
      crashes: this.#crashes,
      trace: this.#trace,
    };
  }

  async close(): Promise<void> {
    await this.#world?.close();
  }

  /** Some slices of a process that may die, or stand still, at any await. */
  async #work(administrator: Administrator): Promise<void> {
    const { chance, world } = { chance: this.#chance, world: this.#there() };
    const service = this.#process ?? this.#begin();
    const fate = chance.upTo(99);
    const within = service.mortal.steps + 1 + chance.upTo(45);
    service.mortal.fate = {
      diesAt: fate < 35 ? within : NEVER,
      pausesAt: fate >= 35 && fate < 47 ? within : NEVER,
      // Half of them just before something is done: what is done afterwards is done by nobody any more.
      pausesIn: fate < 41 ? "intend" : null,
    };
    const looks = chance.is(0.75);
    const ending = await service.mortal.run(async () => {
      if (looks) await service.look();
      for (const kind of this.#kinds) {
        if (!administrator.isOn(world.kept.preset, kind)) continue;
        for (let slice = 0; slice < 3; slice += 1) if (!(await service.slice(kind)).more) break;
      }
    });
    await this.#racing;
    this.#ended(service, ending);
    if (this.#paused && this.#paused !== service && chance.is(0.6)) await this.#wakePaused(this.#paused);
  }

  #ended(service: ServiceProcess, ending: Ending): void {
    const { mortal } = service;
    switch (ending.is) {
      case "done":
        if (this.#chance.is(0.4)) this.#process = null; // the next cycle is another's
        return;
      case "failed":
        this.#say(`${mortal.name} fails: ${(ending.error as Error).message}`);
        if (!(ending.error instanceof SyncError)) this.#look([`${mortal.name} failed: ${stackOf(ending.error)}`]);
        this.#pass(this.#chance.upTo(40_000));
        return;
      case "crashed":
        this.#crashes += 1;
        this.#say(`${mortal.name} dies at step ${mortal.steps}`);
        service.lost();
        this.#process = null;
        return;
      case "paused":
        this.#say(`${mortal.name} stands still at step ${mortal.steps}`);
        service.lost();
        this.#paused?.mortal.die();
        this.#paused = service;
        this.#process = null;
        return;
    }
  }

  /** It goes on as if nothing had happened; the first thing it wants to store is refused, and then it is silent. */
  async #wakePaused(service: ServiceProcess): Promise<void> {
    this.#paused = null;
    this.#say(`${service.mortal.name} goes on`);
    const ending = await service.mortal.goOn();
    this.#look(service.mortal.said.map((what) => `${service.mortal.name} was refused and went on: ${what}`));
    if (!service.mortal.fenced) this.#look([`${service.mortal.name} was let through although another had taken over`]);
    if (ending.is === "failed" && !(ending.error instanceof SyncError)) this.#look([stackOf(ending.error)]);
  }

  /** Nothing goes wrong any more, and nobody does anything. */
  async #rest(administrator: Administrator): Promise<void> {
    const world = this.#there();
    this.#calm = true;
    this.#say("calm");
    world.standIns.faults.clear();
    world.skewMs = 0;
    this.#publish(administrator, true);
    this.#pass(2 * HOUR_MS);
    const service = this.#begin();
    if (this.#paused) await this.#wakePaused(this.#paused);
    for (let quiet = 0, slices = 0; quiet < 3; slices += 1) {
      if (slices > SLICES_TO_REST) return this.#look(["It does not come to rest."]);
      const ending = await service.mortal.run(async () => {
        await service.look();
        let open = false;
        for (const kind of this.#kinds) {
          const { more, retryAt } = await service.slice(kind);
          open ||= more || (retryAt ?? null) !== null;
          if (retryAt && retryAt > world.now()) this.#pass(retryAt.getTime() - world.now().getTime());
        }
        quiet = open ? 0 : quiet + 1;
      });
      if (ending.is === "failed") return this.#look([`In calm weather: ${stackOf(ending.error)}`]);
      this.#look(safety(this.#case()));
      if (this.#complaints.length > 0) return;
      this.#pass(3_000);
    }
  }

  #publish(administrator: Administrator, opens: boolean): void {
    const { kept, standIns } = this.#there();
    const at = standIns.now().getTime();
    kept.preset = opens ? administrator.open(kept.preset, at) : administrator.change(kept.preset, at);
    this.#say(`publishes ${JSON.stringify([kept.preset.contacts, kept.preset.tasks, kept.preset.events])}`);
  }

  /** Another process takes the mailbox. */
  #begin(): ServiceProcess {
    const world = this.#there();
    world.takeOver();
    this.#processes += 1;
    this.#process = new ServiceProcess(`p${this.#processes}`, world, {
      applying: this.#applying,
      stored: () => notePairs(this.#case()),
      unexpected: (error) => this.#look([`A fault of ours: ${stackOf(error)}`]),
    });
    return this.#process;
  }

  #around(): AroundExchange {
    return {
      before: async ({ method, url }) => {
        const process = MortalProcess.current;
        if (!process) return;
        await process.step(`${method} ${url.pathname}`);
        this.#requests += 1;
        if (this.#calm) return;
        this.#pass(100 + this.#chance.upTo(1_500));
        const [applying] = this.#applying;
        this.#silence(applying);
        if (this.#chance.is(applying ? 0.12 : 0.05)) {
          this.#racing = this.#people?.race(applying) ?? this.#racing;
          await this.#racing;
        }
      },
      after: async ({ method, url, inner }, status) => {
        const process = MortalProcess.current;
        if (!process) return;
        this.#say(`${process.name} ${method} ${url.pathname}${url.search}${inner} ${status}`);
        for (const applying of this.#applying) {
          applying.compared = true;
          if (applying.side !== "salesforce" || method === "GET") continue;
          if (status === 0 || status === 503) applying.untold = true;
          if (status === 200) this.#shut();
        }
        await process.step(`${method} ${url.pathname} answered`);
      },
    };
  }

  /** Salesforce has written its half; Exchange takes nothing more for this mailbox until the weather changes. */
  #shut(): void {
    if (this.#calm || !this.#isUnlucky || !this.#misfortune.is(0.45)) return;
    this.#there().standIns.faults.plant({ kind: "throttled", on: "graph", method: "POST", path: "batch" });
    this.#say("the mailbox shuts");
  }

  /** Exchange is about to write over what somebody has written there, and something on the way back answers as if it were not done. */
  #silence(applying: Applying | undefined): void {
    const isWrittenOver = applying?.side === "exchange" && applying.actions.some((action) => action.do === "update" && action.contested);
    if (!isWrittenOver || !this.#isUnlucky || !this.#misfortune.is(0.45)) return;
    this.#there().standIns.faults.plant({ kind: "unavailable-after", on: "graph", method: "PATCH", times: 1 });
    this.#say("an answer is to be lost");
  }

  /** The service's clock and that of the others need not agree, and it may be set back (REL10). */
  #skew(): void {
    if (this.#seed % 5 !== 0 || !this.#chance.is(0.15)) return;
    this.#there().skewMs = this.#chance.of([0, 0, HOUR_MS, -HOUR_MS, 60_000]);
    this.#say(`the service's clock is ${this.#there().skewMs} ms ahead`);
  }

  #pass(ms: number): void {
    this.#there().standIns.clock.move(ms);
  }

  #look(complaints: readonly string[]): void {
    for (const complaint of complaints) {
      this.#say(`!! ${complaint}`);
      this.#complaints.push(complaint);
    }
  }

  #say(line: string): void {
    this.#trace.add(`${this.#world?.standIns.now().toISOString() ?? ""} ${line}`);
  }

  #there(): SimulatedWorld {
    if (!this.#world) throw new Error("The world is not there yet.");
    return this.#world;
  }

  #case(): Case {
    if (!this.#judged) throw new Error("Nothing is judged yet.");
    return this.#judged;
  }
}

/** What it was, and where. */
const stackOf = (error: unknown): string =>
  String((error as Error).stack)
    .split("\n", 3)
    .join(" ");
