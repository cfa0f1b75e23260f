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
  /** Categories of ours that name a problem; others on an item are not ours to keep. */
  readonly problemCategories: readonly string[];
  readonly now: () => Date;
  readonly newId: () => string;
}
