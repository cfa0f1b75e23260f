import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { RuleId } from "../../shared/records/rules.ts";
import { decide } from "../engine/decide.ts";
import type { Decision } from "../engine/decision.ts";
import { type Ground, rulesOf } from "../engine/ground.ts";
import { marked, type Outside } from "../engine/known.ts";
import { whyItStaysInSalesforce } from "../engine/stays.ts";
import type { Problem } from "../errors.ts";
import { attentionTo } from "./attention.ts";
import { besideMeetings } from "./invitations.ts";
import { exchangeStanding, knownOf, withoutOthersCategories } from "./known-link.ts";
import type { Link } from "./link.ts";
import type { Seen } from "./side.ts";
import { newLink, sighted } from "./sighting.ts";
import { type Found, findItems, findRecords } from "./twins.ts";
import type { Work } from "./work.ts";

/** How things stand with one item or record, and why (A6). Sentences of ours hold no values; a problem's may. */
export interface Explained {
  /** `in-step`; `waits` for its turn; `asks` a person; `left-alone`: nothing is done about it; `failed`. */
  readonly is: "in-step" | "waits" | "asks" | "left-alone" | "failed";
  readonly headline: string;
  /** In place of the headline's words where a vendor's may be among them. */
  readonly problem: Problem | null;
  readonly rules: readonly RuleId[];
  readonly waits: { readonly for: string; readonly until: Date | null } | null;
  /** What will happen by itself. */
  readonly next: string;
  /** What a person can do. */
  readonly can: readonly string[];
}

/** In which words a place of the mailbox is spoken of: the folder or list that items are put into; null where the category is all there is. */
export type Place = string | null;

const NOTHING_BY_ITSELF = "Nothing, as long as nobody changes that.";

/** What is known of an item or record that a link stands for. */
export function explainLink<F extends Fields>(link: Link<F>, kind: Pick<Work<F>, "nameOf" | "words" | "rules">): Explained {
  const ofKind = (...grounds: readonly Ground[]) => rulesOf(grounds, kind.rules);
  if (link.intent) {
    const waits = { for: "the end of what is being written at this moment", until: null };
    return told("waits", "It is being written at this moment.", ofKind("fields"), {
      waits,
      next: "What came of it is looked at before anything else is done.",
    });
  }
  const rules = ofKind(...groundsOf(link));
  if (link.dueAt || link.state === "new") {
    const again = link.attempts > 0;
    const headline = again ? "It was tried, and is tried again." : "It has changed, and waits for its turn.";
    const waits = { for: again ? "the next try" : "its turn in the next cycle", until: link.dueAt };
    return told("waits", headline, rules, { waits, problem: link.problem, next: "It is looked at and decided on." });
  }
  switch (link.state) {
    case "linked":
      return inStep(link, rules);
    case "listed":
    case "question":
    case "parted":
    case "held":
    case "failed": {
      const { problem, answers } = attentionTo(link, kind);
      const can = [...answers.map(({ label, effect }) => `${label}: ${effect}`), problem.remedy];
      return told(link.state === "failed" ? "failed" : "asks", problem.message, rules, { problem, next: waitsForPerson(link), can });
    }
    case "left":
      return told("left-alone", "A mark was taken off in the mailbox, so both stay as they are.", rules, { can: ["Set the mark anew."] });
    case "unlinked":
      return told("left-alone", link.reason ?? "It is no longer kept in step; what is there stays.", rules, {
        can: ["Set the mark anew."],
      });
    case "removed":
      return told("left-alone", link.reason ?? "It is gone from both sides.", rules, { can: ["Undo it from the journal."] });
  }
}

function inStep<F extends Fields>({ salesforce, exchange }: Link<F>, rules: readonly RuleId[]): Explained {
  const colleagues =
    salesforce.is === "present" && salesforce.seen.standing.on === "salesforce" && salesforce.seen.standing.others === true;
  const meeting = exchange.is === "present" && exchange.seen.standing.on === "exchange" && exchange.seen.standing.withOthers === true;
  if (colleagues) {
    return told("in-step", "It is in Salesforce from a colleague's mailbox, which keeps it in step.", [...rules, "E3"], {
      next: "Nothing of this item goes up, and nothing comes down into it.",
      can: ["Change it in the colleague's calendar, or in Salesforce."],
    });
  }
  return told("in-step", "It is kept in step with its other half.", meeting ? [...rules, "P5"] : rules, {
    next: meeting
      ? "What changes here goes to Salesforce; what changes there waits for a person before anybody is mailed."
      : "What changes on one side is carried to the other.",
    can: ["Take off the category to have both stay as they are."],
  });
}

/** The rules behind a link's state; the journal tells those of each thing that was done. */
function groundsOf<F extends Fields>({ state, origin, problem, reason }: Link<F>): readonly Ground[] {
  switch (state) {
    case "new":
      return ["M1"];
    case "linked":
      return [origin === "exchange" ? "up" : origin === "salesforce" ? "down" : "M1", "fields"];
    case "listed":
      return [reason?.includes("preset") ? "A3" : "B4"];
    case "question":
      return ["M1"];
    case "parted":
    case "unlinked":
    case "removed":
      return ["M3"];
    case "left":
      return ["M4"];
    case "held":
      return ["M5"];
    case "failed":
      return [problem?.code === "SWINGING" ? "M6" : ["INTERNAL", "UNREADABLE"].includes(problem?.code ?? "") ? "P1" : "fault"];
  }
}

const waitsForPerson = <F extends Fields>({ choice, state }: Link<F>): string => {
  if (choice !== null) return "The answer that was given is carried out.";
  return state === "failed" ? "It is tried again when it changes, or when somebody says so." : "Nothing, before a person has answered.";
};

