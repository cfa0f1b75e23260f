import ICAL from "ical.js";

/** What a reader makes of a calendar file that may be broken in places. */
export interface SoundCalendar {
  /** A file that can be read as a whole as it is; else one made of those of its events that can be. */
  readonly text: string;
  /** Why each other event cannot be read. */
  readonly broken: readonly string[];
}

/** Counted in the bare text, so that no reader can pass one over. */
export const veventsIn = (text: string): number => (text.match(/^[ \t]*BEGIN:VEVENT[ \t]*$/gimu) ?? []).length;

/** One broken event costs none of the others (bad input): a file that cannot be read is taken apart. */
export function soundCalendar(text: string): SoundCalendar {
  if (faultOf(text) === null) return { text, broken: [] };
  const zones = blocksOf(text, "VTIMEZONE").filter((block) => faultOf(calendarOf([block])) === null);
  const [sound, broken]: [string[], string[]] = [[], []];
  for (const block of blocksOf(text, "VEVENT")) {
    const fault = faultOf(calendarOf([block]));
    if (fault === null) sound.push(block);
    else broken.push(fault);
  }
  return { text: calendarOf([...zones, ...sound]), broken };
}

const calendarOf = (blocks: readonly string[]): string => ["BEGIN:VCALENDAR", "VERSION:2.0", ...blocks, "END:VCALENDAR", ""].join("\r\n");

/** Null when a reader takes it, with all events that the bare text shows. */
function faultOf(text: string): string | null {
  try {
    const parsed: unknown = ICAL.parse(text.replace(/^\uFEFF/u, "").trim());
    const list = (Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed]) as readonly unknown[][];
    const calendars = list.map((one) => new ICAL.Component(one)).filter(({ name }) => name === "vcalendar");
    const events = calendars.flatMap((calendar) => calendar.getAllSubcomponents("vevent"));
    for (const rule of events.flatMap((event) => event.getAllProperties("rrule"))) rule.getFirstValue();
    return events.length === veventsIn(text) ? null : "Not all of its events are in a calendar.";
  } catch (error) {
    return error instanceof Error ? error.message.trim() : "It cannot be read.";
  }
}

/** Each component of that name as the file has it, up to its end, or to the next beginning when it has none. */
function blocksOf(text: string, name: string): readonly string[] {
  const blocks: string[][] = [];
  let inside = false;
  for (const line of text.split(/\r\n|\n|\r/u)) {
    const word = line.trim().toUpperCase();
    if (word === `BEGIN:${name}`) {
      blocks.push([]);
      inside = true;
    }
    if (inside) blocks.at(-1)?.push(word === `BEGIN:${name}` || word === `END:${name}` ? word : line);
    if (word === `END:${name}`) inside = false;
  }
  return blocks.map((lines) => lines.join("\r\n"));
}
