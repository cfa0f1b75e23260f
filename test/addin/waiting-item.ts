import type { AttentionItem } from "../../shared/api/attention.ts";

let made = 0;

/** A contact that lay there before (B4), or what the test makes of it. */
export function waitingItem(changes: Partial<AttentionItem> = {}): AttentionItem {
  made += 1;
  return {
    id: `item-${made}`,
    kind: "contact",
    name: `Contact ${made}`,
    at: "2026-11-22T05:00:00Z",
    problem: { code: "LISTED", message: "It lay there before.", remedy: "Choose." },
    answers: [
      { answer: "send", label: "Send to Salesforce", effect: "It becomes a contact in Salesforce." },
      { answer: "let-go", label: "Leave it here", effect: "It stays as it is." },
    ],
    candidates: [],
    answered: false,
    ...changes,
  };
}
