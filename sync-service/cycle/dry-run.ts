import { setImmediate as breathe } from "node:timers/promises";
import type { DryRunLine } from "../../shared/api/dry-run.ts";
import type { Fields, SideName } from "../../shared/records/fields.ts";
import { nameIn } from "./attention.ts";
import type { Lease } from "./lease.ts";
import { idOn, type Link, type LinkStore } from "./link.ts";
import { pretended, type PretendedSide } from "./pretended-side.ts";
import type { KindRules } from "./record-kind.ts";
import { runKind } from "./run-kind.ts";
import type { Side } from "./side.ts";

/** Links that are gone when the dry run is over. */
export interface LinksForNow<F extends Fields> extends LinkStore<F> {
  readonly all: readonly Link<F>[];
  /** The links that a field of both sides differed on. */
  readonly differing: ReadonlySet<string>;
}

export interface DryRunParts<F extends Fields> {
  readonly exchange: Side<F>;
  readonly salesforce: Side<F>;
  readonly rules: KindRules<F>;
  readonly links: LinksForNow<F>;
  readonly lease: Lease;
  /** What was made before it lay there before (B4). */
  readonly activatedAt: Date;
  readonly now: () => Date;
  readonly newId: () => string;
  /** No more records of a side are looked at. */
  readonly most: number;
}

interface Writes {
  readonly creates: number;
  readonly others: number;
}

export interface Tally {
  readonly read: Readonly<Record<SideName, number>>;
  /** All that lies there was looked at. */
  readonly complete: boolean;
  readonly lines: readonly Line[];
  readonly writes: Readonly<Record<SideName, Writes>>;
}

/** As it is told, with the code of its reason for those who may not read the words. */
export type Line = Omit<DryRunLine, "samples"> & { readonly samples: readonly string[]; readonly code: string | null };

const SAMPLES = 5;
/** A cycle that does not come to rest is a fault; here it ends. */
const MOST_SLICES = 2_000;

/**
 * What a first sync of one kind would do: the cycle itself, on links that nobody keeps and sides that only pretend to be written to. So it
 * cannot know what Salesforce would refuse of what is written, nor what automation there would add. @throws what a side throws
 */
export async function dryRun<F extends Fields>({
  rules,
  links,
  lease,
  activatedAt,
  now,
  newId,
  most,
  ...sides
}: DryRunParts<F>): Promise<Tally> {
  const parts = { recognition: rules.recognition, now, most };
  const exchange = pretended(sides.exchange, { ...parts, newId });
  const salesforce = pretended(sides.salesforce, { ...parts, newId: () => `${recordPrefix(rules)}${newId()}` });
  const ports = { exchange: exchange.side, salesforce: salesforce.side, links, unexpected: () => {}, now, newId };
  for (let slices = 0; slices < MOST_SLICES; slices += 1) {
    if (!(await runKind(ports, { lease, rules, activatedAt })).more) break;
    await breathe(); // what happens in memory alone would let nobody else get his turn
  }
  return {
    read: { exchange: exchange.read(), salesforce: salesforce.read() },
    complete: !exchange.isCut() && !salesforce.isCut(),
    lines: linesOf(links, { exchange, salesforce }, rules),
    writes: { exchange: exchange.writes(), salesforce: salesforce.writes() },
  };
}

function linesOf<F extends Fields>(
  links: LinksForNow<F>,
  sides: Readonly<Record<SideName, PretendedSide<F>>>,
  { nameOf }: KindRules<F>,
): readonly Line[] {
  const lines = new Map<string, { readonly line: Omit<Line, "count" | "samples">; count: number; readonly samples: string[] }>();
  for (const link of links.all) {
    for (const line of becomes(link, sides, links.differing.has(link.id))) {
      const key = JSON.stringify([line.does, line.on, line.code]);
      const known = lines.get(key) ?? { line, count: 0, samples: [] };
      known.count += 1;
      if (known.samples.length < SAMPLES) known.samples.push(nameIn(link, nameOf));
      lines.set(key, known);
    }
  }
  return [...lines.values()].map(({ line, count, samples }) => ({ ...line, count, samples }));
}

type What = Omit<Line, "count" | "samples">;
const SIDES = ["exchange", "salesforce"] as const;

function becomes<F extends Fields>(link: Link<F>, sides: Readonly<Record<SideName, PretendedSide<F>>>, differs: boolean): readonly What[] {
  const plain = (does: What["does"], on: What["on"] = null): What => ({ does, on, reason: null, code: null });
  switch (link.state) {
    case "question":
      return [plain("ask")];
    case "held":
      return [plain("hold")];
    case "listed":
      return [{ ...plain("leave"), reason: link.reason }];
    case "failed":
      return [{ ...plain("refuse"), reason: link.problem?.message ?? link.reason, code: link.problem?.code ?? "FAILED" }];
    case "linked": {
      const ids = { exchange: idOn(link.exchange), salesforce: idOn(link.salesforce) };
      const made = SIDES.find((side) => ids[side] !== null && sides[side].isMade(ids[side]));
      if (made) return [plain("create", made)];
      const filled = SIDES.filter((side) => ids[side] !== null && sides[side].filled.has(ids[side]));
      return [plain("link"), ...filled.map((side) => plain("fill", side)), ...(differs ? [plain("differ")] : [])];
    }
    case "new":
    case "parted":
    case "unlinked":
    case "left":
    case "removed":
      return [];
  }
}

/** What the ids of new people begin with: it names their object, where they can be of several (C2). */
function recordPrefix<F extends Fields>({ objects }: KindRules<F>): string {
  const made = ["003", "00Q"].find(
    (id) => objects?.inScope.includes(objects.of(id)) && (objects.inScope.length === 1 || objects.hasPriority(id)),
  );
  return made ?? "";
}
