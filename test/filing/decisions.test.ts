import { describe, expect, it } from "vitest";
import { addressRules } from "../../sync-service/context/addresses.ts";
import type { Known, KnownOpportunity, KnownPerson } from "../../sync-service/context/known-records.ts";
import { PLAIN_TRAITS } from "../../sync-service/filing/mail-traits.ts";
import type { Email, EmailAddress } from "../../sync-service/filing/email.ts";
import { exclusionOf } from "../../sync-service/filing/exclusion.ts";
import { fingerprintOf } from "../../sync-service/filing/fingerprint.ts";
import { relatedOf } from "../../sync-service/filing/related.ts";
import { whoOf } from "../../sync-service/filing/who.ts";

const rules = {
  ...addressRules(["Lumen.example"], ["spam@bad.example", "@secret.example"]),
  prefer: "contact" as const,
  sharedActivities: true,
  ownAddresses: ["anna@lumen.example"],
};

describe("F2: who a mail is filed to", () => {
  const jane = person("Contact", "003jane", "jane@acme.example", "001acme");
  const rick = person("Contact", "003rick", "rick@acme.example", "001acme");
  const lead = person("Lead", "00Qlea", "lea@new.example");
  const twin = person("Lead", "00Qjan", "jane@acme.example");
  const user = person("User", "005ulf", "ulf@partner.example");
  const rows: readonly {
    readonly title: string;
    readonly mail: Partial<Record<"from" | "to" | "cc" | "bcc", string>>;
    readonly known: readonly KnownPerson[];
    readonly given?: Partial<typeof rules>;
    readonly chosen?: KnownPerson;
    readonly who: string | null;
    readonly beside?: readonly string[];
    readonly listed?: readonly string[];
    readonly says?: string;
  }[] = [
    { title: "the sender", mail: { from: "jane@acme.example", to: "anna@lumen.example" }, known: [jane], who: "003jane" },
    { title: "the sender, whatever the case", mail: { from: "Jane@ACME.example" }, known: [jane], who: "003jane" },
    {
      title: "of a sent mail the first To",
      mail: { from: "anna@lumen.example", to: "rick@acme.example jane@acme.example" },
      known: [jane, rick],
      who: "003rick",
      beside: ["003jane"],
    },
    {
      title: "the user's choice before the sender, who then stands beside",
      mail: { from: "jane@acme.example" },
      known: [jane, rick],
      chosen: rick,
      who: "003rick",
      beside: ["003jane"],
    },
    {
      title: "the first who is known when the sender is not",
      mail: { from: "who@acme.example", cc: "rick@acme.example" },
      known: [rick],
      who: "003rick",
    },
    { title: "nobody, and it says so", mail: { from: "who@acme.example" }, known: [], who: null, says: "Nobody on this mail is known" },
    { title: "contact before lead", mail: { from: "jane@acme.example" }, known: [twin, jane], who: "003jane" },
    {
      title: "lead before contact when so set (A3)",
      mail: { from: "jane@acme.example" },
      known: [twin, jane],
      given: { prefer: "lead" as never },
      who: "00Qjan",
    },
    {
      title: "nobody among equals, and it says so",
      mail: { from: "jane@acme.example" },
      known: [jane, { ...jane, id: "003same" }],
      who: null,
      says: "2 records in Salesforce answer",
    },
    { title: "never a colleague", mail: { from: "ulf@partner.example" }, known: [user], who: null },
    { title: "never a blind copy", mail: { from: "who@acme.example", bcc: "jane@acme.example" }, known: [jane], who: null },
    {
      title: "never an internal or a blocked address, though a contact holds it",
      mail: { from: "bo@lumen.example", to: "spam@bad.example" },
      known: [person("Contact", "003bo", "bo@lumen.example"), person("Contact", "003sp", "spam@bad.example")],
      who: null,
    },
    {
      title: "a lead, whom nobody can stand beside",
      mail: { from: "lea@new.example", cc: "jane@acme.example" },
      known: [lead, jane],
      who: "00Qlea",
      listed: ["003jane"],
      says: "Named in the text only",
    },
    {
      title: "a contact, beside whom no lead can stand",
      mail: { from: "jane@acme.example", cc: "lea@new.example" },
      known: [lead, jane],
      who: "003jane",
      listed: ["00Qlea"],
    },
    {
      title: "one only where the org relates one only",
      mail: { from: "jane@acme.example", cc: "rick@acme.example" },
      known: [jane, rick],
      given: { sharedActivities: false as never },
      who: "003jane",
      listed: ["003rick"],
    },
  ];
  it.each(rows)("$title", ({ mail: given, known, given: changed = {}, chosen = null, who, beside = [], listed = [], says = "" }) => {
    const decided = whoOf(mail(given), { ...nothing, people: known }, { ...rules, ...changed }, chosen);
    expect(decided.who?.id ?? null).toBe(who);
    expect(decided.beside.map(({ id }) => id)).toEqual(beside);
    expect(decided.listed.map(({ id }) => id)).toEqual(listed);
    expect(decided.notes.join(" ")).toContain(says);
  });

  it("relates fifty at most, and lists the rest", () => {
    const crowd = Array.from({ length: 60 }, (_, n) => person("Contact", `003p${n}`, `p${n}@acme.example`));
    const decided = whoOf(
      mail({ from: "p0@acme.example", to: crowd.map(({ addresses }) => addresses[0]?.address).join(" ") }),
      { ...nothing, people: crowd },
      rules,
      null,
    );
    expect([decided.beside.length, decided.listed.length]).toEqual([49, 10]);
  });
});

