import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type ContactFileResult, runContactCorpus } from "./contact-corpus.ts";
import { type CorpusFile, corpusFiles } from "./corpus-files.ts";
import { type CorpusWorld, openCorpusWorld } from "./corpus-world.ts";
import { CORPUS_ZONES, type EventFileResult, type EventResult, runEventCorpus } from "./event-corpus.ts";
import { type MailFileResult, type MessageResult, runMailCorpus } from "./mail-corpus.ts";
import { endServicesOnSignal } from "../sandbox/service-process.ts";

endServicesOnSignal();

const USAGE =
  "npm run corpus -- FOLDER [--state FOLDER] [--zone ZONE]: takes every mail, contact and event of a folder through, and says what came of each.";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { state: { type: "string" }, zone: { type: "string" } } });
const [place] = positionals;
if (place === undefined || positionals.length > 1) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(64);
}

const counts = { files: 0, noMail: 0, messages: 0, filed: 0, filedBefore: 0, refused: 0, wrong: 0, readersDiffer: 0, cards: 0, inStep: 0 };
const events = { vevents: 0, whole: 0, asSeries: 0, asSingleEvents: 0, superseded: 0, occurrences: 0 };
const files = [...corpusFiles(resolve(place))];
let newlyFiled = 0;
let newContacts = 0;
for (const file of files) if (file.is === "other") tellOther(file);
const calendars = files.filter((file) => file.is === "calendar");
await runEventCorpus(calendars, tellEvents, values.zone === undefined ? CORPUS_ZONES : [values.zone]);
if (files.some(({ is }) => is === "mails" || is === "cards")) await runInService();
const accounted = counts.wrong === 0;
line({ summary: { ...counts, newlyFiled, newContacts, ...(calendars.length > 0 ? { events } : {}), accounted } });
process.exitCode = accounted ? 0 : 1;

/** Mails and contacts go through the service as a process of its own; events need a world whose clock stands where they begin. */
async function runInService(): Promise<void> {
  const world = await openCorpusWorld(values.state === undefined ? null : resolve(values.state));
  try {
    await takeThrough(world);
  } finally {
    await world.close();
  }
}

async function takeThrough(world: CorpusWorld): Promise<void> {
  const mails = files.filter((file) => file.is === "mails");
  if (mails.length > 0) {
    const ran = await runMailCorpus(world, mails, tellMails);
    newlyFiled = ran.newlyFiled;
    if (ran.tasks !== ran.activities)
      fault(`Salesforce holds ${ran.tasks} tasks for ${ran.activities} messages: something was filed twice.`);
  }
  const cards = files.filter((file) => file.is === "cards");
  if (cards.length > 0) newContacts = (await runContactCorpus(world, cards, tellCards)).newContacts;
}

function tellOther({ file, reason }: CorpusFile & { readonly is: "other" }): void {
  counts.files += 1;
  counts.noMail += 1;
  line({ file, outcome: "no-mail", reason });
}

function tellMails({ file, kind, messages }: MailFileResult): void {
  counts.files += 1;
  for (const message of messages) countMessage(message);
  const outcome = worst(messages.map((message) => message.outcome));
  const [only] = messages;
  if (kind === "mail" && only) line({ file, kind, ...only });
  else line({ file, kind, outcome, messages });
}

function countMessage(message: MessageResult): void {
  counts.messages += 1;
  switch (message.outcome) {
    case "filed":
      counts.filed += 1;
      if (message.sameAs !== null) counts.filedBefore += 1;
      if (message.readersDiffer.length > 0) counts.readersDiffer += 1;
      return;
    case "refused":
      counts.refused += 1;
      return;
    case "no-mail":
      counts.noMail += 1;
      return;
    case "wrong":
      counts.wrong += 1;
      return;
  }
}

function tellCards({ file, cards }: ContactFileResult): void {
  counts.files += 1;
  for (const { outcome } of cards) {
    counts.cards += 1;
    if (outcome === "in-step") counts.inStep += 1;
    else if (outcome === "refused") counts.refused += 1;
    else counts.wrong += 1;
  }
  line({ file, kind: "contacts", outcome: worst(cards.map(({ outcome }) => outcome)), cards });
}

function tellEvents({ file, vevents, events: results }: EventFileResult): void {
  counts.files += 1;
  events.vevents += vevents;
  for (const result of results) countEvents(result);
  line({ file, kind: "calendar", outcome: worst(results.map(({ outcome }) => outcome)), vevents, events: results });
  const told = results.reduce((sum, result) => sum + result.vevents, 0);
  if (told !== vevents) fault(`${file} has ${vevents} events, and ${told} are told of.`);
}

function countEvents(result: EventResult): void {
  switch (result.outcome) {
    case "whole":
      events.whole += result.vevents;
      events.occurrences += result.occurrences;
      return;
    case "as-series":
      events.asSeries += result.vevents;
      events.occurrences += result.occurrences;
      return;
    case "as-single-events":
      events.asSingleEvents += result.vevents;
      events.occurrences += result.occurrences;
      return;
    case "superseded":
      events.superseded += result.vevents;
      return;
    case "refused":
      counts.refused += result.vevents;
      return;
    case "wrong":
      counts.wrong += result.vevents;
      return;
  }
}

/** The outcome of a file is that of the message, card or event that fared worst. */
function worst(outcomes: readonly string[]): string {
  return (
    ["wrong", "refused", "no-mail", "filed", "in-step", "as-single-events", "as-series", "whole"].find((one) => outcomes.includes(one)) ??
    "no-event"
  );
}

function fault(reason: string): void {
  counts.wrong += 1;
  line({ outcome: "wrong", reason });
}

function line(content: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(content)}\n`);
}
