import { objectTable } from "../object-table.ts";

/** Organization as the reference documents it; the marks are explained in object-table.ts. */
export const organization = objectTable({
  name: "Organization",
  label: "Organization",
  plural: "Organizations",
  keyPrefix: "00D",
  can: "",
  fields: `
Id                       | Organization ID            | id           | DFGSL
Address                  | Address                    | address      | NF
City                     | City                       | string 255   | UNFGS
Country                  | Country                    | string 255   | NFGS
DefaultAccountAccess     | Default Account Access     | picklist 255 | NFGSR
DefaultCalendarAccess    | Default Calendar Access    | picklist 255 | NDFGSR
DefaultCaseAccess        | Default Case Access        | picklist 255 | NFGSR
DefaultContactAccess     | Default Contact Access     | picklist 255 | NFGSR
DefaultLeadAccess        | Default Lead Access        | picklist 255 | NFGSR
DefaultLocaleSidKey      | Default Locale Sid Key     | picklist 255 | UFGSR
DefaultOpportunityAccess | Default Opportunity Access | picklist 255 | NFGSR
Division                 | Division                   | string 255   | UNFGS
Fax                      | Fax                        | phone 0      | UNFGS
FiscalYearStartMonth     | Fiscal Year Start Month    | int          | NFGS
InstanceName             | Instance Name              | string 255   | NFGS
IsSandbox                | Is Sandbox                 | boolean      | DFGS
LanguageLocaleKey        | Language Locale Key        | picklist 255 | UFGSR
Name                     | Name                       | string 255   | UFGSL
NamespacePrefix          | Namespace Prefix           | string 255   | NFGSL
OrganizationType         | Organization Type          | picklist 255 | NFGSR
Phone                    | Phone                      | phone 0      | UNFGS
PostalCode               | Postal Code                | string 255   | UNFGS
PrimaryContact           | Primary Contact            | string 255   | UNFGS
ReceivesInfoEmails       | Receives Info Emails       | boolean      | UDFGS
State                    | State                      | string 255   | UNFGS
Street                   | Street                     | textarea 0   | UNFGS
TrialExpirationDate      | Trial Expiration Date      | datetime     | NFS
TimeZoneSidKey           | Time Zone Sid Key          | picklist 255 | UFGSR
CreatedDate              | Created Date               | datetime     | DFS
CreatedById              | Created By ID              | reference    | DFGS   | -> User : CreatedBy
LastModifiedDate         | Last Modified Date         | datetime     | DFS
LastModifiedById         | Last Modified By ID        | reference    | DFGS   | -> User : LastModifiedBy
SystemModstamp           | System Modstamp            | datetime     | DFS
`,
  children: `

`,
});

/** Profile as the reference documents it; the marks are explained in object-table.ts. */
export const profile = objectTable({
  name: "Profile",
  label: "Profile",
  plural: "Profile",
  keyPrefix: "00e",
  can: "",
  fields: `
Id                 | Profile ID           | id           | DFGSL
Description        | Description          | string 255   | CUNFGS
IsSsoEnabled       | Is Sso Enabled       | boolean      | UDFGS
LastReferencedDate | Last Referenced Date | datetime     | NFS
LastViewedDate     | Last Viewed Date     | datetime     | NFS
Name               | Name                 | string 255   | CUFGSL
UserType           | User Type            | picklist 255 | NFGSR
CreatedDate        | Created Date         | datetime     | DFS
CreatedById        | Created By ID        | reference    | DFGS   | -> User : CreatedBy
LastModifiedDate   | Last Modified Date   | datetime     | DFS
LastModifiedById   | Last Modified By ID  | reference    | DFGS   | -> User : LastModifiedBy
SystemModstamp     | System Modstamp      | datetime     | DFS
`,
  children: `
Users < User.ProfileId
`,
});

