import { describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import {
  contactFromGraph,
  contactFromSalesforce,
  contactMapping,
  contactToGraph,
  contactToSalesforce,
  furtherPhoneFields,
  furtherPhoneProperties,
  furtherPhonesInGraph,
  graphContactProperties,
  needsItem,
  salesforceContactFields,
} from "../../sync-service/mappings/contact.ts";
import { leadFromSalesforce, leadMapping, leadToSalesforce, salesforceLeadFields } from "../../sync-service/mappings/lead.ts";
import { personObject } from "../../sync-service/mappings/person-object.ts";
import { salesforceForms } from "../../sync-service/mappings/own-columns.ts";
import type { GraphContact } from "../../sync-service/mappings/wire/graph-contact.ts";
import type { SalesforceContact } from "../../sync-service/mappings/wire/salesforce-contact.ts";
import type { SalesforceLead } from "../../sync-service/mappings/wire/salesforce-lead.ts";
import { contact } from "../doubles/blank-contact.ts";
import { contact as contactObject } from "../sandbox/salesforce/objects/contact.ts";
import { lead as leadObject } from "../sandbox/salesforce/objects/lead.ts";

/** One person, as each of the three holds her. */
const anna: Contact = {
  salutation: "Dr.",
  firstName: "Anna",
  middleName: "Maria",
  lastName: "Berg",
  suffix: "Jr.",
  jobTitle: "Buyer",
  department: "Purchasing",
  email: "anna@berg.example",
  secondEmail: "anna@home.example",
  thirdEmail: "berg@club.example",
  businessPhone: "+49 228 1",
  homePhone: "+49 228 2",
  mobilePhone: "+49 170 3",
  fax: "+49 228 4",
  otherPhone: "+49 228 5",
  assistantPhone: "+49 228 6",
  mailingStreet: "Way 1\nBack house",
  mailingCity: "Bonn",
  mailingState: "NRW",
  mailingPostalCode: "53111",
  mailingCountry: "Germany",
  otherStreet: "Lane 2\nTop floor",
  otherCity: "Graz",
  otherState: "Styria",
  otherPostalCode: "8010",
  otherCountry: "Austria",
  birthday: "1980-05-01",
  notes: "Likes tea.\nCall on Mondays.",
  assistantName: "Eva Falk",
  webPage: "https://berg.example",
  accountName: "Berg AG",
};

const inGraph: GraphContact = {
  title: "Dr.",
  givenName: "Anna",
  middleName: "Maria",
  surname: "Berg",
  generation: "Jr.",
  displayName: "Anna Berg",
  jobTitle: "Buyer",
  department: "Purchasing",
  emailAddresses: [{ address: "anna@berg.example" }, { address: "anna@home.example" }, { address: "berg@club.example" }],
  businessPhones: ["+49 228 1"],
  homePhones: ["+49 228 2"],
  mobilePhone: "+49 170 3",
  businessAddress: { street: "Way 1\r\nBack house", city: "Bonn", state: "NRW", postalCode: "53111", countryOrRegion: "Germany" },
  otherAddress: { street: "Lane 2\r\nTop floor", city: "Graz", state: "Styria", postalCode: "8010", countryOrRegion: "Austria" },
  birthday: "1980-05-01T11:59:00Z",
  personalNotes: "Likes tea.\r\nCall on Mondays.",
  assistantName: "Eva Falk",
  businessHomePage: "https://berg.example",
  companyName: "Berg AG",
  singleValueExtendedProperties: [
    { id: "String 0x3A24", value: "+49 228 4" },
    { id: "String 0x3A1F", value: "+49 228 5" },
    { id: "String 0x3A2E", value: "+49 228 6" },
  ],
};

const asContact: SalesforceContact = {
  Salutation: "Dr.",
  FirstName: "Anna",
  MiddleName: "Maria",
  LastName: "Berg",
  Suffix: "Jr.",
  Title: "Buyer",
  Department: "Purchasing",
  Email: "anna@berg.example",
  Phone: "+49 228 1",
  HomePhone: "+49 228 2",
  MobilePhone: "+49 170 3",
  Fax: "+49 228 4",
  OtherPhone: "+49 228 5",
  AssistantPhone: "+49 228 6",
  MailingStreet: "Way 1\r\nBack house",
  MailingCity: "Bonn",
  MailingState: "NRW",
  MailingPostalCode: "53111",
  MailingCountry: "Germany",
  OtherStreet: "Lane 2\r\nTop floor",
  OtherCity: "Graz",
  OtherState: "Styria",
  OtherPostalCode: "8010",
  OtherCountry: "Austria",
  Birthdate: "1980-05-01",
  Description: "Likes tea.\r\nCall on Mondays.",
  AssistantName: "Eva Falk",
};

const asLead: SalesforceLead = {
  Salutation: "Dr.",
  FirstName: "Anna",
  MiddleName: "Maria",
  LastName: "Berg",
  Suffix: "Jr.",
  Title: "Buyer",
  Company: "Berg AG",
  Email: "anna@berg.example",
  Phone: "+49 228 1",
  MobilePhone: "+49 170 3",
  Fax: "+49 228 4",
  Street: "Way 1\r\nBack house",
  City: "Bonn",
  State: "NRW",
  PostalCode: "53111",
  Country: "Germany",
  Website: "https://berg.example",
  Description: "Likes tea.\r\nCall on Mondays.",
};

describe("C3: one person, as the mailbox and Salesforce hold her", () => {
  it("in the mailbox", () => {
    expect(contactFromGraph(inGraph)).toEqual(anna);
    expect(contactToGraph(anna)).toEqual(inGraph);
  });

  it("as a contact: the company is her account's name, which is never written, and a web page has no place", () => {
    expect(contactFromSalesforce({ ...asContact, Account: { Name: "Berg AG" } })).toEqual({
      ...{ ...anna, webPage: null, secondEmail: null, thirdEmail: null },
    });
    expect(contactToSalesforce(anna)).toEqual(asContact);
    expect(contactFromSalesforce({ ...asContact, Account: null }).accountName).toBeNull();
  });

  it("as a lead: company and web page are texts of its own, and half of the rest has no place", () => {
    const elsewhere = Object.fromEntries(
      Object.entries(anna).map(([field, value]) => [field, salesforceLeadFields[field as keyof Contact] === "" ? null : value]),
    );
    expect(leadFromSalesforce(asLead)).toEqual(elsewhere);
    expect(leadToSalesforce(anna)).toEqual(asLead);
  });

  it("further addresses have their places in fields that the org itself made, as a contact and as a lead", () => {
    const own = { secondEmail: "Second_Email__c", thirdEmail: "Third_Email__c" };
    const held = { Second_Email__c: "anna@home.example", Third_Email__c: "berg@club.example" };
    const [ofContact, ofLead] = [salesforceForms(contactMapping, own), salesforceForms(leadMapping, own)];
    expect(ofContact.toFields(anna)).toEqual({ ...asContact, ...held });
    expect(ofContact.fromRow({ ...asContact, ...held })).toEqual({ ...anna, webPage: null, accountName: null });
    expect(ofLead.toFields({ secondEmail: "anna@home.example", thirdEmail: null })).toEqual({ ...held, Third_Email__c: null });
    expect(ofLead.fromRow({ ...asLead, ...held })).toMatchObject({ secondEmail: "anna@home.example", thirdEmail: "berg@club.example" });
    expect([ofLead.columns.secondEmail, ofLead.columns.thirdEmail, ofLead.columns.email]).toEqual([...Object.keys(held), "Email"]);
    expect(ofContact.fromRow({ ...asContact, Second_Email__c: "anna@home\nexample" } as SalesforceContact).secondEmail).toBe(
      "anna@home example",
    );
    const alone = salesforceForms(contactMapping, { ...own, thirdEmail: null });
    expect(alone.toFields(anna)).toEqual({ ...asContact, Second_Email__c: "anna@home.example" });
    expect(alone.columns.thirdEmail).toBe("");
  });

  it("blank: nothing is read, and blanks are written as such", () => {
    expect(contactFromGraph({})).toEqual(contact());
    expect(contactFromSalesforce({})).toEqual(contact());
    expect(leadFromSalesforce({})).toEqual(contact());
    expect(contactToGraph({ birthday: null, email: null, businessPhone: null, notes: null, mailingCity: null })).toEqual({
      birthday: null,
      emailAddresses: [],
      businessPhones: [],
      personalNotes: null,
      businessAddress: { street: null, city: null, state: null, postalCode: null, countryOrRegion: null },
    });
    expect(contactToSalesforce({ notes: null, birthday: null })).toEqual({ Description: null, Birthdate: null });
  });
});

it("A3: every field flows both ways, but a contact's company, which is its account's name", () => {
  const oneWay = (mapping: Readonly<Record<string, { readonly flow: string }>>) =>
    Object.entries(mapping).flatMap(([field, { flow }]) => (flow === "both" ? [] : [[field, flow]]));
  expect(oneWay(contactMapping)).toEqual([["accountName", "toExchange"]]);
  expect(oneWay(leadMapping)).toEqual([]);
});

describe("what is asked for", () => {
  it("of Graph: what is mapped, and the two names that it puts together itself", () => {
    const { singleValueExtendedProperties: _expanded, ...selected } = inGraph;
    expect(new Set(graphContactProperties)).toEqual(new Set([...Object.keys(selected), "fileAs"]));
  });

  it("of Graph, where the setting is on: the three phones by the tags of their MAPI properties", () => {
    expect(furtherPhoneFields).toEqual(["fax", "otherPhone", "assistantPhone"]);
    expect(furtherPhoneProperties).toEqual(["String 0x3A24", "String 0x3A1F", "String 0x3A2E"]);
  });

  it("of Graph's reply to a write: what was written by these tags, as the reply does not repeat it", () => {
    expect(furtherPhonesInGraph({ fax: "+49 228 9", lastName: "Berg" })).toEqual({
      singleValueExtendedProperties: [
        { id: "String 0x3A24", value: "+49 228 9" },
        { id: "String 0x3A1F", value: "" },
        { id: "String 0x3A2E", value: "" },
      ],
    });
  });

  it("of Salesforce: fields that its objects have, and nothing where one has none", () => {
    expect(salesforceContactFields.accountName).toBe("Account.Name");
    // Not in the recorded describe, as that org has them turned off.
    const names = ({ fields }: typeof contactObject) => [...fields.map(({ name }) => name), "MiddleName", "Suffix"];
    const { accountName: _account, webPage, secondEmail, thirdEmail, ...ofContacts } = salesforceContactFields;
    expect([webPage, secondEmail, thirdEmail]).toEqual(["", "", ""]);
    expect(Object.values(ofContacts).filter((name) => !names(contactObject).includes(name))).toEqual([]);
    expect(Object.values(salesforceLeadFields).filter((name) => name !== "" && !names(leadObject).includes(name))).toEqual([]);
    expect(Object.values(salesforceLeadFields).filter((name) => name === "")).toHaveLength(13);
  });
});

describe("P3: what stands beside a value", () => {
  it("the second phone moves up when the first is taken away, and stays second otherwise", () => {
    const home: GraphContact = { homePhones: ["1", "2", "3"] };
    expect(contactToGraph({ homePhone: null }, home)).toEqual({ homePhones: ["2", "3"] });
    expect(contactToGraph({ homePhone: "4" }, home)).toEqual({ homePhones: ["4", "2", "3"] });
    expect(contactToGraph({ homePhone: "4" }, {})).toEqual({ homePhones: ["4"] });
  });

  it("the name shown with an address stays, unless it was the address itself", () => {
    const with_ = (name: string | null): GraphContact => ({ emailAddresses: [{ name, address: "a@x.example" }] });
    expect(contactToGraph({ email: "b@x.example" }, with_("Anna"))).toEqual({ emailAddresses: [{ name: "Anna", address: "b@x.example" }] });
    for (const name of ["a@x.example", "", null]) {
      expect(contactToGraph({ email: "b@x.example" }, with_(name))).toEqual({ emailAddresses: [{ address: "b@x.example" }] });
    }
    const two: GraphContact = { emailAddresses: [{ address: "a@x.example" }, { name: "Home", address: "h@x.example" }] };
    expect(contactToGraph({ email: null }, two)).toEqual({ emailAddresses: [{ name: "Home", address: "h@x.example" }] });
  });

  it.each([
    ["a part of a list or of an address", { email: "a@x.example" }, true],
    ["a phone", { businessPhone: "1" }, true],
    ["a city", { otherCity: "Graz" }, true],
    ["a part of the name", { suffix: "Jr." }, true],
    ["a blank part of the name", { salutation: null }, true],
    ["a further phone", { fax: "1", otherPhone: null }, false],
    ["a value of its own", { jobTitle: "Buyer", notes: null, mobilePhone: "1" }, false],
    ["nothing", {}, false],
  ] as const)("is needed to write %s: %o %s", (_title, changes, needed) => {
    expect(needsItem(changes)).toBe(needed);
  });
});

describe("MG18: the name that Graph would put together itself", () => {
  const parts: GraphContact = { title: "Dr.", givenName: "Anna", middleName: "Maria", surname: "Berg", generation: "Jr." };

  it.each([
    ["Anna Berg", "Anna Falk"],
    ["Anna Maria Berg", "Anna Maria Falk"],
    ["Anna Maria Berg Jr.", "Anna Maria Falk Jr."],
    ["Dr. Anna Maria Berg Jr.", "Dr. Anna Maria Falk Jr."],
    ["Berg, Anna", "Falk, Anna"],
    ["Berg, Anna Maria", "Falk, Anna Maria"],
    ["Dr. Berg", "Dr. Berg"],
    ["Berg Anna", "Berg Anna"],
  ])("%s becomes %s", (displayName, follows) => {
    expect(contactToGraph({ lastName: "Falk" }, { ...parts, displayName })).toEqual({ surname: "Falk", displayName: follows });
  });

  it("a name to file under is sent again only where the user made it up", () => {
    expect(contactToGraph({ lastName: "Falk" }, { ...parts, displayName: "Anna Berg", fileAs: "The boss" })).toMatchObject({
      fileAs: "The boss",
    });
    for (const fileAs of ["Berg, Anna", "", null]) {
      expect(contactToGraph({ lastName: "Falk" }, { ...parts, fileAs })).not.toHaveProperty("fileAs");
    }
  });

  it("without names it is the company, else the address, else blank", () => {
    expect(contactToGraph({ lastName: "Berg" }).displayName).toBe("Berg");
    expect(contactToGraph({ firstName: "Anna" }).displayName).toBe("Anna");
    const nameless = { givenName: "Anna", displayName: "Anna" };
    const ofCompany: GraphContact = { ...nameless, companyName: "Berg AG", emailAddresses: [{ address: "a@x.example" }] };
    expect(contactToGraph({ firstName: null }, ofCompany).displayName).toBe("Berg AG");
    expect(contactToGraph({ firstName: null }, { ...ofCompany, companyName: null }).displayName).toBe("a@x.example");
    expect(contactToGraph({ firstName: null }, nameless).displayName).toBe("");
    expect(contactToGraph({ firstName: null }, { ...nameless, emailAddresses: [] }).displayName).toBe("");
  });

  it("a surname-first name loses its comma with the first name", () => {
    const given = { givenName: "Anna", surname: "Berg" };
    expect(contactToGraph({ firstName: null }, { ...given, displayName: "Berg, Anna" }).displayName).toBe("Berg");
    const middle = { ...given, middleName: "Maria", displayName: "Berg, Anna Maria" };
    expect(contactToGraph({ firstName: null, middleName: null }, middle).displayName).toBe("Berg");
  });

  it("only one part of it changes in a surname-first name without a first name", () => {
    expect(contactToGraph({ firstName: "Anna" }, { surname: "Berg", displayName: "Berg" }).displayName).toBe("Anna Berg");
  });
});

describe("birthdays", () => {
  it.each([
    ["1700-01-01T11:59:00Z", "1700-01-01"],
    ["1699-12-31T11:59:00Z", null],
    ["0001-01-01T00:00:00Z", null],
    ["12021-05-01T00:00:00Z", null],
    ["soon: 1980-05-01", null],
    ["1980-5-1", null],
    ["", null],
  ])("%s is read as %s", (birthday, day) => {
    expect(contactFromGraph({ birthday }).birthday).toBe(day);
  });

  it("in Salesforce are the day alone, however long the text", () => {
    expect(contactFromSalesforce({ Birthdate: "1980-05-01T00:00:00.000Z" }).birthday).toBe("1980-05-01");
  });
});

it("a record's id tells whether it is a contact or a lead", () => {
  expect(personObject("00Q5g00000ABCDEAA4")).toBe("lead");
  expect(personObject("0035g00000ABCDEAA4")).toBe("contact");
  expect(personObject("00300Q0000ABCDEAA4")).toBe("contact");
});
