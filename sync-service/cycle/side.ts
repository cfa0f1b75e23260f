import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Outside, Replaced } from "../engine/known.ts";
import type { Problem } from "../errors.ts";

/** How far one side's history has been read. Opaque; made and read by the side alone. */
export type Cursor = string;

/** A record as a side holds it now. */
export interface Seen<F extends Fields> {
  readonly id: string;
  /** Exchange: the ETag. Salesforce: the SystemModstamp. Changes with every modification. */
  readonly version: string;
  readonly record: F;
  readonly standing: Standing;
}

/** How a record stands to the sync, apart from its fields. */
export type Standing =
  | {
      readonly on: "exchange";
      /** The folder it lies in; of an occurrence, its series. */
      readonly container: string;
      /** Lies in the adopted folder ("Salesforce Contacts"). */
      readonly inFolder: boolean;
      /** Every category, as spelt; of a link, those of ours. */
      readonly categories: readonly string[];
      /** Set by the cycle: none of others' was left out of `categories`. Absent: not known. */
      readonly noOthers?: boolean;
      /** It needs no mark: the preset takes it up (E1). `before`: it was made before activation, and so waits for a person (B4). */
      readonly takenUp?: "before" | "since";
      /** `createdDateTime`, to tell what lay there before activation (B4). */
      readonly createdAt: string;
      /** `lastModifiedDateTime`; absent where it was not told. */
      readonly changedAt?: string;
      /** Fields that stand there in a richer form than the record shows, so that writing them would lose it (E2). */
      readonly guarded?: readonly string[];
      /** Other people take part and would be told of its end: it is never removed by us (M3, P5). */
      readonly withOthers?: true;
      /** How many they are: so many may be mailed about a change (P5). */
      readonly others?: number;
      /** Of the guarded fields of such an item, those in a richer form. */
      readonly rich?: readonly string[];
      /** The id of the record that the item shows the way to; null: it shows none. Absent where items of this kind cannot. */
      readonly pointsTo?: string | null;
      /** Fields for which this item counts although the record is kept in step by another mailbox: the organizer's copy says who comes (E3). */
      readonly leads?: readonly string[];
    }
  | {
      readonly on: "salesforce";
      /** In the scope that comes down (C1): the user owns it, by default. */
      readonly inScope: boolean;
      /** Why it is not. Absent: it is. */
      readonly outside?: Outside;
      readonly ownerId: string;
      /** Person accounts, converted leads, and rows the user may not edit are read-only. */
      readonly editable: boolean;
      /** A colleague's, met because both hold the same meeting: his mailbox keeps it in step (E3). */
      readonly others?: true;
      /** The copy that Salesforce keeps for somebody who was invited to another's event (SF16). */
      readonly invited?: true;
      /** Fields that this user could not see when the record was read: what it says of them is nothing (SF6). Absent: none. */
      readonly hidden?: readonly string[];
      /** Of fields whose column is a setting: the column they were read from. Absent: there are none. */
      readonly heldIn?: Readonly<Record<string, string>>;
      /** Settled so long ago that it does not come down any more (T1). */
      readonly past?: boolean;
      /** As `changedAt` of an item; here the SystemModstamp. */
      readonly changedAt?: string;
    };

export type Change<F extends Fields> =
  | { readonly is: "present"; readonly seen: Seen<F> }
  /**
   * Reported as removed. A hint: believed only after `read` did not find it (M5). `replaced`: nobody has deleted it, the plan that it came
   * from was changed.
   */
  | { readonly is: "gone"; readonly id: string; readonly followedBy?: string; readonly replaced?: Replaced }
  /** It stands there, and our code could not read it among others: it is asked for by its id, so that it alone fails. */
  | { readonly is: "unread"; readonly id: string };

export interface WholeContainer<F extends Fields> {
  readonly container: string;
  readonly ids: readonly string[];
  /** Of what else was known to lie there: whether it was replaced (see `Change`). Absent: nothing was. */
  readonly replaced?: (record: F) => Replaced | null;
}

export interface Page<F extends Fields> {
  readonly changes: readonly Change<F>[];
  /** Containers whose records are told here to the last: what else was known to lie there is gone, as a hint (MG8). */
  readonly whole?: readonly WholeContainer<F>[];
  /** Meetings with others that carry no mark: none of our business, but that they may be what a copy of ours stands for (E3). */
  readonly meetings?: () => readonly Seen<F>[];
  /** Where to go on from, once this page is stored. */
  readonly cursor: Cursor;
  /** The last page of this round. */
  readonly last: boolean;
}

/** What a Tandem-made record is found by when the reply to its creation was lost. */
export interface Sought<F extends Fields> {
  readonly stamp: string;
  readonly record: F;
  /** When the intent was written, by our own clock: nothing older can be ours (`byAnyClock`). */
  readonly since: Date;
}

/** An item that was not found by its id: the record it showed the way to, and what both last agreed on. */
export interface LostItem<F extends Fields> {
  readonly recordId: string;
  readonly record: F | null;
}

