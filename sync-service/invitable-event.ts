import type { Kysely } from "kysely";
import type { Fields } from "../shared/records/fields.ts";
import type { Folder, Mailbox } from "./accounts/mailbox.ts";
import type { Link } from "./cycle/link.ts";
import type { Seen } from "./cycle/side.ts";
import type { Work } from "./cycle/work.ts";
import { Gone, type Problem, Refused } from "./errors.ts";
import type { EventGuest } from "./salesforce/event-guests.ts";
import { findLink } from "./store/link-lookup.ts";
import type { Database } from "./store/tables.ts";
import type { Vault } from "./store/vault.ts";

export interface InvitableParts {
  readonly db: Kysely<Database>;
  readonly vault: Vault;
  folders(mailboxId: string): Promise<readonly Folder[]>;
  /** To look with, and not to write. */
  lookingAt(mailbox: Mailbox, folders: readonly Folder[], kind: "event"): Promise<Work<Fields>>;
  /** Who stands with an event in Salesforce, as the mapped user sees it (P7). */
  guestsOf(mailbox: Mailbox, eventId: string): Promise<readonly EventGuest[]>;
}

/** An event of both sides in which nobody takes part in Outlook, with who stands with it in Salesforce. */
export interface InvitableEvent {
  readonly link: Link<Fields>;
  readonly item: Seen<Fields>;
  readonly guests: readonly EventGuest[];
  /** Those who have an address, each once. */
  readonly invitable: readonly (EventGuest & { readonly address: string })[];
  /** Why nobody can be invited from here. */
  readonly problem: Problem | null;
}

/** Null: it is none of this mailbox's that are kept in step, or others take part in it already. */
export async function invitableEvent(mailbox: Mailbox, itemId: string, parts: InvitableParts): Promise<InvitableEvent | null> {
  const link = await linkOf(mailbox, itemId, parts);
  if (link?.exchange.is !== "present" || link.salesforce.is !== "present") return null;
  const [{ seen: item }, { seen: record }] = [link.exchange, link.salesforce];
  if (item.standing.on !== "exchange" || record.standing.on !== "salesforce") return null;
  const isKept = (link.state === "linked" || link.state === "failed") && record.standing.others !== true;
  if (!isKept || item.standing.withOthers === true) return null;
  const guests = (await parts.guestsOf(mailbox, record.id)).filter(({ address }) => address !== mailbox.email.toLowerCase());
  const withAddress = guests.flatMap((guest) => (guest.address === null ? [] : [{ ...guest, address: guest.address }]));
  const invitable = [...new Map(withAddress.toReversed().map((guest) => [guest.address, guest])).values()];
  return { link, item, guests, invitable, problem: hindrance(item, invitable.length) };
}

/** By the item's id, in whichever of its forms (P8). */
async function linkOf(mailbox: Mailbox, itemId: string, { db, vault, ...parts }: InvitableParts): Promise<Link<Fields> | null> {
  const place = { connectionId: mailbox.connectionId, mailboxId: mailbox.id };
  const known = await findLink(db, vault, place, { item: itemId });
  if (known) return known.kind === "event" ? known.link : null;
  const seen = await readOrNone(await parts.lookingAt(mailbox, await parts.folders(mailbox.id), "event"), itemId);
  const found = seen && (await findLink(db, vault, place, { item: seen.id }));
  return found?.kind === "event" ? found.link : null;
}

/** An id of another kind is refused or not found. */
async function readOrNone(work: Work<Fields>, id: string): Promise<Seen<Fields> | null> {
  try {
    const [seen] = (await work.sides.exchange.read([id])).values();
    return seen ?? null;
  } catch (error) {
    if (error instanceof Gone || error instanceof Refused) return null;
    throw error;
  }
}

function hindrance({ record, standing }: Seen<Fields>, invitable: number): Problem | null {
  if (record["isPrivate"] === true) return PRIVATE;
  if (standing.on === "exchange" && standing.container !== "") return OF_A_SERIES;
  if (invitable > MOST_INVITED) return TOO_MANY;
  return invitable === 0 ? NO_ADDRESS : null;
}

/** Exchange takes so many attendees at most. */
const MOST_INVITED = 500;
export const INVITE_BY_HAND = "Invite them in Outlook, if they are to come.";
const PRIVATE: Problem = {
  code: "PRIVATE",
  message: "The event is private, so the people it has in Salesforce are not invited from here.",
  remedy: INVITE_BY_HAND,
};
const OF_A_SERIES: Problem = {
  code: "OF_A_SERIES",
  message: "The event belongs to a series, and inviting people to a part of it would take that part out of the series.",
  remedy: "Invite them to the whole series in Outlook, if they are to come.",
};
const NO_ADDRESS: Problem = {
  code: "NO_ADDRESS",
  message: "Salesforce shows you no e-mail address of anybody here, so nobody can be invited.",
  remedy: "Enter the addresses in Salesforce, or invite people in Outlook.",
};
const TOO_MANY: Problem = {
  code: "TOO_MANY_PEOPLE",
  message: `More than ${MOST_INVITED} people stand with this event, which is more than Exchange invites to one.`,
  remedy: "Invite a distribution list in Outlook.",
};
