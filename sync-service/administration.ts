import type { Kysely } from "kysely";
import type { UndoReply } from "../shared/api/administration.ts";
import type { Me } from "../shared/api/me.ts";
import type { Progress } from "../shared/api/progress.ts";
import type { Mailbox } from "./accounts/mailbox.ts";
import { syncUsers, type SyncUsersParts } from "./accounts/sync-users.ts";
import type { ConnectionHealth } from "./connection-health.ts";
import type { Waited } from "./cycle/cycle-and-wait.ts";
import { briefly } from "./attention-desk.ts";
import type { CopiesDesk } from "./copies-desk.ts";
import { BadRequest, NotFound } from "./errors.ts";
import type { DryRunDesk } from "./dry-run-desk.ts";
import type { FirstSyncDesk } from "./first-sync-desk.ts";
import type { AdministrationPorts } from "./http/administration.ts";
import type { Caller } from "./http/caller.ts";
import type { Attention } from "./store/attention.ts";
import type { AuditLog } from "./store/audit.ts";
import type { LeftAlone } from "./left-alone.ts";
import { failuresByCode, itemCounts, mailboxStates } from "./store/item-counts.ts";
import * as journal from "./store/journal.ts";
import type { Mailboxes } from "./store/mailboxes.ts";
import { completePreset, readPreset, writePreset } from "./store/presets.ts";
import type { Database } from "./store/tables.ts";
import type { Vault } from "./store/vault.ts";
import type { UndoDesk, UndoWish } from "./undo-desk.ts";

export interface AdministrationParts {
  readonly db: Kysely<Database>;
  readonly vault: Vault;
  readonly connectionId: string;
  readonly config: { readonly publicUrl: string | null };
  readonly mailboxes: Mailboxes;
  readonly waiting: Attention;
  readonly users: SyncUsersParts;
  readonly audit: AuditLog;
  readonly firstSync: FirstSyncDesk;
  readonly dryRun: DryRunDesk;
  readonly copies: CopiesDesk;
  readonly undoing: UndoDesk;
  readonly health: ConnectionHealth;
  readonly leftAlone: LeftAlone;
  wake(mailboxIds: readonly string[]): Promise<unknown>;
  /** A person asked for the mailbox: nothing of it rests any longer. */
  retryNow(mailboxId: string): Promise<void>;
  /** What was refused is tried once more: a person says that something was mended. */
  retryFailed(mailboxId: string): Promise<void>;
  cycle(mailboxId: string, waitMs: number): Promise<Waited>;
  apiUsage(): { readonly used: number; readonly limit: number } | null;
  readonly now: () => Date;
}

const NEWEST = 20;
const USERS_A_PAGE = 200;

