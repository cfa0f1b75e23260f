import type { EventPerson } from "./event-people.ts";

/** Begins the lines at the end of an event's Description that are Tandem's own (E3); those that follow it begin with a dash. */
const HEADING = "-- People invited, kept by Tandem --";
const DASH = "- ";

/** A text without our lines: they are no part of what people write, so they never come down and are never an edit. */
export function withoutBlock(text: string | null | undefined): string {
  const { others, ours } = apart(text ?? "");
  return ours.length === 0 ? (text ?? "") : others.join(text?.includes("\r\n") ? "\r\n" : "\n").trimEnd();
}

/** Our lines as they stand in a text; null when there are none. */
export function blockIn(text: string | null | undefined): string | null {
  const { ours } = apart(text ?? "");
  return ours.length === 0 ? null : ours.join("\r\n");
}

/** Who is to be named; null for nobody. */
export function blockOf(people: readonly EventPerson[]): string | null {
  return people.length === 0 ? null : [HEADING, ...people.map(lineOf)].join("\r\n");
}

/** @param limit characters of the field; where they do not suffice, our lines are left off */
export function withBlock(text: string | null, block: string | null, limit: number): string | null {
  if (block === null) return text;
  const whole = text === null ? block : `${text}\r\n\r\n${block}`;
  return whole.length <= limit ? whole : text;
}

function apart(text: string): { readonly others: readonly string[]; readonly ours: readonly string[] } {
  const [others, ours]: [string[], string[]] = [[], []];
  let isOurs = false;
  for (const line of text.split(/\r\n|[\n\r]/u)) {
    isOurs = line.trimEnd() === HEADING || (isOurs && line.startsWith(DASH));
    (isOurs ? ours : others).push(line);
  }
  return { others, ours };
}

function lineOf({ address, answer, name }: EventPerson): string {
  const who = name === null ? address : `${name} <${address}>`;
  return answer === "none" ? `${DASH}${who}` : `${DASH}${who}, ${answer}`;
}
