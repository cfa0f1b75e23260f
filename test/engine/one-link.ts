import type { Fields } from "../../shared/records/fields.ts";
import type { Decision } from "../../sync-service/engine/decision.ts";
import type { ExchangeStanding, Known, SalesforceStanding, Stood } from "../../sync-service/engine/known.ts";
import type { Fault, Policy } from "../../sync-service/engine/policy.ts";

/** A kind of record that is as small as can be, for the engine knows none. */
export type Note = { readonly title: string | null; readonly text: string | null };

export const noteFields: ReadonlySet<keyof Note> = new Set(["title", "text"]);
export const note = (text: string | null, title: string | null = "T"): Note => ({ title, text });

/** All of these fields may go both ways, and Salesforce wins. */
export const policyOver = <F extends Fields>(fields: ReadonlySet<keyof F & string>, change: Partial<Policy<F>> = {}): Policy<F> => ({
  inPlay: fields,
  writable: { exchange: fields, salesforce: fields },
  givenTo: { exchange: fields, salesforce: fields },
  neverWiped: new Set(),
  winner: "salesforce",
  alike: (_field, one, other) => one === other,
  createIn: { exchange: true, salesforce: true },
  comesDown: true,
  removeInSalesforce: false,
  blankAtFirst: new Set(),
  namedApart: () => false,
  fault: () => null,
  ...change,
});

export const policy = (change: Partial<Policy<Note>> = {}): Policy<Note> => policyOver<Note>(noteFields, change);

export const tooLong: Fault = {
  code: "FIELD_TOO_LONG",
  message: "The text is too long.",
  remedy: "Shorten it.",
  category: "Text too long",
};

/** Marked both ways, and without a problem, unless said otherwise. */
export const item = (record: Note, standing: Partial<ExchangeStanding> = {}) =>
  ({ is: "present", record, standing: { inFolder: true, category: true, problem: false, ...standing } }) as const;

/** The user's own, unless said otherwise. */
export const row = (record: Note, standing: Partial<SalesforceStanding> = {}) =>
  ({ is: "present", record, standing: { inScope: true, ownerId: "user", editable: true, ...standing } }) as const;

export const never = { is: "never" } as const;
export const gone = { is: "gone" } as const;

/** As both sides stand by themselves. */
export const stoodWell: Stood = { exchange: { inFolder: true, category: true }, salesforce: { inScope: true, ownerId: "user" } };
export const stoodNowhere: Stood = { exchange: null, salesforce: null };

/** A pair in step, that our sync made in the mailbox. */
export const link = (change: Partial<Known<Note>> = {}): Known<Note> => ({
  state: "linked",
  origin: "salesforce",
  base: note("was"),
  exchange: item(note("was")),
  salesforce: row(note("was")),
  stood: stoodWell,
  early: false,
  choice: null,
  searched: false,
  ...change,
});

/** Seen for the first time on one side, and its like was looked for on the other. */
export const alone = (change: Partial<Known<Note>> = {}): Known<Note> =>
  link({ state: "new", origin: null, base: null, exchange: never, salesforce: never, stood: stoodNowhere, searched: true, ...change });

/** A whole decision: what is not named is nothing. */
export const decision = (what: Partial<Decision<Note>> & Pick<Decision<Note>, "state">): Decision<Note> => ({
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
});

/** A step that writes no field, only what of ours is on the item. */
export const marks = (set: { salesforce?: boolean; problem?: string | null; pointer?: true }) =>
  ({ do: "update", changes: {}, contested: false, marks: set }) as const;
