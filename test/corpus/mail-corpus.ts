import { createHash } from "node:crypto";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import { NoMail } from "../sandbox/graph/load-mime.ts";
import { type Difference, differences, type FiledFile, type FiledMail } from "./compare-mail.ts";
import type { CorpusFile } from "./corpus-files.ts";
import type { CorpusWorld } from "./corpus-world.ts";
import { type ExpectedFile, type ExpectedMail, hashOf, lineHashOf, readExpected } from "./expected-mail.ts";

/** What came of one message. */
export type MessageResult =
  | {
      readonly outcome: "filed";
      readonly activity: string;
      /** Null when this message made the activity; else the message of the corpus that did (F3). */
      readonly sameAs: string | null;
      readonly leftOut: readonly string[];
      /** Where the two libraries read the mail differently: Salesforce then holds, to the letter, what the mailbox held. */
      readonly readersDiffer: readonly Difference[];
    }
  | { readonly outcome: "refused"; readonly code: string; readonly reason: string }
  | { readonly outcome: "no-mail"; readonly reason: string }
  | { readonly outcome: "wrong"; readonly reason: string; readonly differences: readonly Difference[] };

export interface MailFileResult {
  readonly file: string;
  readonly kind: "mail" | "mbox";
  readonly messages: readonly MessageResult[];
}

interface Loaded {
  readonly name: string;
  /** The immutable id; null when the mailbox did not take it. */
  readonly itemId: string | null;
  readonly refusal: string | null;
}

/** Moves every mail of the files into "Salesforce Emails", lets the service work, and compares what stands in Salesforce. */
export async function runMailCorpus(
  world: CorpusWorld,
  files: readonly (CorpusFile & { readonly is: "mails" })[],
  told: (result: MailFileResult) => void,
): Promise<{ readonly newlyFiled: number; readonly activities: number; readonly tasks: number }> {
  const before = await world.salesforce.countAll(TASKS);
  const folderId = await world.mailbox.filingFolder();
  const loaded = new Map<string, Loaded>();
  for (const { file, messages } of files) {
    for (const [index, mime] of messages.entries()) {
      const name = nameOf(file, messages, index);
      loaded.set(name, await loadAndMove(world, name, mime, folderId));
    }
  }
  await world.settle();
  const judged = await judgeAll(world, files, loaded);
  for (const { file, messages } of files) {
    const results = messages.map((_, index) => judged.results.get(nameOf(file, messages, index)) ?? wrong("Nothing came of it."));
    told({ file, kind: messages.length === 1 ? "mail" : "mbox", messages: results });
  }
  const tasks = await world.salesforce.countAll(TASKS);
  return { newlyFiled: tasks - before, activities: judged.activities, tasks };
}

/** A message of an mbox is called by its number. */
function nameOf(file: string, messages: readonly Buffer[], index: number): string {
  return messages.length === 1 ? file : `${file}#${index + 1}`;
}

const TASKS = "SELECT COUNT() FROM Task WHERE IsDeleted = false";

/** A message that an earlier run on the same state has loaded is not loaded again: it lies where it was moved to. */
async function loadAndMove(world: CorpusWorld, name: string, mime: Buffer, folderId: string): Promise<Loaded> {
  const kept = world.standIns.tables.table<Loaded>("corpus.loaded");
  const mark = `${name} ${createHash("sha256").update(mime).digest("hex")}`;
  const known = kept.get(mark);
  if (known) return known;
  const made = await load(world, name, mime);
  kept.put(mark, made);
  world.standIns.tables.commit();
  if (made.itemId !== null)
    await world.mailbox.send("POST", `/messages/${encodeURIComponent(made.itemId)}/move`, { destinationId: folderId });
  return made;
}

async function load({ standIns, email }: CorpusWorld, name: string, mime: Buffer): Promise<Loaded> {
  try {
    const item = await standIns.graph.seed.mime(email, "inbox", mime);
    return { name, itemId: standIns.graph.seed.id(item, "immutable"), refusal: null };
  } catch (error) {
    if (!(error instanceof NoMail)) throw error;
    return { name, itemId: null, refusal: error.message };
  }
}

