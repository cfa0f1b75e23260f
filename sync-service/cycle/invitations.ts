import type { Fields } from "../../shared/records/fields.ts";
import { idOn, type Link } from "./link.ts";
import type { Certain } from "./look-again.ts";
import type { Page, Seen } from "./side.ts";
import type { Work } from "./work.ts";

/** Whether its record is the copy that the user was given of somebody else's event in Salesforce (SF16), which comes down as it is (E1). */
export function isInvitation<F extends Fields>({ salesforce }: Pick<Link<F>, "salesforce">): boolean {
  return salesforce.is === "present" && salesforce.seen.standing.on === "salesforce" && salesforce.seen.standing.invited === true;
}

/**
 * E3: where the mailbox was invited, too, the meeting itself stands for such a copy: none is made beside it, and one that was made before it came
 * goes. The calendar is asked, in one request for all, as meetings without a mark are not known here.
 */
export async function besideMeetings<F extends Fields>(work: Work<F>, batch: readonly Certain<F>[]): Promise<readonly Certain<F>[]> {
  const { exchange } = work.sides;
  const asked = batch.filter(({ link }) => isInvitation(link) && !AT_REST.has(link.state));
  if (asked.length === 0 || !exchange.meetingsBeside) return batch;
  const beside = await exchange.meetingsBeside(asked.flatMap(({ link }) => recordOf(link)));
  const met = new Set(asked.filter(({ link }, index) => (beside[index] ?? []).some((seen) => isItself(work, seen, link))));
  return batch.map((each) => (met.has(each) ? { ...each, link: asMet(each.link) } : each));
}

const AT_REST: ReadonlySet<Link<Fields>["state"]> = new Set(["unlinked", "parted", "left"]);

/** The copies beside which meetings of a page now stand, due to be looked at. */
export async function copiesOf<F extends Fields>(work: Work<F>, page: Page<F>): Promise<readonly Link<F>[]> {
  const copies = page.meetings ? await work.links.invitations(work.lease) : [];
  const meetings = copies.length === 0 ? [] : (page.meetings?.() ?? []);
  const needless = copies.filter((link) => meetings.some((seen) => isItself(work, seen, link)));
  return needless.map((link) => ({ ...link, dueAt: work.now() }));
}

function isItself<F extends Fields>({ recognition: { keysOf, likeness } }: Work<F>, { id, record }: Seen<F>, link: Link<F>): boolean {
  return id !== idOn(link.exchange) && recordOf(link).some((copy) => likeness(keysOf(record), keysOf(copy)) === "same");
}

function asMet<F extends Fields>(link: Link<F>): Link<F> {
  const { salesforce } = link;
  if (salesforce.is !== "present" || salesforce.seen.standing.on !== "salesforce") return link;
  const standing = { ...salesforce.seen.standing, inScope: false, outside: "met" } as const;
  return { ...link, salesforce: { ...salesforce, seen: { ...salesforce.seen, standing } } };
}

const recordOf = <F extends Fields>({ salesforce }: Link<F>): readonly F[] => (salesforce.is === "present" ? [salesforce.seen.record] : []);
