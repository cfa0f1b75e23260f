import { describe, expect, it } from "vitest";
import { contactFault, contactFaultCategories } from "../../sync-service/mappings/contact-faults.ts";
import { contactFields } from "../../sync-service/mappings/contact.ts";
import { contact } from "../doubles/blank-contact.ts";

const all = new Set(contactFields);

describe("C6: what keeps a person out of Salesforce", () => {
  it("a last name, which contacts and leads need; of a lead a company too", () => {
    expect(contactFault(contact({ firstName: "Anna" }), all)).toEqual({
      code: "FIELD_MISSING",
      message: "The contact has no last name, and Salesforce requires one.",
      remedy: "Enter a last name; the contact is then sent by itself.",
      category: "Missing last name",
    });
    expect(contactFault(contact({ lastName: "Berg" }), all, "lead")).toEqual({
      code: "FIELD_MISSING",
      message: "The contact has no company, and Salesforce requires one of a lead.",
      remedy: "Enter a company; the contact is then sent by itself.",
      category: "Missing company",
    });
    expect(contactFault(contact({ lastName: "Berg" }), all)).toBeNull();
  });

  it.each([
    ["email", 80, "e-mail address", "E-mail address too long"],
    ["secondEmail", 80, "second e-mail address", "Second e-mail address too long"],
    ["thirdEmail", 80, "third e-mail address", "Third e-mail address too long"],
    ["businessPhone", 40, "business phone", "Business phone too long"],
    ["homePhone", 40, "home phone", "Home phone too long"],
    ["mobilePhone", 40, "mobile phone", "Mobile phone too long"],
    ["fax", 40, "business fax", "Business fax too long"],
    ["otherPhone", 40, "other phone", "Other phone too long"],
    ["assistantPhone", 40, "assistant's phone", "Assistant's phone too long"],
  ] as const)("%s of more than %i characters, by its name", (field, limit, name, category) => {
    expect(contactFault(contact({ lastName: "Berg", [field]: "1".repeat(limit + 1) }), all)).toEqual({
      code: "FIELD_TOO_LONG",
      message: `The ${name} is longer than the ${limit} characters Salesforce holds.`,
      remedy: `Shorten the ${name}; the contact is then sent by itself.`,
      category,
    });
    expect(contactFaultCategories).toContain(category);
  });

  it("nothing that stays in the mailbox, however long it is", () => {
    const long = contact({ lastName: "Berg", homePhone: "1".repeat(41), secondEmail: "1".repeat(81) });
    expect(contactFault(long, new Set(["lastName", "email", "businessPhone"]))).toBeNull();
    expect(contactFault(long, new Set(["lastName", "homePhone"]))).toMatchObject({ category: "Home phone too long" });
    expect(contactFault(contact({}), new Set(["email"]))).toMatchObject({ category: "Missing last name" });
  });

  it("every category that can stand on the item is known, so that it can be taken off again", () => {
    expect(new Set(contactFaultCategories)).toEqual(
      new Set([
        "Missing last name",
        "Missing company",
        "E-mail address too long",
        "Second e-mail address too long",
        "Third e-mail address too long",
        "Business phone too long",
        "Home phone too long",
        "Mobile phone too long",
        "Business fax too long",
        "Other phone too long",
        "Assistant's phone too long",
        "Refused by Salesforce",
        "Conflicting software",
      ]),
    );
  });
});
