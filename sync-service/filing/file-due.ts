import { AccessLost, asksToWait } from "../errors.ts";
import { attempt } from "./attempts.ts";
import type { Filing } from "./filing-store.ts";
import type { FilingParts } from "./parts.ts";
import { setMark } from "./set-marks.ts";

/** Mails under way at a time: while some are asked for in Exchange, which takes four requests of a mailbox, others are in Salesforce. */
const AT_A_TIME = 12;
/** After this long no further mail is begun, so that the mailbox is looked at again. */
const SLICE_MS = 10_000;

/**
 * Files what waits, the oldest first, and marks each mail as soon as it is settled: one that is kept waiting holds up none of the others.
 * Each is tried once. Answers of every mail what ended its attempt before its time, or null. @throws Fenced
 */
export async function fileDue(parts: FilingParts): Promise<readonly unknown[]> {
  const { store, now } = parts;
  const until = now().getTime() + SLICE_MS;
  const ends: unknown[] = [];
  const tried = new Set<string>();
  const underWay = new Map<string, Promise<void>>();
  let known: readonly Filing[] = [];
  try {
    await fileAll();
  } finally {
    await Promise.allSettled(underWay.values());
  }
  return ends;

  async function fileAll(): Promise<void> {
    for (;;) {
      const isOver = now().getTime() >= until || isClosed(ends);
      if (known.length === 0 && !isOver) known = (await store.due(now(), AT_A_TIME * 2)).filter(({ id }) => !tried.has(id));
      const begun = isOver ? [] : known.slice(0, AT_A_TIME - underWay.size);
      known = known.slice(begun.length);
      for (const filing of begun) {
        tried.add(filing.id);
        underWay.set(filing.id, file(filing));
      }
      if (underWay.size === 0) return;
      await Promise.race(underWay.values());
    }
  }

  async function file(filing: Filing): Promise<void> {
    try {
      ends.push(await attempt(filing, parts));
      const after = (await store.of([filing.messageId])).get(filing.messageId);
      if (after?.marksDue) await setMark(after, parts);
    } finally {
      underWay.delete(filing.id);
    }
  }
}

/** One mail that met a closed door says little. When as many as go at a time did, or a vendor named a time, no more are sent there. */
function isClosed(ends: readonly unknown[]): boolean {
  return ends.some(asksToWait) || (ends.length >= AT_A_TIME && ends.every((end) => end instanceof AccessLost));
}
