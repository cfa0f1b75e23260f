import { objectTable } from "../object-table.ts";

/** GroupMember as the reference documents it; the marks are explained in object-table.ts. */
export const groupMember = objectTable({
  name: "GroupMember",
  label: "Group Member",
  plural: "Group Members",
  keyPrefix: "011",
  can: "CD",
  fields: `
GroupId        | Group ID        | reference | CFGS  | -> Group : Group
UserOrGroupId  | User/Group ID   | reference | CFGS  | -> Group User : UserOrGroup
Id             | Group Member ID | id        | DFGSL
SystemModstamp | System Modstamp | datetime  | DFS
`,
  children: `

`,
});

/** FieldPermissions: which permission set or profile shows a field. */
export const fieldPermissions = objectTable({
  name: "FieldPermissions",
  label: "Field Permissions",
  plural: "Field Permissions",
  keyPrefix: "01k",
  can: "CUD",
  fields: `
Id              | Field Permissions ID | id           | DFGSL
ParentId        | Parent ID            | reference    | CFGS  | -> PermissionSet : Parent
SobjectType     | Sobject Type Name    | picklist 40  | CFGSR
Field           | Field Name           | picklist 255 | CFGSR
PermissionsEdit | Edit Field           | boolean      | CUDFGS
PermissionsRead | Read Field           | boolean      | CUDFGS
SystemModstamp  | System Modstamp      | datetime     | DFS
`,
  children: `

`,
});

/** QueueSobject: the objects whose records a queue may own. */
export const queueSobject = objectTable({
  name: "QueueSobject",
  label: "Queue Sobject",
  plural: "Queue Sobjects",
  keyPrefix: "03g",
  can: "CD",
  fields: `
Id             | Queue Sobject ID | id          | DFGSL
QueueId        | Group ID         | reference   | CNFGS | -> Group : Queue
SobjectType    | Sobject Type     | picklist 40 | CNFGSR
CreatedById    | Created By ID    | reference   | DFGS  | -> User : CreatedBy
SystemModstamp | System Modstamp  | datetime    | DFS
`,
  children: `

`,
});

/** UserRole: who stands above whom. */
export const userRole = objectTable({
  name: "UserRole",
  label: "Role",
  plural: "Role",
  keyPrefix: "00E",
  can: "CUD",
  fields: `
Id               | Role ID             | id         | DFGSL
Name             | Name                | string 80  | CUFGSLH
ParentRoleId     | Parent Role ID      | reference  | CUNFGS | -> UserRole : ParentRole
DeveloperName    | Developer Name      | string 80  | CUNFGS
LastModifiedDate | Last Modified Date  | datetime   | DFS
LastModifiedById | Last Modified By ID | reference  | DFGS   | -> User : LastModifiedBy
SystemModstamp   | System Modstamp     | datetime   | DFS
`,
  children: `
Users < User.UserRoleId
`,
});

/** ListView: who looks at which records; its filter is kept beside it and told by its own resource. */
export const listView = objectTable({
  name: "ListView",
  label: "List View",
  plural: "List Views",
  keyPrefix: "00B",
  can: "",
  fields: `
Id                 | List View ID       | id           | DFGSL
Name               | View Name          | string 40    | FGSLH
DeveloperName      | API Name           | string 80    | NFGS
NamespacePrefix    | Namespace Prefix   | string 15    | NFGS
SobjectType        | Sobject Type       | picklist 40  | NFGSR
IsSoqlCompatible   | Is SoqlCompatible  | boolean      | DFGS
CreatedDate        | Created Date       | datetime     | DFS
CreatedById        | Created By ID      | reference    | DFGS  | -> User : CreatedBy
LastModifiedDate   | Last Modified Date | datetime     | DFS
LastModifiedById   | Last Modified By ID | reference   | DFGS  | -> User : LastModifiedBy
SystemModstamp     | System Modstamp    | datetime     | DFS
LastViewedDate     | Last Viewed Date   | datetime     | NFS
LastReferencedDate | Last Referenced Date | datetime   | NFS
`,
  children: `

`,
});
