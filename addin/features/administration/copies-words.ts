import type { Copies } from "../../../shared/api/administration.ts";
import { count } from "../../components/wording.ts";

const WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  contact: ["contact", "contacts"],
  event: ["event", "events"],
  task: ["task", "tasks"],
};

/** "Sync has made 12 contacts and 1 task here." */
export function copiesSentence({ counts }: Copies): string {
  if (counts.length === 0) return "Sync has made nothing here that could be removed.";
  const parts = counts.map(({ kind, copies }) => count(copies, ...(WORDS[kind] ?? [kind, kind])));
  return `Sync has made ${new Intl.ListFormat("en").format(parts)} here.`;
}
