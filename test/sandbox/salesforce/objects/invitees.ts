import { objectTable } from "../object-table.ts";

/** AcceptedEventRelation as the reference documents it; the marks are explained in object-table.ts. */
export const acceptedEventRelation = objectTable({
  name: "AcceptedEventRelation",
  label: "Accepted Event Relation",
  plural: "Accepted Event Relations",
  keyPrefix: "0TA",
  can: "R",
  fields: `
EventId          | Event ID            | reference  | NFGS  | -> Event : Event
RelationId       | Relation ID         | reference  | NFGSP | -> Contact Lead User : Relation
RespondedDate    | Response Date       | datetime   | NFS
Response         | Response            | string 255 | NFGS
Type             | Type                | string 50  | NFGS
CreatedById      | Created By ID       | reference  | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date        | datetime   | DFS
Id               | Event Relation ID   | id         | DFGSL
IsDeleted        | Deleted             | boolean    | DFGS
LastModifiedById | Last Modified By ID | reference  | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime   | DFS
SystemModstamp   | System Modstamp     | datetime   | DFS
`,
  children: `

`,
});

/** DeclinedEventRelation as the reference documents it; the marks are explained in object-table.ts. */
export const declinedEventRelation = objectTable({
  name: "DeclinedEventRelation",
  label: "Declined Event Relation",
  plural: "Declined Event Relations",
  keyPrefix: "0TD",
  can: "R",
  fields: `
EventId          | Event ID            | reference  | NFGS  | -> Event : Event
RelationId       | Relation ID         | reference  | NFGSP | -> Contact Lead User : Relation
RespondedDate    | Response Date       | datetime   | NFS
Response         | Response            | string 255 | NFGS
Type             | Type                | string 50  | NFGS
CreatedById      | Created By ID       | reference  | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date        | datetime   | DFS
Id               | Event Relation ID   | id         | DFGSL
IsDeleted        | Deleted             | boolean    | DFGS
LastModifiedById | Last Modified By ID | reference  | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime   | DFS
SystemModstamp   | System Modstamp     | datetime   | DFS
`,
  children: `

`,
});

/** UndecidedEventRelation as the reference documents it; the marks are explained in object-table.ts. */
export const undecidedEventRelation = objectTable({
  name: "UndecidedEventRelation",
  label: "Undecided Event Relation",
  plural: "Undecided Event Relations",
  keyPrefix: "0TU",
  can: "R",
  fields: `
EventId          | Event ID            | reference  | NFGS  | -> Event : Event
RelationId       | Relation ID         | reference  | NFGSP | -> Contact Lead User : Relation
RespondedDate    | Response Date       | datetime   | NFS
Response         | Response            | string 255 | NFGS
Type             | Type                | string 50  | NFGS
CreatedById      | Created By ID       | reference  | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date        | datetime   | DFS
Id               | Event Relation ID   | id         | DFGSL
IsDeleted        | Deleted             | boolean    | DFGS
LastModifiedById | Last Modified By ID | reference  | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime   | DFS
SystemModstamp   | System Modstamp     | datetime   | DFS
`,
  children: `

`,
});

/** EventWhoRelation as the reference documents it; the marks are explained in object-table.ts. */
export const eventWhoRelation = objectTable({
  name: "EventWhoRelation",
  label: "Event Who Relation",
  plural: "Event Who Relations",
  keyPrefix: "0TE",
  can: "R",
  fields: `
EventId          | Event ID            | reference | NFGS  | -> Event : Event
RelationId       | Relation ID         | reference | NFGSP | -> Contact Lead : Relation
Type             | Type                | string 50 | NFGS
AccountId        | Account ID          | reference | NFGS  | -> Account : Account
CreatedById      | Created By ID       | reference | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date        | datetime  | DFS
Id               | Event Relation ID   | id        | DFGSL
IsDeleted        | Deleted             | boolean   | DFGS
LastModifiedById | Last Modified By ID | reference | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime  | DFS
SystemModstamp   | System Modstamp     | datetime  | DFS
`,
  children: `

`,
});
