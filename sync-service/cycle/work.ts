import type { Fields } from "../../shared/records/fields.ts";
import type { Recognition } from "../engine/match.ts";
import type { Policy } from "../engine/policy.ts";
import type { Lease } from "./lease.ts";
import type { Link, LinkStore } from "./link.ts";
import type { KindRules, RecordKind, SalesforceObjects } from "./record-kind.ts";
import type { Side } from "./side.ts";

/** Everything one slice over one kind of record works with. */
export interface Work<F extends Fields> extends RecordKind<F>, Pick<KindRules<F>, "outOfTime"> {
  readonly sides: { readonly exchange: Side<F>; readonly salesforce: Side<F> };
  readonly links: LinkStore<F>;
  readonly lease: Lease;
  /** For what is no record in Salesforce yet. */
  readonly policy: Policy<F>;
  policyFor(link: Link<F>): Policy<F>;
  readonly objects?: SalesforceObjects;
  readonly recognition: Recognition<F>;
  /** Told of faults of our own, for the log; the reference is the link's id. */
  readonly unexpected: (error: unknown, reference: string) => void;
  readonly now: () => Date;
  readonly newId: () => string;
}
