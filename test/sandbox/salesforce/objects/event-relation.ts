import { objectTable } from "../object-table.ts";

/** EventRelation as the reference documents it; the marks are explained in object-table.ts. */
export const eventRelation = objectTable({
  name: "EventRelation",
  label: "Event Relation",
  plural: "Event Relations",
  keyPrefix: "0RE",
  can: "CUDRN",
  fields: `
Id               | Event Relation ID   | id          | DFGSL
CreatedById      | Created By ID       | reference   | DFGS    | -> User : CreatedBy
CreatedDate      | Created Date        | datetime    | DFS
EventId          | Event ID            | reference   | CFGS    | -> Event : Event
IsDeleted        | Deleted             | boolean     | DFGS
IsInvitee        | Is Invitee          | boolean     | CUDFGS
LastModifiedById | Last Modified By ID | reference   | DFGS    | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime    | DFS
RelationId       | Relation ID         | reference   | CFGSP   | -> Account Case Contact Lead Opportunity User : Relation
RespondedDate    | Response Date       | datetime    | CUNFS
Response         | Response            | string 255  | CUNFGS
Status           | Status              | picklist 40 | CUNFGSR | = New*; Declined; Accepted; Uninvited; Maybe
SystemModstamp   | System Modstamp     | datetime    | DFS
IsParent         | Is Parent           | boolean     | CUDFGS
IsWhat           | Is What             | boolean     | CDFGS
`,
  children: `

`,
});
