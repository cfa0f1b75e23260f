import { objectTable } from "../object-table.ts";

/** ConnectedApplication as the reference documents it; the marks are explained in object-table.ts. */
export const connectedApplication = objectTable({
  name: "ConnectedApplication",
  label: "Connected Application",
  plural: "Connected Applications",
  keyPrefix: "0H4",
  can: "",
  fields: `
MobileSessionTimeout       | Lock App After          | picklist 40 | NDFGRS
MobileStartUrl             | Mobile Start URL        | url 2400    | NFS
Name                       | Connected App Name      | string 80   | FGSL
NamedUserUvidTimeout       | Named User Uvid Timeout | picklist 40 | NFGRS
PinLength                  | PIN Length              | picklist 40 | NFGRS
RefreshTokenValidityPeriod | Refresh Token Policy:   | int         | NFGS
StartUrl                   | Start URL               | url 2400    | NFS
UvidTimeout                | Uvid Timeout            | picklist 40 | NFGRS
CreatedById                | Created By ID           | reference   | DFGS   | -> User : CreatedBy
CreatedDate                | Created Date            | datetime    | DFS
Id                         | Connected App ID        | id          | DFGSL
LastModifiedById           | Last Modified By ID     | reference   | DFGS   | -> User : LastModifiedBy
LastModifiedDate           | Last Modified Date      | datetime    | DFS
SystemModstamp             | System Modstamp         | datetime    | DFS
`,
  children: `

`,
});

/** EmailServicesFunction as the reference documents it; the marks are explained in object-table.ts. */
export const emailServicesFunction = objectTable({
  name: "EmailServicesFunction",
  label: "Email Services Function",
  plural: "Email Services Functions",
  keyPrefix: "091",
  can: "CUD",
  fields: `
AddressInactiveAction       | Deactivated Email Address Action               | picklist 40   | CUNDFGRS
ApexClassId                 | Class ID                                       | reference     | CUNFGS
AttachmentOption            | Accept Attachments                             | picklist 40   | CUDFGRS  | = 0*; 1; 2; 3
AuthenticationFailureAction | Unauthenticated sender action                  | picklist 40   | CUNDFGRS
AuthorizationFailureAction  | Unauthorized sender action                     | picklist 40   | CUNDFGRS
AuthorizedSenders           | Accept Email From                              | textarea 4000 | CUNFS
ErrorRoutingAddress         | Route Error Emails to This Email Address       | email 270     | CUNFS
FunctionInactiveAction      | Deactivated Email Service Action               | picklist 40   | CUNDFGRS
FunctionName                | Email Service Name                             | string 64     | CUFGSL
IsActive                    | Active                                         | boolean       | CUDFGS
IsAuthenticationRequired    | Advanced Email Security Settings               | boolean       | CUDFGS
IsErrorRoutingEnabled       | Enable Error Routing                           | boolean       | CUDFGS
IsTextAttachmentsAsBinary   | Convert Text Attachments to Binary Attachments | boolean       | CUDFGS
IsTextTruncated             | Is Text Truncated                              | boolean       | CUDFGS
IsTlsRequired               | TLS Required                                   | boolean       | CUDFGS
OverLimitAction             | Over email rate limit action                   | picklist 40   | CUNDFGRS
CreatedById                 | Created By ID                                  | reference     | DFGS     | -> User : CreatedBy
CreatedDate                 | Created Date                                   | datetime      | DFS
Id                          | Email Service ID                               | id            | DFGSL
LastModifiedById            | Last Modified By ID                            | reference     | DFGS     | -> User : LastModifiedBy
LastModifiedDate            | Last Modified Date                             | datetime      | DFS
SystemModstamp              | System Modstamp                                | datetime      | DFS
`,
  children: `

`,
});

