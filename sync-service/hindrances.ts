import type { Preset } from "../shared/api/preset.ts";
import type { Kind } from "../shared/records/fields.ts";
import type { RuleId } from "../shared/records/rules.ts";
import { isPaused, missingFolderProblem } from "./accounts/folder-check.ts";
import type { Folder, Mailbox } from "./accounts/mailbox.ts";
import type { Problem } from "./errors.ts";
import { workOfKind } from "./kinds.ts";

/** What stops a whole mailbox, or one kind of it, whatever is said of an item. */
export interface Hindrance {
  readonly problem: Problem;
  readonly rules: readonly RuleId[];
}

/** @param kind null: not known, so that only what stops everything is told */
export function hindrancesOf(mailbox: Mailbox, kind: Kind | null, folders: readonly Folder[], preset: Preset): readonly Hindrance[] {
  const found: Hindrance[] = [];
  if (mailbox.sync !== "on") found.push({ problem: mailbox.problem ?? (mailbox.sync === "off" ? SWITCHED_OFF : PAUSED), rules: ["B3"] });
  if (kind !== null) {
    const { work, isOn } = workOfKind(kind, preset);
    if (!isOn) found.push({ problem: kindOff(work), rules: ["A3"] });
    const missing = isPaused(work, folders) ? missingFolderProblem(folders) : null;
    if (missing) found.push({ problem: missing, rules: ["B2"] });
  }
  const others = mailbox.sync === "on" && mailbox.problem ? [mailbox.problem] : [];
  for (const problem of others) if (!found.some((each) => each.problem.code === problem.code)) found.push({ problem, rules: ["P1"] });
  return found;
}

const SWITCHED_OFF: Problem = {
  code: "SYNC_OFF",
  message: "The sync of this mailbox is switched off.",
  remedy: "An administrator switches it on under Users.",
};
const PAUSED: Problem = {
  code: "SYNC_PAUSED",
  message: "The sync of this mailbox is paused.",
  remedy: "An administrator lets it go on under Users.",
};
const kindOff = (work: string): Problem => ({
  code: "KIND_OFF",
  message: `The preset has ${work} switched off.`,
  remedy: "An administrator switches them on in the preset.",
});
