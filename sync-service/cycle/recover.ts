import type { Fields, SideName } from "../../shared/records/fields.ts";
import { MAY_BE_OURS } from "../engine/decide-pair.ts";
import type { Result } from "./act.ts";
import { editedSince, type LeftBehind, type Lost } from "./edited-since.ts";
import { fold } from "./fold.ts";
import { exchangeStanding, stoodOf, withoutOthersCategories } from "./known-link.ts";
import { idOn, type Intent, type Link, type Settlement } from "./link.ts";
import { withSight } from "./look-again.ts";
import { notesOf } from "./notes.ts";
import { isOwnFault, ownFault, stumbled, stumblingBlocks } from "./own-fault.ts";
import type { Action, Seen, Sought } from "./side.ts";
import type { Work } from "./work.ts";

type Carried<F extends Fields> = Link<F> & { readonly intent: Intent<F> };

const AT_ONCE = 200;
/** Milliseconds. A request whose sender died may still be on its way: a create is tried again only after this. */
const STILL_UNDER_WAY_MS = 2_000;

/**
 * Looks what became of actions whose outcome is not known, before anything else is read: a record we made and do not know
 * yet would otherwise be taken for a new one. Answers when to look again, null when nothing is left open.
 */
export async function recover<F extends Fields>(work: Work<F>): Promise<Date | null> {
  for (;;) {
    const open = (await work.links.outstanding(work.lease, AT_ONCE)).filter((link): link is Carried<F> => link.intent !== null);
    if (open.length === 0) return null;
    const { told, settlements } = await whatBecame(work, open);
    await work.links.settled(work.lease, settlements);
    const young = open.filter((link) => !told.includes(link)).map(({ intent }) => intent.at.getTime() + STILL_UNDER_WAY_MS);
    if (young.length > 0) return new Date(Math.min(...young));
  }
}

interface Became<F extends Fields> {
  /** Those of which it can be told by now. */
  readonly told: readonly Carried<F>[];
  readonly settlements: readonly Settlement<F>[];
}

/** A link that our own code stumbles over has failed, and keeps no intent; the others are told of. */
async function whatBecame<F extends Fields>(work: Work<F>, open: readonly Carried<F>[]): Promise<Became<F>> {
  try {
    return await lookedAfter(work, open);
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    const blocks = await stumblingBlocks(open, (some) => lookedAfter(work, some));
    if (blocks.size === 0) throw error;
    const others = open.filter((link) => !blocks.has(link));
    const { told, settlements } = others.length === 0 ? { told: [], settlements: [] } : await lookedAfter(work, others);
    return {
      told: [...told, ...blocks.keys()],
      settlements: [...settlements, ...[...blocks].map(([link, fault]) => givenUp(work, link, fault))],
    };
  }
}

/** What was sent may have been written: that is told before the intent goes, or nobody would know what it replaced (P2). */
function givenUp<F extends Fields>(work: Work<F>, link: Carried<F>, fault: Error): Settlement<F> {
  const settlement = stumbled(work, link, fault);
  const unknown = { is: "moved", unanswered: true } as const;
  const sent = notesOf(work, link, { exchange: unknown, salesforce: unknown }, [], link).filter(({ outcome }) => outcome === "unknown");
  return { ...settlement, notes: [...sent, ...settlement.notes] };
}

async function lookedAfter<F extends Fields>(work: Work<F>, open: readonly Carried<F>[]): Promise<Became<F>> {
  const exchange = await look(work, open, "exchange");
  const salesforce = await look(work, open, "salesforce");
  const told = open.filter(
    ({ id, intent }) => !isYoung(work, intent) || (!isMissing(exchange.results.get(id)) && !isMissing(salesforce.results.get(id))),
  );
  const left = {
    exchange: await leftBehind(work, told, exchange, "exchange"),
    salesforce: await leftBehind(work, told, salesforce, "salesforce"),
  };
  const settlements = told.map((link) => {
    const results = {
      exchange: resultWith(exchange.results.get(link.id), left.exchange.get(link.id)),
      salesforce: resultWith(salesforce.results.get(link.id), left.salesforce.get(link.id)),
    };
    const seen = salesforce.seen(exchange.seen(link));
    const settlement = fold(work, { ...seen, dueAt: work.now() }, results, null, link);
    const maybe = (["exchange", "salesforce"] as const).find((side) => left[side].get(link.id)?.isSure === false);
    return maybe ? asking(work, link, maybe, left[maybe].get(link.id), settlement) : settlement;
  });
  return { told, settlements };
}

/** Of creations that were not found: what they may have made, though it was edited since. */
function leftBehind<F extends Fields>(
  work: Work<F>,
  told: readonly Carried<F>[],
  { results }: Looked<F>,
  side: SideName,
): Promise<ReadonlyMap<string, LeftBehind<F>>> {
  const lost = told.flatMap((link): Lost<F>[] => {
    const action = link.intent[side];
    return action?.do === "create" && isMissing(results.get(link.id)) ? [{ link, action, at: link.intent.at }] : [];
  });
  return editedSince(work, side, lost);
}

const resultWith = <F extends Fields>(result: Result<F> | undefined, left: LeftBehind<F> | undefined): Result<F> | null =>
  left?.isSure ? { is: "done", seen: left.seen } : (result ?? null);

