import { type Static, Type } from "typebox";

/** A Salesforce record as a link: what it is called, and where it opens. */
export const RecordLink = Type.Object({
  id: Type.String(),
  type: Type.String({ description: "The API name: Contact, Lead, Account, Opportunity, Case, Task, …" }),
  name: Type.String(),
  url: Type.String(),
});
export type RecordLink = Static<typeof RecordLink>;

export const OpenOpportunity = Type.Object({
  ...RecordLink.properties,
  stage: Type.String(),
  amount: Type.Union([Type.Number(), Type.Null()]),
  currency: Type.Union([Type.String(), Type.Null()]),
  closeDate: Type.String({ description: "YYYY-MM-DD" }),
});
export type OpenOpportunity = Static<typeof OpenOpportunity>;

export const OpenCase = Type.Object({
  ...RecordLink.properties,
  status: Type.String(),
  priority: Type.Union([Type.String(), Type.Null()]),
});
export type OpenCase = Static<typeof OpenCase>;

/** One record that answers to an address, and why it does. */
export const Match = Type.Object({
  ...RecordLink.properties,
  title: Type.Union([Type.String(), Type.Null()]),
  phone: Type.Union([Type.String(), Type.Null()]),
  account: Type.Union([RecordLink, Type.Null()]),
  owner: Type.Union([Type.String(), Type.Null()]),
  matchedOn: Type.String({ description: "The field that matched, as `Contact.Email`." }),
});
export type Match = Static<typeof Match>;

export const Person = Type.Object({
  address: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  role: Type.Union([Type.Literal("from"), Type.Literal("to"), Type.Literal("cc"), Type.Literal("bcc")]),
  is: Type.Union([
    Type.Literal("contact"),
    Type.Literal("lead"),
    Type.Literal("colleague", { description: "A user of the org, or an address of the company's own domains." }),
    Type.Literal("several", { description: "More than one record answers, and none is preferred." }),
    Type.Literal("unknown"),
    Type.Literal("blocked"),
  ]),
  best: Type.Union([Match, Type.Null()]),
  others: Type.Array(Match),
});
export type Person = Static<typeof Person>;

/** `GET /api/emails/:itemId/people`: the people of a mail and what is open with them. */
export const EmailContext = Type.Object({
  people: Type.Array(Person),
  opportunities: Type.Array(OpenOpportunity),
  cases: Type.Array(OpenCase),
});
export type EmailContext = Static<typeof EmailContext>;
