import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Ground } from "./ground.ts";
import type { LinkState, Origin } from "./link-state.ts";
import type { Fault } from "./policy.ts";
import type { Conflict } from "./reconcile.ts";

/** What to do on one side. */
export type Step<F extends Fields> =
  | { readonly do: "create"; readonly record: F }
  | {
      readonly do: "update";
      readonly changes: Partial<F>;
      /** Holds a field both sides had changed (P9). */
      readonly contested: boolean;
      /** Exchange only: the category "Salesforce" on or off, the one naming a problem (null takes it off), and the way to the record. */
      readonly marks: { readonly salesforce?: boolean; readonly problem?: string | null; readonly pointer?: true };
    }
  | { readonly do: "remove" };

/** What is to become of a link, once its steps are done. */
export interface Decision<F extends Fields> {
  readonly is: "decided";
  /** `forgotten`: nothing of it is kept. */
  readonly state: LinkState | "forgotten";
  readonly origin: Origin | null;
  /** The base, once every step is done. */
  readonly agreed: F | null;
  readonly exchange: Step<F> | null;
  readonly salesforce: Step<F> | null;
  readonly conflicts: readonly Conflict<F>[];
  readonly fault: Fault | null;
  /** In a sentence, for the journal and for "why?". */
  readonly reason: string | null;
  /** The rules it rests on; none where nothing was to be decided. */
  readonly grounds: readonly Ground[];
  /** Counts for the brake: something that both sides had ends (M5). */
  readonly removal: boolean;
  /** The ids of the wishes that are met with it. Absent: none. */
  readonly granted?: readonly string[];
}

/** Before a create, the other side is searched (M1). */
export interface Search<F extends Fields> {
  readonly is: "search";
  readonly on: SideName;
  readonly record: F;
}

/** A decision that changes nothing but what it names. */
export function decided<F extends Fields>(what: Partial<Decision<F>> & Pick<Decision<F>, "state">): Decision<F> {
  return {
    is: "decided",
    origin: null,
    agreed: null,
    exchange: null,
    salesforce: null,
    conflicts: [],
    fault: null,
    reason: null,
    grounds: [],
    removal: false,
    ...what,
  };
}
