import { standingOf } from "../context/addresses.ts";
import { OutcomeUnknown, type Problem } from "../errors.ts";
import { addressesToLookUp, chosenIds, intentOf, textOf } from "./decide.ts";
import type { ActivityText } from "./description.ts";
import { correspondents, type Email, type ReadEmail } from "./email.ts";
import { exclusionOf } from "./exclusion.ts";
import type { Activity, Claim, Filing, FilingDetail, Intent, Settlement } from "./filing-store.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { joinActivity } from "./join-activity.ts";
import { mayBeShared } from "./may-be-shared.ts";
import type { FilingParts } from "./parts.ts";
import { dayIn } from "./rules.ts";
import { KeptOut } from "./sharing.ts";
import { stampOf } from "./stamp.ts";
import { NO_LONGER_FOLLOWED, NOBODY_OUTSIDE } from "./threads.ts";
import { messageOf } from "./email-message.ts";
import type { Attached, EmailAbilities, Made, NewActivity, NewFile } from "./crm.ts";
import type { Content } from "./mailbox.ts";
import { attachedFiles, filingFiles, problemOf, uploadFiles, versionIds } from "./upload-files.ts";

type Ours = Extract<Claim, { is: "ours" }>;

/** While another mailbox makes the activity of the same message. */
const LOOK_AGAIN_MS = 2_000;
/** A request whose sender died or gave up may still be under way: what is not found so soon is not missing yet. */
const STILL_UNDER_WAY_MS = 2_000;

/**
 * One attempt to file a mail: it ends settled, put off, or with an error that says what next. May be cut off at any line: the
 * next attempt finds what was made, and makes the rest.
 */
export async function fileEmail(filing: Filing, parts: FilingParts): Promise<void> {
  const { mailbox, store, now } = parts;
  await store.began(filing);
  const read = await mailbox.read(filing.messageId);
  if (read === null) return store.settle(filing, settlement("left", MAIL_GONE), now());
  try {
    await file(filing, read, parts);
  } catch (error) {
    if (!(error instanceof KeptOut)) throw error;
    await keepOut(filing, read, error.problem, parts);
  }
}

/** @throws KeptOut when it may not be shared, as may be said at any moment until the activity is there (F5). */
async function file(filing: Filing, read: ReadEmail, parts: FilingParts): Promise<void> {
  const { store, rules, now } = parts;
  const { conversationId } = read.email;
  if (!read.email.isDraft) await mayBeShared(read.email, parts);
  const exclusion = exclusionOf(read.email, rules) ?? (await againstThread(filing, read.email, parts));
  if (exclusion !== null && (filing.choice.anyway !== true || read.email.isDraft)) {
    return store.settle(filing, { ...settlement("excluded", exclusion), conversationId }, now());
  }
  const claim = await store.claim(filing, fingerprintOf(read.email), now());
  switch (claim.is) {
    case "taken":
      return store.later(filing, BEING_FILED, filing.attempts, new Date(now().getTime() + LOOK_AGAIN_MS));
    case "made":
      if (claim.own && filing.detail !== null) return store.settle(filing, asBefore(filing, filing.detail), now());
      return store.settle(filing, { ...(await joinActivity(filing, read, claim, parts)), conversationId }, now());
    case "ours":
      return store.settle(filing, { ...(await makeActivity(filing, read, claim, parts)), conversationId }, now());
  }
}

/** Why a reply is not filed with its thread after all (F3). */
async function againstThread(filing: Filing, email: Email, { store, rules }: FilingParts): Promise<Problem | null> {
  if (filing.via !== "thread") return null;
  const { conversationId } = email;
  const isFollowed = conversationId !== null && (await store.threads.followed([conversationId])).has(conversationId);
  if (!isFollowed) return NO_LONGER_FOLLOWED;
  return correspondents(email).some(({ address }) => standingOf(address, rules) === "outside") ? null : NOBODY_OUTSIDE;
}

/**
 * It is not shared. What an earlier attempt had uploaded goes; an activity that turns out to stand already is told as filed, and whether
 * it goes too is asked (F5). What was filed before the mail was marked anew stays as it was.
 */
