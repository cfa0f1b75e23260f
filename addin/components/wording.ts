/** The language Outlook or the browser names, where it is one (`en-US@posix` has been seen); English else. */
export function localeOf(named: string): string {
  try {
    return Intl.getCanonicalLocales(named)[0] ?? "en";
  } catch {
    return "en";
  }
}

/** "1.4 MB". `bytes` as Exchange or Salesforce counts them. */
export function sizeOf(bytes: number, locale: string): string {
  if (bytes < 1_000) return count(bytes, "byte", "bytes");
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[power] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(value);
}

/** "€ 12,000", or the bare number when the org has one currency and does not name it. */
export function moneyOf(amount: number, currency: string | null, locale: string): string {
  const rounded = { maximumFractionDigits: 0 };
  return new Intl.NumberFormat(locale, currency === null ? rounded : { ...rounded, style: "currency", currency }).format(amount);
}

/** A day without a zone: "3 Dec 2026" stays that day wherever it is read. */
export function dayOf(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

/** "2 min. ago". What lies ahead by a clock that is not quite ours is "now". */
export function agoOf(time: string, now: Date, locale: string): string {
  const seconds = Math.min(0, Math.round((new Date(time).getTime() - now.getTime()) / 1_000));
  const steps = [
    [60, "second", 1],
    [3_600, "minute", 60],
    [86_400, "hour", 3_600],
    [Number.POSITIVE_INFINITY, "day", 86_400],
  ] as const;
  const [, unit, length] = steps.find(([below]) => Math.abs(seconds) < below) ?? steps[3];
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" }).format(Math.round(seconds / length), unit);
}

/** The exact time, for the tooltip beside "2 min. ago". */
export function exactly(time: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(time));
}

/** "1 attachment", "2 attachments". */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

const NAMES: Readonly<Record<string, string>> = {
  Contact: "Contact",
  Lead: "Lead",
  Account: "Account",
  Opportunity: "Opportunity",
  Case: "Case",
  Task: "Task",
  EmailMessage: "E-mail",
  ContentDocument: "File",
  ContentVersion: "File",
  User: "User",
};

/** What people call a record of that API name. */
export function kindOf(type: string): string {
  return NAMES[type] ?? type.replace(/__c$/u, "").replaceAll("_", " ");
}
