import type { Fields, Kind } from "../../shared/records/fields.ts";
import type { RuleId } from "../../shared/records/rules.ts";
import type { RulesOfKind } from "../engine/ground.ts";
import type { Recognition } from "../engine/match.ts";
import type { Policy } from "../engine/policy.ts";

/** What is known of a kind of record wherever it is spoken of. */
export interface RecordKind<F extends Fields> {
  readonly kind: Kind;
  /** For sentences: "contact", "contacts", and what two of them that are one are: "person". */
  readonly words: { readonly one: string; readonly many: string; readonly same: string };
  /** What a person knows the record by. */
  nameOf(record: F): string;
  /** Under which of its own rules it flows. */
  readonly rules: RulesOfKind;
  /** Further rules by which an item without a mark is left aside. Absent: none. */
  leftAsideBy?(record: F): readonly RuleId[];
  /** Categories of ours that name a problem; others on an item are not ours to keep. */
  readonly problemCategories: readonly string[];
}

export interface SalesforceObjects {
  /** Those that are kept in step. */
  readonly inScope: readonly string[];
  of(recordId: string): string;
  /** Whether it is of the object that stands for what is there as two (A3). */
  hasPriority(recordId: string): boolean;
}

/** A kind with what the preset, the mailbox and the org say about it. */
export interface KindRules<F extends Fields> extends RecordKind<F> {
  readonly recognition: Recognition<F>;
  /** Why an item lies outside of the time that is kept in step, in a sentence; null: it lies within. Absent: there is no such time. */
  outOfTime?(record: F, now: Date): string | null;
  /** What the record is a part of, whose parts are decided on together: a series. Null: of nothing. Absent: there is no such thing. */
  wholeOf?(record: F): string | null;
  /** Where records of this kind are of several objects in Salesforce (C1). Absent: of one. */
  readonly objects?: SalesforceObjects;
  /**
   * @param exchange the fields that can be read and written there; likewise `salesforce`
   * @param object of which the records are; absent: the one that new records are made as
   */
  policyOf(exchange: ReadonlySet<keyof F & string>, salesforce: ReadonlySet<keyof F & string>, object?: string): Policy<F>;
}
