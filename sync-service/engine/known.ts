import type { Fields } from "../../shared/records/fields.ts";
import type { Choice, LinkState, Origin } from "./link-state.ts";
import type { Wish } from "./wish.ts";

/** Of what a changed plan has left no place for: whether it was over by then. */
export type Replaced = "past" | "coming";

/** What is known of one side: never had the record, holds it, or lost it. */
export type View<F extends Fields, S> =
  | { readonly is: "never" }
  /** `replaced`: nobody has deleted it, the plan that it came from was changed. */
  | { readonly is: "gone"; readonly replaced?: Replaced }
  | { readonly is: "present"; readonly record: F; readonly standing: S };

export interface ExchangeStanding {
  readonly inFolder: boolean;
  /** Carries the category "Salesforce". */
  readonly category: boolean;
  /** Carries "Sync Error" or one of the categories that name a reason. */
  readonly problem: boolean;
  /** It needs no mark: the preset takes it up. `before`: it was made before activation, and so waits for a person (B4). */
  readonly takenUp?: "before" | "since";
  /** Values that stand here in a richer form than the record shows: nothing is written over them (E2). */
  readonly guarded?: readonly string[];
  /** Other people take part and would be told of its end: it is never removed by us (M3, P5). */
  readonly withOthers?: boolean;
  /** Of the guarded ones, those that a write would make poorer: a person's choice does not change that (E2). */
  readonly rich?: readonly string[];
  /** Items of this kind show where their record is, and this one does not yet (T3). */
  readonly lacksPointer?: boolean;
  /** Fields for which this item counts although the record is kept in step by another mailbox (E3). */
  readonly leads?: readonly string[];
  /** An instant in ISO form; absent where it is not known. */
  readonly changedAt?: string;
}

/** Why a record is none of those that come down. */
export type Outside = "not-owned" | "other-object" | "filed" | "series" | "met" | "unlisted";

export interface SalesforceStanding {
  readonly inScope: boolean;
  /** Why it is not in scope. Absent: it is, or nobody has said. */
  readonly outside?: Outside;
  readonly ownerId: string;
  readonly editable: boolean;
  /** Another mailbox keeps it in step, and this item only stands for it (E3). */
  readonly others?: boolean;
  /** What this user could not see when the record was read: there it holds nothing that can be believed (SF6). */
  readonly hidden?: readonly string[];
  /** Of fields whose column in Salesforce is a setting: the column they were read from. Absent: there are none. */
  readonly heldIn?: Readonly<Record<string, string>>;
  /** Settled so long ago that it does not come down any more; what came down before stays in step (T1). */
  readonly past?: boolean;
  /** An instant in ISO form. */
  readonly changedAt?: string;
}

/** How both sides stood when this link was last settled: what changed since is a wish (M4, C1). */
export interface Stood {
  readonly exchange: { readonly inFolder: boolean; readonly category: boolean } | null;
  readonly salesforce: Pick<SalesforceStanding, "inScope" | "ownerId" | "heldIn"> | null;
}

/** Everything a decision rests on. */
export interface Known<F extends Fields> {
  readonly state: LinkState;
  readonly origin: Origin | null;
  /** What both sides last agreed on. */
  readonly base: F | null;
  readonly exchange: View<F, ExchangeStanding>;
  readonly salesforce: View<F, SalesforceStanding>;
  readonly stood: Stood;
  /** Lay in the mailbox before activation (B4). */
  readonly early: boolean;
  readonly choice: Choice | null;
  /** With the choices "set", "restore" and "take-back": what the person wants. Absent: nothing. */
  readonly wishes?: readonly Wish<F>[];
  /** The search for a twin on the other side found none (M1). */
  readonly searched: boolean;
}

export const markedByHand = ({ inFolder, category }: ExchangeStanding): boolean => inFolder || category;

/** Whether it is to be shared: what the preset takes up needs no mark of its own. */
export const marked = (standing: ExchangeStanding): boolean => markedByHand(standing) || standing.takenUp !== undefined;

/** A mark stands that did not stand when the link was settled: someone wants the item shared again (M4). */
export function markedAnew(now: ExchangeStanding, stood: Stood["exchange"]): boolean {
  return (now.category && !stood?.category) || (now.inFolder && !stood?.inFolder);
}
