import { standingOf } from "../context/addresses.ts";
import type { KnownPerson } from "../context/known-records.ts";
import { Refused } from "../errors.ts";
import type { ChosenRecord, CrmAbilities, EmailAbilities, KnownForFiling } from "./crm.ts";
import { type ActivityText, WHOLE_TEXT_FILE, activityText, type TextExtras } from "./description.ts";
import { type AttachmentHead, correspondents, type Email } from "./email.ts";
import { knownAddresses } from "./email-message.ts";
import { type FileToTake, filesToTake } from "./files-to-take.ts";
import type { Filing, IntendedFile, Intent } from "./filing-store.ts";
import { type ChosenWhat, type Related, relatedOf } from "./related.ts";
import type { FilingRules } from "./rules.ts";
import { type Who, whoOf } from "./who.ts";

/** Everything a decision rests on. */
export interface Facts {
  readonly email: Email;
  readonly attachments: readonly AttachmentHead[];
  readonly known: KnownForFiling;
  readonly abilities: CrmAbilities;
  /** Set: it becomes an EmailMessage; null: a task, though the preset may want otherwise. */
  readonly message: EmailAbilities | null;
  readonly choice: Filing["choice"];
  readonly rules: FilingRules;
  /** To which this thread was filed before; it counts if the user can still read it. */
  readonly threadsRecordId: string | null;
  readonly recordUrl: (id: string) => string;
}

/** The addresses to look up: blocked and internal ones are never asked about. */
export function addressesToLookUp(email: Email, rules: FilingRules): readonly string[] {
  const outside = correspondents(email).filter(({ address }) => standingOf(address, rules) === "outside");
  return [...new Set(outside.map(({ address }) => address.trim().toLowerCase()))];
}

export function chosenIds(choice: Filing["choice"]): readonly string[] {
  return [choice.whoId, choice.whatId].filter((id) => typeof id === "string");
}

/** @throws Refused when a chosen record is not there for this user. */
export function intentOf(facts: Facts, stampOf: (file: FileToTake) => string): Intent {
  const { email, known, abilities, choice, rules } = facts;
  const people = peopleOf(facts);
  const related = relatedOf(people, known, chosenWhat(choice, known), threadsRecord(facts));
  const { files, cloudFiles } = filesToTake(facts.attachments, choice.attachments, rules.inlineImages, rules.attachmentsAs);
  const text = textOf(email, { listed: people.listed, cloudFiles }, abilities, facts.message);
  const asMessage = facts.message === null ? {} : ({ storedAs: "email-message", known: knownAddresses(email, known, rules) } as const);
  const instead = rules.storeAs === "email-message" && facts.message === null ? [NO_EMAIL_MESSAGES] : [];
  const link = (record: { readonly id: string; readonly type: string; readonly name: string }) => ({
    id: record.id,
    type: record.type,
    name: record.name,
    url: facts.recordUrl(record.id),
  });
  const whole: FileToTake | null =
    text.whole === null ? null : { attachmentId: "", name: WHOLE_TEXT_FILE, size: text.whole.length, refused: null };
  return {
    who: people.who === null ? null : link(people.who),
    what: related.what === null ? null : link(related.what),
    beside: people.beside.map(link),
    listed: people.listed.map(link),
    files: [...files.map((file) => intended(file, file.attachmentId)), ...(whole === null ? [] : [intended(whole, null)])],
    cloudFiles,
    attachmentsAs: rules.attachmentsAs,
    ...asMessage,
    notes: [...instead, ...people.notes, ...related.notes, ...text.notes],
  };

  function intended(file: FileToTake, attachmentId: string | null): IntendedFile {
    return { stamp: stampOf(file), attachmentId, name: file.name, size: file.size, refused: file.refused };
  }
}

/** @throws Refused when the chosen person is not there for this user. */
export function peopleOf({
  email,
  known,
  abilities,
  choice,
  rules,
  message = null,
}: Omit<Facts, "attachments" | "recordUrl" | "threadsRecordId" | "message"> & Partial<Pick<Facts, "message">>): Who {
  return whoOf(
    email,
    known,
    { ...rules, sharedActivities: abilities.sharedActivities, relatesAll: message !== null },
    chosenWho(choice, known),
  );
}

/** The words for a task, or for the fields of an EmailMessage. */
export function textOf(email: Email, extras: TextExtras, abilities: CrmAbilities, message: EmailAbilities | null): ActivityText {
  if (message !== null) return activityText(email, extras, { subject: message.subjectLength, description: message.textLength }, true);
  return activityText(email, extras, { subject: abilities.subjectLength, description: abilities.descriptionLength });
}

const NO_EMAIL_MESSAGES = "Filed as a task: e-mails cannot be stored as such in this organisation (Enhanced Email), or not by you.";

function chosenWho(choice: Filing["choice"], known: KnownForFiling): KnownPerson | null {
  if (choice.whoId === undefined) return null;
  const found = chosenRecord(choice.whoId, known);
  if (found.is === "person" && found.person.type !== "User") return found.person;
  throw notAPerson();
}

function chosenWhat(choice: Filing["choice"], known: KnownForFiling): ChosenWhat {
  if (choice.whatId === undefined || choice.whatId === null) return choice.whatId;
  const found = chosenRecord(choice.whatId, known);
  if (found.is === "record") return found.record;
  throw notARecord();
}

function threadsRecord({ threadsRecordId, known }: Facts): Related["what"] {
  if (threadsRecordId === null) return null;
  for (const [id, found] of known.chosen)
    if (id.slice(0, 15) === threadsRecordId.slice(0, 15) && found.is === "record") return found.record;
  return null;
}

/** Ids come with 15 or 18 characters; the first 15 say it all. */
function chosenRecord(id: string, known: KnownForFiling): ChosenRecord {
  for (const [held, record] of known.chosen) if (held.slice(0, 15) === id.slice(0, 15)) return record;
  throw new Refused({
    code: "CHOSEN_RECORD_MISSING",
    message: "A record chosen for this mail is not in Salesforce any more, or you may not see it.",
    remedy: "Choose another record in the pane and file again.",
  });
}

function notAPerson(): Refused {
  return new Refused({
    code: "CHOSEN_RECORD_UNSUITABLE",
    message: "The record chosen as the person is neither a contact nor a lead.",
    remedy: "Choose a contact or a lead in the pane and file again.",
  });
}

function notARecord(): Refused {
  return new Refused({
    code: "CHOSEN_RECORD_UNSUITABLE",
    message: "The record chosen as related to the mail is a person.",
    remedy: "Choose an account, an opportunity, a case or the like in the pane and file again.",
  });
}
