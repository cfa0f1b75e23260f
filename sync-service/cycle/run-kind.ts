import type { Fields } from "../../shared/records/fields.ts";
import { suspicion } from "./act.ts";
import { takeAnswers } from "./answers.ts";
import type { Lease } from "./lease.ts";
import type { Policy } from "../engine/policy.ts";
import { idOn, type Link, type LinkStore } from "./link.ts";
import { observe } from "./observe.ts";
import type { KindRules } from "./record-kind.ts";
import { recover } from "./recover.ts";
import type { SliceResult } from "./run-cycle.ts";
import { settle } from "./settle.ts";
import type { Side } from "./side.ts";
import type { Work } from "./work.ts";

export interface KindPorts<F extends Fields> {
  readonly exchange: Side<F>;
  readonly salesforce: Side<F>;
  readonly links: LinkStore<F>;
  /** Told of faults of our own, for the log; the reference is the link's id. */
  readonly unexpected: (error: unknown, reference: string) => void;
  readonly now: () => Date;
  readonly newId: () => string;
}

export interface KindSlice<F extends Fields> {
  readonly lease: Lease;
  readonly rules: KindRules<F>;
  /** What lay in the mailbox before is listed, not sent (B4). */
  readonly activatedAt: Date | null;
}

const BATCH = 200;
/** After so many halvings each stands alone. */
const ALONE = 8;

/**
 * One slice of a mailbox's records of one kind: look what became of open intents, read what changed on both sides, settle one
 * batch. May die at any line; the next slice carries on from what is stored. What a side throws (Throttled, AccessLost, …) stops
 * the slice. @throws Fenced when the mailbox was taken over.
 */
export async function runKind<F extends Fields>(ports: KindPorts<F>, slice: KindSlice<F>): Promise<SliceResult> {
  return run(await workOf(ports, slice), slice);
}

async function run<F extends Fields>(work: Work<F>, { rules, activatedAt }: KindSlice<F>): Promise<SliceResult> {
  const openUntil = await recover(work);
  if (openUntil) return { more: false, retryAt: openUntil, hasRead: false };
  // Nothing is made before both sides were read to the end: what seems new may be the half of a pair.
  if (!(await observe(work, activatedAt))) return { more: true };
  await takeAnswers(work);
  const [first, ...others] = parts(await dueTogether(work, rules));
  if (first) await settle(work, first);
  for (const part of others) await settle(work, await stillDue(work, part));
  const retryAt = await work.links.nextDue(work.lease);
  return { more: retryAt !== null && retryAt <= work.now(), retryAt };
}

/** So far on it is looked for the rest of a whole that the batch cuts through. */
const LOOKED_AT = 5 * BATCH;

/** What is due, a batch at a time, and with it what belongs together. */
async function dueTogether<F extends Fields>({ links, lease, now }: Work<F>, { wholeOf }: KindRules<F>): Promise<readonly Link<F>[]> {
  const batch = await links.due(lease, now(), BATCH);
  if (!wholeOf || batch.length < BATCH) return batch;
  const wholes = (link: Link<F>) =>
    [link.exchange, link.salesforce].flatMap((sight) => (sight.is === "present" ? (wholeOf(sight.seen.record) ?? []) : []));
  const cut = new Set(batch.flatMap(wholes));
  const taken = new Set(batch.map(({ id }) => id));
  const further = cut.size === 0 ? [] : await links.due(lease, now(), LOOKED_AT);
  return [...batch, ...further.filter((link) => !taken.has(link.id) && wholes(link).some((whole) => cut.has(whole)))];
}

/** Those that are still as due as they were: meanwhile one may have been taken for the half of another. */
async function stillDue<F extends Fields>({ links, lease, now }: Work<F>, part: readonly Link<F>[]): Promise<readonly Link<F>[]> {
  const due = new Map((await links.due(lease, now(), LOOKED_AT)).map((link) => [link.id, link]));
  return part.flatMap(({ id }) => due.get(id) ?? []);
}

/**
 * What was stopped together, for the sake of one among them, is tried in ever smaller groups, until that one stands alone. Where one of these
 * may live on in another record (C5), what has no item yet comes last: it may be that record.
 */
function parts<F extends Fields>(batch: readonly Link<F>[]): readonly (readonly Link<F>[])[] {
  const suspects = batch.filter((link) => suspicion(link) > 0).toSorted((one, other) => Number(mayLiveOn(other)) - Number(mayLiveOn(one)));
  const last = suspects.some(mayLiveOn) ? batch.filter((link) => link.exchange.is === "never" && !suspects.includes(link)) : [];
  const size = Math.max(1, BATCH >> Math.min(ALONE, Math.max(0, ...suspects.map(suspicion))));
  const groups = Array.from({ length: Math.ceil(suspects.length / size) }, (_, group) => suspects.slice(group * size, (group + 1) * size));
  const rest = batch.filter((link) => !suspects.includes(link) && !last.includes(link));
  return [rest, ...groups, last].filter((part) => part.length > 0);
}

/** There is an item, and its record is gone, or was not read since all were. */
function mayLiveOn<F extends Fields>({ exchange, salesforce }: Link<F>): boolean {
  return exchange.is === "present" && (salesforce.is === "gone" || (salesforce.is === "present" && !salesforce.certain));
}

/** What is known of a kind in a mailbox at this moment, with both its sides. */
export async function workOf<F extends Fields>(
  { exchange, salesforce, links, unexpected, now, newId }: KindPorts<F>,
  { lease, rules }: KindSlice<F>,
): Promise<Work<F>> {
  const inExchange = await exchange.fields();
  const policy = rules.policyOf(inExchange, await salesforce.fields());
  const byObject = new Map<string, Policy<F>>();
  for (const object of rules.objects?.inScope ?? [])
    byObject.set(object, rules.policyOf(inExchange, await salesforce.fields(object), object));
  const policyFor = (link: Link<F>): Policy<F> => {
    const id = idOn(link.salesforce);
    if (!rules.objects || id === null) return policy;
    // Of an object that the preset leaves out nothing flows.
    return byObject.get(rules.objects.of(id)) ?? { ...policy, inPlay: new Set(), writable: { exchange: new Set(), salesforce: new Set() } };
  };
  return { ...rules, sides: { exchange, salesforce }, links, lease, policy, policyFor, unexpected, now, newId };
}
