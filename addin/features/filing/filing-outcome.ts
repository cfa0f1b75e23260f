import type { EmailStatus } from "../../../shared/api/email-status.ts";
import type { AttachmentChoice } from "../../../shared/api/filing.ts";
import type { Me } from "../../../shared/api/me.ts";
import type { EmailContext, RecordLink } from "../../../shared/api/person.ts";
import { count, kindOf, sizeOf } from "../../components/wording.ts";
import { type FilingDraft, NONE, RULES, ticked, whatByRules, whatCandidates, whoByRules, whoCandidates } from "./filing-draft.ts";

/** Why File cannot be pressed, or with what it can. */
export type Readiness =
  | { readonly is: "ready"; readonly label: "File" | "File again" | "Add what is missing" }
  | { readonly is: "only-anyway"; readonly why: string }
  | { readonly is: "blocked"; readonly why: string };

const STILL_ASKING = "Tandem is still asking the service.";

/** Why nothing at all can be filed from this mailbox; null when it can. */
export function whyNothingIsFiled(me: Me | null): string | null {
  switch (me?.sync) {
    case undefined:
      return STILL_ASKING;
    case "unpaired":
      return "Your mailbox is not connected to a Salesforce user. Ask your administrator to connect you.";
    case "off":
      return "Sync is off for your mailbox. Ask your administrator to switch it on.";
    case "paused":
      return "Sync is paused for your mailbox. It goes on when your administrator switches it on.";
    case "on":
      return null;
  }
}

/** `me`, `context`, and `status` are null while they are not known. */
export function readinessOf(me: Me | null, context: EmailContext | null, status: EmailStatus | null): Readiness {
  const stopped = whyNothingIsFiled(me);
  if (stopped !== null) return { is: "blocked", why: stopped };
  if (status === null) return { is: "blocked", why: STILL_ASKING };
  const kept = keptOut(status);
  if (kept !== null) return { is: "blocked", why: kept };
  switch (status.state) {
    case "unsent":
      return { is: "blocked", why: "This mail is filed when it has been sent." };
    case "removing":
      return { is: "blocked", why: "Its activity is being removed from Salesforce." };
    case "waiting":
    case "filing":
      return { is: "blocked", why: "This mail is being filed already." };
    case "filed":
    case "filed-in-part":
      if (status.filedBy === null) return { is: "blocked", why: "This mail is filed. Status shows where." };
      return { is: "ready", label: "Add what is missing" };
    case "excluded":
      return { is: "only-anyway", why: status.problem?.message ?? "A rule keeps this mail out of Salesforce." };
    case "failed":
      return { is: "ready", label: "File again" };
    case "not-filed":
    case "listed":
      break;
  }
  if (context?.people.some((person) => person.is === "blocked"))
    return { is: "only-anyway", why: "An address on the block list is on this mail." };
  if (context?.people.every((person) => person.is === "colleague")) return { is: "only-anyway", why: "Only colleagues are on this mail." };
  return { is: "ready", label: "File" };
}

/** Why the mail may not be shared on any path (F5); null when it may. */
function keptOut({ sharing }: EmailStatus): string | null {
  if (sharing.rule !== null) return sharing.rule.message;
  if (sharing.mail) return "This mail is marked Do not share.";
  return sharing.thread ? "This conversation is marked Do not share." : null;
}

/** What pressing File will do, in a sentence. */
export function outcomeOf(
  context: EmailContext | null,
  attachments: readonly AttachmentChoice[],
  draft: FilingDraft,
  locale: string,
): string {
  const parts = [
    "Saves as a completed task",
    ...(context === null ? ["to the people and record the rules find"] : related(context, draft)),
  ];
  const taken = ticked(attachments, draft);
  if (attachments.length > 0) {
    const size = taken.reduce((sum, attachment) => sum + attachment.size, 0);
    parts.push(
      taken.length === 0
        ? "without attachments"
        : `with ${taken.length} of ${count(attachments.length, "attachment", "attachments")}, ${sizeOf(size, locale)}`,
    );
  }
  return `${parts.join(", ")}.`;
}

function related(context: EmailContext, draft: FilingDraft): readonly string[] {
  const who = draft.who === RULES ? whoByRules(context) : (whoCandidates(context).find((match) => match.id === draft.who) ?? null);
  const people = who === null ? "to nobody in particular, as the sender is not known in Salesforce" : `to ${named(who)}`;
  if (draft.what === NONE) return [people, "related to no record"];
  if (who?.type === "Lead") return [people, "related to no record, as Salesforce relates a lead to nothing else"];
  const what =
    draft.what === RULES ? whatByRules(context, who) : (whatCandidates(context).find((record) => record.id === draft.what) ?? null);
  if (what !== null) return [people, `related to ${named(what)}`];
  if (draft.what === RULES && context.opportunities.length > 1)
    return [people, "related to no opportunity, as several are open: choose one below"];
  return [people, "related to no record"];
}

const named = (record: RecordLink): string => `${record.name} (${kindOf(record.type)})`;
