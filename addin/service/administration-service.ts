import type {
  Copies,
  JournalEntry as JournalEntrySchema,
  Overview,
  SyncSwitch,
  SyncUsersReply,
  UndoReply,
  User,
} from "../../shared/api/administration.ts";
import type { DryRun } from "../../shared/api/dry-run.ts";
import type { Why } from "../../shared/api/why.ts";
import type { Static } from "typebox";
import type { Ask } from "./http.ts";
import type { UndoHow } from "./undo-how.ts";

export type JournalEntry = Static<typeof JournalEntrySchema>;

export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface JournalFilter {
  readonly user: string;
  readonly record: string;
  readonly item: string;
  readonly outcome: string;
  /** By its number. */
  readonly rule: string;
}

export type WhyAbout = { readonly item: string } | { readonly record: string } | { readonly link: string };

export interface UndoWhat {
  readonly user: string;
  readonly since: string;
  readonly until: string;
  /** By its number; absent: whatever it rests on. */
  readonly rule?: string;
}

/** What the administration page asks of the service. @throws ServiceProblem from every call. */
export interface AdministrationService {
  overview(): Promise<Overview>;
  users(cursor: string | null): Promise<Listed<User>>;
  syncUsers(apply: boolean): Promise<SyncUsersReply>;
  switchSync(user: User, sync: SyncSwitch): Promise<User>;
  /** What switching him on would do; nothing is written. */
  dryRun(user: User): Promise<DryRun>;
  /** What sync has made in his mailbox. */
  copies(user: User): Promise<Copies>;
  /** Asks for their removal; the next cycles carry it out. */
  removeCopies(user: User): Promise<Copies>;
  journal(filter: JournalFilter, cursor: string | null): Promise<Listed<JournalEntry>>;
  /** As a dry run: says what would be done, or why it cannot be. */
  undo(id: string, how: UndoHow): Promise<UndoReply>;
  /** Of an address, or of a mailbox by its id. */
  why(user: string, about: WhyAbout): Promise<Why>;
  undoSeveral(what: UndoWhat, how: UndoHow): Promise<UndoReply>;
}

export function administrationService(ask: Ask): AdministrationService {
  return {
    overview: () => ask("GET", "/api/admin/overview"),
    users: (cursor) => ask("GET", `/api/admin/users${query({ cursor })}`),
    syncUsers: (apply) => ask("POST", "/api/admin/users/sync", { apply }),
    switchSync: (user, sync) => ask("PATCH", `/api/admin/users/${encodeURIComponent(user.id)}`, { sync }),
    copies: (user) => ask("GET", `/api/admin/users/${encodeURIComponent(user.id)}/copies`),
    removeCopies: (user) => ask("DELETE", `/api/admin/users/${encodeURIComponent(user.id)}/copies`),
    dryRun: (user) => ask("POST", `/api/admin/users/${encodeURIComponent(user.id)}/dry-run`),
    undo: (id, how) => ask("POST", `/api/admin/journal/${encodeURIComponent(id)}/undo`, how),
    why: (user, about) => ask("GET", `/api/admin/users/${encodeURIComponent(user)}/why${query({ ...about })}`),
    undoSeveral: (what, how) => ask("POST", "/api/admin/journal/undo", { ...what, ...how }),
    journal: (filter, cursor) => ask("GET", `/api/admin/journal${query({ ...filter, cursor })}`),
  };
}

function query(values: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== null && pair[1].trim() !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
