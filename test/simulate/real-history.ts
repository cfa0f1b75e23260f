import { setTimeout as pause } from "node:timers/promises";
import type { Preset } from "../../shared/api/preset.ts";
import { Random } from "../sandbox/base/random.ts";
import { Administrator, presetOf } from "./administrator.ts";
import { type Case, glance, liveness, notePairs, uncaused, vanished } from "./checks.ts";
import type { Result } from "./history.ts";
import { Mails } from "./mails.ts";
import { Chance, People } from "./people.ts";
import { KINDS } from "./plain-kinds.ts";
import { RealWorld } from "./real-world.ts";
import { Trace } from "./trace.ts";
import { windowNow } from "./watched-replies.ts";
import { setWeather } from "./weather.ts";

/** How often the service is killed. */
const LIVES = 2;
/** A life is counted in requests, so that it holds as much on a slow machine; it ends after some time all the same. */
const MOST_REQUESTS_A_LIFE = 60;
const LONGEST_LIFE_MS = 3_000;
const ACTS_A_LIFE = 6;
const SETTLE_WITHIN_MS = 90_000;

/**
 * The history of a seed with the real service on PostgreSQL, killed at moments that the seed chooses, while everybody acts. The same seed
 * gives the same acts, not the same moments; so it is judged by the invariants alone.
 */
export async function realHistory(seed: number, databaseUrl: string): Promise<Result> {
  const chance = new Chance(new Random(seed * 7919 + 3));
  const [tandemFields, notifications] = [chance.is(0.5), chance.is(0.5)];
  const world = await RealWorld.open({ seed, databaseUrl, tandemFields, notifications });
  const one = new RealHistory(seed, chance, world);
  try {
    return await one.run();
  } finally {
    await world.close();
  }
}

class RealHistory {
  readonly #seed: number;
  readonly #chance: Chance;
  readonly #world: RealWorld;
  readonly #people: People;
  readonly #mails: Mails;
  readonly #administrator: Administrator;
  readonly #judged: Case;
  readonly #trace = new Trace();
  readonly #complaints: string[] = [];
  #preset: Preset;
  #crashes = 0;

  constructor(seed: number, chance: Chance, world: RealWorld) {
    this.#seed = seed;
    this.#chance = chance;
    this.#world = world;
    const say = (line: string) => this.#say(line);
    this.#mails = new Mails(world, chance, say);
    this.#administrator = new Administrator(chance);
    this.#preset = presetOf(chance, new Chance(new Random(seed * 7919 + 17)));
    this.#people = new People(world, chance, KINDS, { windowOf: windowNow, hasLeads: this.#preset.contacts.objects === "both", say });
    this.#judged = {
      world,
      preset: () => this.#preset,
      people: this.#people,
      administrator: this.#administrator,
      kinds: KINDS,
      unmapped: new Map(),
    };
  }

  async run(): Promise<Result> {
    const { standIns } = this.#world;
    await this.#world.start();
    await this.#world.publish(this.#preset);
    await this.#world.admin.activateAll();
    if (!(await this.#world.settle(SETTLE_WITHIN_MS))) this.#complain(["The mailbox is not set up in time."]);
    for (let life = 1; life <= LIVES && this.#complaints.length === 0; life += 1) await this.#live(life);
    standIns.faults.clear();
    await this.#publish(true);
    const mark = standIns.log.count;
    // The second time shows that nothing is left to do.
    if (!(await this.#world.settle(SETTLE_WITHIN_MS)) || !(await this.#world.settle(SETTLE_WITHIN_MS))) {
      this.#complain([`It does not come to rest: ${standIns.log.count - mark} requests in calm weather.`]);
    }
    return this.#verdict();
  }

  /** The service lives for a while, things happen, and it is killed at some moment of it. */
  async #live(life: number): Promise<void> {
    const chance = this.#chance;
    this.#say(`life ${life}: ${setWeather(this.#world.standIns, chance, this.#seed + life)}`);
    if (chance.is(0.3)) await this.#publish(life === LIVES);
    const { log } = this.#world.standIns;
    const [born, until] = [performance.now(), log.count + chance.upTo(MOST_REQUESTS_A_LIFE)];
    for (let acts = 2 + chance.upTo(ACTS_A_LIFE); acts > 0; acts -= 1) {
      await this.#world.lookUp("links");
      notePairs(this.#judged);
      this.#complain(glance(this.#judged));
      await (chance.is(0.2) ? this.#mails.act() : this.#people.act());
      await pause(chance.upTo(120));
    }
    while (log.count < until && performance.now() - born < LONGEST_LIFE_MS) await pause(2);
    const signal = chance.is(0.9) ? "SIGKILL" : "SIGTERM";
    this.#say(`the service is ended by ${signal}`);
    await this.#world.kill(signal);
    this.#crashes += 1;
    // What people do while nobody watches is found afterwards.
    await this.#people.act();
    await this.#world.start();
  }

  async #publish(opens: boolean): Promise<void> {
    const at = Date.now();
    this.#preset = opens ? this.#administrator.open(this.#preset, at) : this.#administrator.change(this.#preset, at);
    this.#say(`publishes ${JSON.stringify([this.#preset.contacts, this.#preset.tasks, this.#preset.events])}`);
    for (;;) {
      // What goes wrong outside reaches an administrator's requests too: he tries again.
      const refused = await this.#world.publish(this.#preset).then(
        () => null,
        (error: unknown) => error as Error,
      );
      if (refused === null) return;
      this.#say(refused.message);
      await pause(100);
    }
  }

  async #verdict(): Promise<Result> {
    await this.#world.lookUp("everything");
    notePairs(this.#judged);
    this.#complain(glance(this.#judged));
    const lost = vanished(this.#judged);
    if (this.#complaints.length === 0)
      this.#complain([...uncaused(this.#judged, 0), ...liveness(this.#judged), ...lost.complaints, ...this.#mails.complaints()]);
    const requests = this.#world.standIns.log.count;
    return {
      seed: this.#seed,
      complaints: this.#complaints,
      inWindow: lost.inWindow,
      requests,
      crashes: this.#crashes,
      trace: this.#trace,
    };
  }

  #complain(complaints: readonly string[]): void {
    for (const complaint of complaints) this.#say(`!! ${complaint}`);
    this.#complaints.push(...complaints);
  }

  #say(line: string): void {
    this.#trace.add(`${new Date().toISOString()} ${line}`);
  }
}
