import type { Static, TSchema } from "typebox";
import type { CycleReply, JournalEntry, Overview, SyncSwitch, SyncUsersReply, User } from "../../shared/api/administration.ts";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { StandIns } from "./world.ts";

type Of<T extends TSchema> = Static<T>;
type Cycle = Of<typeof CycleReply>;
type Entry = Of<typeof JournalEntry>;

/** A refusal of the service, with its own words. */
export class ApiRefused extends Error {
  readonly status: number;

  constructor(status: number, what: string, body: string) {
    super(`${what} answered ${status}: ${body.slice(0, 500)}`);
    this.status = status;
  }
}

/** The administration API of a service (O5), called as an administrator's script calls it. */
export interface AdminApi {
  syncUsers(apply: boolean): Promise<SyncUsersReply>;
  users(): Promise<readonly Of<typeof User>[]>;
  /** @throws Error when the service does not know him. */
  user(email: string): Promise<Of<typeof User>>;
  setSync(email: string, sync: SyncSwitch): Promise<void>;
  /** Pairs everybody and switches everybody on. */
  activateAll(): Promise<void>;
  /** Waits until everything that stood before has been acted upon, at most so many seconds. */
  cycle(email: string, waitSeconds?: number): Promise<Cycle>;
  overview(): Promise<Overview>;
  journal(query: Readonly<Record<string, string>>): Promise<readonly Entry[]>;
  /** What the pane is told of a mail, as that user. */
  emailStatus(email: string, itemId: string, internetMessageId?: string): Promise<EmailStatus>;
  /** What the pane asks for a mail, as that user: `filing`, `sharing`, `thread`, `when-sent` or `removal`. */
  emailWish(email: string, itemId: string, wish: string, body?: object): Promise<EmailStatus>;
}

export function adminApi(standIns: StandIns, serviceUrl: () => string): AdminApi {
  const ask = async <T>(method: string, path: string, body?: unknown, token = standIns.adminToken()): Promise<T> => {
    const reply = await fetch(`${serviceUrl()}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new ApiRefused(reply.status, `${method} ${path}`, text);
    return (text === "" ? null : JSON.parse(text)) as T;
  };
  const list = async <T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<readonly T[]> => {
    const items: T[] = [];
    let next: string | null = null;
    do {
      const asked = new URLSearchParams({ ...query, ...(next === null ? {} : { cursor: next }) }).toString();
      const page: { items: readonly T[]; next: string | null } = await ask("GET", asked === "" ? path : `${path}?${asked}`);
      items.push(...page.items);
      next = page.next;
    } while (next !== null);
    return items;
  };
  const users = (): Promise<readonly Of<typeof User>[]> => list("/api/admin/users");
  const user = async (email: string): Promise<Of<typeof User>> => {
    const found = (await users()).find((one) => one.email.toLowerCase() === email.toLowerCase());
    if (!found) throw new Error(`the service knows no user ${email}`);
    return found;
  };
  const setSync = async (email: string, sync: SyncSwitch): Promise<void> => {
    await ask("PATCH", `/api/admin/users/${(await user(email)).id}`, { sync });
  };
  return {
    syncUsers: (apply) => ask("POST", "/api/admin/users/sync", { apply }),
    users,
    user,
    setSync,
    async activateAll() {
      await ask("POST", "/api/admin/users/sync", { apply: true });
      for (const { email, sync } of await users()) if (sync === "off") await setSync(email, "on");
    },
    async cycle(email, waitSeconds = 60) {
      return ask("POST", `/api/admin/users/${(await user(email)).id}/cycle?wait=${waitSeconds}`);
    },
    overview: () => ask("GET", "/api/admin/overview"),
    journal: (query) => list("/api/admin/journal", query),
    emailWish: (email, itemId, wish, body) =>
      ask("POST", `/api/emails/${encodeURIComponent(itemId)}/${wish}`, body, standIns.userToken(email)),
    emailStatus(email, itemId, internetMessageId) {
      const asked = internetMessageId === undefined ? "" : `?internetMessageId=${encodeURIComponent(internetMessageId)}`;
      return ask("GET", `/api/emails/${encodeURIComponent(itemId)}/status${asked}`, undefined, standIns.userToken(email));
    },
  };
}
