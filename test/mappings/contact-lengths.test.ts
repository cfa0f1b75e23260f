import { describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { contactFault } from "../../sync-service/mappings/contact-faults.ts";
import { contactFromGraph, contactFromSalesforce, contactToGraph, salesforceContactFields } from "../../sync-service/mappings/contact.ts";
import { leadFromSalesforce, salesforceLeadFields } from "../../sync-service/mappings/lead.ts";
import type { SalesforceContact } from "../../sync-service/mappings/wire/salesforce-contact.ts";
import type { SalesforceLead } from "../../sync-service/mappings/wire/salesforce-lead.ts";
import { contact } from "../doubles/blank-contact.ts";
import { contact as contactObject } from "../sandbox/salesforce/objects/contact.ts";
import { lead as leadObject } from "../sandbox/salesforce/objects/lead.ts";

/** E-mail and phones are kept whole or not at all. */
const WHOLE: readonly (keyof Contact)[] = [
  "email",
  "secondEmail",
  "thirdEmail",
  "businessPhone",
  "homePhone",
  "mobilePhone",
  "fax",
  "otherPhone",
  "assistantPhone",
];

describe("lengths: those of the recorded describes", () => {
  const read = (field: keyof Contact, length: number) => {
    const long = "x".repeat(length);
    const written = contactToGraph({ [field]: long });
    return contactFromGraph(written)[field];
  };
  const columns = (of: typeof contactObject, fields: Readonly<Record<keyof Contact, string>>) =>
    Object.entries(fields).flatMap(([field, name]): [keyof Contact, number][] => {
      const length = of.fields.find((each) => each.name === name)?.length ?? 0;
      return length > 0 && field !== "birthday" ? [[field as keyof Contact, length]] : [];
    });

  it.each(columns(contactObject, salesforceContactFields))(
    "%s: a contact holds %i characters, and no more are compared",
    (field, length) => {
      if (WHOLE.includes(field)) {
        expect(read(field, length + 1)).toHaveLength(length + 1);
        expect(contactFault(contact({ lastName: "Berg", [field]: "x".repeat(length) }), new Set([field]))).toBeNull();
        expect(contactFault(contact({ lastName: "Berg", [field]: "x".repeat(length + 1) }), new Set([field]))?.code).toBe("FIELD_TOO_LONG");
      } else {
        expect(read(field, length)).toHaveLength(length);
        expect(read(field, length + 1)).toHaveLength(length);
        const there = contactFromSalesforce({ [salesforceContactFields[field]]: "x".repeat(length + 1) } as SalesforceContact);
        expect(there[field]).toHaveLength(length);
      }
    },
  );

  it.each(columns(leadObject, salesforceLeadFields))("%s: a lead holds %i characters, and no more are compared", (field, length) => {
    const there = leadFromSalesforce({ [salesforceLeadFields[field]]: "x".repeat(length + 1) } as SalesforceLead);
    expect(there[field]).toHaveLength(WHOLE.includes(field) ? length + 1 : length);
  });

  it("a company is compared as far as 255 characters, which both sides hold", () => {
    expect(read("accountName", 300)).toHaveLength(255);
    expect(contactFromSalesforce({ Account: { Name: "x".repeat(300) } }).accountName).toHaveLength(255);
    expect(read("webPage", 300)).toHaveLength(255);
  });

  it("streets and notes have lines, everything else is one", () => {
    const breaks = contactFromGraph({
      givenName: "Anna\r\nMaria",
      companyName: "Berg\nAG",
      businessHomePage: "a\nb",
      mobilePhone: "1\n2",
      jobTitle: "a\nb",
    });
    expect(breaks).toMatchObject({ firstName: "Anna Maria", accountName: "Berg AG", webPage: "a b", mobilePhone: "1 2", jobTitle: "a b" });
    const withLines = Object.entries(salesforceLeadFields).flatMap(([field, name]) =>
      leadFromSalesforce({ [name]: "a\nb" } as SalesforceLead)[field as keyof Contact] === "a\nb" ? [field] : [],
    );
    expect(withLines).toEqual(["mailingStreet", "notes"]);
    const { birthday: _day, ...texts } = salesforceContactFields;
    const onContacts = Object.entries(texts).flatMap(([field, name]) =>
      contactFromSalesforce({ [name]: "a\nb" } as SalesforceContact)[field as keyof Contact] === "a\nb" ? [field] : [],
    );
    expect(onContacts).toEqual(["mailingStreet", "otherStreet", "notes"]);
    expect(contactFromSalesforce({ Account: { Name: "a\nb" } }).accountName).toBe("a b");
  });
});
