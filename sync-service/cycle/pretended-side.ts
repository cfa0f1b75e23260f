import { categoryName, problemCategoryName } from "../../shared/records/names.ts";
import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Recognition } from "../engine/match.ts";
import type { Action, Change, LostItem, Marks, Outcome, Page, Seen, Side, Standing } from "./side.ts";

export interface PretendedSide<F extends Fields> {
  readonly side: Side<F>;
  /** Records that were read, once each. */
  readonly read: () => number;
  /** There were more than may be read. */
  readonly isCut: () => boolean;
  /** Whether that id is of a record that would be made. */
  readonly isMade: (id: string) => boolean;
  /** Those that would get other values, by their ids. */
  readonly filled: ReadonlySet<string>;
  /** So many writes. */
  readonly writes: () => { readonly creates: number; readonly others: number };
}

export interface PretendParts<F extends Fields> {
  readonly recognition: Recognition<F>;
  /** The id that the next record made would have. */
  readonly newId: () => string;
  readonly now: () => Date;
  /** No more records are read. */
  readonly most: number;
}

/** The version of what is not there. */
const PRETENDED = "pretended-";

/**
 * A side that is read as it is and never written to: what the cycle does to it happens in memory, and is seen there by the cycle as if it
 * had happened. It is read once; what changes meanwhile is left out.
 */
export function pretended<F extends Fields>(side: Side<F>, { recognition, newId, now, most }: PretendParts<F>): PretendedSide<F> {
  const standings = new Map<string, Standing>();
  const made = new Map<string, Seen<F>>();
  const stamps = new Map<string, string>();
  const written = new Map<string, Seen<F>>();
  const filled = new Set<string>();
  const counted = { creates: 0, others: 0 };
  const ids = new Set<string>();
  let cut = false;
  let isRead = false;

  const met = (seen: Seen<F>): Seen<F> => {
    standings.set(seen.id, seen.standing);
    return seen;
  };

  async function* changes(since: string | null): AsyncIterable<Page<F>> {
    if (isRead) return yield { changes: [], cursor: since ?? "", last: true };
    for await (const page of side.changes(since)) {
      const told = page.changes.map((change): Change<F> => (change.is === "present" ? { is: "present", seen: met(change.seen) } : change));
      for (const change of told) if (change.is === "present") ids.add(change.seen.id);
      cut = !page.last && ids.size >= most;
      isRead = page.last || cut;
      yield { ...page, changes: told, last: isRead };
      if (isRead) return;
    }
  }

  function carriedOut(action: Action<F>): Outcome<F> {
    if (action.do === "create") {
      counted.creates += 1;
      const id = newId();
      const seen = met({ id, version: PRETENDED, record: action.record, standing: newStanding(side.name, action, now()) });
      made.set(id, seen);
      stamps.set(action.stamp, id);
      return { is: "done", seen };
    }
    counted.others += 1;
    if (action.do === "remove") return { is: "done", seen: null };
    if (Object.keys(action.changes).length > 0) filled.add(action.id);
    const standing = standings.get(action.id);
    if (!standing) return { is: "moved" };
    const seen = met({
      ...{ id: action.id, version: `${PRETENDED}${counted.others}`, record: { ...action.was, ...action.changes } },
      standing: withMarks(standing, action.marks),
    });
    written.set(seen.id, seen);
    if (made.has(seen.id)) made.set(seen.id, seen);
    return { is: "done", seen };
  }

  return {
    side: {
      name: side.name,
      fields: (object) => side.fields(object),
      ...(side.movedTo ? { movedTo: (lost: readonly LostItem<F>[]) => side.movedTo?.(lost) ?? Promise.resolve(new Map()) } : {}),
      ...(side.meetingsBeside ? { meetingsBeside: (records: readonly F[]) => side.meetingsBeside?.(records) ?? Promise.resolve([]) } : {}),
      ...(side.successors ? { successors: (gone: readonly string[]) => side.successors?.(gone) ?? Promise.resolve(new Map()) } : {}),
      changes,
      async read(wanted) {
        const own = wanted.flatMap((id) => written.get(id) ?? made.get(id) ?? []);
        const known = new Set(own.map(({ id }) => id));
        const others = wanted.filter((id) => !known.has(id));
        const found = others.length === 0 ? new Map<string, Seen<F>>() : await side.read(others);
        for (const seen of found.values()) met(seen);
        return new Map([...found, ...own.map((seen) => [seen.id, seen] as const)]);
      },
      async find(sought) {
        return new Map(
          sought.flatMap(({ stamp }) => {
            const seen = made.get(stamps.get(stamp) ?? "");
            return seen ? [[stamp, seen] as const] : [];
          }),
        );
      },
      async candidates(records) {
        const found = await side.candidates(records);
        for (const seen of found.flat()) met(seen);
        const { keysOf, likeness } = recognition;
        const own = [...made.values()].map((seen) => ({ seen, keys: keysOf(seen.record) }));
        return records.map((record, index) => {
          const keys = own.length === 0 ? null : keysOf(record);
          const alike = own.filter((each) => likeness(keys, each.keys) !== "other").map(({ seen }) => seen);
          return [...(found[index] ?? []), ...alike];
        });
      },
      apply: async (actions) => actions.map(carriedOut),
    },
    read: () => ids.size,
    isCut: () => cut,
    isMade: (id) => made.has(id),
    filled,
    writes: () => ({ ...counted }),
  };
}

function newStanding<F extends Fields>(on: SideName, action: Extract<Action<F>, { readonly do: "create" }>, now: Date): Standing {
  if (on === "salesforce") return { on, inScope: true, ownerId: "", editable: true };
  return {
    ...{ on, container: "", inFolder: true, categories: [categoryName], noOthers: true, createdAt: now.toISOString() },
    ...(action.pointer === undefined ? {} : { pointsTo: action.pointer }),
  };
}

function withMarks(standing: Standing, marks: Marks | undefined): Standing {
  if (standing.on !== "exchange" || !marks) return standing;
  const isOurs = (name: string) => name.toLowerCase() === categoryName.toLowerCase();
  const share = marks.salesforce ?? standing.categories.some(isOurs);
  const problems = standing.categories.filter((name) => !isOurs(name));
  const named = marks.problem === undefined ? problems : marks.problem === null ? [] : [problemCategoryName, marks.problem];
  return {
    ...standing,
    categories: [...(share ? [categoryName] : []), ...named],
    ...(marks.pointer === undefined ? {} : { pointsTo: marks.pointer }),
  };
}
