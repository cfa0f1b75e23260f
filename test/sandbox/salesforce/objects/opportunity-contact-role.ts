import { objectTable } from "../object-table.ts";

/** OpportunityContactRole as recorded from an org; the marks are explained in object-table.ts. */
export const opportunityContactRole = objectTable({
  name: "OpportunityContactRole",
  label: "Opportunity Contact Role",
  plural: "Opportunity Contact Role",
  keyPrefix: "00K",
  can: "CUDRL",
  fields: `
Id               | Contact Role ID     | id          | DFGSL
OpportunityId    | Opportunity ID      | reference   | CFGS   | -> Opportunity : Opportunity
ContactId        | Contact ID          | reference   | CUFGS  | -> Contact : Contact
Role             | Role                | picklist 40 | CUNFGS | = Business User; Decision Maker; Economic Buyer; Economic Decision Maker; Evaluator; Executive Sponsor; Influencer; Technical Buyer; Other
IsPrimary        | Primary             | boolean     | CUDFGS
CreatedDate      | Created Date        | datetime    | DFS
CreatedById      | Created By ID       | reference   | DFGS   | -> User : CreatedBy
LastModifiedDate | Last Modified Date  | datetime    | DFS
LastModifiedById | Last Modified By ID | reference   | DFGS   | -> User : LastModifiedBy
SystemModstamp   | System Modstamp     | datetime    | DFS
IsDeleted        | Deleted             | boolean     | DFGS
`,
  children: `

`,
});
