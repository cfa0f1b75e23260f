import { setTimeout as pause } from "node:timers/promises";
import { folderNames } from "../../shared/records/names.ts";
import { adminApi } from "../sandbox/admin-api.ts";
import type { Fault } from "../sandbox/base/faults.ts";
import { Random } from "../sandbox/base/random.ts";
import { freePort } from "../sandbox/free-port.ts";
import { csv } from "../sandbox/seed/files.ts";
import { mime } from "../sandbox/seed/mime.ts";
import { type ServiceProcess, startService } from "../sandbox/service-process.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";
import { whatWentWrong } from "./inventory.ts";
import { contactAddress, mailSubject, STORM_USER } from "./cast.ts";

export interface Storm {
  /** How many mails are moved, and how many contacts appear, half of them on each side. */
  readonly mails: number;
  readonly contacts: number;
  /** How often the service is killed (SIGKILL) at a random moment. */
  readonly kills: number;
  /** The chance of each kind of fault at each request or notification, 0 to 1. */
  readonly faults: Readonly<Partial<Record<StormFault, number>>>;
  /** Whether the org has the fields of O6. */
  readonly tandemFields: boolean;
  /** The same seed gives the same moments and the same chances. */
  readonly seed: number;
  /** PostgreSQL, empty. */
  readonly databaseUrl: string;
  readonly settleWithinSeconds: number;
  readonly told?: (sentence: string) => void;
}

export const STORM_FAULTS = [
  "lost-after",
  "throttled",
  "unavailable",
  "unavailable-after",
  "expired-session",
  "notification-lost",
] as const;
export type StormFault = (typeof STORM_FAULTS)[number];

export interface StormResult {
  readonly kills: number;
  readonly seconds: number;
  /** How often each kind of fault struck. */
  readonly struck: Readonly<Record<string, number>>;
  /** Empty when everything is on both sides exactly once. */
  readonly problems: readonly string[];
}

const LONGEST_LIFE_MS = 2_500;

/** Mails and contacts in flight, the service killed again and again, replies lost and refused; then calm, and the count. */
export async function runStorm(storm: Storm): Promise<StormResult> {
  const random = new Random(storm.seed);
  const tell = storm.told ?? (() => {});
  const standIns = await startStandIns({
    folder: null,
    seed: storm.seed,
    org: { tandemFields: storm.tandemFields, sharedActivities: true },
  });
  seedUser(standIns);
  const port = await freePort();
  const environment = standIns.serviceEnvironment({
    port,
    databaseUrl: storm.databaseUrl,
    publicUrl: `http://127.0.0.1:${port}`,
    pollSeconds: 1,
  });
  let service: ServiceProcess = await startService(environment);
  const admin = adminApi(standIns, () => service.url);
  const began = performance.now();
  try {
    await admin.activateAll();
    await settle();
    tell(`${storm.mails} mails and ${storm.contacts} contacts set off.`);
    const planted = plant(standIns, storm.faults);
    await setOff(standIns, storm);
    for (let kill = 1; kill <= storm.kills; kill += 1) {
      await pause(Math.floor(random.next() * LONGEST_LIFE_MS));
      await service.kill("SIGKILL");
      service = await startService(environment);
      tell(`Killed ${kill} of ${storm.kills} times.`);
    }
    const settledInStorm = await settle();
    const struck = hitsByKind(standIns);
    for (const id of planted) standIns.faults.lift(id);
    const settledInCalm = await settle();
    const problems = [
      ...(settledInStorm || settledInCalm ? [] : ["Not everything was settled in time."]),
      ...(await whatWentWrong(standIns, storm, admin)),
    ];
    return { kills: storm.kills, seconds: Math.round((performance.now() - began) / 1000), struck, problems };
  } finally {
    await service.kill("SIGTERM");
    await standIns.close();
  }

  /** Waits until nothing waits any more; false when that takes too long. Refusals of a service that is just starting are passed over. */
  async function settle(): Promise<boolean> {
    const until = performance.now() + storm.settleWithinSeconds * 1000;
    while (performance.now() < until) {
      const reply = await admin.cycle(STORM_USER.email, 30).catch(() => null);
      if (reply?.settled && reply.waiting === 0 && reply.running === 0) return true;
      if (reply === null) await pause(200);
      else tell(await whatIsLeft());
    }
    return false;
  }

  async function whatIsLeft(): Promise<string> {
    const [user, overview] = await Promise.all([admin.user(STORM_USER.email), admin.overview()]).catch(() => [null, null]);
    if (!user || !overview) return "The service does not answer just now.";
    const failures = overview.failures.map(({ code, count }) => `${code} ${count}`).join(", ");
    return `Not settled yet: ${overview.backlog} items; the mailbox is ${user.state}${user.reason === null ? "" : ` (${user.reason})`}; ${failures || "no failures"}.`;
  }
}

function seedUser({ graph, salesforce }: StandIns): void {
  graph.seed.user({ userPrincipalName: STORM_USER.email, displayName: "Stella Storm" });
  salesforce.seed.user({ Username: STORM_USER.username, Email: STORM_USER.email, FirstName: "Stella", LastName: "Storm" });
}

/** On Graph and Salesforce; the handles of the sandbox itself stay usable. */
function plant({ faults }: StandIns, chances: Storm["faults"]): readonly number[] {
  return Object.entries(chances).flatMap(([kind, probability]) => {
    if (probability === 0) return [];
    const fault: Fault = { kind: kind as StormFault, probability, path: "^/(?!_sandbox)" };
    return (["graph", "salesforce"] as const).map((on) => faults.plant({ ...fault, on }));
  });
}

function hitsByKind({ faults }: StandIns): Readonly<Record<string, number>> {
  const byKind = Map.groupBy(faults.list(), ({ fault }) => fault.kind);
  return Object.fromEntries([...byKind].map(([kind, planted]) => [kind, planted.reduce((sum, { hits }) => sum + hits, 0)]));
}

/** What people do: half of the contacts in Outlook, half in Salesforce, and all the mails moved, in one go. */
async function setOff({ graph, salesforce }: StandIns, { mails, contacts }: Storm): Promise<void> {
  const [user] = salesforce.org.store.having("User", "Username", STORM_USER.username);
  for (let index = 0; index < contacts; index += 1) {
    const [name, address] = [`Contact${index}`, contactAddress(index)];
    if (index % 2 === 0) {
      const email = { name, address };
      graph.seed.contact(STORM_USER.email, folderNames.contacts, {
        givenName: "Storm",
        surname: name,
        emailAddresses: [email],
        jobTitle: `Title ${index}`,
      });
    } else {
      salesforce.seed.contact({ OwnerId: user?.id, FirstName: "Storm", LastName: name, Email: address, Title: `Title ${index}` });
    }
  }
  for (let index = 0; index < mails; index += 1) {
    const message = {
      messageId: `<storm-${index}@sender.example>`,
      from: `Sender ${index} <sender${index}@sender.example>`,
      to: [STORM_USER.email],
      subject: mailSubject(index),
      sent: new Date(Date.UTC(2026, 0, 1, 0, index)),
      text: `The text of mail ${index}.`,
      files: [csv(`numbers-${index}.csv`, [["mail", index]])],
    };
    const item = await graph.seed.mime(STORM_USER.email, "inbox", mime(message));
    graph.seed.move(item, folderNames.emails);
  }
}
