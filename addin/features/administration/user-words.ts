import type { SyncSwitch } from "../../../shared/api/administration.ts";

const WORDS: Readonly<Record<string, string>> = {
  off: "Off",
  "setting-up": "Setting up",
  "first-sync": "First sync",
  healthy: "Healthy",
  faulty: "Needs attention",
  paused: "Paused",
};

/** What a user's state is called. A state this page does not know is shown as it came. */
export const userStateWord = (state: string): string => WORDS[state] ?? state;

/** What will happen when the switch is set so, from where it stood. */
export function switchSentence(sync: SyncSwitch, before: SyncSwitch): string {
  switch (sync) {
    case "on":
      if (before === "paused") return "Sync is switched on: it goes on where it was.";
      return "Sync is switched on: folders and the category are made or adopted, and what lies in them already waits for a choice.";
    case "paused":
      return "Sync is paused: nothing is read or written until it is switched on.";
    case "off":
      return "Sync is switched off: folders, items, and records stay as they are.";
  }
}
