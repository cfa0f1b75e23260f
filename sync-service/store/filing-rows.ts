import type { FilingChoice } from "../../shared/api/filing.ts";
import type { Filing, FilingDetail } from "../filing/filing-store.ts";
import { openProblem, problemOfFiling } from "./sealed-problem.ts";
import type { FilingRow } from "./tables.ts";
import type { Vault } from "./vault.ts";

/** By which the pane's mail is found again when its id died with a move; a mail without an id has none to be found by. */
export function messageKey(vault: Vault, connectionId: string, internetMessageId: string | null): string {
  const id = internetMessageId?.trim() ?? "";
  return id === "" ? "" : vault.keyedHash(connectionId, `message ${id}`);
}

/** By which later mails of a thread are known within their mailbox. */
export function threadKey(vault: Vault, connectionId: string, conversationId: string): string {
  return vault.keyedHash(connectionId, `thread ${conversationId}`);
}

export async function toFiling(vault: Vault, row: FilingRow): Promise<Filing> {
  const mailbox = { connectionId: row.connection_id, mailboxId: row.mailbox_id };
  return {
    id: row.id,
    messageId: row.message_id,
    via: row.via,
    state: row.state,
    problem: await openProblem(vault, mailbox, problemOfFiling(row.message_id), row.problem),
    choice: row.choice === null ? {} : await vault.open<FilingChoice>(mailbox, place(row.id, "choice"), row.choice),
    activityId: row.activity_id,
    detail: row.detail === null ? null : await vault.open<FilingDetail>(mailbox, place(row.id, "detail"), row.detail),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    requestedAt: row.requested_at,
    settledAt: row.settled_at,
    marksDue: row.marks_due,
  };
}

export const place = (id: string, column: "choice" | "detail") => ({ table: "filings", id, column });
