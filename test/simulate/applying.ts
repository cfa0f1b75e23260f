import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Action } from "../../sync-service/cycle/side.ts";
import type { SimulatedKind } from "./plain-kinds.ts";
import type { Window } from "./window.ts";

/** An `apply` that is under way. */
export interface Applying {
  readonly kind: SimulatedKind;
  readonly side: SideName;
  readonly actions: readonly Action<Fields>[];
  /** Something was answered: whatever anybody writes from now on may come after the versions were compared. */
  compared: boolean;
  /** What Salesforce said of it was lost on its way, or with the process. */
  untold: boolean;
}

/**
 * Whether the service is about to write this very record in a way that cannot compare and write in one step (P9): any task in the
 * mailbox, a removal in Salesforce, a contested change there within a second. A change that Salesforce shows as overwritten is told,
 * unless nobody hears of it.
 */
export function windowIn(underWay: Iterable<Applying>, kind: SimulatedKind, side: SideName, id: string): Window {
  const open = [...underWay].flatMap((applying) => {
    if (applying.kind !== kind || applying.side !== side || !applying.compared) return [];
    const action = applying.actions.find((each) => each.do !== "create" && each.id === id);
    return action ? [{ applying, action }] : [];
  });
  return {
    isRaced: () => open.length > 0,
    isStated: () =>
      open.some(({ applying, action }) => {
        if (side === "exchange") return kind === "task";
        return action.do === "remove" || (action.do === "update" && action.contested) || applying.untold;
      }),
  };
}
