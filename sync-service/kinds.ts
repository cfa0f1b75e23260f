import type { Preset } from "../shared/api/preset.ts";
import type { Fields, Kind } from "../shared/records/fields.ts";
import { folderNames } from "../shared/records/names.ts";
import type { Folder } from "./accounts/mailbox.ts";
import type { ContainerRole } from "./accounts/ports.ts";
import { contactKind } from "./cycle/contact-kind.ts";
import type { RecordKind } from "./cycle/record-kind.ts";
import type { SyncKind } from "./cycle/run-cycle.ts";
import { eventKind } from "./cycle/event-kind.ts";
import { taskKind } from "./cycle/task-kind.ts";
import { workOn } from "./cycle/wake-up.ts";
import type { LookedAt } from "./salesforce/changes.ts";

/** What differs from kind to kind, outside its own sides and rules: one row a kind of record that is kept in step. */
interface KindRow {
  readonly of: RecordKind<Fields>;
  /** Where its items lie in a mailbox; without it the kind pauses (B2). Null: in the calendar, which is always there. */
  readonly container: ContainerRole | null;
  isOn(preset: Preset): boolean;
  /** The objects of Salesforce by which the organisation is looked at for it. */
  looksAt(preset: Preset): readonly LookedAt[];
  /** With this preset each of its records concerns every mailbox. Absent: its owner's and those that have it. */
  isEverybodys?(preset: Preset): boolean;
}

const ROWS: readonly KindRow[] = [
  {
    of: contactKind,
    container: "contacts",
    isOn: ({ contacts }) => contacts.on,
    // Leads only where they are kept in step; contacts always, as leads become them (C5).
    looksAt: ({ contacts }) => (contacts.objects === "contacts" ? ["Contact"] : ["Contact", "Lead"]),
    isEverybodys: ({ contacts }) => contacts.scope === "visible" || contacts.scope === "list-view",
  },
  {
    of: taskKind,
    container: "tasks",
    isOn: ({ tasks }) => tasks.on,
    looksAt: () => ["Task"],
  },
  {
    of: eventKind,
    container: null,
    isOn: ({ events }) => events.on,
    looksAt: () => ["Event"],
  },
];

/** @throws TypeError for a kind that has no records */
export function recordKind(kind: Kind): RecordKind<Fields> {
  const row = ROWS.find(({ of }) => of.kind === kind);
  if (!row) throw new TypeError(`There are no records of the kind ${kind}.`);
  return row.of;
}

/** The kind whose items lie in such a container; null for mails, which are no records. */
export const kindLyingIn = (container: ContainerRole): Kind | null => ROWS.find((row) => row.container === container)?.of.kind ?? null;

/** The kind that a record of Salesforce is, by the letters its id begins with; null: none that is kept in step. */
export const kindOfRecord = (id: string): Exclude<Kind, "email"> | null => KIND_OF_PREFIX[id.slice(0, 3)] ?? null;

const KIND_OF_PREFIX: Readonly<Record<string, Exclude<Kind, "email">>> = {
  "003": "contact",
  "00Q": "contact",
  "00T": "task",
  "00U": "event",
};

/** The folder or list that items of a kind are put into, by the name it has in that mailbox; null: there is none. */
export function placeOfKind(kind: Kind, folders: readonly Folder[]): string | null {
  const container = ROWS.find(({ of }) => of.kind === kind)?.container ?? null;
  return container === null ? null : (folders.find(({ role }) => role === container)?.name ?? folderNames[container]);
}

/** The work that a kind is, and whether the preset has it on. */
export function workOfKind(kind: Kind, preset: Preset): { readonly work: SyncKind; readonly isOn: boolean } {
  const row = ROWS.find(({ of }) => of.kind === kind);
  return { work: workOn[kind], isOn: row ? row.isOn(preset) : preset.emails.on };
}

/** What the organisation is looked at for, with this preset. */
export const objectsLookedAt = (preset: Preset): readonly LookedAt[] =>
  ROWS.filter((row) => row.isOn(preset)).flatMap((row) => row.looksAt(preset));

/** The kinds of which every record concerns every mailbox. */
export const kindsOfEverybody = (preset: Preset): ReadonlySet<Kind> =>
  new Set(ROWS.filter((row) => row.isOn(preset) && row.isEverybodys?.(preset) === true).map((row) => row.of.kind));

/** The kinds of records that are switched on. */
export const recordKindsOn = (preset: Preset): readonly Kind[] => ROWS.filter((row) => row.isOn(preset)).map((row) => row.of.kind);

/** Which works of a cycle are those of records, and switched on. */
export const worksOn = (preset: Preset): readonly SyncKind[] => ROWS.filter((row) => row.isOn(preset)).map(({ of }) => workOn[of.kind]);