describe("F2: the related record", () => {
  const jane = person("Contact", "003jane", "jane@acme.example", "001acme");
  const lea = person("Lead", "00Qlea", "lea@new.example");
  const alone = person("Contact", "003solo", "solo@acme.example");
  const deal = opportunity("006deal", "001acme");
  const who = (one: KnownPerson | null, beside: readonly KnownPerson[] = []) => ({ who: one, beside, listed: [], notes: [] });
  const chosen = { id: "500case", type: "Case", name: "00001" };
  it.each([
    { title: "the user's choice", people: who(jane), open: [deal], choice: chosen, what: "500case", says: "as chosen" },
    { title: "none, when that was chosen", people: who(jane), open: [deal], choice: null, what: null, says: "as chosen" },
    {
      title: "the only open opportunity of the account",
      people: who(jane),
      open: [deal, opportunity("006other", "001else")],
      choice: undefined,
      what: "006deal",
      says: "the only open opportunity",
    },
    {
      title: "the account, when several are open, and it says so",
      people: who(jane),
      open: [deal, opportunity("006two", "001acme")],
      choice: undefined,
      what: "001acme",
      says: "2 open opportunities, and none was chosen",
    },
    {
      title: "the account, when none is open",
      people: who(jane),
      open: [],
      choice: undefined,
      what: "001acme",
      says: "no open opportunity",
    },
    {
      title: "none for a contact without account, and it says so",
      people: who(alone),
      open: [deal],
      choice: undefined,
      what: null,
      says: "has no account",
    },
    {
      title: "the account the others share, when the who has none",
      people: who(alone, [jane]),
      open: [],
      choice: undefined,
      what: "001acme",
      says: "account",
    },
    { title: "none beside a lead, and it says so", people: who(lea), open: [deal], choice: undefined, what: null, says: "is a lead" },
    { title: "none beside a lead, even a chosen one", people: who(lea), open: [deal], choice: chosen, what: null, says: "is a lead" },
    { title: "none when nobody is known", people: who(null), open: [], choice: undefined, what: null, says: "" },
  ])("is $title", ({ people, open, choice, what, says }) => {
    const related = relatedOf(people, { ...nothing, opportunities: open }, choice);
    expect(related.what?.id ?? null).toBe(what);
    expect(related.notes.join(" ")).toContain(says);
  });
});