/** A message that is said to be filed, with what both libraries read of it. */
interface Member {
  readonly name: string;
  readonly status: EmailStatus;
  readonly expected: ExpectedMail;
  readonly inMailbox: ExpectedMail;
}

/** Judges each message by itself, or together with those that share its activity (F3). */
async function judgeAll(
  world: CorpusWorld,
  files: readonly (CorpusFile & { readonly is: "mails" })[],
  loaded: ReadonlyMap<string, Loaded>,
): Promise<{ readonly results: ReadonlyMap<string, MessageResult>; readonly activities: number }> {
  const results = new Map<string, MessageResult>();
  const groups = new Map<string, Member[]>();
  for (const { file, messages } of files) {
    for (const [index, mime] of messages.entries()) {
      const name = nameOf(file, messages, index);
      const { itemId = null, refusal = null } = loaded.get(name) ?? {};
      if (itemId === null) {
        results.set(name, { outcome: "no-mail", reason: refusal ?? "The mailbox did not take it." });
        continue;
      }
      const status = await world.admin.emailStatus(world.email, itemId);
      if (status.activity === null || !["filed", "filed-in-part"].includes(status.state)) {
        results.set(name, notFiled(status));
        continue;
      }
      const member = { name, status, expected: await readExpected(mime), inMailbox: await readMailbox(world, itemId) };
      groups.set(status.activity.id, [...(groups.get(status.activity.id) ?? []), member]);
    }
  }
  for (const [activity, members] of groups) {
    const filed = await readFiled(world, activity);
    for (const [name, result] of judge(filed, members)) results.set(name, result);
  }
  return { results, activities: groups.size };
}