/** Group as the reference documents it; the marks are explained in object-table.ts. */
export const group = objectTable({
  name: "Group",
  label: "Group",
  plural: "Group",
  keyPrefix: "00G",
  can: "CUD",
  fields: `
Id                     | Group ID                   | id           | DFGSL
Description            | Description                | textarea 0   | CUNFS
DeveloperName          | Developer Name             | string 255   | CUNFGS
DoesIncludeBosses      | Does Include Bosses        | boolean      | CUDFGS
DoesSendEmailToMembers | Does Send Email To Members | boolean      | CUDFGS
Email                  | Email                      | email 0      | CUNFGS
Name                   | Name                       | string 255   | CUFGSL
OwnerId                | Owner Id                   | reference    | FGS    | -> User : Owner
Type                   | Type                       | picklist 255 | CFGSR
CreatedDate            | Created Date               | datetime     | DFS
CreatedById            | Created By ID              | reference    | DFGS   | -> User : CreatedBy
LastModifiedDate       | Last Modified Date         | datetime     | DFS
LastModifiedById       | Last Modified By ID        | reference    | DFGS   | -> User : LastModifiedBy
SystemModstamp         | System Modstamp            | datetime     | DFS
`,
  children: `

`,
});

/** PermissionSet as the reference documents it; the marks are explained in object-table.ts. */
export const permissionSet = objectTable({
  name: "PermissionSet",
  label: "Permission Set",
  plural: "Permission Sets",
  keyPrefix: "0PS",
  can: "",
  fields: `
Id                    | Permission Set ID       | id         | DFGSL
Description           | Description             | string 255 | CUNFGS
HasActivationRequired | Has Activation Required | boolean    | CUDFGS
IsCustom              | Is Custom               | boolean    | DFGS
IsOwnedByProfile      | Is Owned By Profile     | boolean    | DFGS
Label                 | Label                   | string 255 | CUFGS
Name                  | Name                    | string 255 | CUFGS
NamespacePrefix       | Namespace Prefix        | string 255 | NFGS
ProfileId             | Profile Id              | reference  | NFGS   | -> Profile : Profile
Type                  | Type                    | reference  | NFGS
CreatedDate           | Created Date            | datetime   | DFS
CreatedById           | Created By ID           | reference  | DFGS   | -> User : CreatedBy
LastModifiedDate      | Last Modified Date      | datetime   | DFS
LastModifiedById      | Last Modified By ID     | reference  | DFGS   | -> User : LastModifiedBy
SystemModstamp        | System Modstamp         | datetime   | DFS
`,
  children: `
Assignments < PermissionSetAssignment.PermissionSetId
`,
});

/** PermissionSetAssignment as the reference documents it; the marks are explained in object-table.ts. */
export const permissionSetAssignment = objectTable({
  name: "PermissionSetAssignment",
  label: "Permission Set Assignment",
  plural: "Permission Set Assignments",
  keyPrefix: "0Pa",
  can: "CD",
  fields: `
Id               | Permission Set Assignment ID | id        | DFGSL
AssigneeId       | Assignee Id                  | reference | CFGS  | -> User : Assignee
ExpirationDate   | Expiration Date              | datetime  | CUNFS
IsActive         | Is Active                    | boolean   | DFGS
IsRevoked        | Is Revoked                   | boolean   | UDFGS
PermissionSetId  | Permission Set Id            | reference | CNFGS | -> PermissionSet : PermissionSet
CreatedDate      | Created Date                 | datetime  | DFS
CreatedById      | Created By ID                | reference | DFGS  | -> User : CreatedBy
LastModifiedDate | Last Modified Date           | datetime  | DFS
LastModifiedById | Last Modified By ID          | reference | DFGS  | -> User : LastModifiedBy
SystemModstamp   | System Modstamp              | datetime  | DFS
`,
  children: `

`,
});

/** RecordType as the reference documents it; the marks are explained in object-table.ts. */
export const recordType = objectTable({
  name: "RecordType",
  label: "Record Type",
  plural: "Record Types",
  keyPrefix: "012",
  can: "",
  fields: `
Id               | Record Type ID      | id           | DFGSL
Description      | Description         | string 255   | CUNFGS
DeveloperName    | Developer Name      | string 255   | CUFGS
IsActive         | Is Active           | boolean      | UDFGS
IsPersonType     | Is Person Type      | boolean      | DFGS
Name             | Name                | string 255   | CUFGSL
NamespacePrefix  | Namespace Prefix    | string 255   | NFGS
SobjectType      | Sobject Type        | picklist 255 | CFGSR
CreatedDate      | Created Date        | datetime     | DFS
CreatedById      | Created By ID       | reference    | DFGS   | -> User : CreatedBy
LastModifiedDate | Last Modified Date  | datetime     | DFS
LastModifiedById | Last Modified By ID | reference    | DFGS   | -> User : LastModifiedBy
SystemModstamp   | System Modstamp     | datetime     | DFS
`,
  children: `

`,
});

