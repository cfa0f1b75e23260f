import { objectTable } from "../object-table.ts";

/** Attachment as the reference documents it; the marks are explained in object-table.ts. */
export const attachment = objectTable({
  name: "Attachment",
  label: "Attachment",
  plural: "Attachments",
  keyPrefix: "00P",
  can: "CUDRN",
  fields: `
Id               | Attachment ID       | id           | DFGSL
Body             | Body                | base64       | CU
BodyLength       | Body Length         | int          | NFGS
ContentType      | Content Type        | string 120   | CUNFGS
CreatedById      | Created By ID       | reference    | DFGS    | -> User : CreatedBy
CreatedDate      | Created Date        | datetime     | DFS
Description      | Description         | textarea 500 | CUNFS
IsDeleted        | Deleted             | boolean      | DFGS
IsPrivate        | Private             | boolean      | CUDFGS
LastModifiedById | Last Modified By ID | reference    | DFGS    | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime     | DFS
Name             | File Name           | string 255   | CUFGSLH
OwnerId          | Owner ID            | reference    | CUDFGS  | -> User : Owner
ParentId         | Parent ID           | reference    | CFGSP   | -> Account Case Contact EmailMessage Event Lead Opportunity Task : Parent
SystemModstamp   | System Modstamp     | datetime     | DFS
`,
  children: `

`,
});

/** Note as the reference documents it; the marks are explained in object-table.ts. */
export const note = objectTable({
  name: "Note",
  label: "Note",
  plural: "Notes",
  keyPrefix: "002",
  can: "CUDRSN",
  fields: `
Id               | Note ID             | id             | DFGSL
Body             | Body                | textarea 32000 | CUN
CreatedById      | Created By ID       | reference      | DFGS    | -> User : CreatedBy
CreatedDate      | Created Date        | datetime       | DFS
IsDeleted        | Deleted             | boolean        | DFGS
IsPrivate        | Private             | boolean        | CUDFGS
LastModifiedById | Last Modified By ID | reference      | DFGS    | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime       | DFS
OwnerId          | Owner ID            | reference      | CUDFGS  | -> User : Owner
ParentId         | Parent ID           | reference      | CFGSP   | -> Account Case Contact Lead Opportunity : Parent
SystemModstamp   | System Modstamp     | datetime       | DFS
Title            | Title               | string 80      | CUFGSLH
`,
  children: `

`,
});
