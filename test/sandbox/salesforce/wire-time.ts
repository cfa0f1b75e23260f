/** Times as Salesforce writes them: whole seconds, the offset without a colon. They sort as text. */
export function wireTime(moment: Date): string {
  return `${new Date(Math.floor(moment.getTime() / 1000) * 1000).toISOString().slice(0, -1)}+0000`;
}

/** Reads any time a caller may write (`Z`, `+0100`, `+01:00`, with or without milliseconds); null when it is none. */
export function readTime(text: string): Date | null {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})$/u.exec(text.trim());
  if (!parts) return null;
  const zone = parts[2] === "Z" ? "Z" : (parts[2] ?? "").replace(/^([+-]\d{2}):?(\d{2})$/u, "$1:$2");
  const moment = new Date(`${parts[1] ?? ""}${zone}`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** A calendar date `2022-03-17` that exists; null otherwise. */
export function readDate(text: string): string | null {
  const date = /^\d{4}-\d{2}-\d{2}/u.exec(text.trim())?.[0];
  if (date === undefined) return null;
  const moment = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== date ? null : date;
}

/** The form of `Last-Modified` and its kin. */
export function httpDate(wire: string): string {
  return (readTime(wire) ?? new Date(0)).toUTCString();
}
