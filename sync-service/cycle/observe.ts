import type { Fields, SideName } from "../../shared/records/fields.ts";
import { CursorExpired } from "../errors.ts";
import { marked } from "../engine/known.ts";
import { whyItStaysInSalesforce } from "../engine/stays.ts";
import { copiesOf } from "./invitations.ts";
import { exchangeStanding, withoutOthersCategories } from "./known-link.ts";
import { type Bookmark, type Link } from "./link.ts";
import { movedItems } from "./moved-items.ts";
import type { Change, Page } from "./side.ts";
import { newLink, sighted } from "./sighting.ts";
import type { Work } from "./work.ts";

/** A slice reads no more than this, so that mails need not wait for a long first read. */
const PAGES_A_SLICE = 20;

/** Reads what changed on both sides. Answers false when there is more to read. */
export async function observe<F extends Fields>(work: Work<F>, activatedAt: Date | null): Promise<boolean> {
  for (const side of ["exchange", "salesforce"] as const) {
    if (!(await observeSide(work, side, activatedAt))) return false;
  }
  return true;
}

async function observeSide<F extends Fields>(work: Work<F>, side: SideName, activatedAt: Date | null): Promise<boolean> {
  const bookmark = await work.links.bookmark(work.lease, side);
  if (bookmark.cursor === null) return readAnew(work, side, bookmark, activatedAt);
  try {
    return await readOn(work, side, bookmark, activatedAt);
  } catch (error) {
    if (!(error instanceof CursorExpired)) throw error;
    return readAnew(work, side, bookmark, activatedAt);
  }
}

/** A full read does not tell what was deleted since the last one, so every link of that side is looked at again. */
async function readAnew<F extends Fields>(
  work: Work<F>,
  side: SideName,
  { readOnce }: Bookmark,
  activatedAt: Date | null,
): Promise<boolean> {
  await work.links.startOver(work.lease, side, work.now());
  return readOn(work, side, { cursor: null, readOnce }, activatedAt);
}

async function readOn<F extends Fields>(work: Work<F>, side: SideName, from: Bookmark, activatedAt: Date | null): Promise<boolean> {
  const began = work.now();
  let pages = 0;
  for await (const page of work.sides[side].changes(from.cursor)) {
    const links = await linksAfter(work, side, page, began, (created) => !from.readOnce && isEarly(created, activatedAt));
    // From here on a crash costs nothing: page and cursor are stored together or not at all.
    await work.links.observed(work.lease, side, links, { cursor: page.cursor, readOnce: from.readOnce || page.last });
    pages += 1;
    if (page.last) return true;
    if (pages >= PAGES_A_SLICE) return false;
  }
  return true;
}

async function linksAfter<F extends Fields>(
  work: Work<F>,
  side: SideName,
  page: Page<F>,
  began: Date,
  early: (createdAt: string) => boolean,
): Promise<readonly Link<F>[]> {
  // What is left out is told first, as it says more than a bare removal.
  const changes = [...(await leftOut(work, page)), ...page.changes];
  const known = await work.links.byIds(work.lease, side, changes.map(idOf));
  const moved = await movedItems(work, changes, known);
  const movedOn = new Set([...moved.values()].map(({ id }) => id));
  const changed = new Map<string, Link<F>>(moved);
  for (const reported of changes) {
    // Told of under its old id beside the new one, it would be stored once more, as what it no longer is.
    if (movedOn.has(known.get(idOf(reported))?.id ?? "")) continue;
    const change =
      reported.is === "present" ? { ...reported, seen: withoutOthersCategories(reported.seen, work.problemCategories) } : reported;
    const link = changed.get(idOf(change)) ?? known.get(idOf(change)) ?? linkFor(work, side, change, early);
    if (!link) continue;
    // What is gone is decided on before what is new: the record may live on in that one (C5).
    const after = sighted(link, side, change, side === "salesforce" && change.is === "gone" ? began : work.now());
    if (after !== link) changed.set(idOf(change), after);
  }
  const told = new Set([...changed.values()].map(({ id }) => id));
  const needless = await copiesOf(work, page);
  return [...changed.values(), ...needless.filter(({ id }) => !told.has(id))];
}

/** What was known to lie in a container that is told in full, and is not among what was told. */
async function leftOut<F extends Fields>(work: Work<F>, { whole = [] }: Page<F>): Promise<readonly Change<F>[]> {
  const gone: Change<F>[] = [];
  for (const { container, ids, replaced } of whole) {
    const told = new Set(ids);
    for (const { exchange } of await work.links.lyingIn(work.lease, container)) {
      if (exchange.is !== "present" || told.has(exchange.seen.id)) continue;
      const how = replaced?.(exchange.seen.record) ?? null;
      gone.push({ is: "gone", id: exchange.seen.id, ...(how === null ? {} : { replaced: how }) });
    }
  }
  return gone;
}

/** A link for what we did not know; null when it is none of our business, and nothing of it may be kept (C2, P6). */
function linkFor<F extends Fields>(
  work: Work<F>,
  side: SideName,
  change: Change<F>,
  early: (createdAt: string) => boolean,
): Link<F> | null {
  if (change.is === "gone") return null;
  // Whatever it is, a person has to hear of it; what cannot be told from what lay there before counts as that (B4).
  if (change.is === "unread") return newLink(work.newId(), side === "exchange" && early(""));
  const { standing } = change.seen;
  switch (standing.on) {
    case "exchange":
      return marked(exchangeStanding(standing)) ? newLink(work.newId(), early(standing.createdAt)) : null;
    case "salesforce":
      return whyItStaysInSalesforce(standing, work.policy) === null ? newLink(work.newId(), false) : null;
  }
}

/** Without a time of activation nothing counts as ours to send. */
function isEarly(createdAt: string, activatedAt: Date | null): boolean {
  return activatedAt === null || !(Date.parse(createdAt) >= activatedAt.getTime());
}

const idOf = <F extends Fields>(change: Change<F>): string => (change.is === "present" ? change.seen.id : change.id);
