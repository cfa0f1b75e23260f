import type { Contact } from "../../shared/records/contact.ts";
import type { TextForm } from "./canonical-text.ts";
import { contactMapping } from "./contact.ts";
import type { Codec, Mapping, Row } from "./mapping.ts";
import { noOwnColumns, salesforceForms } from "./own-columns.ts";
import { noField, text, type TextField } from "./salesforce-contact-codecs.ts";
import type { GraphContact } from "./wire/graph-contact.ts";
import type { SalesforceLead } from "./wire/salesforce-lead.ts";

type LeadRow = Row<GraphContact, SalesforceLead, string | null>;

const line = (limit: number): TextForm => ({ limit, lines: false });
const lines = (limit: number): TextForm => ({ limit, lines: true });
const whole: TextForm = { limit: null, lines: false };

/** The mailbox has one place for each field, whether the person is a contact or a lead. */
const row = (field: keyof Contact, salesforce: Codec<SalesforceLead, string | null>): LeadRow => ({
  flow: "both",
  graph: contactMapping[field].graph,
  salesforce,
});
const same = (field: keyof Contact, column: TextField<SalesforceLead>, form: TextForm): LeadRow =>
  row(field, text<SalesforceLead>(column, form));
const none = (field: keyof Contact): LeadRow => row(field, noField);

/** C3: which field is which, for leads. Their one address is the mailing address; their company is a text of their own. */
export const leadMapping: Mapping<Contact, GraphContact, SalesforceLead> = {
  salutation: same("salutation", "Salutation", line(40)),
  firstName: same("firstName", "FirstName", line(40)),
  middleName: same("middleName", "MiddleName", line(40)),
  lastName: same("lastName", "LastName", line(80)),
  suffix: same("suffix", "Suffix", line(40)),
  jobTitle: same("jobTitle", "Title", line(128)),
  department: none("department"),
  email: same("email", "Email", whole),
  secondEmail: none("secondEmail"),
  thirdEmail: none("thirdEmail"),
  businessPhone: same("businessPhone", "Phone", whole),
  homePhone: none("homePhone"),
  mobilePhone: same("mobilePhone", "MobilePhone", whole),
  fax: same("fax", "Fax", whole),
  otherPhone: none("otherPhone"),
  assistantPhone: none("assistantPhone"),
  mailingStreet: same("mailingStreet", "Street", lines(255)),
  mailingCity: same("mailingCity", "City", line(40)),
  mailingState: same("mailingState", "State", line(80)),
  mailingPostalCode: same("mailingPostalCode", "PostalCode", line(20)),
  mailingCountry: same("mailingCountry", "Country", line(80)),
  otherStreet: none("otherStreet"),
  otherCity: none("otherCity"),
  otherState: none("otherState"),
  otherPostalCode: none("otherPostalCode"),
  otherCountry: none("otherCountry"),
  birthday: none("birthday"),
  notes: same("notes", "Description", lines(32_000)),
  assistantName: none("assistantName"),
  webPage: same("webPage", "Website", line(255)),
  accountName: same("accountName", "Company", line(255)),
};

const inSalesforce = salesforceForms(leadMapping, noOwnColumns);

/** What a field is called on a lead; blank where a lead has none. */
export const salesforceLeadFields = inSalesforce.columns;

export const leadFromSalesforce = inSalesforce.fromRow;
export const leadToSalesforce = inSalesforce.toFields;
