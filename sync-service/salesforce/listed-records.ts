import { CursorExpired } from "../errors.ts";
import type { Salesforce } from "./api.ts";
import { askListViews, type ListView } from "./list-view.ts";

/** A text for each mailbox, kept from cycle to cycle. */
export interface KeptMembers {
  read(): Promise<string | null>;
  write(value: string): Promise<void>;
}

/** How far the members, or what moved in and out since the asking before, were told. */
export interface Told {
  readonly askedAt: string;
  readonly upTo: number;
  /** All of them, as when nothing was told before. */
  readonly isWhole: boolean;
}

/** The records that a list says are in scope. */
export interface ListedRecords {
  /** As asked last; asked now when they never were. */
  ids(): Promise<ReadonlySet<string>>;
  /**
   * The ids of what moved into the list or out of it since they were told, with null of all; a few at a time, each with how far that tells. The
   * list is asked anew when that is due and all was told.
   * @throws CursorExpired when it is not known what was told
   */
  untold(told: Told | null, atOnce: number): AsyncIterable<{ readonly ids: readonly string[]; readonly told: Told }>;
}

interface Members {
  readonly views: string;
  readonly askedAt: string;
  readonly ids: readonly string[];
  readonly queries: readonly string[];
  /** What came in or went out since the asking before this one. */
  readonly moved: readonly string[];
}

/** A list with "today" in its filter moves by itself, and nothing tells of it. */
const ASK_AGAIN_MS = 5 * 60_000;

export interface ListedPorts {
  readonly api: Salesforce;
  readonly kept: KeptMembers;
  readonly now: () => Date;
}

/** What list views show a user. Asked every few minutes at most, whatever the number of cycles (S3). */
export function listedRecords(views: readonly ListView[], { api, kept, now }: ListedPorts): ListedRecords {
  const named = views.map(({ object, id }) => `${object} ${id ?? ""}`).join(", ");
  let known: Promise<Members | null> | null = null;
  const current = (): Promise<Members | null> => {
    known ??= kept.read().then((value) => parsed(value, named));
    known.catch(() => (known = null));
    return known;
  };
  async function ask(before: Members | null): Promise<Members> {
    const shown = await askListViews(views, before?.queries ?? null, api);
    const moved = before === null ? [] : difference(before.ids, shown.ids);
    const members: Members = { views: named, askedAt: now().toISOString(), ...shown, moved };
    await kept.write(JSON.stringify(members));
    known = Promise.resolve(members);
    return members;
  }
  return {
    async ids() {
      return new Set(((await current()) ?? (await ask(null))).ids);
    },
    async *untold(before, atOnce) {
      const last = await current();
      if (last === null && before !== null) throw new CursorExpired("It is not known any more whom the list view showed.");
      const isTold = before === null || (before.askedAt === last?.askedAt && before.upTo >= toTell(last, before).length);
      const isDue = last === null || now().getTime() - Date.parse(last.askedAt) >= ASK_AGAIN_MS;
      const members = last !== null && !(isDue && isTold) ? last : await ask(last);
      let told = before?.askedAt === members.askedAt ? before : { askedAt: members.askedAt, upTo: 0, isWhole: before === null };
      const ids = toTell(members, told);
      while (told.upTo < ids.length) {
        const some = ids.slice(told.upTo, told.upTo + atOnce);
        told = { ...told, upTo: told.upTo + some.length };
        yield { ids: some, told };
      }
      if (ids.length === 0 && told !== before) yield { ids: [], told };
    },
  };
}

const toTell = ({ ids, moved }: Members, { isWhole }: Told): readonly string[] => (isWhole ? ids : moved);

function difference(one: readonly string[], other: readonly string[]): readonly string[] {
  const [before, after] = [new Set(one), new Set(other)];
  return [...one.filter((id) => !after.has(id)), ...other.filter((id) => !before.has(id))];
}

/** Null when nothing is kept, or what is kept is of other list views. */
function parsed(value: string | null, views: string): Members | null {
  const members = value === null ? null : (JSON.parse(value) as Members);
  return members?.views === views ? members : null;
}
