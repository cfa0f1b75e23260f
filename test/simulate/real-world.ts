import type { Preset } from "../../shared/api/preset.ts";
import { adminApi, type AdminApi } from "../sandbox/admin-api.ts";
import { freePort } from "../sandbox/free-port.ts";
import { type ServiceProcess, startService } from "../sandbox/service-process.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";
import { ADA } from "../sides/stand-ins.ts";
import { BothSides, type Known } from "./both-sides.ts";
import { KeptRows } from "./kept-rows.ts";
import type { SimulatedKind } from "./plain-kinds.ts";
import { watchReplies } from "./watched-replies.ts";

interface RealWorldOptions {
  readonly seed: number;
  /** PostgreSQL, empty. */
  readonly databaseUrl: string;
  readonly tandemFields: boolean;
  /** Graph tells the service of changes; else it polls. */
  readonly notifications: boolean;
}

const NOTHING_KNOWN: Known = { all: [], conflicts: [], notes: [] };
const POLL_SECONDS = 1;

/** The stand-ins on ports of their own, and between them the service itself: a process that can be killed, on PostgreSQL. */
export class RealWorld extends BothSides {
  readonly standIns: StandIns;
  readonly admin: AdminApi;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #kept: KeptRows;
  #service: ServiceProcess | null = null;
  #known: Readonly<Record<SimulatedKind, Known>> = { contact: NOTHING_KNOWN, task: NOTHING_KNOWN, event: NOTHING_KNOWN };

  private constructor(standIns: StandIns, environment: Readonly<Record<string, string>>, databaseUrl: string, adaInSalesforce: string) {
    super({ graph: standIns.graph, salesforce: standIns.salesforce, adaInSalesforce, now: () => new Date() });
    this.standIns = standIns;
    this.#environment = environment;
    this.#kept = new KeptRows(databaseUrl, standIns.identity.encryptionKey);
    this.admin = adminApi(standIns, () => this.service.url);
  }

  static async open({ seed, databaseUrl, tandemFields, notifications }: RealWorldOptions): Promise<RealWorld> {
    watchReplies();
    const standIns = await startStandIns({ folder: null, seed, org: { tandemFields, sharedActivities: true } });
    standIns.graph.seed.user({ userPrincipalName: ADA, displayName: "Ada Lovelace" });
    const ada = standIns.salesforce.seed.user({ Username: ADA, Email: ADA, FirstName: "Ada", LastName: "Lovelace" });
    const port = await freePort();
    const publicUrl = notifications ? { publicUrl: `http://127.0.0.1:${port}` } : {};
    const environment = standIns.serviceEnvironment({ port, databaseUrl, pollSeconds: POLL_SECONDS, ...publicUrl });
    return new RealWorld(standIns, environment, databaseUrl, ada);
  }

  get service(): ServiceProcess {
    if (!this.#service) throw new Error("The service does not run.");
    return this.#service;
  }

  async start(): Promise<void> {
    this.#service = await startService(this.#environment);
  }

  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    await this.#service?.kill(signal);
    this.#service = null;
  }

  async publish(preset: Preset): Promise<void> {
    const reply = await fetch(`${this.service.url}/api/admin/presets/default`, {
      method: "PUT",
      headers: { authorization: `Bearer ${this.standIns.adminToken()}`, "content-type": "application/json" },
      body: JSON.stringify(preset),
    });
    if (!reply.ok) throw new Error(`The preset was answered ${reply.status}: ${await reply.text()}`);
  }

  /** Waits until everything that stands has been acted upon. Answers false when that takes too long. */
  async settle(withinMs: number): Promise<boolean> {
    const until = performance.now() + withinMs;
    while (performance.now() < until) {
      const { settled, waiting, running } = await this.admin.cycle(ADA, 5);
      if (settled && waiting === 0 && running === 0) return true;
    }
    return false;
  }

  known(kind: SimulatedKind): Known {
    return this.#known[kind];
  }

  /** Looks what the service knows by now: its links alone, which is quick, or its conflicts and its journal too. */
  async lookUp(what: "links" | "everything"): Promise<void> {
    this.#known = await this.#kept[what]();
  }

  /** Time passes here by itself. */
  pass(): void {}

  async close(): Promise<void> {
    await this.kill("SIGTERM");
    await Promise.all([this.#kept.close(), this.standIns.close()]);
  }
}
