import type { FieldValue, Fields, SideName } from "../../shared/records/fields.ts";

/** Why a record cannot be in Salesforce as it is, and the category that says so on the item (C6). */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly category: string | null;
}

/** What of a record of the mailbox is not shared with Salesforce (E5). */
export interface Withheld<F extends Fields> {
  /** What stands there for the values that are not. */
  readonly instead: Partial<F>;
  /** The field that withholds them. */
  readonly by: keyof F & string;
}

/** Which values may go which way, and who wins where both sides changed one. */
export interface FieldRules<F extends Fields> {
  /** The fields both sides let this user read; the others are left alone. */
  readonly inPlay: ReadonlySet<keyof F & string>;
  /** Of these, the ones that may be written there: by field security, by the mapping, and by the preset. */
  readonly writable: Readonly<Record<SideName, ReadonlySet<keyof F & string>>>;
  /** A blank never goes down over a value here (C4). */
  readonly neverWiped: ReadonlySet<keyof F & string>;
  /** Nothing is written over these in the mailbox: what Salesforce has instead is told as a conflict (E2). */
  readonly guarded?: ReadonlySet<string>;
  /** Only ever written in Salesforce, never read there: what it holds counts as what was last sent. */
  readonly sentOnly?: ReadonlySet<string>;
  /** Whose value stands where both sides changed it; "ask": each keeps its own until a person has chosen (M2). */
  readonly winner: SideName | "ask";
  /** A person wants these values on both sides, whatever stands there (M2, P2). */
  readonly wanted?: Readonly<Partial<Record<string, FieldValue>>>;
  /** Whether two values say the same: an e-mail address in other capitals does. */
  alike(field: keyof F & string, one: FieldValue, other: FieldValue): boolean;
}

/** What the preset and the mapping say about one kind of record. */
export interface Policy<F extends Fields> extends Omit<FieldRules<F>, "winner"> {
  /** "newest": the side that was changed last, as it says itself. */
  readonly winner: FieldRules<F>["winner"] | "newest";
  readonly createIn: Readonly<Record<SideName, boolean>>;
  /** What a new record is given there. */
  readonly givenTo: Readonly<Record<SideName, ReadonlySet<keyof F & string>>>;
  /**
   * Of an item in the mailbox, blank until somebody writes there, whether or not its record has a place for it: what differs from the base is
   * an edit that stands nowhere else.
   */
  readonly blankAtFirst: ReadonlySet<keyof F & string>;
  /** Off: nothing new comes down (C1). */
  readonly comesDown: boolean;
  /** M3's setting: what is deleted in the mailbox is deleted in Salesforce. */
  readonly removeInSalesforce: boolean;
  /** Whether these two are named differently, so that a person has to say whether they are the same (M1). */
  namedApart(one: F, other: F): boolean;
  /** What this item keeps to itself. Absent, or null: nothing. */
  withheld?(record: F): Withheld<F> | null;
  /** What keeps this record out of Salesforce. */
  fault(record: F): Fault | null;
}
