import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { type AdminApi, adminApi } from "../sandbox/admin-api.ts";
import { MovableClock } from "../sandbox/base/clock.ts";
import type { LoggedRequest } from "../sandbox/base/request-log.ts";
import { freePort } from "../sandbox/free-port.ts";
import { type ServiceProcess, startService } from "../sandbox/service-process.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";
import { rounded } from "./figures.ts";

export const UP = "up@example.com";
export const DOWN = "down@example.com";
/** The service looks ten minutes back. */
export const PAST_OVERLAP_MS = 11 * 60_000;
const USERNAME_SUFFIX = ".sandbox";
const SETTLE_WITHIN_MS = 1_800_000;
const QUIET_MS = 3_000;

export interface WorldOptions {
  /** Added to every call. */
  readonly latencyMs: number;
  readonly databaseUrl: string;
}

/** A service against stand-ins of its own, with two users. */
export interface BenchWorld {
  readonly standIns: StandIns;
  readonly clock: MovableClock;
  readonly service: ServiceProcess;
  readonly admin: AdminApi;
}

/** Starts a service and stand-ins with two users who are paired and not yet switched on, and ends them after the work. */
export async function inWorld<T>({ latencyMs, databaseUrl }: WorldOptions, work: (world: BenchWorld) => Promise<T>): Promise<T> {
  const clock = new MovableClock();
  const standIns = await startStandIns({ folder: null, org: { tandemFields: true, sharedActivities: true }, clock });
  for (const email of [UP, DOWN]) {
    standIns.graph.seed.user({ userPrincipalName: email, displayName: email });
    standIns.salesforce.seed.user({ Username: `${email}${USERNAME_SUFFIX}`, Email: email, LastName: email.split("@")[0] });
  }
  if (latencyMs > 0) standIns.faults.plant({ kind: "latency", ms: latencyMs });
  const port = await freePort();
  const environment = standIns.serviceEnvironment({ port, databaseUrl, publicUrl: `http://127.0.0.1:${port}`, pollSeconds: 60 });
  const service = await startService(environment);
  const admin = adminApi(standIns, () => service.url);
  try {
    await admin.syncUsers(true);
    return await work({ standIns, clock, service, admin });
  } finally {
    await service.kill("SIGTERM");
    await standIns.close();
  }
}

/** Waits until nothing was asked for a while. */
export async function quiet(standIns: StandIns): Promise<void> {
  for (let before = -1; standIns.log.count !== before;) {
    before = standIns.log.count;
    await pause(QUIET_MS);
  }
}

/** The id of a user's own in Salesforce. */
export function salesforceUser({ salesforce }: StandIns, email: string): string {
  const [user] = salesforce.org.store.having("User", "Username", `${email}${USERNAME_SUFFIX}`);
  if (!user) throw new Error(`There is no user ${email} in Salesforce.`);
  return user.id;
}

/** Requests as the product counts them: token calls are not (S). */
export function on(requests: readonly LoggedRequest[], name: "graph" | "salesforce"): readonly LoggedRequest[] {
  return requests.filter((request) => request.on === name && !request.url.includes("/oauth2/") && !request.url.includes("/_sandbox"));
}

/** Waits until everything that stands on either side has been acted upon. */
export async function settle(admin: AdminApi, email: string): Promise<void> {
  const limit = performance.now() + SETTLE_WITHIN_MS;
  for (;;) {
    const { settled, waiting, running } = await admin.cycle(email, 60);
    if (settled && waiting === 0 && running === 0) return;
    if (performance.now() > limit) throw new Error(`${email} did not settle: ${waiting} wait, ${running} run`);
  }
}

/** The most memory the process ever held, as Linux counts it; of other systems it is not known. */
export function peakMemory({ pid }: ServiceProcess): number {
  if (process.platform !== "linux") return Number.NaN;
  const kilobytes = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return rounded(Number(kilobytes) / 1024, 0);
}
