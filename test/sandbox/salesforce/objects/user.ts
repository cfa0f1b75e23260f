import { objectTable } from "../object-table.ts";

/** User as the reference documents it; the marks are explained in object-table.ts. */
export const user = objectTable({
  name: "User",
  label: "User",
  plural: "Users",
  keyPrefix: "005",
  can: "CURSL",
  fields: `
Id                                | User ID                                            | id            | DFGSL
Username                          | Username                                           | string 80     | CUFGSL
LastName                          | Last Name                                          | string 80     | CUFGS
FirstName                         | First Name                                         | string 40     | CUNFGS
Name                              | Full Name                                          | string 121    | FGSH
CompanyName                       | Company Name                                       | string 80     | CUNFGS
Division                          | Division                                           | string 80     | CUNFGS
Department                        | Department                                         | string 80     | CUNFGS
Title                             | Title                                              | string 80     | CUNFGS
Street                            | Street                                             | textarea 255  | CUNFGS
City                              | City                                               | string 40     | CUNFGS
State                             | State/Province                                     | string 80     | CUNFGS
PostalCode                        | Zip/Postal Code                                    | string 20     | CUNFGS
Country                           | Country                                            | string 80     | CUNFGS
Latitude                          | Latitude                                           | double 18,15  | CUNFS
Longitude                         | Longitude                                          | double 18,15  | CUNFS
GeocodeAccuracy                   | Geocode Accuracy                                   | picklist 40   | CUNFGSR
Address                           | Address                                            | address       | NF
Email                             | Email                                              | email 128     | CUFGSL
EmailPreferencesAutoBcc           | AutoBcc                                            | boolean       | CUF
SenderEmail                       | Email Sender Address                               | email 80      | CUNFGS
SenderName                        | Email Sender Name                                  | string 80     | CUNFGS
Signature                         | Email Signature                                    | textarea 1333 | CUNFS
Phone                             | Phone                                              | phone 40      | CUNFGS
Fax                               | Fax                                                | phone 40      | CUNFGS
MobilePhone                       | Mobile                                             | phone 40      | CUNFGS
Alias                             | Alias                                              | string 8      | CUFGS
CommunityNickname                 | Nickname                                           | string 40     | CUFGS
BadgeText                         | User Photo badge text overlay                      | string 80     | NFGS
IsActive                          | Active                                             | boolean       | CUDFGS
TimeZoneSidKey                    | Time Zone                                          | picklist 40   | CUFGSR
UserRoleId                        | Role ID                                            | reference     | CUNFGS  | -> UserRole : UserRole
LocaleSidKey                      | Locale                                             | picklist 40   | CUFGSR
ReceivesInfoEmails                | Info Emails                                        | boolean       | CUDFGS
ReceivesAdminInfoEmails           | Admin Info Emails                                  | boolean       | CUDFGS
EmailEncodingKey                  | Email Encoding                                     | picklist 40   | CUFGSR  | = UTF-8; ISO-8859-1; ISO-8859-15; Shift_JIS; ISO-2022-JP; EUC-JP; ks_c_5601-1987; Big5; GB2312
ProfileId                         | Profile ID                                         | reference     | CUFGS   | -> Profile : Profile
UserType                          | User Type                                          | picklist 40   | NFGSR   | = Standard; PowerPartner; CSPLitePortal; CustomerSuccess; PowerCustomerSuccess; CsnOnly; Guest; AutomatedProcess; CloudIntegrationUser
LanguageLocaleKey                 | Language                                           | picklist 40   | CUFGSR
EmployeeNumber                    | Employee Number                                    | string 20     | CUNFGS
DelegatedApproverId               | Delegated Approver ID                              | reference     | CUNFGS
ManagerId                         | Manager ID                                         | reference     | CUNFGS  | -> User : Manager
LastLoginDate                     | Last Login                                         | datetime      | NFS
CreatedDate                       | Created Date                                       | datetime      | DFS
CreatedById                       | Created By ID                                      | reference     | DFGS    | -> User : CreatedBy
LastModifiedDate                  | Last Modified Date                                 | datetime      | DFS
LastModifiedById                  | Last Modified By ID                                | reference     | DFGS    | -> User : LastModifiedBy
SystemModstamp                    | System Modstamp                                    | datetime      | DFS
NumberOfFailedLogins              | Failed Login Attempts                              | int           | NFGS
ForecastEnabled                   | Allow Forecasting                                  | boolean       | CUDFGS
CallCenterId                      | Call Center ID                                     | reference     | CUNFGS
Extension                         | Extension                                          | phone 40      | CUNFGS
FederationIdentifier              | SAML Federation ID                                 | string 512    | CUNFSL
AboutMe                           | About Me                                           | textarea 1000 | CUNFS
FullPhotoUrl                      | Url for full-sized Photo                           | url 1024      | NFS
SmallPhotoUrl                     | Photo                                              | url 1024      | NFS
MediumPhotoUrl                    | URL for medium profile photo                       | url 1024      | FGS
DigestFrequency                   | Chatter Email Highlights Frequency                 | picklist 40   | CUDFGSR | = D*; W; N
DefaultGroupNotificationFrequency | Default Notification Frequency when Joining Groups | picklist 40   | CUDFGSR | = P; D; W; N*
LastViewedDate                    | Last Viewed Date                                   | datetime      | NFS
LastReferencedDate                | Last Referenced Date                               | datetime      | NFS
ContactId                         | Contact ID                                         | reference     | CUNFGS  | -> Contact : Contact
AccountId                         | Account ID                                         | reference     | NFGS    | -> Account : Account
IsProfilePhotoActive              | Has Profile Photo                                  | boolean       | DFGS
`,
  children: `
ManagedUsers < User.ManagerId
PermissionSetAssignments < PermissionSetAssignment.AssigneeId
Attachments < Attachment.ParentId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
`,
});
