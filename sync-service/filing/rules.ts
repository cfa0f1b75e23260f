import type { AddressRules } from "../context/addresses.ts";
import type { SharingRules } from "./sharing.ts";

/** Files of the activity and its records, or classic attachments of the activity alone (F4). */
export type AttachmentsAs = "files" | "classic";

/** What the preset and the mailbox say about filing. */
export interface FilingRules extends AddressRules, SharingRules {
  readonly prefer: "contact" | "lead";
  readonly inlineImages: boolean;
  readonly attachmentsAs: AttachmentsAs;
  /** What a filed mail is in Salesforce (F1). */
  readonly storeAs: "task" | "email-message";
  /** The mailbox's own addresses: what they sent is a sent mail. */
  readonly ownAddresses: readonly string[];
  /** IANA; the activity's date is the day on which the mail was sent there. */
  readonly timeZone: string;
  /** The mailbox was set up then: what changed last before that is listed, never filed by itself (B4). */
  readonly activatedAt: Date;
}

/** YYYY-MM-DD of an instant in a time zone; in UTC where the zone is unknown to this machine. */
export function dayIn(timeZone: string, instant: Date): string {
  const format = (zone: string) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);
  try {
    return format(timeZone);
  } catch {
    return format("UTC");
  }
}
