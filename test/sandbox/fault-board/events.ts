import type { MovableClock } from "../base/clock.ts";
import type { StandIns } from "../world.ts";

/** What a person lets happen once, beside the faults that strike requests. */
export interface BoardEvent {
  /** In the address of its button. */
  readonly id: string;
  readonly label: string;
  /** What Tandem then meets. */
  readonly meaning: string;
  /** What the number beside the button is; no number is asked for when absent. */
  readonly number?: string;
  happen(number: number): void;
}

const MINUTE_MS = 60_000;

/** The events of a whole sandbox, with its clock. */
export function sandboxEvents({ graph, salesforce, tables }: StandIns, clock: MovableClock): readonly BoardEvent[] {
  const allMailboxes = (act: (mailbox: ReturnType<typeof graph.mailboxes.of>) => void): void => {
    for (const mailbox of graph.mailboxes.all()) act(mailbox);
    tables.commit();
  };
  const lifeCycle = (event: "missed" | "subscriptionRemoved" | "reauthorizationRequired"): void => {
    const { notifier } = graph;
    for (const subscription of notifier.subscriptions.all()) notifier.lifecycle(subscription, event);
    tables.commit();
  };
  return [
    {
      id: "expire-delta-tokens",
      label: "Let Graph's delta tokens expire",
      meaning: "every folder answers 410 to the next look, and is read again from the start",
      happen: () => allMailboxes((mailbox) => mailbox.expireDeltaTokens("gone-with-location")),
    },
    {
      id: "remove-subscriptions",
      label: "Remove Graph's subscriptions",
      meaning: "no more notifications, and the life-cycle event subscriptionRemoved",
      happen: () => lifeCycle("subscriptionRemoved"),
    },
    {
      id: "miss-notifications",
      label: "Say that notifications were missed",
      meaning: "the life-cycle event missed",
      happen: () => lifeCycle("missed"),
    },
    {
      id: "want-reauthorization",
      label: "Ask for reauthorization",
      meaning: "the life-cycle event reauthorizationRequired; notifications pause until it is answered",
      happen: () => lifeCycle("reauthorizationRequired"),
    },
    {
      id: "end-sessions",
      label: "End all sessions of Salesforce",
      meaning: "the next request with any of their tokens is answered INVALID_SESSION_ID",
      happen: () => void salesforce.expireSessions(),
    },
    {
      id: "late-commits",
      label: "Salesforce commits late",
      meaning: "writes are stamped so long before they become visible; 0 ends it",
      number: "milliseconds",
      happen: (lateCommitMs) => salesforce.set({ lateCommitMs }),
    },
    {
      id: "search-lag",
      label: "Salesforce's search lags",
      meaning: "a record is found by search only so long after its last change; 0 ends it",
      number: "milliseconds",
      happen: (searchLagMs) => salesforce.set({ searchLagMs }),
    },
    {
      id: "move-clock",
      label: "Move the clock of Microsoft and Salesforce",
      meaning: "Tandem keeps its own: lifetimes end, stamps jump, and from three minutes on Salesforce refuses its assertions",
      number: "minutes, backwards with a minus",
      happen: (minutes) => clock.move(minutes * MINUTE_MS),
    },
  ];
}
