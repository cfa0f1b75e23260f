import type { SideName } from "../../shared/records/fields.ts";
import { seeEveryReply } from "../sandbox/base/seen-replies.ts";
import type { SimulatedKind } from "./plain-kinds.ts";
import type { Window } from "./window.ts";

interface Reply {
  readonly at: number;
  readonly isWrite: boolean;
  readonly asked: string;
  readonly answered: string;
}

/** Milliseconds between a read and the write that follows it: more is no window, but a version that nobody compared. */
const WIDEST_MS = 1_500;

let replies: Reply[] = [];
let isListening = false;

/** From now on every reply of the stand-ins in this thread is remembered; what was before is forgotten. */
export function watchReplies(): void {
  replies = [];
  if (isListening) return;
  isListening = true;
  seeEveryReply(({ method, url, requestBody, body }) => {
    const asked = `${decodeURIComponent(url)} ${textOf(requestBody)}`;
    // What is written inside a batch is found by its method there.
    const isWrite = url.includes("$batch") ? /"method":"(?:PATCH|DELETE|POST)"/u.test(asked) : method !== "GET";
    replies.push({ at: Date.now(), isWrite, asked, answered: String(body ?? "") });
  });
}

/**
 * Of an edit that is made now: whether the service, once all is over, will turn out to have written to that record after it, having read it
 * before it and not since (P9). In the mailbox only tasks are compared and written in two steps.
 */
export function windowNow(kind: SimulatedKind, side: SideName, id: string): Window {
  const [from, at] = [replies.length, Date.now()];
  const isRaced = (): boolean => {
    for (const reply of replies.slice(from)) {
      if (reply.at - at > WIDEST_MS) return false;
      if (reply.isWrite && reply.asked.includes(id)) return true;
      if (reply.answered.includes(id)) return false;
    }
    return false;
  };
  return { isRaced, isStated: () => (side === "salesforce" || kind === "task") && isRaced() };
}

function textOf(body: unknown): string {
  if (body === undefined || body === null) return "";
  return Buffer.isBuffer(body) || typeof body === "string" ? String(body) : JSON.stringify(body);
}
