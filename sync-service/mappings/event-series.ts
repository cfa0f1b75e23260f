/** A series as far as it lies in the window that is kept in step. Starts are those of `EventTime`: instants to the minute, or days. */
export interface EventSeries {
  /** Tells it from any other series of the mailbox. */
  readonly key: string;
  /** An RFC 5545 rule without its end. */
  readonly rule: string;
  /** IANA; null: whole days, which know no zone. */
  readonly zone: string | null;
  /** Where its first occurrence in the window was to start. */
  readonly first: string;
  /** So often it takes place from there on, the days left out included; null: its own events in Salesforce tell. */
  readonly count: number | null;
  /** Starts by the rule at which it does not take place. */
  readonly except: readonly string[];
}

/** Why the occurrences of a series are events by themselves on the other side. */
export type SingleReason = "rule" | "exceptions" | "long" | "preset" | "org" | "clock" | "people" | "refused" | "part";

/** What an occurrence says of its series. */
export interface Occurrence {
  readonly of: EventSeries | { readonly single: SingleReason };
  /** Where it was to start before anybody moved it. */
  readonly at: string;
  /** What the series is called, where the occurrence is called otherwise or is held at another time. */
  readonly named: string | null;
}

/** Salesforce's own limit is told by none of its references; a public glossary says 300 for Lightning's series (facts, 4.5). */
export const MOST_OCCURRENCES = 300;
/** More days left out would make the text longer than what is kept at rest (P6). */
export const MOST_LEFT_OUT = 15;

const SINGLE = "single ";

/** As the value of a record: a line for each thing, so that it can be read where it is shown. */
export function occurrenceText({ of, at, named }: Occurrence): string {
  const series =
    "single" in of
      ? [`${SINGLE}${of.single}`]
      : [
          `RRULE:${of.rule}${of.count === null ? "" : `;COUNT=${of.count}`}`,
          `from ${of.first} ${of.zone ?? "days"}`,
          ...(of.except.length === 0 ? [] : [`except ${of.except.join(" ")}`]),
          `key ${of.key}`,
        ];
  return [...series, `at ${at}`, ...(named === null ? [] : [`named ${named}`])].join("\n");
}

/** What such a value says; null when it is blank or cannot be read. */
export function occurrenceOf(text: string | null): Occurrence | null {
  const lines = text?.split("\n") ?? [];
  const said = (word: string) => lines.find((line) => line.startsWith(word))?.slice(word.length);
  const at = said("at ");
  if (at === undefined) return null;
  const named = said("named ") ?? null;
  const single = said(SINGLE);
  if (single !== undefined) return { of: { single: single as SingleReason }, at, named };
  const [rule, count] = said("RRULE:")?.split(";COUNT=") ?? [];
  const [first, zone] = said("from ")?.split(" ") ?? [];
  const key = said("key ");
  if (rule === undefined || first === undefined || zone === undefined || key === undefined) return null;
  const except = said("except ")?.split(" ") ?? [];
  return {
    of: { key, rule, zone: zone === "days" ? null : zone, first, count: count === undefined ? null : Number(count), except },
    at,
    named,
  };
}

const AS_SINGLE = "each occurrence is an event by itself in Salesforce";

/** In a sentence, for the item. */
export const singleReasons: Readonly<Record<SingleReason, string>> = {
  rule: `Salesforce has no such rule, so ${AS_SINGLE}.`,
  exceptions: `Too many days of the series are left out, so ${AS_SINGLE}.`,
  long: `The series takes place more than ${MOST_OCCURRENCES} times, more than Salesforce makes at once, so ${AS_SINGLE}.`,
  preset: `The preset keeps series as single events, so ${AS_SINGLE}.`,
  org: `This Salesforce org has no Lightning series, so ${AS_SINGLE}.`,
  clock: `The series follows another clock than the one of the Salesforce user, so ${AS_SINGLE}.`,
  people: `Part of the meetings are kept in step by a colleague's mailbox, so ${AS_SINGLE}.`,
  refused: `Salesforce did not take it as a series, so ${AS_SINGLE}.`,
  part: "Only a part of the series was to be made, and the rule of one that is in Salesforce cannot be changed there, so it is an event by itself.",
};
