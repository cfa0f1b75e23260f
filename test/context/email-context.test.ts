import { describe, expect, it } from "vitest";
import { addressRules, standingOf } from "../../sync-service/context/addresses.ts";
import { describePeople, emailContext, type Participant } from "../../sync-service/context/email-context.ts";
import type { Known, KnownPerson } from "../../sync-service/context/known-records.ts";

const rules = { ...addressRules(["lumen.example"], ["spam@bad.example", "@secret.example"]), prefer: "contact" as const };

describe("F2: which addresses count", () => {
  it.each([
    ["jane@acme.example", "outside"],
    ["SMTP:Jane@Acme.example", "outside"],
    ["anna@Lumen.Example", "internal"],
    ["x@sub.lumen.example", "outside"],
    ["/O=ExchangeLabs/cn=anna", "internal"],
    ["SPAM@bad.example", "blocked"],
    ["other@bad.example", "outside"],
    ["who@secret.example", "blocked"],
    ["", "none"],
    ["undisclosed-recipients:;", "none"],
    ["@acme.example", "none"],
    ["two words@acme.example", "none"],
  ])("%s is %s", (address, standing) => expect(standingOf(address, rules)).toBe(standing));
});

describe("the people of a mail", () => {
  const jane = person("Contact", "003jane", "jane@acme.example");
  const lead = person("Lead", "00Qjane", "jane@acme.example");
  const people = (known: readonly KnownPerson[], address: string, prefer: "contact" | "lead" = "contact") =>
    describePeople([from(address)], { ...rules, prefer }, { ...nothing, people: known }, (id) => `https://org/${id}`).people[0];

  it("a contact, why, and the lead who answers too", () => {
    expect(people([jane, lead], "Jane@acme.example")).toMatchObject({
      is: "contact",
      best: { id: "003jane", url: "https://org/003jane", matchedOn: "Contact.Email" },
      others: [{ id: "00Qjane", matchedOn: "Lead.Email" }],
    });
  });
  it("A3: the lead first when so set", () =>
    expect(people([jane, lead], "jane@acme.example", "lead")).toMatchObject({ is: "lead", best: { id: "00Qjane" } }));
  it("several, none of them picked", () => {
    expect(people([jane, { ...jane, id: "003twin" }], "jane@acme.example")).toMatchObject({
      is: "several",
      best: null,
      others: [{ id: "003jane" }, { id: "003twin" }],
    });
  });
  it("a user of the org is a colleague", () =>
    expect(people([person("User", "005u", "u@acme.example")], "u@acme.example")).toMatchObject({ is: "colleague", best: { id: "005u" } }));
  it("matched on a further e-mail field", () => {
    const held = { ...jane, addresses: [{ field: "Private__c", address: "jane@home.example" }] };
    expect(people([held], "jane@home.example")?.best?.matchedOn).toBe("Contact.Private__c");
  });

  it("internal and blocked addresses are never asked about, and nobody is asked about twice", async () => {
    const asked: (readonly string[])[] = [];
    const salesforce = {
      lookUp: async (addresses: readonly string[]) => {
        asked.push(addresses);
        return nothing;
      },
      recordUrl: (id: string) => id,
    };
    const everyone = ["jane@acme.example", "JANE@acme.example", "anna@lumen.example", "spam@bad.example"].map(from);
    const context = await emailContext(everyone, rules, salesforce);
    expect(asked).toEqual([["jane@acme.example"]]);
    expect(context.people.map(({ is }) => is)).toEqual(["unknown", "colleague", "blocked"]);
  });
});

const nothing: Known = { people: [], opportunities: [], cases: [] };

function from(address: string): Participant {
  return { role: "from", name: null, address };
}

function person(type: KnownPerson["type"], id: string, address: string): KnownPerson {
  return { type, id, name: id, addresses: [{ field: "Email", address }], title: null, phone: null, account: null, owner: null };
}
