import { objectTable } from "../object-table.ts";

/** TaskRelation as the reference documents it; the marks are explained in object-table.ts. */
export const taskRelation = objectTable({
  name: "TaskRelation",
  label: "Task Relation",
  plural: "Task Relations",
  keyPrefix: "0RT",
  can: "CUDRN",
  fields: `
Id               | Task Relation ID    | id        | DFGSL
CreatedById      | Created By ID       | reference | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date        | datetime  | DFS
IsDeleted        | Deleted             | boolean   | DFGS
IsWhat           | Is What             | boolean   | CDFGS
LastModifiedById | Last Modified By ID | reference | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime  | DFS
RelationId       | Relation ID         | reference | CFGSP | -> Account Case Contact Lead Opportunity : Relation
SystemModstamp   | System Modstamp     | datetime  | DFS
TaskId           | Task ID             | reference | CFGS  | -> Task : Task
`,
  children: `

`,
});

/** TaskWhoRelation as the reference documents it; the marks are explained in object-table.ts. */
export const taskWhoRelation = objectTable({
  name: "TaskWhoRelation",
  label: "Task Who Relation",
  plural: "Task Who Relations",
  keyPrefix: "0TW",
  can: "",
  fields: `
Id               | Task Who Relation ID | id         | DFGSL
AccountId        | Account Id           | reference  | NFGS  | -> Account : Account
RelationId       | Relation Id          | reference  | NFGSP | -> Contact Lead : Relation
TaskId           | Task Id              | reference  | NFGS  | -> Task : Task
Type             | Type                 | string 255 | NFGS
CreatedDate      | Created Date         | datetime   | DFS
CreatedById      | Created By ID        | reference  | DFGS  | -> User : CreatedBy
LastModifiedDate | Last Modified Date   | datetime   | DFS
LastModifiedById | Last Modified By ID  | reference  | DFGS  | -> User : LastModifiedBy
SystemModstamp   | System Modstamp      | datetime   | DFS
`,
  children: `

`,
});
