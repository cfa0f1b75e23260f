import { createHash } from "node:crypto";
import type { Difference } from "./compare-mail.ts";
import { mailboxChanges, mappedDifferences, salesforceChanges, type Wire } from "./compare-contact.ts";
import type { CorpusFile } from "./corpus-files.ts";
import type { CorpusWorld } from "./corpus-world.ts";
import { CardUnreadable, readCard } from "./read-card.ts";

/** What came of one card. */
export type CardResult =
  | { readonly outcome: "in-step"; readonly name: string; readonly record: string }
  | { readonly outcome: "refused"; readonly name: string; readonly reason: string }
  | { readonly outcome: "wrong"; readonly name: string; readonly reason: string; readonly differences: readonly Difference[] };

export interface ContactFileResult {
  readonly file: string;
  readonly cards: readonly CardResult[];
}

/** A card on its way through the corpus. */
interface Run {
  readonly file: string;
  readonly name: string;
  readonly itemId: string;
  readonly record: string;
  inMailbox: Wire;
  inSalesforce: Wire;
}

/**
 * Makes every card a mailbox contact in "Salesforce Contacts", sees it go up, edits it on each side in turn, and checks after each
 * step that the mapped fields are equal and everything else is as it was.
 */
export async function runContactCorpus(
  world: CorpusWorld,
  files: readonly (CorpusFile & { readonly is: "cards" })[],
  told: (result: ContactFileResult) => void,
): Promise<{ readonly newContacts: number }> {
  const before = await world.salesforce.count(CONTACTS);
  const results = new Map<string, CardResult>();
  const placed = await placeAll(world, files, results);
  await world.settle();
  const runs = await wentUp(world, placed, results);
  const round = nextRound(world);
  await editInSalesforce(world, runs, results, round);
  await editInMailbox(world, runs, results, round);
  for (const { file, cards } of files) {
    told({ file, cards: cards.map((_, index) => results.get(`${file}#${index + 1}`) ?? wrong("unnamed", "Nothing came of it.")) });
  }
  return { newContacts: (await world.salesforce.count(CONTACTS)) - before };
}

const CONTACTS = "SELECT COUNT() FROM Contact";

interface Placed {
  readonly key: string;
  readonly file: string;
  readonly name: string;
  readonly itemId: string;
  readonly contact: Wire;
}

async function placeAll(
  world: CorpusWorld,
  files: readonly (CorpusFile & { readonly is: "cards" })[],
  results: Map<string, CardResult>,
): Promise<readonly Placed[]> {
  const folder = await world.mailbox.contactsFolder();
  const kept = world.standIns.tables.table<string>("corpus.cards");
  const placed: Placed[] = [];
  for (const { file, cards } of files) {
    for (const [index, card] of cards.entries()) {
      const key = `${file}#${index + 1}`;
      try {
        const wanted = readCard(card);
        const name = String(wanted["displayName"] ?? wanted["surname"] ?? key);
        const mark = `${key} ${createHash("sha256").update(card).digest("hex")}`;
        const itemId = kept.get(mark) ?? (await create(world, folder, wanted));
        kept.put(mark, itemId);
        placed.push({ key, file, name, itemId, contact: await contactOf(world, itemId) });
      } catch (error) {
        if (error instanceof CardUnreadable)
          results.set(key, { outcome: "refused", name: key, reason: `The card cannot be read: ${error.message}` });
        else if (error instanceof Error && / answered 400/u.test(error.message))
          results.set(key, { outcome: "refused", name: key, reason: `Exchange does not take it: ${error.message}` });
        else throw error;
      }
    }
  }
  world.standIns.tables.commit();
  return placed;
}

async function create({ mailbox }: CorpusWorld, folder: string, contact: Wire): Promise<string> {
  const made = await mailbox.send<{ readonly id: string }>("POST", `/contactFolders/${encodeURIComponent(folder)}/contacts`, contact);
  return made.id;
}

function contactOf({ mailbox }: CorpusWorld, itemId: string): Promise<Wire> {
  return mailbox.get<Wire>(`/contacts/${encodeURIComponent(itemId)}`);
}