/** A change of marks on an Exchange item: the category "Salesforce", and the pair of categories that name a problem (C6). */
export interface Marks {
  readonly salesforce?: boolean;
  /** The category naming the reason, beside "Sync Error"; null takes both off. */
  readonly problem?: string | null;
  /** The id of the record that the item is to show the way to, where items of this kind can. */
  readonly pointer?: string;
}

export type Action<F extends Fields> =
  | {
      readonly do: "create";
      readonly stamp: string;
      readonly record: F;
      /** In Exchange: the id of the record that the new item is to show the way to. */
      readonly pointer?: string;
    }
  | {
      readonly do: "update";
      readonly id: string;
      /** The version decided on. */
      readonly version: string;
      /** Only what changes (P3). */
      readonly changes: Partial<F>;
      /** The record as it was decided on, to tell which change an overwrite would lose. */
      readonly was: F;
      /** Fields both sides had changed: written one record at a time, with the vendor's precondition (P9). */
      readonly contested: boolean;
      readonly marks?: Marks;
      /** Every category of the item in that version, when all are known: then a mark is set without reading the item again. */
      readonly categories?: readonly string[];
    }
  | { readonly do: "remove"; readonly id: string; readonly version: string };

/** Fields whose value was not taken, while the rest of the record was. */
export interface LeftOut {
  readonly fields: readonly string[];
  readonly problem: Problem;
}

export type Outcome<F extends Fields> =
  /** As read back after the write; null after a removal. `overwrote`: values of others lost in the window P9 names. */
  | {
      readonly is: "done";
      readonly seen: Seen<F> | null;
      readonly overwrote?: Partial<F>;
      /** It was made, and could not be read back: `seen` is what was sent, to be read before anything rests on it. */
      readonly unread?: true;
      readonly leftOut?: LeftOut;
      /** Said on the item. */
      readonly remark?: string;
    }
  /** Another version stands there: it is to be read and decided on again. Nothing was written. */
  | { readonly is: "moved" }
  | { readonly is: "gone" }
  | {
      readonly is: "refused";
      readonly problem: Problem;
      /** Columns whose value is on no list of the vendor's: the side's own affair. */ readonly unlisted?: readonly string[];
    }
  /** Whether it happened is not known. */
  | { readonly is: "unknown"; /** Our own code stumbled. Set by the cycle, never by a side. */ readonly ownFault?: true }
  | { readonly is: "later"; readonly retryAfterMs: number };

/** One collection on one side: the contacts of a mailbox, or those of its user in a Salesforce org. */
export interface Side<F extends Fields> {
  readonly name: SideName;
  /**
   * The mapped fields this user can read and write here; the others are left alone (field security, P7). Where records of one kind are
   * of several objects, those of this object; without one, those of the object that new records are made as.
   */
  fields(object?: string): Promise<ReadonlySet<keyof F & string>>;
  /** Changes after `since`; everything when null. @throws CursorExpired when that history is gone. */
  changes(since: Cursor | null): AsyncIterable<Page<F>>;
  /** Those of the ids that are there (not deleted, not under Deleted Items), as they are now. @throws Unreadable for one of them */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Seen<F>>>;
  /** For those of the ids whose record was merged or converted: the one it lives on in (C5). Absent where no record ever does. */
  successors?(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * For items that were not found by their id, by the record's: the one that shows the way to that record now, as the mailbox itself holds it, for
   * the feed may be behind. Absent where an item keeps its id wherever it is moved to.
   */
  movedTo?(lost: readonly LostItem<F>[]): Promise<ReadonlyMap<string, Seen<F>>>;
  /** What was created under these stamps, by stamp. */
  find(sought: readonly Sought<F>[]): Promise<ReadonlyMap<string, Seen<F>>>;
  /**
   * What the user made since then, by his own records' time, whoever has changed it by now: asked for creations that `find` did not find. Absent,
   * or nothing, where every record of ours carries a stamp that can be read.
   */
  madeSince?(since: Date): Promise<readonly Seen<F>[]>;
  /** For each record, those here that may be the same (M1), by the natural keys; in order, empty when none. */
  candidates(records: readonly F[]): Promise<readonly (readonly Seen<F>[])[]>;
  /**
   * For each record, the meetings with others that stand here at its time, marked or not; in order, empty when none. Asked for the copies of what
   * the user was invited to (E3). Absent where no record is a meeting.
   */
  meetingsBeside?(records: readonly F[]): Promise<readonly (readonly Seen<F>[])[]>;
  /**
   * Carries out actions, in as few requests as the vendor allows, and answers one outcome each, in order.
   * A create carries a stamp. Removing what is already gone is done. One action's failure is its outcome, not an exception;
   * an exception (Throttled, AccessLost, …) means that none of the rest was tried.
   */
  apply(actions: readonly Action<F>[]): Promise<readonly Outcome<F>[]>;
}
