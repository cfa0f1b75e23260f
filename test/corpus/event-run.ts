import type { EventWorld } from "../sides/event-world.ts";
import { openEventWorld } from "../sides/event-world.ts";
import { ADA } from "../sides/stand-ins.ts";
import type { Wire } from "./compare-contact.ts";
import { differences, type PlainEvent, plainEntry, plainExpected, plainRow } from "./compare-event.ts";
import type { Difference } from "./compare-mail.ts";
import type { ExpectedEvent } from "./expected-event.ts";

/** What came of an event of a file. */
export type EventOutcome =
  /** A single event; a series that is one in Salesforce, too; and one of which each occurrence is an event by itself there. */
  | { readonly outcome: "whole" | "as-series" | "as-single-events"; readonly occurrences: number; readonly reason?: string }
  | { readonly outcome: "refused"; readonly reason: string }
  | { readonly outcome: "wrong"; readonly reason: string; readonly differences: readonly Difference[] };

export interface EventRun {
  /** The calendar file. */
  readonly text: string;
  /** Those of its events that this run is about; all begin within a year. */
  readonly events: readonly ExpectedEvent[];
  /** IANA. */
  readonly zone: string;
}

const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000];
/** Tokens bear times, and none before 1970. */
const EARLIEST = Date.parse("1970-02-01T08:00:00Z");

/**
 * Puts the events into a mailbox at their own time, marks them, sees them go up, edits each on both sides, and compares after every step.
 * One outcome for each event, in order.
 */
export async function runEvents({ text, events, zone }: EventRun): Promise<readonly EventOutcome[]> {
  const first = Math.min(...events.flatMap(({ firstMs }) => (firstMs === null ? [] : [firstMs])), Date.parse("2030-01-01T00:00:00Z"));
  const at = Math.max(Math.floor(first / DAY_MS) * DAY_MS - DAY_MS / 1.5, EARLIEST);
  const world = await openEventWorld({ start: new Date(at).toISOString(), timeZone: zone, org: { multidayEvents: true } });
  // Salesforce follows the rule of a series by the clock of its user.
  world.standIns.salesforce.seed.change("User", world.standIns.adaInSalesforce, { TimeZoneSidKey: zone });
  try {
    const placed = await place(world, text, events);
    const marked = placed.flatMap((one) => ("id" in one ? [one] : []));
    for (const { id } of marked) await mark(world, id);
    const outcomes = new Map<string, EventOutcome>();
    const here: Here = { world, zone, untilMs: windowEnd(at), outcomes };
    await quietly(here, marked);
    const kept: Run[] = [];
    for (const one of marked) {
      const run = await wentUp(here, one);
      if (run) kept.push(run);
    }
    await editInSalesforce(here, kept);
    await editInMailbox(here, kept);
    nothingElse(here, marked);
    return placed.map((one) => ("id" in one ? (outcomes.get(one.id) ?? wrong("Nothing came of it.")) : one));
  } finally {
    await world.standIns.close();
  }
}

interface Marked {
  readonly event: ExpectedEvent;
  /** The immutable id of the event or of its series. */
  readonly id: string;
}

interface Here {
  readonly world: EventWorld;
  readonly zone: string;
  readonly untilMs: number;
  readonly outcomes: Map<string, EventOutcome>;
}

/** An event that is in step. */
interface Run extends Marked {
  readonly expected: readonly PlainEvent[];
}

/** E1: 18 months ahead, counted from the day. The last day is left out of all comparisons: it depends on the hour of the look. */
function windowEnd(at: number): number {
  const end = new Date(Math.floor(at / DAY_MS) * DAY_MS);
  end.setUTCMonth(end.getUTCMonth() + 18);
  return end.getTime() - 2 * DAY_MS;
}

