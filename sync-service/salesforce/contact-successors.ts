import type { People } from "./contact-access.ts";
import { chunksOf } from "./collections.ts";
import { accessesTo } from "./record-reads.ts";
import { fieldNames, objectName, recordIds, soql } from "./soql.ts";

interface Fate {
  readonly Id: string;
  readonly MasterRecordId?: string | null;
  readonly ConvertedContactId?: string | null;
}

const IDS_A_QUERY = 400;
/** Merged, converted, and merged again: nobody goes on much longer. */
const STEPS_AT_MOST = 5;

/**
 * C5: for each of the ids whose record was merged or converted, the one it lives on in, wherever that chain ends. Losers of a merge lie
 * in the bin, which only queryAll looks into (SF19); what was purged from it leaves no trace.
 */
export async function successors(ids: readonly string[], people: People): Promise<ReadonlyMap<string, string>> {
  const ends = new Map<string, string>();
  let steps = new Map(ids.map((id) => [id, id]));
  for (let step = 0; step < STEPS_AT_MOST && steps.size > 0; step += 1) {
    const next = await oneStep([...new Set(steps.values())], people);
    steps = new Map(
      [...steps].flatMap(([id, at]) => {
        const to = next.get(at);
        return to === undefined ? [] : [[id, to]];
      }),
    );
    for (const [id, at] of steps) ends.set(id, at);
  }
  return ends;
}

async function oneStep(ids: readonly string[], people: People): Promise<ReadonlyMap<string, string>> {
  const next = new Map<string, string>();
  for (const { access, ids: some } of await accessesTo(ids, people)) {
    const columns = ["Id", "MasterRecordId", "ConvertedContactId"].filter((name) => access.description.fields.has(name));
    if (columns.length < 2) continue;
    for (const chunk of chunksOf(some, IDS_A_QUERY)) {
      const rows = await people.api.queryAll<Fate>(
        soql`SELECT ${fieldNames(columns)} FROM ${objectName(access.object)} WHERE Id IN ${recordIds(chunk)}`,
      );
      for (const { Id, MasterRecordId, ConvertedContactId } of rows) {
        const to = ConvertedContactId ?? MasterRecordId;
        if (typeof to === "string") next.set(Id, to);
      }
    }
  }
  return next;
}