describe("F2: what is filed on no path but File anyway", () => {
  it.each([
    ["a blocked address", { from: "spam@bad.example", to: "anna@lumen.example" }, "BLOCKED_ADDRESS"],
    ["a blocked domain on Cc", { from: "jane@acme.example", cc: "x@Secret.Example" }, "BLOCKED_ADDRESS"],
    ["a blocked blind copy", { from: "jane@acme.example", bcc: "spam@bad.example" }, "BLOCKED_ADDRESS"],
    ["internal addresses only", { from: "anna@lumen.example", to: "bo@LUMEN.example" }, "INTERNAL_ONLY"],
    ["internal people by their directory path", { from: "anna@lumen.example", to: "/o=ExchangeLabs/cn=bo" }, "INTERNAL_ONLY"],
  ])("%s", (_, given, code) => expect(exclusionOf(mail(given), rules)?.code).toBe(code));

  it.each([
    ["one outsider among colleagues", { from: "anna@lumen.example", to: "bo@lumen.example jane@acme.example" }],
    ["a domain that only ends like ours", { from: "x@notlumen.example" }],
    ["nobody at all", {}],
    ["a bounce to one of us", { to: "anna@lumen.example" }],
  ])("but not %s", (_, given) => expect(exclusionOf(mail(given), rules)).toBeNull());

  it("a draft", () => expect(exclusionOf({ ...mail({ to: "jane@acme.example" }), isDraft: true }, rules)?.code).toBe("DRAFT"));
});

describe("F3: the same message", () => {
  const original = {
    ...mail({ from: "jane@acme.example" }),
    internetMessageId: "<1@acme>",
    subject: "Hi",
    sentAt: "2026-11-10T18:30:00Z",
    text: "a",
  };
  it.each([
    [
      "has the same id, sender, time and subject, in another mailbox",
      { id: "other", folderId: "f", text: "differently shown", sentAt: "2026-11-10T18:30:00.0000000Z" },
      true,
    ],
    ["is another one when the id is repeated with another subject", { subject: "Ho" }, false],
    ["is another one when the id is repeated with another sender", { from: { name: null, address: "eve@acme.example" } }, false],
    ["is another one when the id is repeated at another time", { sentAt: "2026-11-10T18:31:00Z" }, false],
  ])("%s", (_, changed, same) => expect(fingerprintOf({ ...original, ...changed }) === fingerprintOf(original)).toBe(same));

  it("without an id is told by its text", () => {
    const bare = { ...original, internetMessageId: null };
    expect(fingerprintOf({ ...bare, id: "copy", text: " a\r\n" })).toBe(fingerprintOf(bare));
    expect(fingerprintOf({ ...bare, text: "b" })).not.toBe(fingerprintOf(bare));
  });
});

const nothing: Known = { people: [], opportunities: [], cases: [] };

function mail(given: Partial<Record<"from" | "to" | "cc" | "bcc", string>>): Email {
  const addresses = (words = ""): readonly EmailAddress[] =>
    words.split(" ").flatMap((address) => (address === "" ? [] : [{ name: null, address }]));
  return {
    id: "m",
    internetMessageId: null,
    folderId: "f",
    categories: [],
    subject: "S",
    from: addresses(given.from)[0] ?? null,
    to: addresses(given.to),
    cc: addresses(given.cc),
    bcc: addresses(given.bcc),
    sentAt: null,
    importance: "normal",
    isDraft: false,
    ...PLAIN_TRAITS,
    text: "",
  };
}

function person(type: KnownPerson["type"], id: string, address: string, accountId?: string): KnownPerson {
  const account = accountId === undefined ? null : { id: accountId, name: accountId };
  return { type, id, name: id, addresses: [{ field: "Email", address }], title: null, phone: null, account, owner: null };
}

function opportunity(id: string, accountId: string): KnownOpportunity {
  return { id, name: id, accountId, stage: "Open", amount: null, currency: null, closeDate: "2026-12-31" };
}
