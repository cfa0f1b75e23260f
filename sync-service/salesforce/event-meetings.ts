import type { Event } from "../../shared/records/event.ts";
import type { Meetings } from "../cycle/meetings.ts";
import type { Action, Outcome, Side } from "../cycle/side.ts";
import type { Problem } from "../errors.ts";
import type { Salesforce } from "./api.ts";
import { recordIds, soql } from "./soql.ts";

/** Until another mailbox's cycle has made what it is about to make. */
const LATER_MS = 5_000;

/** The side with one event a meeting: what another mailbox has made is not made again, and found by its meeting (E3). */
export function oneEventAMeeting(side: Side<Event>, meetings: Meetings, api: Salesforce): Side<Event> {
  return {
    ...side,
    async find(sought) {
      const found = await side.find(sought);
      const made = sought.flatMap(({ stamp, record: { meeting } }) => {
        const id = found.get(stamp)?.id;
        return meeting === null || id === undefined ? [] : [[meeting, id] as const];
      });
      await meetings.made(new Map(made));
      return found;
    },
    async apply(actions) {
      const barred = await barredBy(actions);
      const free = actions.filter((action) => !barred.has(action));
      const outcomes = await side.apply(free);
      await remember(free, outcomes);
      return actions.map((action) => barred.get(action) ?? outcomes[free.indexOf(action)] ?? { is: "unknown" });
    },
  };

  async function barredBy(actions: readonly Action<Event>[]): Promise<ReadonlyMap<Action<Event>, Outcome<Event>>> {
    const wanted = actions.flatMap((action) => (action.do === "create" && action.record.meeting !== null ? [action] : []));
    const named = [...new Set(wanted.flatMap(({ record }) => record.meeting ?? []))];
    if (named.length === 0) return new Map();
    let taken = await meetings.claim(named);
    const events = [...taken.values()].filter((id) => id !== null);
    const there = events.length === 0 ? new Map<string, boolean>() : await stateOf(events);
    const gone = [...taken].flatMap(([meeting, id]) => (id !== null && there.get(id) === false ? [meeting] : []));
    if (gone.length > 0) {
      await meetings.release(gone);
      taken = new Map([...taken].filter(([meeting]) => !gone.includes(meeting)));
      taken = new Map([...taken, ...(await meetings.claim(gone))]);
    }
    return new Map(
      wanted.flatMap((action): (readonly [Action<Event>, Outcome<Event>])[] => {
        const event = taken.get(action.record.meeting ?? "");
        if (event === undefined) return [];
        const isHidden = event !== null && !there.has(event);
        return [[action, isHidden ? { is: "refused", problem: HIDDEN } : { is: "later", retryAfterMs: LATER_MS }]];
      }),
    );
  }

  /** Whether they are there; of those that this user may not see nothing. */
  async function stateOf(ids: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
    const rows = await api.queryAll<{ readonly Id: string; readonly IsDeleted: boolean }>(
      soql`SELECT Id, IsDeleted FROM Event WHERE Id IN ${recordIds(ids)}`,
    );
    return new Map(rows.map(({ Id, IsDeleted }) => [Id, !IsDeleted]));
  }

  async function remember(actions: readonly Action<Event>[], outcomes: readonly Outcome<Event>[]): Promise<void> {
    const [made, became] = [new Map<string, string>(), new Map<string, string>()];
    for (const [index, action] of actions.entries()) {
      const outcome = outcomes[index];
      if (outcome?.is !== "done" || !outcome.seen) continue;
      if (action.do === "create" && action.record.meeting !== null) made.set(action.record.meeting, outcome.seen.id);
      // Others were invited to what was already filed.
      const meeting = action.do === "update" ? action.changes.meeting : null;
      if (typeof meeting === "string") became.set(meeting, outcome.seen.id);
    }
    const taken = became.size === 0 ? new Map<string, string | null>() : await meetings.claim([...became.keys()]);
    for (const [meeting, id] of became) if (!taken.has(meeting)) made.set(meeting, id);
    await meetings.made(made);
  }
}

const HIDDEN: Problem = {
  code: "MEETING_OF_ANOTHER",
  message: "This meeting is in Salesforce already, as the event of a colleague that this Salesforce user may not see.",
  remedy: "Nothing is missing there. To have it linked here, ask for access to the colleague's event or calendar in Salesforce.",
};
