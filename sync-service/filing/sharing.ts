import type { Problem } from "../errors.ts";
import type { MailTraits, ShareKeys } from "./mail-traits.ts";

export type ShareScope = "mail" | "thread";

/** Whom a person's "Do not share" binds: his own mailbox, or everybody's (a preset). */
export type FlagsBind = "mailbox" | "organisation";

/** What was said of a mail and of its thread. */
export interface ShareFlags {
  readonly mail: boolean;
  readonly thread: boolean;
  /** Another mailbox's owner said it, and the preset makes it bind everyone. */
  readonly elsewhere: boolean;
}

export const UNFLAGGED: ShareFlags = { mail: false, thread: false, elsewhere: false };

export interface SharingRules {
  /** Names or ids of sensitivity labels that keep a mail out. */
  readonly doNotShareLabels: readonly string[];
  readonly doNotShareBinds: FlagsBind;
}

/** The flags that people set, of one connection. */
export interface SharingFlags {
  of(mailboxId: string, keys: ShareKeys, binds: FlagsBind): Promise<ShareFlags>;
  set(mailboxId: string, scope: ShareScope, keys: ShareKeys, now: Date): Promise<void>;
  /** What a flag of that scope had kept out and a mark still asks for is tried anew. Answers whose mailboxes have to be woken. */
  lift(mailboxId: string, scope: ShareScope, keys: ShareKeys, now: Date): Promise<readonly string[]>;
}

/** Ends an attempt at a mail that may not be shared, however far it had come. */
export class KeptOut extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Of exclusions that end when a person takes his word back. */
export const FLAG_CODES: readonly string[] = ["DO_NOT_SHARE", "DO_NOT_SHARE_THREAD", "DO_NOT_SHARE_ELSEWHERE"];

/** Why a mail may not be shared on any path, File anyway included (F5); null when it may. */
export function banOf(traits: MailTraits, flags: ShareFlags, rules: SharingRules): Problem | null {
  if (flags.mail) return problem("DO_NOT_SHARE", "This mail is marked Do not share, so it is not filed.", TAKE_OFF);
  if (flags.thread)
    return problem("DO_NOT_SHARE_THREAD", "This conversation is marked Do not share, so its mails are not filed.", TAKE_OFF);
  return (
    ruleAgainst(traits, rules) ??
    (flags.elsewhere
      ? problem(
          "DO_NOT_SHARE_ELSEWHERE",
          "A colleague marked this mail or its conversation Do not share, which binds everyone here.",
          "Ask your colleagues to take the mark off, or an administrator about the preset.",
        )
      : null)
  );
}

/** What keeps it out whatever anybody says: how it was sent. */
export function ruleAgainst({ sensitivity, labels }: MailTraits, rules: SharingRules): Problem | null {
  if (sensitivity === "private") return problem("PRIVATE_MAIL", "This mail was sent as private, so it is not filed.", AS_IT_IS);
  if (sensitivity === "confidential")
    return problem("CONFIDENTIAL_MAIL", "This mail was sent as confidential, so it is not filed.", AS_IT_IS);
  const kept = new Set(rules.doNotShareLabels.map((label) => label.trim().toLowerCase()));
  if (labels.some((label) => kept.has(label)))
    return problem("LABEL_KEPT_OUT", "This mail bears a sensitivity label that keeps it out of Salesforce.", AS_IT_IS);
  return null;
}

const TAKE_OFF = "Take Do not share off in the pane; a mail with a mark is then filed.";
const AS_IT_IS = "Nothing to do. If something of it belongs in Salesforce, write it there yourself.";

function problem(code: string, message: string, remedy: string): Problem {
  return { code, message, remedy };
}
