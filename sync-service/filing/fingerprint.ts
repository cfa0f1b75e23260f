import type { Email } from "./email.ts";

/**
 * What tells one message from another (F3), as text to be hashed: the same Internet message id with the same sender, sent time and
 * subject is the same message in every mailbox; a repeated id with other values is another one. Without an id the text counts.
 */
export function fingerprintOf(email: Email): string {
  const common = [email.from?.address.trim().toLowerCase() ?? "", sentSecond(email.sentAt), plain(email.subject ?? "")];
  const id = email.internetMessageId?.trim() ?? "";
  return JSON.stringify(id === "" ? ["text", ...common, plain(email.text)] : ["id", id, ...common]);
}

/** Servers differ in the fractions of a second they keep. */
function sentSecond(sentAt: string | null): string {
  return sentAt === null ? "" : new Date(sentAt).toISOString().slice(0, 19);
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