async function place(world: EventWorld, text: string, events: readonly ExpectedEvent[]): Promise<readonly (Marked | EventOutcome)[]> {
  const { graph } = world.standIns;
  const { placed, leftOut } = graph.seed.ics(ADA, text);
  const items: Placed[] = [];
  for (const item of placed) {
    const id = graph.seed.id(item, "immutable");
    const [start] = plainEntry(await world.ask<Wire>("GET", `/events/${id}`)).time.split("/");
    items.push({ id, uid: item.fields["iCalUId"], startMs: Date.parse(start ?? "") });
  }
  const reasons = [...leftOut];
  return events.map((event): Marked | EventOutcome => {
    const ofIt = items.filter(({ uid }) => uid === event.uid);
    const [only, ...others] = event.firstMs === null ? [] : ofIt;
    const item = others.length > 0 ? ofIt.find(({ startMs }) => startMs === event.firstMs) : only;
    if (item) {
      items.splice(items.indexOf(item), 1);
      return { event, id: item.id };
    }
    const reason = reasons.findIndex(({ uid }) => uid === event.uid);
    const [found] = reason < 0 ? [] : reasons.splice(reason, 1);
    return found ? { outcome: "refused", reason: `Exchange cannot hold it. ${found.reason}` } : wrong("It was neither placed nor refused.");
  });
}

interface Placed {
  readonly id: string;
  readonly uid: unknown;
  readonly startMs: number;
}

async function mark({ ask }: EventWorld, id: string): Promise<void> {
  const { categories } = await ask<{ categories: readonly string[] }>("GET", `/events/${id}?$select=categories`);
  await ask("PATCH", `/events/${id}`, { categories: [...categories, "Salesforce"] });
}

/** P5: whatever a sync does, nobody gets mail for it. */
async function quietly({ world, outcomes }: Here, marked: readonly Marked[]): Promise<void> {
  const { mailed } = world.standIns.graph;
  const before = mailed.list().length;
  await world.settle();
  if (mailed.list().length === before) return;
  for (const { id } of marked) outcomes.set(id, wrong("The sync made Exchange mail somebody."));
}

interface Pair {
  readonly entryId: string;
  readonly row: Wire | null;
  readonly problem: string | null;
  /** What the item says of how it stands. */
  readonly reason: string | null;
}

/** The items of an event, or of all its occurrences, each with its record. */
function pairsOf({ world }: Here, id: string): readonly Pair[] {
  const rows = new Map(world.rows().map((row) => [row["Id"], row]));
  return world.links.all.flatMap(({ exchange, salesforce, problem, reason }): Pair[] => {
    if (exchange.is !== "present") return [];
    const { standing } = exchange.seen;
    if (exchange.seen.id !== id && !(standing.on === "exchange" && standing.container === id)) return [];
    const row = salesforce.is === "present" ? (rows.get(salesforce.seen.id) ?? null) : null;
    return [{ entryId: exchange.seen.id, row, problem: problem === null ? null : `${problem.message} ${problem.remedy}`, reason }];
  });
}

async function wentUp(here: Here, marked: Marked): Promise<Run | null> {
  const { event, id } = marked;
  const { outcomes, zone, untilMs } = here;
  if (outcomes.has(id)) return null;
  let expected: readonly PlainEvent[];
  let goesOn = false;
  try {
    const all = event.occurrences(untilMs + 10 * DAY_MS);
    expected = all.filter(({ startMs }) => startMs < untilMs).map(plainExpected);
    goesOn = all.length > expected.length;
  } catch (error) {
    outcomes.set(id, wrong(`The mailbox took what the judge cannot read: ${String(error)}`));
    return null;
  }
  const pairs = pairsOf(here, id);
  const problems = pairs.filter(({ problem }) => problem !== null);
  const [problem] = problems;
  if (problem && problems.length === pairs.length) {
    const said = await here.world.ask<{ categories: readonly string[] }>("GET", `/events/${id}?$select=categories`);
    const shows = event.repeats || said.categories.includes("Sync Error");
    outcomes.set(
      id,
      shows ? { outcome: "refused", reason: problem.problem ?? "" } : wrong("It was refused, and the item does not say so."),
    );
    return null;
  }
  const rows = pairs.flatMap(({ row }) => (row ? [plainRow(row, zone)] : [])).filter((row) => startOf(row) < untilMs);
  const found = unlike(expected, rows);
  if (found.length > 0) {
    outcomes.set(id, wrong("After it went up Salesforce differs from the file.", found));
    return null;
  }
  const isSeries = pairs.some(({ row }) => row?.["IsRecurrence2"] === true);
  const outcome = !event.repeats ? "whole" : isSeries ? "as-series" : "as-single-events";
  const why = isSeries || !event.repeats ? [] : pairs.slice(0, 1).flatMap(({ reason }) => reason ?? []);
  const reason = [...(goesOn ? ["The series goes on beyond 18 months."] : []), ...why].join(" ");
  outcomes.set(id, { outcome, occurrences: rows.length, ...(reason === "" ? {} : { reason }) });
  return { ...marked, expected };
}

