import { objectTable } from "../object-table.ts";

/** PermissionSetLicense as the reference documents it; the marks are explained in object-table.ts. */
export const permissionSetLicense = objectTable({
  name: "PermissionSetLicense",
  label: "Permission Set License",
  plural: "Permission Set Licenses",
  keyPrefix: "0PL",
  can: "",
  fields: `
DeveloperName                                 | Developer Name                         | string 80   | FGS
ExpirationDate                                | Expiration Date                        | date        | NFGS
IsAvailableForIntegrations                    | Is License Available for Integrations? | boolean     | DFGS
IsSupplementLicense                           | Is Supplement License                  | boolean     | DFGS
Language                                      | Language                               | picklist 40 | FGRS
MasterLabel                                   | Permission Set License Label           | string 80   | FGS
PermissionSetLicenseKey                       | Permission Set License Key             | string 81   | FGSL
Status                                        | Status                                 | picklist 40 | FGRS  | = Active*; Disabled
TotalLicenses                                 | Total Licenses                         | int         | FGS
UsedLicenses                                  | Used Licenses                          | int         | FGS
CreatedById                                   | Created By ID                          | reference   | DFGS  | -> User : CreatedBy
CreatedDate                                   | Created Date                           | datetime    | DFS
Id                                            | Permission Set License ID              | id          | DFGSL
IsDeleted                                     | Deleted                                | boolean     | DFGS
LastModifiedById                              | Last Modified By ID                    | reference   | DFGS  | -> User : LastModifiedBy
LastModifiedDate                              | Last Modified Date                     | datetime    | DFS
LicenseExpirationPolicy                       | License Expiration Policy              | picklist 40 | NFGS
MigratableLicenses                            | Licenses to Migrate                    | int         | NFGS
SystemModstamp                                | System Modstamp                        | datetime    | DFS
MaximumPermissionsAutomaticActivityCapture    | Automatic Activity Capture             | boolean     | F
MaximumPermissionsStdAutomaticActivityCapture | Standard Automatic Activity Capture    | boolean     | F
MaximumPermissionsSalesforceIQInbox           | Salesforce Inbox                       | boolean     | F
`,
  children: `
PermissionSetLicenseAssignments < PermissionSetLicenseAssign.PermissionSetLicenseId
`,
});

/** PermissionSetLicenseAssign as the reference documents it; the marks are explained in object-table.ts. */
export const permissionSetLicenseAssign = objectTable({
  name: "PermissionSetLicenseAssign",
  label: "Permission Set License Assign",
  plural: "Permission Set License Assigns",
  keyPrefix: "2LA",
  can: "CD",
  fields: `
AssigneeId             | User ID                              | reference | CFGS  | -> User : Assignee
IsRevoked              | Is Revoked                           | boolean   | UDFGS
PermissionSetLicenseId | Permission Set License ID            | reference | CFGS  | -> PermissionSetLicense : PermissionSetLicense
CreatedById            | Created By ID                        | reference | DFGS  | -> User : CreatedBy
CreatedDate            | Created Date                         | datetime  | DFS
Id                     | Permission Set License Assignment ID | id        | DFGSL
IsDeleted              | Deleted                              | boolean   | DFGS
LastModifiedById       | Last Modified By ID                  | reference | DFGS  | -> User : LastModifiedBy
LastModifiedDate       | Last Modified Date                   | datetime  | DFS
SystemModstamp         | Date Assigned                        | datetime  | DFS
`,
  children: `

`,
});

/** PackageLicense as the reference documents it; the marks are explained in object-table.ts. */
export const packageLicense = objectTable({
  name: "PackageLicense",
  label: "Package License",
  plural: "Package Licenses",
  keyPrefix: "050",
  can: "",
  fields: `
AllowedLicenses            | Allowed Licenses                  | int         | FGS
ExpirationDate             | Expiration Date                   | datetime    | NFS
IsAvailableForIntegrations | Enabled for Platform Integrations | boolean     | DFGS
IsProvisioned              | Is Provisioned                    | boolean     | DFGS
NamespacePrefix            | Namespace Prefix                  | string 40   | FGS
Status                     | Status                            | picklist 40 | FGRS  | = Active*; Expired; Free; Trial
UsedLicenses               | Used Licenses                     | int         | FGS
CreatedDate                | Created Date                      | datetime    | DFS
Id                         | Package License ID                | id          | DFGSL
LastModifiedDate           | Last Modified Date                | datetime    | DFS
SystemModstamp             | System Modstamp                   | datetime    | DFS
`,
  children: `
UserPackageLicenses < UserPackageLicense.PackageLicenseId
`,
});

/** UserPackageLicense as the reference documents it; the marks are explained in object-table.ts. */
export const userPackageLicense = objectTable({
  name: "UserPackageLicense",
  label: "User Package License",
  plural: "User Package Licenses",
  keyPrefix: "051",
  can: "CD",
  fields: `
IsRevoked             | Is Revoked                | boolean   | UDFGS
PackageLicenseId      | Package License ID        | reference | CFGS  | -> PackageLicense : PackageLicense
UserId                | Assigned User ID          | reference | CFGS  | -> User : User
CreatedById           | Created By ID             | reference | DFGS  | -> User : CreatedBy
CreatedDate           | Created Date              | datetime  | DFS
Id                    | User Package License ID   | id        | DFGSL
LastModifiedById      | Last Modified By ID       | reference | DFGS  | -> User : LastModifiedBy
LastModifiedDate      | Last Modified Date        | datetime  | DFS
SystemModstamp        | System Modstamp           | datetime  | DFS
`,
  children: `

`,
});
