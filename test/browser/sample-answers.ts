import type { Why } from "../../shared/api/why.ts";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { AttachmentChoices } from "../../shared/api/filing.ts";
import type { Me } from "../../shared/api/me.ts";
import type { Progress } from "../../shared/api/progress.ts";
import type { EmailContext, Match, Person } from "../../shared/api/person.ts";

/** Answers of the service, as a full day's mail would bring them. */

export const me: Me = {
  email: "ben.okafor@example.com",
  name: "Ben Okafor",
  salesforceUsername: "ben.okafor@example.com.sandbox",
  sync: "on",
  problem: null,
  attention: [],
  firstSync: null,
  stopped: null,
};

const counted = { failed: 0, held: 0, listed: 0 };

/** Contacts are through, tasks half, events are still being read. */
export const firstSync: Progress = {
  ...{ done: 412, of: 1_020, ...counted, failed: 3, held: 2, reading: false, secondsLeft: 170, stopped: null },
  kinds: [
    { kind: "contact", done: 400, of: 1_000, ...counted, failed: 3, held: 2, reading: false },
    { kind: "task", done: 12, of: 20, ...counted, reading: false },
  ],
};

const record = (type: string, id: string, name: string) => ({ type, id, name, url: `http://127.0.0.1:1/${id}` });

export const account = record("Account", "001000000000001AAA", "Harborlight Marine");

export const nora: Match = {
  ...record("Contact", "003000000000001AAA", "Nora Haugen"),
  title: "Fleet director",
  phone: "+47 55 01 02 03",
  account,
  owner: "Ben Okafor",
  matchedOn: "Contact.Email",
};

export const person = (
  address: string,
  is: Person["is"],
  role: Person["role"] = "cc",
  best: Match | null = null,
  others: readonly Match[] = [],
): Person => ({
  address,
  name: null,
  role,
  is,
  best,
  others: [...others],
});

export const opportunity = {
  ...record("Opportunity", "006000000000001AAA", "Harborlight: deck lights for four ferries"),
  stage: "Proposal/Price Quote",
  amount: 184_000,
  currency: null,
  closeDate: "2026-12-31",
};

export const context: EmailContext = {
  people: [
    person("ben.okafor@example.com", "colleague", "to"),
    person("nora.haugen@harborlight.example", "contact", "from", nora),
    person("purchasing-department-of-the-whole-company@very-long-domain-name-of-harborlight.example", "unknown"),
    person("jonas.lie@harborlight.example", "several", "cc", null, [
      { ...nora, ...record("Contact", "003000000000002AAA", "Jonas Lie"), account: null },
      { ...nora, ...record("Lead", "00Q000000000002AAA", "Jonas Lie"), matchedOn: "Lead.Email" },
    ]),
    person("spam@blocked.example", "blocked"),
  ],
  opportunities: [opportunity],
  cases: [{ ...record("Case", "500000000000001AAA", "00001026: Two lamps flicker on the Sognefjord"), status: "New", priority: "High" }],
};

export const attachments: AttachmentChoices = {
  attachments: [
    { id: "a1", name: "Upper deck, drawing 4.pdf", size: 812_345, inline: false, refused: null },
    { id: "a2", name: "lamps.csv", size: 1_204, inline: false, refused: null },
    { id: "a3", name: "setup.exe", size: 90_000, inline: false, refused: "Salesforce refuses files of the type exe." },
    { id: "a4", name: "logo.png", size: 4_000, inline: true, refused: null },
  ],
};

export const notFiled: EmailStatus = {
  state: "not-filed",
  problem: null,
  notes: [],
  activity: null,
  related: [],
  files: [],
  filedBy: null,
  filedAt: null,
  sharing: { mail: false, thread: false, rule: null },
  thread: null,
  removal: null,
};

export const filed: EmailStatus = {
  state: "filed-in-part",
  problem: { code: "FILE_REFUSED", message: "One file was left out.", remedy: "See which one below." },
  notes: ["Filed to Nora Haugen, the sender.", "Related to the only open opportunity of Harborlight Marine."],
  activity: record("Task", "00T000000000001AAA", "Email: Deck lights: drawings and numbers"),
  related: [account, opportunity],
  files: [
    {
      name: "Upper deck, drawing 4.pdf",
      size: 812_345,
      link: record("ContentDocument", "069000000000001AAA", "Upper deck, drawing 4"),
      problem: null,
    },
    {
      name: "setup.exe",
      size: 90_000,
      link: null,
      problem: {
        code: "FILE_TYPE",
        message: "Salesforce refuses files of the type exe.",
        remedy: "Put it into a zip archive if it has to go along.",
      },
    },
  ],
  filedBy: null,
  filedAt: "2026-11-22T05:00:00Z",
  sharing: notFiled.sharing,
  thread: null,
  removal: { possible: true, why: null, asked: false },
};

export const outage = { code: "SALESFORCE_UNREACHABLE", message: "Salesforce does not answer.", remedy: "Try again in a minute." };

/** Of an item that carries no mark. */
export const leftAlone: Why = {
  is: "left-alone",
  kind: "event",
  name: "Dentist",
  item: "rest-1",
  record: null,
  headline: "It does not carry the category “Salesforce”.",
  rules: [{ id: "E1", words: "Events with the category “Salesforce” go to Salesforce." }],
  hindrances: [],
  waits: null,
  next: "Nothing, as long as nobody changes that.",
  can: ["Set the category “Salesforce” on it."],
  lately: [],
};