const startOf = ({ time }: PlainEvent): number => Date.parse(time.split("/")[0] ?? "");

/** Compared one by one: the same times as often, and at each time the same values. */
function unlike(expected: readonly PlainEvent[], found: readonly PlainEvent[]): readonly Difference[] {
  const left = [...found];
  const told: Difference[] = [];
  for (const one of expected) {
    const same = left.findIndex((row) => differences(one, row).length === 0);
    const near = same >= 0 ? same : left.findIndex(({ time }) => time === one.time);
    if (near < 0) told.push({ what: "missing", expected: one.time, found: "nothing at that time" });
    for (const row of near < 0 ? [] : left.splice(near, 1)) told.push(...differences(one, row));
  }
  return [...told, ...left.map(({ time }) => ({ what: "not in the file", expected: "nothing", found: time }))].slice(0, 8);
}

async function editInSalesforce(here: Here, runs: readonly Run[]): Promise<void> {
  const { world, zone, outcomes } = here;
  const { seed } = world.standIns.salesforce;
  const edits = new Map<string, { readonly run: Run; readonly before: Wire }>();
  for (const run of runs) {
    const rows = pairsOf(here, run.id).flatMap(({ row }) => (row ? [row] : []));
    for (const [index, row] of [...new Set([rows[0], rows[2], rows.at(-1)])].entries()) {
      if (!row) continue;
      edits.set(String(row["Id"]), { run, before: row });
      seed.change("Event", String(row["Id"]), { Location: "Edited in Salesforce", ...(index === 0 ? moved(row, run.event.repeats) : {}) });
    }
  }
  await quietly(here, runs);
  for (const run of runs) {
    for (const { entryId, row } of pairsOf(here, run.id)) {
      if (!row) continue;
      const entry = plainEntry(await world.ask<Wire>("GET", `/events/${entryId}`));
      const edit = edits.get(String(row["Id"]));
      // P5: what others would be told of stays as it was in the mailbox, and the conflict is listed.
      const wanted = plainRow(run.event.withOthers && edit ? edit.before : row, zone);
      const found = differences(wanted, entry, ["notes", ...(edit ? (["reminder"] as const) : [])]);
      if (found.length > 0) outcomes.set(run.id, wrong("After an edit in Salesforce the mailbox differs.", found));
    }
  }
  for (const [id, { run, before }] of edits) {
    if (!run.event.withOthers) continue;
    seed.change("Event", id, {
      Location: before["Location"],
      StartDateTime: before["StartDateTime"],
      EndDateTime: before["EndDateTime"],
      IsReminderSet: before["IsReminderSet"],
      ReminderDateTime: before["ReminderDateTime"],
    });
  }
  await quietly(here, runs);
}

/** A quarter of an hour later, or the next day; an occurrence that lasts all day stays where it is. */
function moved(row: Wire, isOccurrence: boolean): Wire {
  const allDay = row["IsAllDayEvent"] === true;
  if (allDay && isOccurrence) return {};
  const by = allDay ? DAY_MS : 15 * MINUTE_MS;
  const later = (name: string): string => new Date(Date.parse(String(row[name])) + by).toISOString();
  return { StartDateTime: later("StartDateTime"), EndDateTime: later("EndDateTime") };
}

