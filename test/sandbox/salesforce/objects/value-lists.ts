import { objectTable } from "../object-table.ts";

/** TaskStatus as the reference documents it; the marks are explained in object-table.ts. */
export const taskStatus = objectTable({
  name: "TaskStatus",
  label: "Task Status Value",
  plural: "Task Status Value",
  keyPrefix: "01T",
  can: "",
  fields: `
Id               | Task Status Value ID | id         | DFGSL
ApiName          | API Name             | string 255 | FGSL
CreatedById      | Created By ID        | reference  | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date         | datetime   | DFS
IsClosed         | Is Closed            | boolean    | DFGS
IsDefault        | Is Default           | boolean    | DFGS
LastModifiedById | Last Modified By ID  | reference  | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date   | datetime   | DFS
MasterLabel      | Master Label         | string 255 | NFGS
SortOrder        | Sort Order           | int        | NFGS
SystemModstamp   | System Modstamp      | datetime   | DFS
`,
  children: `

`,
});

/** TaskPriority as the reference documents it; the marks are explained in object-table.ts. */
export const taskPriority = objectTable({
  name: "TaskPriority",
  label: "Task Priority Value",
  plural: "Task Priority Value",
  keyPrefix: "01U",
  can: "",
  fields: `
Id               | Task Priority Value ID | id         | DFGSL
ApiName          | Api Name               | string 255 | FGSL
IsDefault        | Is Default             | boolean    | DFGS
IsHighPriority   | Is High Priority       | boolean    | DFGS
MasterLabel      | Master Label           | string 255 | NFGS
SortOrder        | Sort Order             | int        | NFGS
CreatedDate      | Created Date           | datetime   | DFS
CreatedById      | Created By ID          | reference  | DFGS  | -> User : CreatedBy
LastModifiedDate | Last Modified Date     | datetime   | DFS
LastModifiedById | Last Modified By ID    | reference  | DFGS  | -> User : LastModifiedBy
SystemModstamp   | System Modstamp        | datetime   | DFS
`,
  children: `

`,
});

/** LeadStatus as the reference documents it; the marks are explained in object-table.ts. */
export const leadStatus = objectTable({
  name: "LeadStatus",
  label: "Lead Status Value",
  plural: "Lead Status Value",
  keyPrefix: "01Q",
  can: "",
  fields: `
Id               | Lead Status Value ID | id         | DFGSL
ApiName          | API Name             | string 255 | FGSL
CreatedById      | Created By ID        | reference  | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date         | datetime   | DFS
IsConverted      | Is Converted         | boolean    | DFGS
IsDefault        | Is Default           | boolean    | DFGS
LastModifiedById | Last Modified By ID  | reference  | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date   | datetime   | DFS
MasterLabel      | Master Label         | string 255 | NFGS
SortOrder        | Sort Order           | int        | NFGS
SystemModstamp   | System Modstamp      | datetime   | DFS
`,
  children: `

`,
});

/** OpportunityStage as the reference documents it; the marks are explained in object-table.ts. */
export const opportunityStage = objectTable({
  name: "OpportunityStage",
  label: "Opportunity Stage",
  plural: "Opportunity Stage",
  keyPrefix: "01J",
  can: "",
  fields: `
Id                   | Opportunity Stage ID   | id           | DFGSL
ApiName              | Api Name               | string 255   | FGSL
DefaultProbability   | Default Probability    | percent 18,0 | NFS
Description          | Description            | string 255   | NFGS
ForecastCategory     | Forecast Category      | picklist 255 | FGSR
ForecastCategoryName | Forecast Category Name | picklist 255 | FGSR
IsActive             | Is Active              | boolean      | DFGS
IsClosed             | Is Closed              | boolean      | DFGS
IsWon                | Is Won                 | boolean      | DFGS
MasterLabel          | Master Label           | string 255   | NFGS
SortOrder            | Sort Order             | int          | NFGS
CreatedDate          | Created Date           | datetime     | DFS
CreatedById          | Created By ID          | reference    | DFGS  | -> User : CreatedBy
LastModifiedDate     | Last Modified Date     | datetime     | DFS
LastModifiedById     | Last Modified By ID    | reference    | DFGS  | -> User : LastModifiedBy
SystemModstamp       | System Modstamp        | datetime     | DFS
`,
  children: `

`,
});

/** CaseStatus as the reference documents it; the marks are explained in object-table.ts. */
export const caseStatus = objectTable({
  name: "CaseStatus",
  label: "Case Status Value",
  plural: "Case Status Value",
  keyPrefix: "01S",
  can: "",
  fields: `
Id               | Case Status Value ID | id         | DFGSL
ApiName          | Api Name             | string 255 | FGSL
IsClosed         | Is Closed            | boolean    | DFGS
IsDefault        | Is Default           | boolean    | DFGS
MasterLabel      | Master Label         | string 255 | NFGS
SortOrder        | Sort Order           | int        | NFGS
CreatedDate      | Created Date         | datetime   | DFS
CreatedById      | Created By ID        | reference  | DFGS  | -> User : CreatedBy
LastModifiedDate | Last Modified Date   | datetime   | DFS
LastModifiedById | Last Modified By ID  | reference  | DFGS  | -> User : LastModifiedBy
SystemModstamp   | System Modstamp      | datetime   | DFS
`,
  children: `

`,
});
