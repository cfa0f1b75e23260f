import type { Fields } from "../../shared/records/fields.ts";
import type { Action, Outcome, Seen, Side, Sought } from "../cycle/side.ts";
import type { ListedRecords } from "./listed-records.ts";
import type { NotedChanges } from "./noted-changes.ts";
import type { RecordAccess, RecordRow, Records } from "./record-access.ts";
import { type ObjectsRead, recordChanges } from "./record-changes.ts";
import { type Found, readRecords } from "./record-reads.ts";
import { findCreatedRecords, type LookedForBy, recordsMadeSince } from "./record-search.ts";
import type { RecordWritePorts } from "./record-write-ports.ts";
import { writeRecords } from "./record-writes.ts";
import type { Soql } from "./soql.ts";
import { writeWhatIsListed } from "./unlisted-values.ts";

/** What one kind of record has of its own. */
export interface RecordSideParts<F extends Fields, R extends RecordRow> {
  readonly noted: NotedChanges;
  /** @throws AccessLost when the user may see no record of this kind */
  readonly open: () => Promise<Records<F, R>>;
  readonly objects: ObjectsRead;
  readonly lookedForBy: LookedForBy<F>;
  /** Which rows of an object come down; with a beginning, those that a time which moves on has come to since. */
  readonly scope: (access: RecordAccess<F, R>, from: Date | null) => Soql;
  /** Where a list says which rows come down. */
  readonly listed?: ListedRecords;
  /** How far ahead, where that moves on by itself. */
  readonly until?: () => Date;
  readonly findAlike: (records: readonly F[], known: Records<F, R>) => Promise<readonly (readonly Found<F, R>[])[]>;
  /** Made for each `apply`. */
  readonly alongside?: (known: Records<F, R>) => Alongside<F, R>;
  /** How actions are carried out, where some are not carried out one by one. */
  readonly write?: (actions: readonly Action<F>[], ports: RecordWritePorts<F, R>) => Promise<readonly Outcome<F>[]>;
  /** Looks for what `write` makes in another way than record by record, by stamp. */
  readonly findFirst?: (sought: readonly Sought<F>[], ports: RecordWritePorts<F, R>) => Promise<ReadonlyMap<string, Found<F, R>>>;
}

/** What goes along with writes of a kind. */
export interface Alongside<F extends Fields, R extends RecordRow> extends Pick<RecordWritePorts<F, R>, "besides" | "besidesChanges"> {
  /** What follows once they were written. Answers the outcomes, in order. */
  readonly follow?: (actions: readonly Action<F>[], outcomes: readonly Outcome<F>[]) => Promise<readonly Outcome<F>[]>;
}

/** The records of one kind of one user in a Salesforce org. */
export function recordSide<F extends Fields, R extends RecordRow>(parts: RecordSideParts<F, R>): Side<F> {
  const { open, lookedForBy, findAlike, alongside } = parts;
  return {
    name: "salesforce",
    async fields(object) {
      const { made, accessTo } = await openedAnew();
      const access = object === undefined || object === made.object ? made : await accessTo(object);
      return access?.fields ?? new Set();
    },
    changes: (since) => recordChanges(since, parts),
    async read(ids) {
      return ids.length === 0 ? new Map() : seenOf(await readRecords(ids, await open()));
    },
    async find(sought) {
      if (sought.length === 0) return new Map();
      const records = await open();
      const first = (await parts.findFirst?.(sought, { records, ...alongside?.(records) })) ?? new Map<string, Found<F, R>>();
      const left = sought.filter(({ stamp }) => !first.has(stamp));
      const others = left.length === 0 ? new Map<string, Found<F, R>>() : await findCreatedRecords(left, records, lookedForBy);
      return seenOf(new Map([...first, ...others]));
    },
    madeSince: async (since) => (await recordsMadeSince(since, await open())).map(({ seen }) => seen),
    async candidates(records) {
      return (await findAlike(records, await open())).map((found) => found.map(({ seen }) => seen));
    },
    async apply(actions) {
      if (actions.length === 0) return [];
      const records = await open();
      const { follow, ...besides } = alongside?.(records) ?? {};
      const write = parts.write ?? writeRecords;
      const outcomes = await writeWhatIsListed(actions, records, (some) => write(some, { records, ...besides }));
      return follow ? follow(actions, outcomes) : outcomes;
    },
  };

  /** A permission that is missing may be granted any moment, and a person then tries again at once: that is not told from memory. */
  async function openedAnew(): Promise<Records<F, R>> {
    const records = await open();
    if (records.made.description.createable) return records;
    records.api.doubtDescription(records.made.object);
    return open();
  }
}

function seenOf<F extends Fields, R extends RecordRow>(found: ReadonlyMap<string, Found<F, R>>): ReadonlyMap<string, Seen<F>> {
  return new Map([...found].map(([key, { seen }]) => [key, seen]));
}
