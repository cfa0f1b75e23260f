import { normalAddress } from "../context/addresses.ts";
import type { KnownPerson } from "../context/known-records.ts";
import { matchAddress } from "../context/matching.ts";
import type { KnownForFiling, NewMessage } from "./crm.ts";
import type { Email, EmailAddress } from "./email.ts";
import type { Intent, KnownAddress } from "./filing-store.ts";
import type { FilingRules } from "./rules.ts";

/** Of the addresses on a mail those that stand for a person known in Salesforce; blocked and internal ones were not looked up (F2). */
export function knownAddresses(email: Email, known: KnownForFiling, { prefer }: Pick<FilingRules, "prefer">): readonly KnownAddress[] {
  const everyone = [...(email.from === null ? [] : [email.from]), ...email.to, ...email.cc].map(({ address }) => normalAddress(address));
  return [...new Set(everyone)].flatMap((address) => {
    const best: KnownPerson | null = matchAddress(address, known, prefer).best;
    return best === null ? [] : [{ address, id: best.id }];
  });
}

/** The mail as an EmailMessage wants it: known people by id, everyone else by address, nobody as both (SF13). A blind copy in neither (F2). */
export function messageOf(email: Email, intent: Intent, stamp: string, ownAddresses: readonly string[]): NewMessage {
  const known = new Map((intent.known ?? []).map(({ address, id }) => [address, id]));
  const idOf = ({ address }: EmailAddress) => known.get(normalAddress(address)) ?? null;
  const parted = (people: readonly EmailAddress[]) => ({
    ids: [...new Set(people.flatMap((person) => idOf(person) ?? []))],
    addresses: people.filter((person) => idOf(person) === null).map(({ address }) => address),
  });
  const to = parted(email.to);
  const cc = parted(email.cc);
  const fromId = email.from === null ? null : idOf(email.from);
  const there = [fromId, ...to.ids, ...cc.ids];
  const own = new Set(ownAddresses.map(normalAddress));
  const messageId = email.internetMessageId?.trim() ?? "";
  return {
    identifier: messageId === "" ? `<${stamp}@tandem.invalid>` : messageId,
    from: email.from,
    fromId,
    to,
    cc,
    sentAt: email.sentAt,
    isIncoming: email.from === null || !own.has(normalAddress(email.from.address)),
    // A person who was chosen and is not on the mail.
    otherId: intent.who === null || there.includes(intent.who.id) ? null : intent.who.id,
  };
}