/** What the administration API does, on the stores and the schedule. */
export function administrationPorts(parts: AdministrationParts): AdministrationPorts {
  const { db, connectionId, mailboxes, audit, undoing } = parts;

  async function existing(id: string): Promise<Mailbox> {
    const mailbox = await mailboxes.find(id);
    if (!mailbox) throw new NotFound("There is no such user.");
    return mailbox;
  }

  const userOf = async (mailbox: Mailbox) => toUser(mailbox, (await parts.firstSync.progressOf([mailbox])).get(mailbox.id) ?? null);

  async function started(mailbox: Mailbox) {
    await parts.retryNow(mailbox.id);
    await parts.retryFailed(mailbox.id);
    await parts.wake([mailbox.id]);
    return userOf(mailbox);
  }

  return {
    syncUsers: (apply) => syncUsers(apply, parts.users),
    async users(cursor) {
      const from = cursor === undefined ? 0 : Number(cursor);
      if (!Number.isSafeInteger(from) || from < 0) throw new BadRequest("The cursor is none of ours.");
      const all = await mailboxes.all();
      const next = from + USERS_A_PAGE;
      const page = all.slice(from, next);
      const progress = await parts.firstSync.progressOf(page);
      return {
        items: page.map((mailbox) => toUser(mailbox, progress.get(mailbox.id) ?? null)),
        next: next < all.length ? String(next) : null,
      };
    },
    async setSync(id, sync, by) {
      const before = await existing(id);
      const who = { by: by.name === "" ? "an administrator" : by.name, own: by.objectId === before.entraUserId };
      const switches = sync === "paused" || (sync === "on" && before.sync === "paused");
      const after = switches ? await parts.firstSync.switched(before, sync, who) : await mailboxes.setSync(id, sync);
      if (sync === "off" && before.sync !== "off") await parts.users.ended(after);
      return sync === "on" ? started(after) : userOf(after);
    },
    async repair(id) {
      await existing(id);
      await mailboxes.setUpAgain(id);
      return started(await existing(id));
    },
    async wake(id) {
      await started(await existing(id));
    },
    async cycle(id, waitMs) {
      await existing(id);
      await parts.retryNow(id);
      return parts.cycle(id, waitMs);
    },
    dryRun: (id, content) => parts.dryRun.run(id, content),
    copies: async (id) => parts.copies.count(await existing(id)),
    removeCopies: async (id) => parts.copies.remove(await existing(id)),
    async overview() {
      const [{ states, unread }, counts, failures] = [
        await mailboxStates(db, connectionId),
        await itemCounts(db, connectionId, null),
        await failuresByCode(db, connectionId),
      ];
      const backlog = counts.waiting + counts.running;
      const problems = [...parts.health.problems, ...sharedProblem(await mailboxes.all())];
      return {
        settled: backlog === 0 && unread === 0,
        backlog,
        connection: { healthy: problems.length === 0, problems, wakeUp: parts.config.publicUrl ? "notifications" : "polling" },
        leftAlone: parts.leftAlone.all,
        users: states,
        failures,
        salesforceCalls: parts.apiUsage(),
      };
    },
    preset: () => readPreset(db, connectionId),
    async setPreset(preset, who) {
      await writePreset(db, connectionId, completePreset(preset), who, parts.now());
      await parts.wake((await mailboxes.all()).map(({ id }) => id));
    },
    journal: (filter, content) => journal.list(db, connectionId, filter, { vault: parts.vault, content }),
    undo: (id, wish) => undoing.one(id, wish),
    undoSeveral: ({ user, since, until, ...wish }) => undoing.several(user, new Date(since), new Date(until), wish),
    audit: (who, act, detail) => audit.append(who, act, detail),
  };
}

/** `GET /api/me`. */
export async function meOf(
  caller: Caller,
  { connectionId, mailboxes, waiting, firstSync }: Pick<AdministrationParts, "connectionId" | "mailboxes" | "waiting" | "firstSync">,
): Promise<Me> {
  const mailbox = await mailboxes.findByEntraUser(caller.objectId);
  if (!mailbox) {
    const problem = {
      code: "NOT_PAIRED",
      message: "Your mailbox is not connected with a Salesforce user yet.",
      remedy: "Ask an administrator of Tandem to press Sync users and to switch you on.",
    };
    return {
      email: "",
      name: caller.name,
      salesforceUsername: null,
      sync: "unpaired",
      problem,
      attention: [],
      firstSync: null,
      stopped: null,
    };
  }
  return {
    email: mailbox.email,
    name: mailbox.displayName,
    salesforceUsername: mailbox.salesforceUsername,
    sync: mailbox.sync,
    problem: mailbox.problem,
    attention: (await waiting.page({ connectionId, mailboxId: mailbox.id }, null)).items.slice(0, NEWEST).map(briefly),
    firstSync: (await firstSync.progressOf([mailbox])).get(mailbox.id) ?? null,
    stopped: mailbox.stopped,
  };
}

/** `POST /api/me/journal/{id}/undo`: of the caller's own mailbox alone (P8). */
export async function undoOwn(
  caller: Caller,
  entry: string,
  wish: UndoWish,
  { mailboxes, undoing, audit }: Pick<AdministrationParts, "mailboxes" | "undoing" | "audit">,
): Promise<UndoReply> {
  const mailbox = await mailboxes.findByEntraUser(caller.objectId);
  if (!mailbox) throw new NotFound("Your mailbox is not connected with Salesforce.");
  const reply = await undoing.one(entry, wish, mailbox.id);
  if (!reply.dryRun) await audit.append(`${caller.is} ${caller.tenantId}/${caller.objectId}`, "undo", { entries: [entry] });
  return reply;
}

/** What stops every mailbox alike is wrong with the connection, not with the mailboxes. */
function sharedProblem(mailboxes: readonly Mailbox[]) {
  const active = mailboxes.filter(({ sync }) => sync === "on");
  const first = active[0]?.problem;
  return first && active.every(({ problem }) => problem?.code === first.code) ? [first] : [];
}

function toUser(mailbox: Mailbox, firstSync: Progress | null) {
  const { id, email, salesforceUsername, sync, state, stopped, problem } = mailbox;
  return { id, email, salesforceUsername, sync, state, firstSync, stopped, reason: problem && `${problem.message} ${problem.remedy}` };
}
