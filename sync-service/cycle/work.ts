import type { Fields, Kind } from "../../shared/records/fields.ts";
import type { NaturalKeys } from "../engine/match.ts";
import type { Policy } from "../engine/policy.ts";
import type { Lease } from "./lease.ts";
import type { LinkStore } from "./link.ts";
import type { Side } from "./side.ts";

/** Everything one slice over one kind of record works with. */
export interface Work<F extends Fields> {
  readonly kind: Kind;
  readonly sides: { readonly exchange: Side<F>; readonly salesforce: Side<F> };
  readonly links: LinkStore<F>;
  readonly lease: Lease;
  readonly policy: Policy<F>;
  readonly keysOf: (record: F) => NaturalKeys;
  /** What a person knows the record by. */
  readonly nameOf: (record: F) => string;
  /** Categories of ours that name a problem; others on an item are not ours to keep. */
  readonly problemCategories: readonly string[];
  /** Told of faults of our own, for the log; the reference is the link's id. */
  readonly unexpected: (error: unknown, reference: string) => void;
  readonly now: () => Date;
  readonly newId: () => string;
}
