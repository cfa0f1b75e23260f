import type { Problem } from "../errors.ts";
import type { ProblemAtRest } from "./tables.ts";
import type { MailboxOf, Place, Vault } from "./vault.ts";

type Row = Omit<Place, "column">;

/** As JSON, for the column; `null` too. */
export async function sealProblem(vault: Vault, mailbox: MailboxOf, row: Row, problem: Problem | null): Promise<string> {
  if (problem === null) return "null";
  const sealed = await vault.seal(mailbox, { ...row, column: "problem" }, problem);
  return JSON.stringify({ code: problem.code, sealed } satisfies ProblemAtRest);
}

export async function openProblem(vault: Vault, mailbox: MailboxOf, row: Row, atRest: ProblemAtRest | null): Promise<Problem | null> {
  return atRest === null ? null : vault.open<Problem>(mailbox, { ...row, column: "problem" }, atRest.sealed);
}

/** Where the problem of a filing stands: its row is found by the mail, and its id is not known before it is written. */
export const problemOfFiling = (messageId: string): Row => ({ table: "filings", id: messageId });
export const problemOfLink = (linkId: string): Row => ({ table: "links", id: linkId });
