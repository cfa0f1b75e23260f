import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type ContactFileResult, runContactCorpus } from "./contact-corpus.ts";
import { type CorpusFile, corpusFiles } from "./corpus-files.ts";
import { openCorpusWorld } from "./corpus-world.ts";
import { type MailFileResult, type MessageResult, runMailCorpus } from "./mail-corpus.ts";
import { endServicesOnSignal } from "../sandbox/service-process.ts";

endServicesOnSignal();

const USAGE = "npm run corpus -- FOLDER [--state FOLDER]: files every mail and every contact of a folder, and says what came of each.";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { state: { type: "string" } } });
const [place] = positionals;
if (place === undefined || positionals.length > 1) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(64);
}

const counts = { files: 0, noMail: 0, messages: 0, filed: 0, filedBefore: 0, refused: 0, wrong: 0, readersDiffer: 0, cards: 0, inStep: 0 };
const files = [...corpusFiles(resolve(place))];
const world = await openCorpusWorld(values.state === undefined ? null : resolve(values.state));
let newlyFiled = 0;
let newContacts = 0;
try {
  for (const file of files) if (file.is === "other") tellOther(file);
  const mails = files.filter((file) => file.is === "mails");
  if (mails.length > 0) {
    const ran = await runMailCorpus(world, mails, tellMails);
    newlyFiled = ran.newlyFiled;
    if (ran.tasks !== ran.activities)
      fault(`Salesforce holds ${ran.tasks} tasks for ${ran.activities} messages: something was filed twice.`);
  }
  const cards = files.filter((file) => file.is === "cards");
  if (cards.length > 0) newContacts = (await runContactCorpus(world, cards, tellCards)).newContacts;
} finally {
  await world.close();
}
const accounted = counts.wrong === 0;
line({ summary: { ...counts, newlyFiled, newContacts, accounted } });
process.exitCode = accounted ? 0 : 1;

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

/** The outcome of a file is that of the message that fared worst. */
function worst(outcomes: readonly string[]): string {
  return ["wrong", "refused", "no-mail", "filed", "in-step"].find((one) => outcomes.includes(one)) ?? "filed";
}

function fault(reason: string): void {
  counts.wrong += 1;
  line({ outcome: "wrong", reason });
}

function line(content: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(content)}\n`);
}