/**
 * What would become of an item that no link stands for, by the very rules of the cycle: nothing is written.
 * @param isEarly lies there from before Tandem was switched on (B4)
 */
export async function explainItem<F extends Fields>(work: Work<F>, seen: Seen<F>, isEarly: boolean, place: Place): Promise<Explained> {
  const outOfTime = work.outOfTime?.(seen.record, work.now()) ?? null;
  if (seen.standing.on !== "exchange") throw new TypeError("A record of Salesforce is no item of a mailbox.");
  const isMarked = marked(exchangeStanding(withoutOthersCategories(seen, work.problemCategories).standing));
  const marks = place === null ? "carry the category “Salesforce”" : `lie in “${place}” or carry the category “Salesforce”`;
  if (!isMarked) {
    const aside = work.leftAsideBy?.(seen.record) ?? [];
    return told("left-alone", `It does not ${marks}.`, rulesOf(["up", ...aside], work.rules), {
      can: [place === null ? "Set the category “Salesforce” on it." : `Move it to “${place}”, or set the category “Salesforce” on it.`],
    });
  }
  if (outOfTime !== null)
    return told("left-alone", outOfTime, rulesOf(["up"], work.rules), {
      next: "It is taken up when the time that is kept in step reaches it.",
    });
  return explainNew(work, sightedAnew(work, seen, "exchange", isEarly), "exchange");
}

/** Likewise for a record of Salesforce. */
export async function explainRecord<F extends Fields>(work: Work<F>, seen: Seen<F>): Promise<Explained> {
  if (seen.standing.on !== "salesforce") throw new TypeError("An item of a mailbox is no record of Salesforce.");
  const link = sightedAnew(work, seen, "salesforce", false);
  const stays = whyItStaysInSalesforce(seen.standing, work.policyFor(link));
  if (stays)
    return told("left-alone", stays.reason, rulesOf(stays.grounds, work.rules), { can: canAbout(stays.grounds, seen.standing.outside) });
  return explainNew(work, link, "salesforce");
}

function canAbout(grounds: readonly Ground[], outside: Outside | undefined): readonly string[] {
  if (grounds.includes("A3")) return ["Ask an administrator to change the preset."];
  if (outside === "unlisted") return ["Change it so that the list view shows it, or ask an administrator to change the preset."];
  return ["Make the user its owner in Salesforce, if it is to be his."];
}

function sightedAnew<F extends Fields>(work: Work<F>, seen: Seen<F>, side: SideName, isEarly: boolean): Link<F> {
  const change = { is: "present", seen: withoutOthersCategories(seen, work.problemCategories) } as const;
  return sighted(newLink<F>(work.newId(), isEarly), side, change, work.now());
}

/** Decides as the cycle would at its first sight, and tells what would come of it. */
async function explainNew<F extends Fields>(work: Work<F>, known: Link<F>, side: SideName): Promise<Explained> {
  const [{ link } = { link: known }] = await besideMeetings(work, [{ link: known, absorbed: null }]);
  const first = decide(knownOf(link, false), work.policyFor(link));
  if (first.is === "decided") return explainDecision(work, first, link);
  const [found] = side === "exchange" ? await findRecords(work, [link]) : await findItems(work, [link], new Set());
  return explainFound(work, found ?? { is: "deferred" }, link);
}

function explainFound<F extends Fields>(work: Work<F>, found: Found<F>, link: Link<F>): Explained {
  switch (found.is) {
    case "deferred":
      return explainDecision(work, null, link);
    case "elsewhere":
      return told("left-alone", "The same person has an item as the other object, which has priority.", ["A3"], {});
    case "question": {
      const headline = `Several may be the same ${work.words.same}, or one may or may not be.`;
      return told("asks", headline, ["M1"], { next: "It is asked in the pane with the next cycle.", can: ["Answer there."] });
    }
    case "none":
    case "joined": {
      const decision = decide(knownOf(found.link, true), work.policyFor(found.link));
      return explainDecision(work, decision.is === "decided" ? decision : null, found.link);
    }
  }
}

/** @param decision null: it cannot be said before others are settled */
function explainDecision<F extends Fields>(work: Work<F>, decision: Decision<F> | null, link: Link<F>): Explained {
  const waits = { for: "the next look at this mailbox", until: null };
  if (decision === null)
    return told("waits", "It may be the same as another one that is settled first.", ["M1"], { waits, next: "It is decided on then." });
  const rules = rulesOf(decision.grounds, work.rules);
  const [up, down] = [decision.salesforce?.do === "create", decision.exchange?.do === "create"];
  switch (decision.state) {
    case "linked": {
      const next = up
        ? `It becomes a ${work.words.one} in Salesforce.`
        : down
          ? "A copy is made in Outlook."
          : "It is linked with the same one on the other side.";
      return told("waits", "It was not met yet, and nothing speaks against it.", rules, { waits, next });
    }
    case "listed":
    case "question":
    case "failed":
    case "held":
    case "parted": {
      const stopped: Link<F> = { ...link, state: decision.state, reason: decision.reason, problem: problemOf(decision), dueAt: null };
      const explained = explainLink(stopped, work);
      return { ...explained, rules, waits };
    }
    default:
      return told("left-alone", decision.reason ?? "Nothing is to be done about it.", rules, {});
  }
}

function problemOf<F extends Fields>({ fault }: Decision<F>): Problem | null {
  return fault && { code: fault.code, message: fault.message, remedy: fault.remedy };
}

export function told(
  is: Explained["is"],
  headline: string,
  rules: readonly RuleId[],
  { problem = null, waits = null, next = NOTHING_BY_ITSELF, can = [] }: Partial<Pick<Explained, "problem" | "waits" | "next" | "can">>,
): Explained {
  return { is, headline, problem, rules: [...new Set(rules)], waits, next, can };
}
