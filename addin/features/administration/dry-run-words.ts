import type { DryRun, DryRunLine } from "../../../shared/api/dry-run.ts";

const KINDS: Readonly<Record<DryRun["kinds"][number]["kind"], string>> = {
  email: "Mails",
  contact: "Contacts",
  task: "Tasks",
  event: "Events",
};

export const kindWord = (kind: DryRun["kinds"][number]["kind"]): string => KINDS[kind];

const PLACE = { exchange: "in Outlook", salesforce: "in Salesforce" } as const;

/** "12 would be made in Outlook". */
export function lineSentence({ does, on, count, reason }: DryRunLine, locale: string): string {
  const number = new Intl.NumberFormat(locale).format(count);
  const one = count === 1;
  const place = on === null ? "" : ` ${PLACE[on]}`;
  switch (does) {
    case "create":
      return `${number} would be made${place}`;
    case "link":
      return `${number} ${one ? "is" : "are"} there on both sides, and would be linked`;
    case "fill":
      return `of those linked, ${number} would get values${place}`;
    case "differ":
      return `of those linked, ${number} ${one ? "has" : "have"} values that differ: the preset says which stands, the other is listed`;
    case "ask":
      return `${number} may be the same as another: you are asked before anything is written`;
    case "leave":
      return `${number} ${one ? "waits" : "wait"} for a choice${because(reason)}`;
    case "refuse":
      return `${number} cannot be kept in step${because(reason)}`;
    case "hold":
      return `${number} would wait for a person`;
  }
}

const because = (reason: string | null): string => (reason === null ? "" : `: ${reason}`);

/** What it would cost, and what is left of it today. */
export function costSentences({ calls, salesforceCalls }: DryRun, locale: string): readonly string[] {
  const format = new Intl.NumberFormat(locale);
  const about = (to: string, { reading, writing }: DryRun["calls"]["exchange"]) =>
    `About ${format.format(reading + writing)} requests to ${to}: ${format.format(reading)} to read, ${format.format(writing)} to write.`;
  const left =
    salesforceCalls === null
      ? "How many calls the Salesforce org has left today is not known."
      : `The Salesforce org has ${format.format(Math.max(0, salesforceCalls.limit - salesforceCalls.used))} of its ${format.format(salesforceCalls.limit)} calls left today.`;
  return [about("Microsoft Graph", calls.exchange), about("Salesforce", calls.salesforce), left];
}