/** Whether the two are one is for a person to say (M1); until then nothing is made, and neither of them goes anywhere. */
function asking<F extends Fields>(
  work: Work<F>,
  link: Carried<F>,
  side: SideName,
  left: LeftBehind<F> | undefined,
  settlement: Settlement<F>,
): Settlement<F> {
  if (!left || !settlement.link) return settlement;
  const seen = withoutOthersCategories(left.seen, work.problemCategories);
  const pair: Link<F> = { ...settlement.link, [side]: { is: "present", seen, certain: true, ours: true } };
  const { decision } = link.intent;
  const origin = decision.origin ?? (side === "salesforce" ? "exchange" : "salesforce");
  const asked: Link<F> = { ...pair, state: "question", origin, base: decision.agreed, stood: stoodOf(pair), attempts: 0, dueAt: null };
  const about = { at: work.now(), kind: work.kind, item: idOn(asked.exchange), record: idOn(asked.salesforce), linkId: link.id };
  const note = { ...about, action: "decide", outcome: "question", reason: MAY_BE_OURS, rules: ["M1"] } as const;
  return { ...settlement, link: { ...asked, reason: MAY_BE_OURS }, notes: [...settlement.notes, note] };
}

interface Looked<F extends Fields> {
  readonly results: ReadonlyMap<string, Result<F>>;
  /** The link with what was read on this side. */
  seen(link: Carried<F>): Carried<F>;
}

async function look<F extends Fields>(work: Work<F>, open: readonly Carried<F>[], side: SideName): Promise<Looked<F>> {
  const acting = open.flatMap(({ id, intent }) => (intent[side] ? [{ id, action: intent[side], at: intent.at }] : []));
  const sought = acting.flatMap(({ action, at }): Sought<F>[] =>
    action.do === "create" ? [{ stamp: action.stamp, record: action.record, since: at }] : [],
  );
  const ids = acting.flatMap(({ action }) => (action.do === "create" ? [] : [action.id]));
  const made = sought.length > 0 ? await work.sides[side].find(sought) : new Map<string, Seen<F>>();
  const found = ids.length > 0 ? await work.sides[side].read(ids) : new Map<string, Seen<F>>();
  // Found by its content, it may be the record of another link: then ours was not made.
  const holders = await work.links.byIds(
    work.lease,
    side,
    [...made.values()].map(({ id }) => id),
  );
  const madeFor = (id: string) => new Map([...made].filter(([, seen]) => (holders.get(seen.id)?.id ?? id) === id));
  const results = new Map(acting.map(({ id, action }) => [id, resultOrFault(work, id, action, madeFor(id), found)]));
  const readIds = new Set(ids);
  return {
    results,
    seen(link) {
      // What we removed is kept as it stood before: the journal tells it (P2).
      const isRemoved = link.intent[side]?.do === "remove" && results.get(link.id)?.is === "done";
      if (isRemoved || !readIds.has(idOn(link[side]) ?? "")) return link;
      const read = withSight(work, link, side, found)[side];
      // What it lives on in was not asked for yet (C5).
      return { ...link, [side]: read.is === "gone" ? { ...read, certain: false } : read, intent: link.intent };
    },
  };
}

function resultOrFault<F extends Fields>(
  work: Work<F>,
  id: string,
  ...rest: [Action<F>, ReadonlyMap<string, Seen<F>>, ReadonlyMap<string, Seen<F>>]
): Result<F> {
  try {
    return resultOf(work, ...rest);
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    work.unexpected(error, id);
    return { is: "refused", problem: ownFault(id) };
  }
}

function resultOf<F extends Fields>(
  work: Work<F>,
  action: Action<F>,
  made: ReadonlyMap<string, Seen<F>>,
  found: ReadonlyMap<string, Seen<F>>,
): Result<F> {
  switch (action.do) {
    case "create": {
      const seen = made.get(action.stamp);
      return seen ? { is: "done", seen } : { is: "untried", looked: true, unanswered: true };
    }
    case "remove":
      return found.has(action.id) ? { is: "untried", looked: true } : { is: "done", seen: null };
    case "update": {
      const seen = found.get(action.id);
      if (!seen) return { is: "gone", unanswered: true };
      // First of all: a Salesforce version names a second, so what was written within it bears the one that was known before.
      if (holds(work, seen, action)) return { is: "done", seen };
      return seen.version === action.version ? { is: "untried", looked: true } : { is: "moved", unanswered: true };
    }
  }
}

/** Whether what was to be written stands there. */
function holds<F extends Fields>(work: Work<F>, seen: Seen<F>, { changes, marks }: Extract<Action<F>, { readonly do: "update" }>): boolean {
  const written = Object.entries(changes).every(([field, value]) => work.policy.alike(field, seen.record[field] ?? null, value ?? null));
  if (!written || !marks || seen.standing.on !== "exchange") return written;
  const { category, problem } = exchangeStanding(withoutOthersCategories(seen, work.problemCategories).standing);
  return (
    (marks.salesforce === undefined || marks.salesforce === category) &&
    (marks.problem === undefined || (marks.problem !== null) === problem) &&
    (marks.pointer === undefined || marks.pointer === seen.standing.pointsTo)
  );
}

const isMissing = <F extends Fields>(result: Result<F> | undefined) => result?.is === "untried";
const isYoung = <F extends Fields>({ now }: Work<F>, { at }: Intent<F>) => now().getTime() - at.getTime() < STILL_UNDER_WAY_MS;
