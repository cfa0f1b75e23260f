import type { FieldValue, Fields, SideName } from "../../shared/records/fields.ts";
import type { Problem } from "../errors.ts";
import type { Wish } from "../engine/wish.ts";
import { isRich } from "./field-conflict.ts";
import type { Answer, Link } from "./link.ts";
import { sameText } from "./long-text.ts";

type Values = Readonly<Record<string, FieldValue>>;

/** Something that was done to a record, as the journal tells it. */
export interface Deed {
  readonly id: string;
  readonly did: "create" | "update" | "remove";
  readonly side: SideName;
  readonly before: Values;
  readonly after: Values;
}

export interface UndoPlan {
  /** For each deed: null when it can be undone, else why not. */
  readonly verdicts: ReadonlyMap<string, Problem | null>;
  /** What is to be done about the link; null: nothing. */
  readonly act: { readonly answer: Extract<Answer, "set" | "restore" | "take-back">; readonly wish: Wish<Fields> } | null;
  /** The fields that would be written. */
  readonly fields: readonly string[];
}

/**
 * Goes back from what stands now, deed by deed (P2): one can be undone while what it left stands, after the later ones are undone.
 * @param deeds of this one link, the newest first
 * @param blank every field of such a record, null
 */
export function planUndo(link: Link<Fields>, deeds: readonly Deed[], blank: Values): UndoPlan {
  const verdicts = new Map<string, Problem | null>();
  const expected: Record<string, FieldValue> = {};
  const wanted: Record<string, FieldValue> = {};
  let answer: "set" | "restore" | "take-back" | null = null;
  let on: SideName | null = null;
  const undone: string[] = [];
  const now = (side: SideName, field: string): FieldValue => {
    if (field in wanted) return wanted[field] ?? null;
    const sight = link[side];
    return sight.is === "present" ? (sight.seen.record[field] ?? null) : null;
  };
  const leftStanding = (deed: Deed) => Object.entries(deed.after).every(([field, value]) => sameText(now(deed.side, field), value));

  // One decision that wrote both sides stands in the journal twice: the second is undone with the first.
  const isBack = (before: Values) =>
    Object.entries(before).every(([field, value]) => field in wanted && sameText(wanted[field] ?? null, value));
  const isSo = ({ side, before }: Deed) => Object.entries(before).every(([field, value]) => sameText(now(side, field), value));

  for (const deed of deeds) {
    const refusal = ((): Problem | null => {
      if (answer === "take-back") return changedSince;
      switch (deed.did) {
        case "update":
          if (Object.keys(deed.before).length === 0) return noValues;
          if (deed.side === "exchange" && "people" in deed.before) return wereInvited;
          if (answer !== "restore" && !isInStep(link)) return notInStep;
          if (!leftStanding(deed)) return isBack(deed.before) ? null : isSo(deed) ? alreadySo : changedSince;
          return Object.keys(deed.before).some((field) => isRich(link, field)) ? wouldLoseForm : null;
        case "create":
          if (answer === "restore" || link[deed.side].is !== "present") return alreadyGone;
          if (!leftStanding(deed)) return changedSince;
          return deed.side === "exchange" && meetsOthers(link) ? takenPartIn : null;
        case "remove":
          if (Object.keys(deed.before).length === 0) return noValues;
          return link[deed.side].is === "present" || answer !== null ? isThere : null;
      }
    })();
    verdicts.set(deed.id, refusal);
    if (refusal) continue;
    undone.push(deed.id);
    switch (deed.did) {
      case "update":
        for (const [field, value] of Object.entries(deed.before)) {
          if (!(field in expected)) expected[field] = now(deed.side, field);
          wanted[field] = value;
        }
        answer ??= "set";
        break;
      case "create":
        for (const [field, value] of Object.entries(deed.after)) if (!(field in expected)) expected[field] = value;
        answer = "take-back";
        on = deed.side;
        break;
      case "remove":
        Object.assign(wanted, blank, deed.before);
        answer = "restore";
        break;
    }
    on ??= deed.side;
  }
  if (answer === null || on === null) return { verdicts, act: null, fields: [] };
  const wish: Wish<Fields> = {
    id: undone.join(", "),
    of: "undo",
    on,
    expected: answer === "restore" ? {} : expected,
    wanted: answer === "take-back" ? {} : wanted,
  };
  return { verdicts, act: { answer, wish }, fields: answer === "set" ? Object.keys(wanted) : [] };
}

const isInStep = ({ state, exchange, salesforce }: Link<Fields>) =>
  (state === "linked" || state === "failed") && exchange.is === "present" && salesforce.is === "present";
const meetsOthers = ({ exchange }: Link<Fields>) =>
  exchange.is === "present" && exchange.seen.standing.on === "exchange" && exchange.seen.standing.withOthers === true;

export const changedSince: Problem = {
  code: "CHANGED_SINCE",
  message: "It was changed since, so undoing this would lose the newer value.",
  remedy: "Undo what came later first, or set the value by hand.",
};
const alreadySo: Problem = {
  code: "ALREADY_SO",
  message: "What was before stands there again.",
  remedy: "Nothing is left to undo.",
};
const noValues: Problem = {
  code: "NO_VALUES",
  message: "The values of before are not kept (any more).",
  remedy: "The journal keeps values for 30 days; set them by hand.",
};
const notInStep: Problem = {
  code: "NOT_IN_STEP",
  message: "The two are no longer kept in step, so values cannot be put back.",
  remedy: "Set the category anew to keep them in step, or set the value by hand.",
};
const wouldLoseForm: Problem = {
  code: "WOULD_LOSE_FORM",
  message: "The text in Outlook has a layout or a link to join that would be lost.",
  remedy: "Change the text in Outlook by hand.",
};
const alreadyGone: Problem = {
  code: "ALREADY_GONE",
  message: "The copy that was made is not there any more.",
  remedy: "Nothing is left to undo.",
};
const isThere: Problem = { code: "STILL_THERE", message: "It is there (again).", remedy: "Nothing is left to undo." };
/** Nothing else ever writes people in the mailbox (P5). */
const wereInvited: Problem = {
  code: "WERE_INVITED",
  message: "People were invited with it, and an invitation that was sent cannot be undone.",
  remedy: "Cancel the meeting in Outlook, or take people off there, if that is meant: they are mailed about it.",
};
const takenPartIn: Problem = {
  code: "OTHERS_TAKE_PART",
  message: "Others take part in this event: its removal would be mailed to them, and what was sent cannot be undone.",
  remedy: "Cancel the meeting in Outlook, if that is meant.",
};
