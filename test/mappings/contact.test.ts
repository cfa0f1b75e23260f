import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { canonicalText } from "../../sync-service/mappings/canonical-text.ts";
import { contactFault } from "../../sync-service/mappings/contact-faults.ts";
import {
  contactFields,
  contactFromGraph,
  contactMapping,
  contactToGraph,
  contactToSalesforce,
} from "../../sync-service/mappings/contact.ts";
import { leadMapping, leadToSalesforce } from "../../sync-service/mappings/lead.ts";
import { salesforceForms } from "../../sync-service/mappings/own-columns.ts";
import type { GraphContact } from "../../sync-service/mappings/wire/graph-contact.ts";
import { contact } from "../doubles/blank-contact.ts";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom("a\r\nb", " x ", "\t", "é\u0000", "😀".repeat(41)),
);

/** A value in canonical form, as the mapping itself reads one. */
function canonical(field: keyof Contact): fc.Arbitrary<string | null> {
  if (field === "birthday")
    return fc.option(
      fc
        .date({ min: new Date("1700-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10)),
    );
  const row = contactMapping[field];
  const wires: Record<string, (value: string) => GraphContact> = {
    emailAddresses: (address) => ({ emailAddresses: [{ address }, { address }, { address }] }),
    singleValueExtendedProperties: (value) => ({ singleValueExtendedProperties: [{ id: row.graph.extended ?? "", value }] }),
    businessPhones: (phone) => ({ businessPhones: [phone] }),
    homePhones: (phone) => ({ homePhones: [phone] }),
    businessAddress: (part) => ({ businessAddress: { street: part, city: part, state: part, postalCode: part, countryOrRegion: part } }),
    otherAddress: (part) => ({ otherAddress: { street: part, city: part, state: part, postalCode: part, countryOrRegion: part } }),
  };
  const wireOf = wires[row.graph.property] ?? ((value: string) => ({ [row.graph.property]: value }));
  return text.map((value) => row.graph.read(wireOf(value)));
}

const record = fc.record(Object.fromEntries(contactFields.map((field) => [field, canonical(field)]))) as unknown as fc.Arbitrary<Contact>;

/** The list of a mailbox has no gaps: an address without one before it moves up. */
function movedUp(record: Contact): Contact {
  const [email = null, secondEmail = null, thirdEmail = null] = [record.email, record.secondEmail, record.thirdEmail].filter(
    (address) => address !== null,
  );
  return { ...record, email, secondEmail, thirdEmail };
}

const own = { secondEmail: "Second_Email__c", thirdEmail: "Third_Email__c" };
const [asContact, asLead] = [salesforceForms(contactMapping, own), salesforceForms(leadMapping, own)];

/** C3: what a lead has no field for. Its web page and its company it has, both ways. */
const NOT_ON_LEADS: Partial<Contact> = {
  department: null,
  homePhone: null,
  otherPhone: null,
  assistantPhone: null,
  otherStreet: null,
  otherCity: null,
  otherState: null,
  otherPostalCode: null,
  otherCountry: null,
  birthday: null,
  assistantName: null,
};

describe("every row", () => {
  it.each(contactFields.map((field) => [field]))("%s: what was written reads back the same", (field) => {
    fc.assert(
      fc.property(canonical(field), record, (value, beside) => {
        const held = contactToGraph(beside);
        const { singleValueExtendedProperties: phones = [], ...patch } = contactToGraph({ [field]: value }, held);
        const kept = (held.singleValueExtendedProperties ?? []).filter(({ id }) => !phones.some((phone) => phone.id === id));
        const read = contactFromGraph({ ...held, ...patch, singleValueExtendedProperties: [...kept, ...phones] });
        expect(read).toEqual(movedUp({ ...movedUp(beside), [field]: value }));
        const back = asContact.fromRow(asContact.toFields({ [field]: value }))[field];
        const { flow } = contactMapping[field];
        expect(back).toBe(flow === "both" && asContact.columns[field] !== "" ? value : null);
        expect(asLead.fromRow(asLead.toFields({ [field]: value }))[field]).toBe(asLead.columns[field] === "" ? null : value);
      }),
      { numRuns: 50 },
    );
  });

  it("a whole record survives both ways", () => {
    fc.assert(
      fc.property(record, (whole) => {
        expect(contactFromGraph(contactToGraph(whole))).toEqual(movedUp(whole));
        expect(asContact.fromRow(asContact.toFields(whole))).toEqual({ ...whole, accountName: null, webPage: null });
        expect(asLead.fromRow(asLead.toFields(whole))).toEqual({ ...whole, ...NOT_ON_LEADS });
      }),
    );
  });

  it("P3: one change sends its own property and nothing else", () => {
    for (const field of contactFields.filter((each) => !["salutation", "firstName", "middleName", "lastName", "suffix"].includes(each))) {
      expect(Object.keys(contactToGraph({ [field]: null }, {}))).toEqual([contactMapping[field].graph.property]);
    }
    expect(contactToSalesforce({ accountName: "Berg", webPage: "https://berg.example" })).toEqual({});
    expect(leadToSalesforce({ accountName: "Berg", webPage: "https://berg.example", birthday: "1990-01-01" })).toEqual({
      Company: "Berg",
      Website: "https://berg.example",
    });
  });
});

describe("values that share a place", () => {
  it("the first phone changes, and the second stays", () => {
    const current: GraphContact = { businessPhones: ["+49 1", "+49 2"] };
    expect(contactToGraph({ businessPhone: "+49 3" }, current)).toEqual({ businessPhones: ["+49 3", "+49 2"] });
    expect(contactToGraph({ businessPhone: null }, current)).toEqual({ businessPhones: ["+49 2"] });
  });

  it("the first address changes, and keeps its name; the others stay as they are", () => {
    const second = { name: "Home", address: "home@x.example" };
    const current: GraphContact = { emailAddresses: [{ name: "Anna at work", address: "a@x.example" }, second] };
    expect(contactToGraph({ email: "b@x.example" }, current)).toEqual({
      emailAddresses: [{ name: "Anna at work", address: "b@x.example" }, second],
    });
  });

  it("P3: a further phone is sent by itself; the other two, which Exchange keeps, are not sent again", () => {
    const current: GraphContact = {
      singleValueExtendedProperties: [
        { id: "String 0x3a24", value: "1" },
        { id: "String 0x3a1f", value: "2" },
      ],
    };
    expect(contactToGraph({ otherPhone: "3" }, current)).toEqual({ singleValueExtendedProperties: [{ id: "String 0x3A1F", value: "3" }] });
    expect(contactToGraph({ fax: null, assistantPhone: "4" }, current)).toEqual({
      singleValueExtendedProperties: [
        { id: "String 0x3A24", value: "" },
        { id: "String 0x3A2E", value: "4" },
      ],
    });
    expect(contactToGraph({ mobilePhone: "5" }, current)).toEqual({ mobilePhone: "5" });
  });

  it("a further phone is known by its tag however that is spelt, and no other property is taken for it", () => {
    const held = [
      { id: "string 0x3A24", value: "1" },
      { id: "String {6f6a8a0e-2f0b-4d0b-9d5c-7a3c1f5e9b42} Name TandemId", value: "x" },
    ];
    expect(contactFromGraph({ singleValueExtendedProperties: held })).toEqual(contact({ fax: "1" }));
  });

  it("P3: each address has its place; one that is taken away lets those behind it move up, together with their names", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => ({ name: name.toUpperCase(), address: `${name}@x.example` }));
    const current = { emailAddresses: [a, b, c] } as GraphContact;
    const after = (changes: Partial<Contact>) => contactToGraph(changes, current).emailAddresses;
    expect(after({ secondEmail: "n@x.example" })).toEqual([a, { name: "B", address: "n@x.example" }, c]);
    expect(after({ thirdEmail: null })).toEqual([a, b]);
    expect(after({ secondEmail: null })).toEqual([a, c]);
    expect(after({ email: null, secondEmail: "n@x.example" })).toEqual([{ name: "B", address: "n@x.example" }, c]);
    expect(after({ email: null, secondEmail: null, thirdEmail: null })).toEqual([]);
    expect(contactToGraph({ thirdEmail: "n@x.example" }, { emailAddresses: [a ?? {}] })).toEqual({
      emailAddresses: [a, { address: "n@x.example" }],
    });
  });

  it("P3: an entry without an address is none of ours and stays", () => {
    const current: GraphContact = { emailAddresses: [{ address: "a@x.example" }, { name: "Somebody", address: "" }] };
    expect(contactToGraph({ email: "b@x.example" }, current)).toEqual({
      emailAddresses: [{ address: "b@x.example" }, { name: "Somebody", address: "" }],
    });
  });

  it("one part of an address takes the other four along", () => {
    const current: GraphContact = { businessAddress: { street: "Way 1", city: "Bonn", postalCode: "53111", countryOrRegion: "Germany" } };
    expect(contactToGraph({ mailingCity: "Köln" }, current)).toEqual({
      businessAddress: { street: "Way 1", city: "Köln", state: null, postalCode: "53111", countryOrRegion: "Germany" },
    });
    expect(contactToGraph({ mailingCity: "Köln", mailingStreet: null }, current).businessAddress).toMatchObject({
      street: null,
      city: "Köln",
    });
  });
});

describe("MG18: names", () => {
  const anna: GraphContact = { givenName: "Anna", surname: "Berg" };

  it("a display name that was put together from the parts follows them, in its own form", () => {
    expect(contactToGraph({ lastName: "Falk" }, { ...anna, displayName: "Anna Berg" }).displayName).toBe("Anna Falk");
    expect(contactToGraph({ lastName: "Falk" }, { ...anna, displayName: "Berg, Anna" }).displayName).toBe("Falk, Anna");
  });

  it("P3: one that the user made up is sent again as it is", () => {
    const patch = contactToGraph({ lastName: "Falk" }, { ...anna, displayName: "The boss", fileAs: "Boss" });
    expect(patch).toEqual({ surname: "Falk", displayName: "The boss", fileAs: "Boss" });
  });

  it("nothing of it is sent when no name changes", () => {
    expect(contactToGraph({ jobTitle: "Buyer" }, { ...anna, displayName: "The boss" })).toEqual({ jobTitle: "Buyer" });
  });
});

describe("MG18: birthdays", () => {
  it("are a day, written at 11:59", () => {
    expect(contactToGraph({ birthday: "1980-05-01" })).toEqual({ birthday: "1980-05-01T11:59:00Z" });
    expect(contactFromGraph({ birthday: "1980-05-01T00:00:00Z" }).birthday).toBe("1980-05-01");
  });

  it("without a year, which Outlook writes as 1604, are none Salesforce could hold", () => {
    expect(contactFromGraph({ birthday: "1604-05-01T11:59:00Z" }).birthday).toBeNull();
  });
});

describe("the canonical form", () => {
  it("is trimmed, cut, without control characters, and has one kind of line end", () => {
    expect(canonicalText("  a\u0007b\r\nc ", { limit: null, lines: true })).toBe("ab\nc");
    expect(canonicalText("a\r\nb", { limit: null, lines: false })).toBe("a b");
    expect(canonicalText("abc def", { limit: 4, lines: false })).toBe("abc");
    expect(canonicalText("ab😀", { limit: 3, lines: false })).toBe("ab");
    expect(canonicalText(" \u0000 ", { limit: 3, lines: false })).toBeNull();
  });

  it("of its own result is the same", () => {
    fc.assert(
      fc.property(text, fc.boolean(), fc.option(fc.integer({ min: 1, max: 50 })), (value, lines, limit) => {
        const once = canonicalText(value, { limit, lines });
        expect(canonicalText(once, { limit, lines })).toBe(once);
      }),
    );
  });
});

describe("C6: what keeps a contact out of Salesforce", () => {
  const all = new Set(contactFields);

  it("a missing last name, and an address or number too long to be kept whole", () => {
    expect(contactFault(contact({ firstName: "Anna" }), all)?.code).toBe("FIELD_MISSING");
    expect(contactFault(contact({ lastName: "Berg", email: `${"a".repeat(80)}@x.example` }), all)).toMatchObject({
      code: "FIELD_TOO_LONG",
      category: "E-mail address too long",
    });
    expect(contactFault(contact({ lastName: "Berg", mobilePhone: "1".repeat(41) }), all)?.message).toContain("mobile phone");
    expect(contactFault(contact({ lastName: "Berg" }), all)).toBeNull();
    expect(contactFault(contact({ lastName: "Berg" }), all, "lead")).toMatchObject({ code: "FIELD_MISSING", category: "Missing company" });
    expect(contactFault(contact({ lastName: "Berg", accountName: "Berg & Co" }), all, "lead")).toBeNull();
  });
});
