import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Replaced, Stood } from "../engine/known.ts";
import type { Choice, LinkState } from "../engine/link-state.ts";
import type { Swings } from "../engine/swing.ts";
import type { Wish } from "../engine/wish.ts";
import type { Candidate, Intent, Link, Sight } from "../cycle/link.ts";
import { idOn } from "../cycle/link.ts";
import { atRest, awake } from "../cycle/link-at-rest.ts";
import type { Standing } from "../cycle/side.ts";
import { ownFault } from "../cycle/own-fault.ts";
import { newLink, sameRecord } from "../cycle/sighting.ts";
import { openProblem, problemOfLink, sealProblem } from "./sealed-problem.ts";
import type { LinkRow, NewLinkRow } from "./tables.ts";
import type { MailboxOf, Vault } from "./vault.ts";

/** What a row says of one side in the open: no values. */
type SightRow =
  | { readonly is: "present"; readonly standing: Standing; readonly certain: boolean; readonly ours: boolean }
  | { readonly is: "gone"; readonly certain: boolean; readonly followedBy: string | null; readonly replaced?: Replaced };

/** The rest of a link, sealed in one piece. */
interface Detail<F extends Fields> {
  readonly stood: Stood;
  readonly early: boolean;
  readonly choice: Choice | null;
  readonly among: readonly Candidate[];
  readonly swings: Swings;
  readonly reason: string | null;
  /** Absent in rows of before. */
  readonly wishes?: readonly Wish<F>[];
}

type IntentAtRest<F extends Fields> = Omit<Intent<F>, "at">;
type Sealed = "base" | "intent" | "detail" | "exchange_seen" | "salesforce_seen";

/** The row of a link: values sealed, long texts condensed, and a side's record left out where it equals the base (P6). */
export async function rowOf<F extends Fields>(
  vault: Vault,
  mailbox: MailboxOf,
  kind: string,
  link: Link<F>,
  now: Date,
): Promise<NewLinkRow> {
  const rest = atRest(link);
  const seal = (column: Sealed, value: unknown) =>
    value === null ? null : vault.seal(mailbox, { table: "links", id: link.id, column }, value);
  const { stood, early, choice, among, swings, reason, wishes } = rest;
  const detail: Detail<F> = { stood, early, choice, among, swings, reason, wishes };
  const { exchange, salesforce, intent } = rest;
  return {
    id: link.id,
    connection_id: mailbox.connectionId,
    mailbox_id: mailbox.mailboxId,
    kind,
    state: rest.state,
    origin: rest.origin,
    exchange_id: idOn(exchange),
    exchange_version: versionOf(exchange),
    exchange_standing: sightRow(exchange),
    exchange_seen: await seal("exchange_seen", ownRecord(exchange, rest.base)),
    salesforce_id: idOn(salesforce),
    salesforce_version: versionOf(salesforce),
    salesforce_standing: sightRow(salesforce),
    salesforce_seen: await seal("salesforce_seen", ownRecord(salesforce, rest.base)),
    base: await seal("base", rest.base),
    intent: await seal("intent", intent && { decision: intent.decision, exchange: intent.exchange, salesforce: intent.salesforce }),
    intent_at: intent?.at ?? null,
    problem: rest.problem && (await sealProblem(vault, mailbox, problemOfLink(link.id), rest.problem)),
    detail: await seal("detail", detail),
    attempts: rest.attempts,
    next_attempt_at: rest.dueAt,
    removed_at: rest.removedAt,
    created_at: now,
    updated_at: now,
  };
}

/** The link a row stands for. */
export async function linkOf<F extends Fields>(vault: Vault, mailbox: MailboxOf, row: LinkRow): Promise<Link<F>> {
  const open = async <T>(column: Sealed): Promise<T | null> => {
    const sealed = row[column];
    return sealed === null ? null : vault.open<T>(mailbox, { table: "links", id: row.id, column }, sealed);
  };
  const detail = await open<Detail<F>>("detail");
  if (!detail) throw new Error(`The link ${row.id} has lost its detail.`);
  const base = await open<F>("base");
  const intent = await open<IntentAtRest<F>>("intent");
  return awake({
    id: row.id,
    state: row.state as LinkState,
    origin: row.origin,
    exchange: await sightOf(row, "exchange", base, open<F>("exchange_seen")),
    salesforce: await sightOf(row, "salesforce", base, open<F>("salesforce_seen")),
    base,
    ...detail,
    wishes: detail.wishes ?? [],
    intent: intent && { ...intent, at: row.intent_at ?? row.updated_at },
    problem: await openProblem(vault, mailbox, problemOfLink(row.id), row.problem),
    attempts: row.attempts,
    dueAt: row.next_attempt_at,
    removedAt: row.removed_at,
  });
}

/**
 * What can be known of a row that does not open: where its halves are, and that everything has to be read again before anything
 * is decided. As of what lay there before, nothing is made of it unasked.
 */
export function unreadLink<F extends Fields>(row: LinkRow): Link<F> {
  const sight = (side: SideName): Sight<F> => {
    const [id, said] = [row[`${side}_id`], row[`${side}_standing`] as SightRow | null];
    if (id === null || !said) return { is: "never" };
    if (said.is === "gone") return { ...said, id };
    return { is: "present", certain: false, ours: false, seen: { id, version: "", record: {} as F, standing: said.standing } };
  };
  return {
    ...newLink<F>(row.id, true),
    state: "failed",
    origin: row.origin,
    exchange: sight("exchange"),
    salesforce: sight("salesforce"),
    problem: ownFault(row.id),
    removedAt: row.removed_at,
  };
}

async function sightOf<F extends Fields>(row: LinkRow, side: SideName, base: F | null, own: Promise<F | null>): Promise<Sight<F>> {
  const [id, version, said] = [row[`${side}_id`], row[`${side}_version`], row[`${side}_standing`] as SightRow | null];
  const record = (await own) ?? base;
  if (id === null || !said) return { is: "never" };
  if (said.is === "gone") return { ...said, id };
  if (version === null || !record) throw new Error(`The link ${row.id} has lost what it saw in ${side}.`);
  const { certain, ours, standing } = said;
  return { is: "present", certain, ours, seen: { id, version, record, standing } };
}

function sightRow<F extends Fields>(sight: Sight<F>): string | null {
  const row = ((): SightRow | null => {
    switch (sight.is) {
      case "never":
        return null;
      case "gone":
        return {
          ...{ is: "gone", certain: sight.certain, followedBy: sight.followedBy },
          ...(sight.replaced ? { replaced: sight.replaced } : {}),
        };
      case "present":
        return { is: "present", certain: sight.certain, ours: sight.ours, standing: sight.seen.standing };
    }
  })();
  return row && JSON.stringify(row);
}

const versionOf = <F extends Fields>(sight: Sight<F>): string | null => (sight.is === "present" ? sight.seen.version : null);

function ownRecord<F extends Fields>(sight: Sight<F>, base: F | null): F | null {
  if (sight.is !== "present") return null;
  return base && sameRecord(base, sight.seen.record) ? null : sight.seen.record;
}