/** EmailServicesAddress as the reference documents it; the marks are explained in object-table.ts. */
export const emailServicesAddress = objectTable({
  name: "EmailServicesAddress",
  label: "Email Services Address",
  plural: "Email Services Addresses",
  keyPrefix: "093",
  can: "CUD",
  fields: `
AuthorizedSenders   | Accept Email From         | textarea 4000 | CUNFS
DeveloperName       | Email Address Name        | string 25     | CUDFGS
EmailDomainName     | Email address domain      | string 255    | NFGS
FunctionId          | Email Service ID          | reference     | CUFGS  | -> EmailServicesFunction : Function
IsActive            | Active                    | boolean       | CUDFGS
LocalPart           | Email address             | string 64     | CUFGSL
RunAsUserId         | User ID                   | reference     | CUFGS
CreatedById         | Created By ID             | reference     | DFGS   | -> User : CreatedBy
CreatedDate         | Created Date              | datetime      | DFS
DkimRequiredDomains | DKIM Required Domains     | textarea 4000 | NFGS
Id                  | Email Services Address ID | id            | DFGSL
LastModifiedById    | Last Modified By ID       | reference     | DFGS   | -> User : LastModifiedBy
LastModifiedDate    | Last Modified Date        | datetime      | DFS
SystemModstamp      | System Modstamp           | datetime      | DFS
`,
  children: `

`,
});

/** UserEmailCalendarSync as the reference documents it; the marks are explained in object-table.ts. */
export const userEmailCalendarSync = objectTable({
  name: "UserEmailCalendarSync",
  label: "User Email Calendar Sync",
  plural: "User Email Calendar Syncs",
  keyPrefix: "0Er",
  can: "CUD",
  fields: `
AssignedId      | Assigned Id              | string 18  | CUNFGS
ConfigurationId | Configuration Id         | string 18  | CUNFGS
ExternalId      | External Id              | string 255 | NFGS
Id              | UserEmailCalendarSync Id | id         | DFGSL
`,
  children: `

`,
});

/** ActivityUsrConnectionStatus as the reference documents it; the marks are explained in object-table.ts. */
export const activityUsrConnectionStatus = objectTable({
  name: "ActivityUsrConnectionStatus",
  label: "Activity Usr Connection Status",
  plural: "Activity Usr Connection Statuses",
  keyPrefix: "0Zu",
  can: "",
  fields: `
ConfigurationName            | Configuration Name             | string 18    | NFGS
ConnectivityStatus           | Connection Status              | picklist 255 | NFGRS
ContactsSynced               | Number of contacts synced      | int          | NFGS
EmailAddress                 | Email Address                  | string 18    | NFGS
EventsSynced                 | Number of events synced        | int          | NFGS
ExternalId                   | External Id                    | string 255   | NFGS
GlobalOauthTermsState        | GlobalOauth Terms State        | picklist 255 | NFGRS
IsTermsOfServiceAccepted     | Is Terms Of Service Accepted   | boolean      | DFGS
RecommendedActionDescription | Recommended Action Description | string 755   | NFS
RecommendedActionTitle       | Recommended Action Title       | string 255   | NFGS
UserId                       | User Id                        | string 18    | NFGS
UserName                     | User Name                      | string 18    | NFGS
UserOnboardingStatus         | User Onboarding Status         | string 18    | NFGS
Id                           | ActivityUsrConnectionStatus Id | id           | DFGSL
`,
  children: `

`,
});

/** AuthSession as the reference documents it; the marks are explained in object-table.ts. */
export const authSession = objectTable({
  name: "AuthSession",
  label: "Auth Session",
  plural: "Auth Sessions",
  keyPrefix: "0Ak",
  can: "D",
  fields: `
CreatedDate                    | Created                | datetime    | DFS
Id                             | Auth Session ID        | id          | DFGSL
IsAssociatedWithJwtAccessToken | Associated With Jwt    | boolean     | DFGS
IsCurrent                      | Current Session        | boolean     | DFGS
LastModifiedDate               | Updated                | datetime    | DFS
LoginGeoId                     | Login Geo Data ID      | reference   | NFGS
LoginHistoryId                 | Login History ID       | reference   | NFGS  | -> LoginHistory : LoginHistory
LoginSubType                   | Login Subtype          | picklist 40 | NFGRS
LoginType                      | Login                  | picklist 40 | NFGRS
LogoutUrl                      | Logout URL             | string 1500 | NFS
NumSecondsValid                | Valid For              | int         | FGS
ParentId                       | Auth Session ID        | reference   | NFGS
SessionSecurityLevel           | Session Security Level | picklist 40 | NFGRS
SessionType                    | Session Type           | picklist 40 | NFGRS
SourceIp                       | Source IP              | string 39   | FGS
UserType                       | User Type              | picklist 40 | FGRS
UsersId                        | User ID                | reference   | NFGS  | -> User : Users
`,
  children: `

`,
});