/** Those that have a record; what became of the others is put into `results`. */
async function wentUp(
  world: CorpusWorld,
  placed: readonly Placed[],
  results: Map<string, CardResult>,
): Promise<readonly (Run & { readonly key: string })[]> {
  const runs: (Run & { readonly key: string })[] = [];
  const claimed = new Map<string, string>();
  for (const { key, file, name, itemId, contact } of placed) {
    const entries = await world.admin.journal({ item: itemId });
    const record = entries.find((entry) => entry.record !== null)?.record ?? null;
    const now = await contactOf(world, itemId);
    if (record === null || hasProblem(now)) {
      const reason = entries.find((entry) => entry.reason !== null)?.reason ?? null;
      results.set(key, reason === null ? wrong(name, "It did not go up, and no reason is given.") : { outcome: "refused", name, reason });
      continue;
    }
    const other = claimed.get(record);
    if (other !== undefined) {
      results.set(key, wrong(name, `It shares its record with ${other}.`));
      continue;
    }
    claimed.set(record, key);
    const inSalesforce = await world.salesforce.record<Wire>("Contact", record);
    const found = [...mappedDifferences(now, inSalesforce), ...mailboxChanges(contact, now)];
    results.set(key, found.length === 0 ? { outcome: "in-step", name, record } : wrong(name, "After it went up the sides differ.", found));
    if (found.length === 0) runs.push({ key, file, name, itemId, record, inMailbox: now, inSalesforce });
  }
  return runs;
}

function hasProblem(contact: Wire): boolean {
  const categories = contact["categories"];
  return Array.isArray(categories) && categories.includes("Sync Error");
}

async function editInSalesforce(
  world: CorpusWorld,
  runs: readonly (Run & { readonly key: string })[],
  results: Map<string, CardResult>,
  round: number,
): Promise<void> {
  const title = `Edited in Salesforce ${round}`;
  for (const { record } of runs) await world.salesforce.change("Contact", record, { Title: title });
  await world.settle();
  for (const run of runs) {
    const [inMailbox, inSalesforce] = [await contactOf(world, run.itemId), await world.salesforce.record<Wire>("Contact", run.record)];
    const found = [
      ...(inMailbox["jobTitle"] === title ? [] : [{ what: "jobTitle", expected: title, found: String(inMailbox["jobTitle"]) }]),
      ...mailboxChanges(run.inMailbox, inMailbox, ["jobTitle"]),
      ...salesforceChanges(run.inSalesforce, inSalesforce, ["Title"]),
    ];
    if (found.length > 0) results.set(run.key, wrong(run.name, "After an edit in Salesforce the sides differ.", found));
    Object.assign(run, { inMailbox, inSalesforce });
  }
}

async function editInMailbox(
  world: CorpusWorld,
  runs: readonly (Run & { readonly key: string })[],
  results: Map<string, CardResult>,
  round: number,
): Promise<void> {
  const mobilePhone = `+1 555 01${String(round).padStart(2, "0")}`;
  for (const { itemId } of runs) await world.mailbox.send("PATCH", `/contacts/${encodeURIComponent(itemId)}`, { mobilePhone });
  await world.settle();
  for (const run of runs) {
    const [inMailbox, inSalesforce] = [await contactOf(world, run.itemId), await world.salesforce.record<Wire>("Contact", run.record)];
    const found = [
      ...(inSalesforce["MobilePhone"] === mobilePhone
        ? []
        : [{ what: "MobilePhone", expected: mobilePhone, found: String(inSalesforce["MobilePhone"]) }]),
      ...mailboxChanges(run.inMailbox, inMailbox, ["mobilePhone"]),
      ...salesforceChanges(run.inSalesforce, inSalesforce, ["MobilePhone"]),
    ];
    if (found.length > 0) results.set(run.key, wrong(run.name, "After an edit in the mailbox the sides differ.", found));
  }
}

/** A run on a kept state edits to other values than the one before. */
function nextRound({ standIns }: CorpusWorld): number {
  const rounds = standIns.tables.table<number>("corpus.rounds");
  return rounds.put("contacts", (rounds.get("contacts") ?? 0) + 1);
}

function wrong(name: string, reason: string, found: readonly Difference[] = []): CardResult {
  return { outcome: "wrong", name, reason, differences: found };
}
