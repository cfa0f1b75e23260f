import { setTimeout as pause } from "node:timers/promises";
import { folderNames } from "../../shared/records/names.ts";
import { type AdminApi, adminApi } from "../sandbox/admin-api.ts";
import type { LoggedRequest } from "../sandbox/base/request-log.ts";
import { csv, pdf } from "../sandbox/seed/files.ts";
import { mime } from "../sandbox/seed/mime.ts";
import type { StandIns } from "../sandbox/world.ts";
import { type Figures, type FirstSync, percentile, rounded } from "./figures.ts";
import { type BenchWorld, DOWN, inWorld, on, PAST_OVERLAP_MS, peakMemory, quiet, salesforceUser, settle, UP } from "./bench-world.ts";

export interface Measure {
  readonly latencyMs: number;
  readonly databaseUrl: string;
  /** Mails moved one at a time. */
  readonly mails: number;
  /** Contacts of a first sync, each way. */
  readonly contacts: number;
  readonly told?: (sentence: string) => void;
}

const MAIL_WITHIN_MS = 60_000;

/** Starts a world of its own and measures in it. */
export async function measure(options: Measure): Promise<Figures> {
  const tell = options.told ?? (() => {});
  return inWorld(options, async (world) => {
    const { standIns, service, admin } = world;
    await activate(world);
    tell("Mails, one at a time");
    const mails = await fileMails(standIns, options.mails);
    tell(`First sync of ${options.contacts} contacts up`);
    const firstSyncUp = await syncUp(standIns, admin, options.contacts);
    tell(`First sync of ${options.contacts} contacts down`);
    const firstSyncDown = await syncDown(standIns, admin, options.contacts);
    const idleCycle = [await idle(world, options.contacts)];
    return { latencyMs: options.latencyMs, ...mails, firstSyncUp, firstSyncDown, idleCycle, peakMemoryMegabytes: peakMemory(service) };
  });
}

/** What an idle cycle costs with so many links, in a world of its own. */
export function measureIdle(options: Pick<Measure, "latencyMs" | "databaseUrl" | "contacts">): Promise<Figures["idleCycle"][number]> {
  return inWorld(options, async (world) => {
    await activate(world);
    await syncUp(world.standIns, world.admin, options.contacts);
    return idle(world, options.contacts);
  });
}

async function activate({ admin }: BenchWorld): Promise<void> {
  await admin.setSync(UP, "on");
  await settle(admin, UP);
}

async function fileMails(standIns: StandIns, count: number): Promise<Pick<Figures, "secondsFromMoveToTask" | "requestsPerFiledMail">> {
  const seconds: number[] = [];
  const mark = standIns.log.count;
  for (let index = 0; index < count; index += 1) {
    const subject = `Bench mail ${index}`;
    const message = {
      messageId: `<bench-${index}@sender.example>`,
      from: `Sender <sender${index}@sender.example>`,
      to: [UP],
      subject,
      sent: new Date(),
      text: "Two files are attached.",
      files: [pdf(`drawing ${index}.pdf`, [subject]), csv(`numbers ${index}.csv`, [["mail", index]])],
    };
    const item = await standIns.graph.seed.mime(UP, "inbox", mime(message));
    await pause(200);
    const moved = performance.now();
    standIns.graph.seed.move(item, folderNames.emails);
    await until(() => hasTask(standIns, subject), MAIL_WITHIN_MS, `"${subject}" was not filed`);
    seconds.push((performance.now() - moved) / 1000);
  }
  await pause(2_000);
  const requests = standIns.log.since(mark);
  const salesforce = on(requests, "salesforce");
  const uploads = salesforce.filter(
    ({ method, url }) => method === "POST" && /\/sobjects\/ContentVersion\/?$/iu.test(url.split("?")[0] ?? ""),
  );
  return {
    secondsFromMoveToTask: { median: rounded(percentile(seconds, 0.5)), p95: rounded(percentile(seconds, 0.95)) },
    requestsPerFiledMail: {
      graph: rounded(on(requests, "graph").length / count),
      salesforce: rounded(salesforce.length / count),
      ofWhichUploads: rounded(uploads.length / count),
    },
  };
}

async function syncUp(standIns: StandIns, admin: AdminApi, contacts: number): Promise<FirstSync> {
  const mark = standIns.log.count;
  const began = performance.now();
  for (let index = 0; index < contacts; index += 1) standIns.graph.seed.contact(UP, folderNames.contacts, contact(index));
  await settle(admin, UP);
  return firstSync(contacts, (performance.now() - began) / 1000, standIns.log.since(mark));
}

/**
 * A cycle in which nothing had changed, and nothing within the time that Salesforce is asked for once more (S1): the outside's clock is
 * moved on by it. What follows by itself on the last changes is waited for, so that the cycle counted is the one that was asked for.
 */
async function idle({ standIns, clock, service }: BenchWorld, links: number): Promise<Figures["idleCycle"][number]> {
  // The service keeps its own time: a token made after the move would not be valid yet.
  const token = standIns.adminToken();
  const admin = adminApi({ ...standIns, adminToken: () => token }, () => service.url);
  await settle(admin, UP);
  clock.move(PAST_OVERLAP_MS);
  await settle(admin, UP);
  await quiet(standIns);
  const mark = standIns.log.count;
  await settle(admin, UP);
  const cycle = standIns.log.since(mark);
  return { links, graph: on(cycle, "graph").length, salesforce: on(cycle, "salesforce").length };
}

async function syncDown(standIns: StandIns, admin: AdminApi, contacts: number): Promise<FirstSync> {
  const owner = salesforceUser(standIns, DOWN);
  for (let index = 0; index < contacts; index += 1) {
    standIns.salesforce.seed.contact({
      OwnerId: owner,
      FirstName: "Down",
      LastName: `Number${index}`,
      Email: `down${index}@down.example`,
      Title: `Title ${index}`,
    });
  }
  const mark = standIns.log.count;
  const began = performance.now();
  await admin.setSync(DOWN, "on");
  await settle(admin, DOWN);
  const made = standIns.graph.seed.items(DOWN, folderNames.contacts, "contacts").length;
  if (made !== contacts) throw new Error(`${made} of ${contacts} contacts came down`);
  return firstSync(contacts, (performance.now() - began) / 1000, standIns.log.since(mark));
}

function firstSync(contacts: number, seconds: number, requests: readonly LoggedRequest[]): FirstSync {
  return {
    contacts,
    seconds: rounded(seconds),
    contactsPerSecond: rounded(contacts / seconds, 0),
    requestsPerContact: {
      graph: rounded(on(requests, "graph").length / contacts, 4),
      salesforce: rounded(on(requests, "salesforce").length / contacts, 4),
    },
  };
}

function hasTask({ salesforce }: StandIns, subject: string): boolean {
  for (const row of salesforce.org.store.rows("Task")) if (row.values["Subject"] === subject) return true;
  return false;
}

async function until(reached: () => boolean, withinMs: number, otherwise: string): Promise<void> {
  const limit = performance.now() + withinMs;
  while (!reached()) {
    if (performance.now() > limit) throw new Error(otherwise);
    await pause(5);
  }
}

function contact(index: number): Readonly<Record<string, unknown>> {
  const [givenName, surname, address] = ["Up", `Number${index}`, `up${index}@up.example`];
  return {
    givenName,
    surname,
    emailAddresses: [{ name: `${givenName} ${surname}`, address }],
    jobTitle: `Title ${index}`,
    businessPhones: [`+47 55 ${100_000 + index}`],
  };
}
