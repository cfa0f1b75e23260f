import type { Kysely } from "kysely";
import type { KindProgress, Progress } from "../shared/api/progress.ts";
import type { RuleId } from "../shared/records/rules.ts";
import type { Mailbox, Stopper } from "./accounts/mailbox.ts";
import type { FirstSyncPace } from "./cycle/first-sync-pace.ts";
import { NotFound, Refused } from "./errors.ts";
import type { Caller } from "./http/caller.ts";
import { recordKindsOn } from "./kinds.ts";
import type { AuditLog } from "./store/audit.ts";
import { firstSyncs } from "./store/item-counts.ts";
import type { Mailboxes } from "./store/mailboxes.ts";
import { readPreset } from "./store/presets.ts";
import type { Database } from "./store/tables.ts";

export interface FirstSyncParts {
  readonly db: Kysely<Database>;
  readonly connectionId: string;
  readonly mailboxes: Mailboxes;
  readonly audit: AuditLog;
  readonly pace: FirstSyncPace;
  /** An entry in the journal about the mailbox itself. */
  note(mailbox: Mailbox, action: string, reason: string, rule: RuleId): Promise<void>;
  wake(mailboxIds: readonly string[]): Promise<unknown>;
}

/** First syncs (B4): how far they are, and their being stopped and continued by the owner of the mailbox. */
export function firstSyncDesk({ db, connectionId, mailboxes, audit, pace, note, wake }: FirstSyncParts) {
  /** Of those whose first sync is under way or stopped. */
  async function progressOf(all: readonly Mailbox[]): Promise<ReadonlyMap<string, Progress>> {
    const unfinished = all.filter(isUnfinished);
    for (const { id } of all) if (!unfinished.some((each) => each.id === id)) pace.forget(id);
    if (unfinished.length === 0) return new Map();
    const preset = await readPreset(db, connectionId);
    const kinds: readonly KindProgress["kind"][] = [...(preset.emails.on ? (["email"] as const) : []), ...recordKindsOn(preset)];
    const found = await firstSyncs(
      db,
      connectionId,
      unfinished.map(({ id }) => id),
      kinds,
    );
    return new Map(unfinished.map((mailbox) => [mailbox.id, together(mailbox, found.get(mailbox.id) ?? [])]));
  }

  function together({ id, sync, stopped }: Mailbox, kinds: readonly KindProgress[]): Progress {
    const sum = (of: "done" | "of" | "failed" | "held" | "listed") => kinds.reduce((total, kind) => total + kind[of], 0);
    const counted = { done: sum("done"), of: sum("of"), failed: sum("failed"), held: sum("held"), listed: sum("listed") };
    const reading = kinds.some((kind) => kind.reading);
    const stands = reading || sync !== "on";
    if (stands) pace.forget(id);
    return { ...counted, kinds: [...kinds], reading, secondsLeft: stands ? null : pace.secondsLeft(id, counted), stopped };
  }

  /** Stops or continues any sync for a person, and writes it into the mailbox's journal. */
  async function switched(mailbox: Mailbox, sync: "on" | "paused", who: Stopper): Promise<Mailbox> {
    const after = await mailboxes.setSync(mailbox.id, sync, sync === "paused" ? who : null);
    if (after.sync === mailbox.sync) return after;
    const what = isUnfinished(mailbox) ? "first sync" : "sync";
    const did = sync === "paused" ? "stopped" : "continued";
    await note(after, `${what} ${did}`, `The ${what} was ${did} by ${who.by}.`, isUnfinished(mailbox) ? "B4" : "A2");
    return after;
  }

  return {
    progressOf,
    switched,

    /** P8: of the caller's own mailbox. What an administrator has stopped is his to continue. */
    async byOwner(caller: Caller, to: "stop" | "continue"): Promise<void> {
      const mailbox = await mailboxes.findByEntraUser(caller.objectId);
      if (!mailbox) throw new NotFound("Your mailbox is not connected with Salesforce.");
      if (to === "stop" ? mailbox.sync === "paused" : mailbox.sync === "on") return; // said twice
      if (!isUnfinished(mailbox)) throw over();
      if (to === "continue" && mailbox.stopped?.own !== true) throw stoppedByOthers(mailbox);
      const after = await switched(mailbox, to === "stop" ? "paused" : "on", { by: mailbox.displayName, own: true });
      await audit.append(`${caller.is} ${caller.tenantId}/${caller.objectId}`, `${to}-first-sync`, { user: mailbox.id });
      if (after.sync === "on") await wake([after.id]);
    },
  };
}

export type FirstSyncDesk = ReturnType<typeof firstSyncDesk>;

const isUnfinished = ({ sync, firstSyncDoneAt }: Mailbox): boolean => sync !== "off" && firstSyncDoneAt === null;

const over = () =>
  new Refused({
    code: "NO_FIRST_SYNC",
    message: "No first sync of your mailbox is under way.",
    remedy: "Nothing to do. Ask an administrator to pause or switch on the sync of your mailbox.",
  });

function stoppedByOthers({ stopped, problem }: Mailbox): Refused {
  return new Refused({
    code: "STOPPED_BY_ADMINISTRATOR",
    message: stopped
      ? `The sync of your mailbox was stopped by ${stopped.by}.`
      : (problem?.message ?? "The sync of your mailbox is paused."),
    remedy: "Ask an administrator to switch it on again; it then goes on where it was.",
  });
}
