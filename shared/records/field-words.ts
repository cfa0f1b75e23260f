import type { Contact } from "./contact.ts";
import type { Event } from "./event.ts";
import type { Kind } from "./fields.ts";
import type { Task } from "./task.ts";

const contact: Readonly<Record<keyof Contact, string>> = {
  salutation: "salutation",
  firstName: "first name",
  middleName: "middle name",
  lastName: "last name",
  suffix: "suffix",
  jobTitle: "title",
  department: "department",
  email: "e-mail",
  secondEmail: "second e-mail",
  thirdEmail: "third e-mail",
  businessPhone: "business phone",
  homePhone: "home phone",
  mobilePhone: "mobile phone",
  fax: "business fax",
  otherPhone: "other phone",
  assistantPhone: "assistant's phone",
  mailingStreet: "mailing street",
  mailingCity: "mailing city",
  mailingState: "mailing state",
  mailingPostalCode: "mailing postal code",
  mailingCountry: "mailing country",
  otherStreet: "other street",
  otherCity: "other city",
  otherState: "other state",
  otherPostalCode: "other postal code",
  otherCountry: "other country",
  birthday: "birthday",
  notes: "notes",
  assistantName: "assistant's name",
  webPage: "web page",
  accountName: "company",
};

const event: Readonly<Record<keyof Event, string>> = {
  subject: "subject",
  time: "time",
  location: "location",
  notes: "description",
  showAs: "show as",
  people: "people",
  meeting: "meeting",
  series: "series",
  isPrivate: "private",
  reminderAt: "reminder",
};

const task: Readonly<Record<keyof Task, string>> = {
  subject: "subject",
  dueDate: "due date",
  status: "status",
  importance: "importance",
  notes: "description",
  reminderAt: "reminder",
};

const WORDS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = { contact, event, task, email: {} };

/** What people call a field of such a record; a field that has no word of its own by its name. */
export const fieldWord = (kind: Kind, field: string): string => WORDS[kind][field] ?? field;

/** Every field of such a record. */
export const fieldsOfKind = (kind: Kind): readonly string[] => Object.keys(WORDS[kind]);
