import type { KindProgress, Progress, Stopped } from "../../shared/api/progress.ts";
import { exactly } from "./wording.ts";

const KINDS: Readonly<Record<KindProgress["kind"], string>> = {
  email: "Mails",
  contact: "Contacts",
  task: "Tasks",
  event: "Events",
};

/** How many items are done, and how long it will take, as exactly as it is known (B4). */
export function progressSentence({ done, of, reading, secondsLeft, stopped }: Progress, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  if (of === 0) return "Both sides are being read.";
  const counts = `${number.format(done)} of ${number.format(of)} items`;
  if (stopped) return `${counts} are done.`;
  if (reading) return `${counts}; both sides are still being read.`;
  return secondsLeft === null ? `${counts}.` : `${counts}, ${timeLeft(secondsLeft)} left.`;
}

/** In words that are no more exact than the estimate. */
export function timeLeft(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 0.75) return "less than a minute";
  if (minutes < 1.5) return "about a minute";
  if (minutes < 10.5) return `about ${Math.round(minutes)} minutes`;
  if (minutes < 52.5) return `about ${5 * Math.round(minutes / 5)} minutes`;
  const hours = minutes / 60;
  if (hours < 1.5) return "about an hour";
  return hours < 20 ? `about ${Math.round(hours)} hours` : "about a day or more";
}

/** "Contacts: 400 of 1,000; 3 have a problem, 2 wait for an answer". */
export function kindSentence({ kind, done, of, failed, held, listed, reading }: KindProgress, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  const verb = (many: number, one: string, more: string) => (many === 0 ? [] : [`${number.format(many)} ${many === 1 ? one : more}`]);
  if (of === 0 && !reading) return `${KINDS[kind]}: none`;
  const others = [
    ...verb(failed, "has a problem", "have a problem"),
    ...verb(held, "waits for an answer", "wait for an answer"),
    ...verb(listed, "lay there before", "lay there before"),
    ...(reading ? ["still being read"] : []),
  ];
  return `${KINDS[kind]}: ${number.format(done)} of ${number.format(of)}${others.length > 0 ? `; ${others.join(", ")}` : ""}`;
}

export function stoppedSentence({ by, at }: Stopped, locale: string): string {
  return `Stopped by ${by} at ${exactly(at, locale)}. What is done stays as it is; continued, it goes on where it was.`;
}
