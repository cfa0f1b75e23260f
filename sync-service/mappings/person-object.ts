/** What a person is in Salesforce: one kind here, two objects there. */
export type PersonObject = "contact" | "lead";

/** The first letters of a record's id name its object. */
const LEAD = "00Q";

export function personObject(salesforceId: string): PersonObject {
  return salesforceId.startsWith(LEAD) ? "lead" : "contact";
}
