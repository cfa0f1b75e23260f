import { soundCalendar, veventsIn } from "./calendar-text.ts";
import type { CorpusFile } from "./corpus-files.ts";
import { type ExpectedEvent, readCalendar } from "./expected-event.ts";
import { type EventOutcome, runEvents } from "./event-run.ts";

/** What came of one event of a file, or of an older version of it that a newer one replaces there. */
export type EventResult = (EventOutcome | { readonly outcome: "superseded"; readonly reason: string }) & {
  readonly subject: string;
  /** So many VEVENTs of the file it stands for. */
  readonly vevents: number;
  /** Where the mailbox stood; absent when it was the same everywhere. */
  readonly zone?: string;
};

export interface EventFileResult {
  readonly file: string;
  /** As the bare text has them. */
  readonly vevents: number;
  /** Every VEVENT is in exactly one of them. */
  readonly events: readonly EventResult[];
}

/** Where the mailbox stands: every file is run in each of them. */
export const CORPUS_ZONES: readonly string[] = [
  "Pacific/Auckland",
  "Asia/Kolkata",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Europe/London",
];

/** Each file in worlds of its own, whose clock stands where the file's events begin; more than one when those lie far apart. */
export async function runEventCorpus(
  files: readonly (CorpusFile & { readonly is: "calendar" })[],
  told: (result: EventFileResult) => void,
  zones = CORPUS_ZONES,
): Promise<void> {
  for (const { file, text } of files) told({ file, vevents: veventsIn(text), events: await runFile(text, zones) });
}

async function runFile(text: string, zones: readonly string[]): Promise<readonly EventResult[]> {
  const sound = soundCalendar(text);
  const broken = sound.broken.map((fault): EventResult => ({
    outcome: "refused",
    reason: `No calendar: ${fault}`,
    subject: "",
    vevents: 1,
  }));
  if (veventsIn(sound.text) === 0) return broken;
  const results: (readonly EventResult[])[] = [];
  for (const zone of zones) results.push((await runIn(sound.text, zone)).map((result) => ({ ...result, zone })));
  const [first = []] = results;
  return [...broken, ...first.map((_result, index) => together(results.flatMap((one) => one[index] ?? [])))];
}

/** Of what came of an event in each zone the worst, which says where when it was not so in all. */
function together(results: readonly EventResult[]): EventResult {
  const [worst = { ...wrong("Nothing came of it."), subject: "", vevents: 0 }] = results.toSorted(
    (one, other) => badness(one) - badness(other),
  );
  const { zone: _zone, ...everywhere } = worst;
  return results.every(({ outcome }) => outcome === worst.outcome) && worst.outcome !== "wrong" ? everywhere : worst;
}

const wrong = (reason: string): EventOutcome => ({ outcome: "wrong", reason, differences: [] });
const ORDER: readonly EventResult["outcome"][] = ["wrong", "refused", "as-single-events", "as-series", "superseded", "whole"];
const badness = ({ outcome }: EventResult): number => ORDER.indexOf(outcome);

async function runIn(text: string, zone: string): Promise<readonly EventResult[]> {
  const { events, superseded } = readCalendar(text, zone);
  const outcomes = new Map<ExpectedEvent, EventOutcome>();
  for (const near of inTurn(events)) {
    for (const [index, outcome] of (await runEvents({ text, events: near, zone })).entries()) {
      const event = near[index];
      if (event) outcomes.set(event, outcome);
    }
  }
  return [
    ...superseded.map(({ subject }): EventResult => ({
      outcome: "superseded",
      reason: "The file holds the same event in a newer version.",
      subject,
      vevents: 1,
    })),
    ...events.map((event): EventResult => {
      const { subject, vevents } = event;
      return { ...(outcomes.get(event) ?? wrong("Nothing came of it.")), subject, vevents };
    }),
  ];
}

const NEAR_MS = 365 * 86_400_000;

/** By the year in which they begin, counted from the first; what has no beginning that can be read goes with the first. */
function inTurn(events: readonly ExpectedEvent[]): readonly (readonly ExpectedEvent[])[] {
  const groups: { readonly fromMs: number; readonly events: ExpectedEvent[] }[] = [];
  const sorted = events.toSorted((one, other) => (one.firstMs ?? Number.MAX_SAFE_INTEGER) - (other.firstMs ?? Number.MAX_SAFE_INTEGER));
  for (const event of sorted) {
    const group = groups.at(-1);
    if (group && (event.firstMs === null || event.firstMs - group.fromMs < NEAR_MS)) group.events.push(event);
    else groups.push({ fromMs: event.firstMs ?? 0, events: [event] });
  }
  return groups.map((group) => group.events);
}
