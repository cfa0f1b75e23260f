import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** What checking one reply, or one record, came to. */
export type Verdict =
  /** It is what the vendor published. */
  | { readonly is: "published" }
  /** The vendor's schema does not know the path; it is what a schema of our own says. */
  | { readonly is: "own" }
  /** Nothing says what it should look like. The reasons are few and general: they are counted, and printed. */
  | { readonly is: "uncovered"; readonly reason: string }
  /** It is not what was published; `fault` names the reply and what is wrong with it. */
  | { readonly is: "wrong"; readonly fault: string };

/** What is counted apart from the rest, worded as it is printed. */
export type Checked = "Graph replies" | "Salesforce records";

interface Counts {
  published: number;
  own: number;
  wrong: number;
  readonly uncovered: Record<string, number>;
}

type Line = { readonly of: Checked; readonly counts: Counts; readonly faults: readonly string[] } | { readonly note: string };

/** Names the file to which every process of a test run appends; without it, nothing is written. */
export const REPORT_VARIABLE = "CONFORMANCE_REPORT";
/** One mistake in a much-used reply would fill the disk. */
const MOST_FAULTS = 200;

const tallies = new Map<Checked, { counts: Counts; faults: string[] }>();
/** Everything found wrong in this test file, kept until the file ends. */
let wrong: string[] = [];

/** Counts one checked reply or record. Cheap: it is called for every one of a whole test run. */
export function count(of: Checked, verdict: Verdict): void {
  let tally = tallies.get(of);
  if (!tally) tallies.set(of, (tally = { counts: { published: 0, own: 0, wrong: 0, uncovered: {} }, faults: [] }));
  const { counts } = tally;
  switch (verdict.is) {
    case "published":
      counts.published += 1;
      break;
    case "own":
      counts.own += 1;
      break;
    case "uncovered":
      counts.uncovered[verdict.reason] = (counts.uncovered[verdict.reason] ?? 0) + 1;
      break;
    case "wrong":
      counts.wrong += 1;
      if (wrong.length < MOST_FAULTS) {
        wrong.push(`${of}: ${verdict.fault}`);
        tally.faults.push(verdict.fault);
      }
      break;
  }
}

/** A sentence for the end of the whole test run. */
export function note(sentence: string): void {
  append({ note: sentence });
}

/** What was found wrong since the last call; what was counted goes to the run's report. To be called when a test file ends. */
export function handIn(): readonly string[] {
  for (const [of, { counts, faults }] of tallies) append({ of, counts, faults });
  tallies.clear();
  const found = [...new Set(wrong)];
  wrong = [];
  return found;
}

function append(line: Line): void {
  const file = process.env[REPORT_VARIABLE];
  if (file !== undefined && file !== "") appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** The report of a whole run: sentences to print, and what did not conform, which makes the run fail. */
export function readReport(file: string): { readonly sentences: readonly string[]; readonly faults: readonly string[] } {
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean) : [];
  const total = new Map<Checked, Counts>();
  const faults = new Set<string>();
  const notes = new Set<string>();
  for (const line of lines.map((text) => JSON.parse(text) as Line)) {
    if ("note" in line) {
      notes.add(line.note);
      continue;
    }
    for (const fault of line.faults) faults.add(`${line.of}: ${fault}`);
    const sum = total.get(line.of) ?? { published: 0, own: 0, wrong: 0, uncovered: {} };
    const uncovered = { ...sum.uncovered };
    for (const [reason, times] of Object.entries(line.counts.uncovered)) uncovered[reason] = (uncovered[reason] ?? 0) + times;
    total.set(line.of, {
      published: sum.published + line.counts.published,
      own: sum.own + line.counts.own,
      wrong: sum.wrong + line.counts.wrong,
      uncovered,
    });
  }
  return { sentences: [...[...total].map(([of, counts]) => sentence(of, counts)), ...notes], faults: [...faults] };
}

function sentence(of: Checked, { published, own, wrong: notConforming, uncovered }: Counts): string {
  const open = Object.entries(uncovered).toSorted(([, a], [, b]) => b - a);
  const times = open.reduce((sum, [, one]) => sum + one, 0);
  const reasons = open.length === 0 ? "" : ` (${open.map(([reason, one]) => `${one} ${reason}`).join(", ")})`;
  return (
    `${of} checked: ${published + own + notConforming}, of which ${own} by schemas of our own; ` +
    `${times} not covered${reasons}; ${notConforming} not conforming`
  );
}