async function keepOut(filing: Filing, { email }: ReadEmail, problem: Problem, parts: FilingParts): Promise<void> {
  const { crm, store, now } = parts;
  if (filing.activityId !== null && filing.detail !== null) return store.settle(filing, asBefore(filing, filing.detail), now());
  const begun = await store.begun(filing);
  if (begun?.intent) {
    const text = textOf(email, begun.intent, await crm.abilities(), await messageFor(begun.intent, parts));
    const wanted = newActivity(email, begun, begun.intent, text, parts);
    const standing = await findMade(wanted, begun, false, parts);
    if (standing === null && isRecent(begun, now())) throw new OutcomeUnknown("An earlier attempt may still be under way.");
    await crm.discard(
      begun.intent.files.map(({ stamp }) => stamp),
      standing,
    );
    if (standing !== null) {
      const notes = ["The activity stood already when Do not share was set; its files were removed."];
      const detail = { ...detailOf(wanted, { activityId: standing, files: new Map(), notes }, begun.intent, [], crm.recordUrl), notes };
      const made = { salesforceId: standing, files: [] };
      return store.settle(filing, { state: "filed", problem: null, detail, activityId: begun.id, marksDue: true, made }, now());
    }
    await store.release(filing);
  }
  await store.settle(filing, { ...settlement("excluded", problem), conversationId: email.conversationId }, now());
}

async function makeActivity(filing: Filing, read: ReadEmail, claim: Ours, parts: FilingParts): Promise<Settlement> {
  const { crm, store, now } = parts;
  const { email } = read;
  const abilities = await crm.abilities();
  let { activity } = claim;
  let { intent } = activity;
  const textFor = async (of: Intent) => textOf(email, of, abilities, await messageFor(of, parts));
  // An earlier attempt may have made it and never heard so; else what was decided then may be out of date.
  let standing =
    intent === null ? null : await findMade(newActivity(email, activity, intent, await textFor(intent), parts), activity, false, parts);
  if (intent !== null && standing === null && isRecent(activity, now()))
    throw new OutcomeUnknown("An earlier attempt may still be under way.");
  if (intent === null || standing === null) {
    intent = await decide(filing, read, activity, parts);
    activity = await store.intend(activity, intent);
    if (claim.takenOver) {
      standing = await findMade(newActivity(email, activity, intent, await textFor(intent), parts), activity, true, parts);
    }
  }

  const text = await textFor(intent);
  const wanted = newActivity(email, activity, intent, text, parts);
  const begun: Begun = { email, intent, wanted, standing, isFresh: claim.fresh, whole: text.whole ?? text.description };
  const { made, files } = intent.attachmentsAs === "classic" ? await makeWithAttachments(begun, parts) : await makeWithFiles(begun, parts);
  const taken = files.flatMap(({ name, size, link }) => (link === null ? [] : [{ name, size }]));
  const problem = problemOf(files);
  return {
    state: problem === null ? "filed" : "filed-in-part",
    problem,
    detail: detailOf(wanted, made, intent, files, crm.recordUrl),
    activityId: activity.id,
    marksDue: true,
    made: { salesforceId: made.activityId, files: taken },
  };
}

/** As it was decided: a setting that changed since does not make a second form of what may stand already. */
async function messageFor({ storedAs }: Intent, { crm }: FilingParts): Promise<EmailAbilities | null> {
  return storedAs === "email-message" ? await crm.emailAbilities() : null;
}

/** What is to be made, and how far it is. */
interface Begun {
  readonly email: Email;
  readonly intent: Intent;
  readonly wanted: NewActivity;
  readonly standing: string | null;
  readonly isFresh: boolean;
  /** The whole text, for a file. */
  readonly whole: string;
}

interface MadeWithFiles {
  readonly made: Made;
  readonly files: FilingDetail["files"];
}

/** The files first, each found again by its stamp; then the activity with their links, in one request. */
async function makeWithFiles({ email, intent, wanted, standing, isFresh, whole }: Begun, parts: FilingParts): Promise<MadeWithFiles> {
  const { crm, mailbox } = parts;
  const stamps = intent.files.filter(({ refused }) => refused === null).map(({ stamp }) => stamp);
  const isUp = isFresh || stamps.length === 0 ? new Map<string, string>() : await crm.findUploads(stamps);
  const before = () => mayBeShared(email, parts);
  const uploads = await uploadFiles(email.id, intent.files, whole, isUp, { mailbox, before, send: crm.upload, isWhole: true });
  await mayBeShared(email, parts);
  const attached = attachedTo(intent, versionIds(uploads));
  const made = standing === null ? await crm.make(wanted, attached) : { activityId: standing, ...(await crm.add(standing, attached)) };
  return { made, files: filingFiles(uploads, made.files, crm.recordUrl) };
}

