import { OutcomeUnknown, type SyncError } from "../errors.ts";
import type { Saved } from "./api.ts";
import { errorOfRecord, vendorErrors } from "./reply-errors.ts";

/** sObject Collections take so many records a request. */
export const RECORDS_AT_ONCE = 200;

/** One chunk after the other. Once the first has gone through, a failure is the outcome of those it struck, and stops the rest. */
export async function inChunks<T>(list: readonly T[], work: (chunk: readonly T[]) => Promise<readonly Saved[]>): Promise<readonly Saved[]> {
  const saved: Saved[] = [];
  let stop: SyncError | null = null;
  for (const [index, chunk] of chunksOf(list, RECORDS_AT_ONCE).entries()) {
    if (stop) {
      for (const _ of chunk) saved.push({ is: "failed", error: stop, vendor: [] });
      continue;
    }
    try {
      saved.push(...(await work(chunk)));
    } catch (error) {
      const isOurs = error instanceof Error && "recovery" in error;
      if (!isOurs || (index === 0 && !(error instanceof OutcomeUnknown))) throw error;
      const failed = error as SyncError;
      for (const _ of chunk) saved.push({ is: "failed", error: failed, vendor: [] });
      if (!(failed instanceof OutcomeUnknown)) stop = failed;
    }
  }
  return saved;
}

/** The outcomes of a Collections reply, in order: it is 200 even when every record failed (SF2). */
export function savedOf(method: string, body: unknown, count: number): readonly Saved[] {
  const results = Array.isArray(body)
    ? (body as readonly { readonly success?: boolean; readonly id?: string; readonly errors?: unknown }[])
    : [];
  return Array.from({ length: count }, (_, index): Saved => {
    const result = results[index];
    if (!result) return { is: "failed", error: new OutcomeUnknown("Salesforce gave no answer for the record."), vendor: [] };
    if (result.success === true && result.id !== undefined) return { is: "done", id: result.id };
    const vendor = vendorErrors(result.errors);
    return { is: "failed", error: errorOfRecord(method, vendor), vendor };
  });
}

export function chunksOf<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}
