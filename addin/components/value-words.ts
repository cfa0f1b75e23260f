import { dayOf } from "./wording.ts";

type Value = string | number | boolean | null;

/** A field's value as people write it: days and times in their own way, a blank by a word. */
export function valueWords(value: Value, locale: string): string {
  if (value === null || value === "") return "(empty)";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return new Intl.NumberFormat(locale).format(value);
  const [start = "", end = ""] = value.split("/");
  if (isMoment(start) && isMoment(end))
    return isDay(start) ? days(start, end, locale) : `${moment(start, locale)} – ${moment(end, locale)}`;
  return isMoment(value) ? moment(value, locale) : value;
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/u.test(text);
const isMoment = (text: string) => isDay(text) || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/u.test(text);

function moment(text: string, locale: string): string {
  if (isDay(text)) return dayOf(text, locale);
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
}

/** The end of whole days is the day after the last. */
function days(start: string, end: string, locale: string): string {
  const last = new Date(new Date(`${end}T00:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10);
  return last <= start ? dayOf(start, locale) : `${dayOf(start, locale)} – ${dayOf(last, locale)}`;
}