/** A classic attachment needs its record, which it never leaves: so the activity comes first. */
async function makeWithAttachments({ email, intent, wanted, standing, whole }: Begun, parts: FilingParts): Promise<MadeWithFiles> {
  const { crm, mailbox } = parts;
  await mayBeShared(email, parts);
  const people = attachedTo(intent, []);
  const made = standing === null ? await crm.make(wanted, people) : { activityId: standing, ...(await crm.add(standing, people)) };
  const isUp = standing === null || intent.files.length === 0 ? new Map<string, string>() : await crm.findAttached(standing);
  const before = () => mayBeShared(email, parts);
  const send = (file: NewFile, content: Content) => crm.attach(made.activityId, file, content);
  const uploads = await uploadFiles(email.id, intent.files, whole, isUp, { mailbox, before, send });
  return { made, files: attachedFiles(uploads, crm.recordUrl) };
}

function isRecent(activity: Activity, now: Date): boolean {
  return now.getTime() - activity.intentAt.getTime() < STILL_UNDER_WAY_MS;
}

/** The mail was left and is marked again: what was filed then stands. */
function asBefore(filing: Filing, detail: FilingDetail): Settlement {
  const problem = problemOf(detail.files);
  return { state: problem === null ? "filed" : "filed-in-part", problem, detail, activityId: filing.activityId, marksDue: true };
}

async function decide(filing: Filing, { email, attachments }: ReadEmail, activity: Activity, parts: FilingParts): Promise<Intent> {
  const { crm, rules, store } = parts;
  const abilities = await crm.abilities();
  const asked = email.conversationId !== null && filing.choice.whatId === undefined;
  const threadsRecord = asked ? await store.threads.recordOf(email.conversationId) : null;
  const ids = [...chosenIds(filing.choice), ...(threadsRecord === null ? [] : [threadsRecord.id])];
  const known = await crm.lookUpFor(addressesToLookUp(email, rules), ids);
  const message = rules.storeAs === "email-message" ? await crm.emailAbilities() : null;
  const facts = {
    message,
    threadsRecordId: threadsRecord?.id ?? null,
    email,
    attachments,
    known,
    abilities,
    choice: filing.choice,
    rules,
    recordUrl: crm.recordUrl,
  };
  return intentOf(facts, ({ attachmentId, size }) => stampOf(activity.id, attachments, attachmentId, size));
}

function newActivity(email: Email, activity: Activity, intent: Intent, text: ActivityText, { rules, now }: FilingParts): NewActivity {
  return {
    stamp: activity.id,
    internetMessageId: email.internetMessageId,
    subject: text.subject,
    description: text.description,
    date: dayIn(rules.timeZone, email.sentAt === null ? now() : new Date(email.sentAt)),
    importance: email.importance,
    whoId: intent.who?.id ?? null,
    whatId: intent.what?.id ?? null,
    message: intent.storedAs === "email-message" ? messageOf(email, intent, activity.id, rules.ownAddresses) : null,
  };
}

function attachedTo(intent: Intent, versions: readonly string[]): Attached {
  return {
    besideIds: intent.beside.map(({ id }) => id),
    versionIds: versions,
    linkTo: [intent.who, intent.what].flatMap((record) => (record === null ? [] : [record.id])),
  };
}

/** What belongs to another message is not it, however alike (O6). */
async function findMade(wanted: NewActivity, activity: Activity, takenOver: boolean, { crm, store }: FilingParts): Promise<string | null> {
  const candidates = await crm.findActivities({ activity: wanted, ownerId: takenOver ? null : crm.userId, since: activity.intentAt });
  if (candidates.length === 0) return null;
  const others = await store.claimed(candidates, activity);
  return candidates.find((id) => !others.has(id)) ?? null;
}

function detailOf(
  wanted: NewActivity,
  made: Made,
  intent: Intent,
  files: FilingDetail["files"],
  recordUrl: (id: string) => string,
): FilingDetail {
  return {
    notes: [...intent.notes, ...made.notes],
    activity: {
      id: made.activityId,
      type: wanted.message === null ? "Task" : "EmailMessage",
      name: wanted.subject,
      url: recordUrl(made.activityId),
    },
    related: [intent.who, ...intent.beside, intent.what].filter((record) => record !== null),
    files,
  };
}

function settlement(state: "left" | "excluded", problem: Problem): Settlement {
  return { state, problem, detail: null, activityId: null, marksDue: false };
}

const MAIL_GONE: Problem = {
  code: "MAIL_GONE",
  message: "The mail was removed from the mailbox before it was filed.",
  remedy: "Restore the mail and move it to Salesforce Emails again if it belongs in Salesforce.",
};

const BEING_FILED: Problem = {
  code: "BEING_FILED",
  message: "The same message is being filed from another mailbox right now.",
  remedy: "Nothing to do: your people and files are added as soon as it is there.",
};