/** DuplicateRule as the reference documents it; the marks are explained in object-table.ts. */
export const duplicateRule = objectTable({
  name: "DuplicateRule",
  label: "Duplicate Rule",
  plural: "Duplicate Rules",
  keyPrefix: "0Bm",
  can: "",
  fields: `
Id               | Duplicate Rule ID   | id           | DFGSL
DeveloperName    | Developer Name      | string 255   | FGS
IsActive         | Is Active           | boolean      | DFGS
Language         | Language            | picklist 255 | FGSR
LastViewedDate   | Last Viewed Date    | datetime     | NFS
MasterLabel      | Master Label        | string 255   | FGS
NamespacePrefix  | Namespace Prefix    | string 255   | NFGS
SobjectSubtype   | Sobject Subtype     | picklist 255 | NDFGSR
sObjectType      | s Object Type       | picklist 255 | FGSR
CreatedDate      | Created Date        | datetime     | DFS
CreatedById      | Created By ID       | reference    | DFGS   | -> User : CreatedBy
LastModifiedDate | Last Modified Date  | datetime     | DFS
LastModifiedById | Last Modified By ID | reference    | DFGS   | -> User : LastModifiedBy
SystemModstamp   | System Modstamp     | datetime     | DFS
`,
  children: `

`,
});

/** LoginHistory as the reference documents it; the marks are explained in object-table.ts. */
export const loginHistory = objectTable({
  name: "LoginHistory",
  label: "Login History",
  plural: "Login History",
  keyPrefix: "0Ya",
  can: "",
  fields: `
Id                      | Login History ID                       | id          | DFGSL
ApiType                 | API Type                               | string 64   | NGS
ApiVersion              | API Version                            | string 32   | NGS
Application             | Application                            | string 64   | NGS
AuthContextClassRef     | Authentication Context Class Reference | string 500  | NFGS
AuthMethodReference     | Authentication Method Reference        | string 128  | NFGS
AuthenticationServiceId | Authentication Service ID              | reference   | NFGS
Browser                 | Browser                                | string 64   | NGS
CipherSuite             | TLS Cipher Suite                       | picklist 40 | NFGSR
ClientVersion           | Client Version                         | string 64   | NGS
CountryIso              | Country Code                           | string 3    | NFGS
ForwardedForIp          | Forwarded For IP                       | string 255  | NFGS
LoginGeoId              | Login Geo Data ID                      | reference   |
LoginSubType            | Login Subtype                          | picklist 40 | NFGSR
LoginTime               | Login Time                             | datetime    | FS
LoginType               | Login Type                             | picklist 40 | FGSR
LoginUrl                | Login URL                              | string 255  | NFGS
NetworkId               | Network ID                             | reference   | NFGS
OptionsIsGet            | Login via GET                          | boolean     | F
OptionsIsPost           | Login via POST                         | boolean     | F
Platform                | Platform                               | string 64   | NGS
SourceIp                | Source IP                              | string 39   | NFGS
Status                  | Status                                 | string 128  | NGS
TlsProtocol             | TLS Protocol                           | picklist 40 | NFGSR
UserId                  | User ID                                | reference   | NFGS  | -> User
`,
  children: `

`,
});

/** OauthToken as the reference documents it; the marks are explained in object-table.ts. */
export const oauthToken = objectTable({
  name: "OauthToken",
  label: "OAuth Token",
  plural: "OAuth Tokens",
  keyPrefix: "0CQ",
  can: "",
  fields: `
Id           | OAuth Token ID   | id         | DFGSL
AppName      | Application Name | string 255 | NFGS
CreatedDate  | Created Date     | datetime   | DFS
DeleteToken  | Delete Token     | string 255 | NFGS
LastUsedDate | Last Used Date   | datetime   | NFS
UseCount     | Use Count        | int        | NFGS
UserId       | User ID          | reference  | NFGS  | -> User : User
`,
  children: `

`,
});
