import type { Contact } from "../../shared/records/contact.ts";
import type { TextForm } from "./canonical-text.ts";
import { changesName, withNames } from "./display-name.ts";
import * as graph from "./graph-contact-codecs.ts";
import { codecs, fieldsOf, type Mapping, type Row, readRecord, writeChanges } from "./mapping.ts";
import { noOwnColumns, salesforceForms } from "./own-columns.ts";
import * as salesforce from "./salesforce-contact-codecs.ts";
import type { GraphContact } from "./wire/graph-contact.ts";
import type { SalesforceContact } from "./wire/salesforce-contact.ts";

const line = (limit: number): TextForm => ({ limit, lines: false });
const lines = (limit: number): TextForm => ({ limit, lines: true });
/** E-mail and phones: half an address is worse than none, so what does not fit becomes a problem on the item instead. */
const whole: TextForm = { limit: null, lines: false };

type ContactRow = Row<GraphContact, SalesforceContact, string | null>;
const inContact = salesforce.text<SalesforceContact>;
type ContactText = salesforce.TextField<SalesforceContact>;
const both = (...[inGraph, inSalesforce]: [ContactRow["graph"], ContactRow["salesforce"]]): ContactRow => ({
  flow: "both",
  graph: inGraph,
  salesforce: inSalesforce,
});

/** A text on both sides, compared as far as Salesforce's column holds it (lengths: Contact's describe). */
const same = (property: Parameters<typeof graph.text>[0], field: ContactText, form: TextForm) =>
  both(graph.text(property, form), inContact(field, form));

const address = (
  property: "businessAddress" | "otherAddress",
  part: Parameters<typeof graph.addressPart>[1],
  field: ContactText,
  form: TextForm,
) => both(graph.addressPart(property, part, form), inContact(field, form));

/**
 * PidTagBusinessFaxNumber, PidTagOtherTelephoneNumber and PidTagAssistantTelephoneNumber, texts all three:
 * https://learn.microsoft.com/en-us/office/client-developer/outlook/mapi/pidtagbusinessfaxnumber-canonical-property (and so on by name).
 */
const FAX = "0x3A24";
const OTHER_PHONE = "0x3A1F";
const ASSISTANT_PHONE = "0x3A2E";

/** C3: which field is which, for contacts. Leads: `lead.ts`. */
export const contactMapping: Mapping<Contact, GraphContact, SalesforceContact> = {
  salutation: same("title", "Salutation", line(40)),
  firstName: same("givenName", "FirstName", line(40)),
  middleName: same("middleName", "MiddleName", line(40)),
  lastName: same("surname", "LastName", line(80)),
  suffix: same("generation", "Suffix", line(40)),
  jobTitle: same("jobTitle", "Title", line(128)),
  department: same("department", "Department", line(80)),
  email: both(graph.address(0, whole), inContact("Email", whole)),
  secondEmail: both(graph.address(1, whole), salesforce.noField),
  thirdEmail: both(graph.address(2, whole), salesforce.noField),
  businessPhone: both(graph.firstPhone("businessPhones", whole), inContact("Phone", whole)),
  homePhone: both(graph.firstPhone("homePhones", whole), inContact("HomePhone", whole)),
  mobilePhone: both(graph.text("mobilePhone", whole), inContact("MobilePhone", whole)),
  fax: both(graph.extended(FAX, whole), inContact("Fax", whole)),
  otherPhone: both(graph.extended(OTHER_PHONE, whole), inContact("OtherPhone", whole)),
  assistantPhone: both(graph.extended(ASSISTANT_PHONE, whole), inContact("AssistantPhone", whole)),
  mailingStreet: address("businessAddress", "street", "MailingStreet", lines(255)),
  mailingCity: address("businessAddress", "city", "MailingCity", line(40)),
  mailingState: address("businessAddress", "state", "MailingState", line(80)),
  mailingPostalCode: address("businessAddress", "postalCode", "MailingPostalCode", line(20)),
  mailingCountry: address("businessAddress", "countryOrRegion", "MailingCountry", line(80)),
  otherStreet: address("otherAddress", "street", "OtherStreet", lines(255)),
  otherCity: address("otherAddress", "city", "OtherCity", line(40)),
  otherState: address("otherAddress", "state", "OtherState", line(80)),
  otherPostalCode: address("otherAddress", "postalCode", "OtherPostalCode", line(20)),
  otherCountry: address("otherAddress", "countryOrRegion", "OtherCountry", line(80)),
  birthday: both(graph.day("birthday"), salesforce.day("Birthdate")),
  notes: same("personalNotes", "Description", lines(32_000)),
  assistantName: same("assistantName", "AssistantName", line(40)),
  webPage: both(graph.text("businessHomePage", line(255)), salesforce.noField),
  accountName: { flow: "toExchange", graph: graph.text("companyName", line(255)), salesforce: salesforce.accountName(line(255)) },
};

export const contactFields = fieldsOf(contactMapping);

const inGraph = codecs(contactMapping, "graph");
const inSalesforce = salesforceForms(contactMapping, noOwnColumns);

/** What to `$select`: the mapped properties, and the two names that Graph recomputes beside them. */
export const graphContactProperties: readonly string[] = [
  ...new Set([
    ...contactFields.filter((field) => inGraph[field].extended === undefined).map((field) => inGraph[field].property),
    ...["displayName", "fileAs"],
  ]),
];

/** Fields that Graph shows by the name of an extended property alone: mapped where the preset says so (C3). */
export const furtherPhoneFields: readonly (keyof Contact)[] = contactFields.filter((field) => inGraph[field].extended !== undefined);

/** What to `$expand` for them. */
export const furtherPhoneProperties: readonly string[] = furtherPhoneFields.flatMap((field) => inGraph[field].extended ?? []);

/** What a contact that is such a record holds in them: a reply to a write does not repeat it (MG10). */
export const furtherPhonesInGraph = (record: Partial<Contact>): GraphContact =>
  writeChanges(inGraph, Object.fromEntries(furtherPhoneFields.map((field) => [field, record[field] ?? null])), {});

/** What a field is called in Salesforce: for SELECT lists, and to compare with describe. */
export const salesforceContactFields = inSalesforce.columns;

export const contactFromGraph = (wire: GraphContact): Contact => readRecord(inGraph, wire);
export const contactFromSalesforce = inSalesforce.fromRow;

/**
 * The PATCH for these changes (the POST, when `current` is empty). `current` has to be the item as it stands: lists and
 * addresses are replaced as a whole, and the names that Graph would recompute are sent again (MG18).
 */
export function contactToGraph(changes: Partial<Contact>, current: GraphContact = {}): Partial<GraphContact> {
  // Of extended properties those that are not sent stay, so nothing of what stands there is sent again.
  const { singleValueExtendedProperties: _stays, ...others } = current;
  return withNames(graph.withoutGaps(writeChanges(inGraph, changes, others)), current);
}

/** Whether these changes can only be written by knowing the item as it stands. */
export function needsItem(changes: Partial<Contact>): boolean {
  const changed = contactFields.filter((field) => changes[field] !== undefined);
  return changed.some((field) => inGraph[field].isPart === true) || changesName(writeChanges(inGraph, changes, {}));
}

export const contactToSalesforce = inSalesforce.toFields;