/** One of the members made the activity, whichever came first; the others added their files to it. */
function judge(filed: FiledMail, members: readonly Member[]): readonly (readonly [string, MessageResult])[] {
  const [maker] = members.toSorted((left, right) => unlike(left, filed) - unlike(right, filed));
  if (!maker) return [];
  const leftOut = members.flatMap(({ status }) => status.files.flatMap(({ name, link }) => (link === null ? [name] : [])));
  const whole = (one: ExpectedMail, all: readonly ExpectedMail[]): ExpectedMail => ({
    ...one,
    files: together(all.map(({ files }) => files)),
  });
  const againstMailbox = differences(
    whole(
      maker.inMailbox,
      members.map(({ inMailbox }) => inMailbox),
    ),
    filed,
    leftOut,
  );
  const readersDiffer = differences(
    whole(
      maker.expected,
      members.map(({ expected }) => expected),
    ),
    filed,
    leftOut,
  );
  return members.map((member) => {
    const sameAs = member === maker ? null : maker.name;
    if (!isSameMessage(maker.inMailbox, member.inMailbox))
      return [member.name, wrong(`It shares an activity with ${maker.name}, which is another message.`)];
    if (againstMailbox.length > 0) return [member.name, wrong("Salesforce holds something else than the mailbox.", againstMailbox)];
    const left = member.status.files.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem.message}`]));
    return [
      member.name,
      { outcome: "filed", activity: filed.id, sameAs, leftOut: left, readersDiffer: sameAs === null ? readersDiffer : [] },
    ];
  });
}

function unlike({ inMailbox }: Member, filed: FiledMail): number {
  return differences({ ...inMailbox, files: [] }, { ...filed, files: filed.files.filter(({ text }) => text !== null) }).length;
}

/** Each file once, by its name and bytes: what the first message brought is not added again by the second. */
function together(lists: readonly (readonly ExpectedFile[])[]): readonly ExpectedFile[] {
  const [first = [], ...others] = lists;
  return others.reduce(
    (all, list) => [...all, ...list.filter(({ hash, name }) => !all.some((known) => known.hash === hash && known.name === name))],
    first,
  );
}

function notFiled({ state, problem }: EmailStatus): MessageResult {
  if (problem && (state === "failed" || state === "excluded" || state === "listed")) {
    return { outcome: "refused", code: problem.code, reason: problem.message };
  }
  return wrong(`Its state is ${state}${problem ? ` (${problem.message})` : " and no reason is given"}.`);
}

function wrong(reason: string, found: readonly Difference[] = []): MessageResult {
  return { outcome: "wrong", reason, differences: found };
}

/** F3: the same id, sender, time and subject. */
function isSameMessage(one: ExpectedMail, other: ExpectedMail): boolean {
  return (
    one.messageId === other.messageId &&
    one.subject.trim() === other.subject.trim() &&
    one.sentAt?.getTime() === other.sentAt?.getTime() &&
    one.people[0] === other.people[0]
  );
}

interface TaskRow {
  readonly Id: string;
  readonly Subject: string | null;
  readonly Description: string | null;
  readonly Status: string;
  readonly IsClosed: boolean;
  readonly TaskSubtype: string | null;
  readonly ActivityDate: string | null;
}

interface LinkRow {
  readonly ContentDocument: { readonly Title: string; readonly FileExtension: string | null; readonly LatestPublishedVersionId: string };
}

async function readFiled({ salesforce }: CorpusWorld, id: string): Promise<FiledMail> {
  const task = await salesforce.record<TaskRow>("Task", id);
  const links = await salesforce.query<LinkRow>(
    `SELECT ContentDocument.Title, ContentDocument.FileExtension, ContentDocument.LatestPublishedVersionId FROM ContentDocumentLink WHERE LinkedEntityId = '${id}'`,
  );
  const files: FiledFile[] = [];
  for (const { ContentDocument: document } of links) {
    const bytes = await salesforce.bytes(document.LatestPublishedVersionId);
    const extension = document.FileExtension ?? "";
    const name =
      extension === "" || document.Title.toLowerCase().endsWith(`.${extension.toLowerCase()}`)
        ? document.Title
        : `${document.Title}.${extension}`;
    files.push({
      name,
      hash: hashOf(bytes),
      lineHash: lineHashOf(bytes),
      size: bytes.length,
      text: extension === "txt" ? bytes.toString("utf8") : null,
    });
  }
  return {
    id: task.Id,
    subject: task.Subject ?? "",
    description: task.Description ?? "",
    status: task.Status,
    isClosed: task.IsClosed,
    subtype: task.TaskSubtype,
    date: task.ActivityDate,
    files,
  };
}

interface Person {
  readonly emailAddress: { readonly address?: string };
}

interface MessageRow {
  readonly internetMessageId: string | null;
  readonly subject: string | null;
  readonly from?: Person;
  readonly toRecipients: readonly Person[];
  readonly ccRecipients: readonly Person[];
  readonly sentDateTime: string;
  readonly body: { readonly content: string };
}

interface AttachmentRow {
  readonly "@odata.type": string;
  readonly id: string;
  readonly name: string | null;
  readonly contentType: string | null;
  readonly isInline: boolean;
}

/** The mail as it lies in the mailbox, through Graph: what Tandem was given. */
async function readMailbox({ mailbox }: CorpusWorld, itemId: string): Promise<ExpectedMail> {
  const path = `/messages/${encodeURIComponent(itemId)}`;
  const message = await mailbox.get<MessageRow>(path);
  const attachments = await mailbox.all<AttachmentRow>(`${path}/attachments?$select=id,name,contentType,isInline`);
  const files = [];
  for (const { id, name, contentType, isInline } of attachments) {
    const bytes = await mailbox.bytes(`${path}/attachments/${encodeURIComponent(id)}/$value`);
    files.push({ name, hash: hashOf(bytes), lineHash: null, size: bytes.length, type: contentType ?? "", inline: isInline });
  }
  const people = [...(message.from ? [message.from] : []), ...message.toRecipients, ...message.ccRecipients];
  return {
    messageId: message.internetMessageId,
    subject: message.subject ?? "",
    people: people.flatMap(({ emailAddress }) => (emailAddress.address ? [emailAddress.address.toLowerCase()] : [])),
    sentAt: new Date(message.sentDateTime),
    text: message.body.content,
    htmlText: null,
    files,
  };
}