async function editInMailbox(here: Here, runs: readonly Run[]): Promise<void> {
  const { zone, outcomes, untilMs } = here;
  for (const run of runs) await editItem(here, run);
  await quietly(here, runs);
  for (const run of runs) {
    const entries = (await entriesOf(here, run)).map(plainEntry).filter((entry) => startOf(entry) < untilMs);
    const rows = pairsOf(here, run.id)
      .flatMap(({ row }) => (row ? [plainRow(row, zone)] : []))
      .filter((row) => startOf(row) < untilMs);
    const found = unlike(
      entries.map((entry) => ({ ...entry, notes: "" })),
      rows.map((row) => ({ ...row, notes: "" })),
    );
    if (found.length > 0) outcomes.set(run.id, wrong("After an edit in the mailbox Salesforce differs.", found));
    else if (!rows.some(({ subject }) => subject.endsWith("(edited)")))
      outcomes.set(run.id, wrong("An edit in the mailbox did not go up."));
  }
}

/** A single event is renamed and moved by an hour; of a series the whole is renamed, one occurrence moved, and one cancelled. */
async function editItem({ world }: Here, run: Run): Promise<void> {
  const { id, event } = run;
  const item = await world.ask<Wire>("GET", `/events/${id}`);
  const subject = `${String(item["subject"] ?? "").slice(0, 200)} (edited)`;
  if (!event.repeats) {
    const by = item["isAllDay"] === true ? DAY_MS : 60 * MINUTE_MS;
    await world.ask("PATCH", `/events/${id}`, { subject, start: later(item["start"], by), end: later(item["end"], by) });
    return;
  }
  const occurrences = await entriesOf({ world }, run);
  await world.ask("PATCH", `/events/${id}`, { subject });
  const [, second, , , fifth] = occurrences;
  if (second && second["isAllDay"] !== true)
    await world.ask("PATCH", `/events/${String(second["id"])}`, {
      start: later(second["start"], 30 * MINUTE_MS),
      end: later(second["end"], 30 * MINUTE_MS),
    });
  if (fifth) await world.ask("DELETE", `/events/${String(fifth["id"])}`);
}

function later(moment: unknown, byMs: number): Wire {
  const { dateTime, timeZone } = moment as { readonly dateTime: string; readonly timeZone: string };
  return { dateTime: new Date(Date.parse(`${dateTime.slice(0, 19)}Z`) + byMs).toISOString().slice(0, 19), timeZone };
}

/** The event itself, or all occurrences that the window shows. */
async function entriesOf({ world }: Pick<Here, "world">, { id, event }: Run): Promise<readonly Wire[]> {
  if (!event.repeats) return [await world.ask<Wire>("GET", `/events/${id}`)];
  const from = new Date(Math.floor(world.standIns.now().getTime() / DAY_MS) * DAY_MS - 90 * DAY_MS);
  const to = new Date(from.getTime() + 90 * DAY_MS);
  to.setUTCMonth(to.getUTCMonth() + 18);
  const found: Wire[] = [];
  for (let skip = 0; ; skip += 100) {
    const query = `startDateTime=${from.toISOString()}&endDateTime=${to.toISOString()}&$top=100&$skip=${skip}`;
    const { value } = await world.ask<{ value: readonly Wire[] }>("GET", `/events/${id}/instances?${query}`);
    found.push(...value);
    if (value.length < 100) return found;
  }
}

/** What bears no mark stays in the mailbox, and nothing is there twice. */
function nothingElse(here: Here, marked: readonly Marked[]): void {
  const ours = new Set(marked.flatMap(({ id }) => pairsOf(here, id).flatMap(({ row }) => (row ? [row["Id"]] : []))));
  const strange = here.world.rows().filter((row) => !ours.has(row["Id"]));
  if (strange.length === 0) return;
  const told = strange
    .slice(0, 4)
    .map((row) => ({ what: "record", expected: "none", found: `${String(row["Subject"])} ${String(row["StartDateTime"])}` }));
  for (const { id } of marked) here.outcomes.set(id, wrong("Salesforce holds events that nobody marked.", told));
}

function wrong(reason: string, found: readonly Difference[] = []): EventOutcome {
  return { outcome: "wrong", reason, differences: found };
}
