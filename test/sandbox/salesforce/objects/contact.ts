import { objectTable } from "../object-table.ts";

/** Contact as recorded from an org; the marks are explained in object-table.ts. */
export const contact = objectTable({
  name: "Contact",
  label: "Contact",
  plural: "Contacts",
  keyPrefix: "003",
  can: "CUDRSNLM",
  fields: `
Id                     | Contact ID                      | id             | DFGSL
IsDeleted              | Deleted                         | boolean        | DFGS
MasterRecordId         | Master Record ID                | reference      | NFGS    | -> Contact : MasterRecord
AccountId              | Account ID                      | reference      | CUNFGS  | -> Account : Account
LastName               | Last Name                       | string 80      | CUFGS   | @ Name
FirstName              | First Name                      | string 40      | CUNFGS  | @ Name
Salutation             | Salutation                      | picklist 40    | CUNFGS  | = Mr.; Ms.; Mrs.; Dr.; Prof. @ Name
Name                   | Full Name                       | string 121     | FGSH
OtherStreet            | Other Street                    | textarea 255   | CUNFGS  | @ OtherAddress
OtherCity              | Other City                      | string 40      | CUNFGS  | @ OtherAddress
OtherState             | Other State/Province            | string 80      | CUNFGS  | @ OtherAddress
OtherPostalCode        | Other Zip/Postal Code           | string 20      | CUNFGS  | @ OtherAddress
OtherCountry           | Other Country                   | string 80      | CUNFGS  | @ OtherAddress
OtherLatitude          | Other Latitude                  | double 18,15   | CUNFS   | @ OtherAddress
OtherLongitude         | Other Longitude                 | double 18,15   | CUNFS   | @ OtherAddress
OtherGeocodeAccuracy   | Other Geocode Accuracy          | picklist 40    | CUNFGSR | = Address; NearAddress; Block; Street; ExtendedZip; Zip; Neighborhood; City; County; State; Unknown @ OtherAddress
OtherAddress           | Other Address                   | address        | NF
MailingStreet          | Mailing Street                  | textarea 255   | CUNFGS  | @ MailingAddress
MailingCity            | Mailing City                    | string 40      | CUNFGS  | @ MailingAddress
MailingState           | Mailing State/Province          | string 80      | CUNFGS  | @ MailingAddress
MailingPostalCode      | Mailing Zip/Postal Code         | string 20      | CUNFGS  | @ MailingAddress
MailingCountry         | Mailing Country                 | string 80      | CUNFGS  | @ MailingAddress
MailingLatitude        | Mailing Latitude                | double 18,15   | CUNFS   | @ MailingAddress
MailingLongitude       | Mailing Longitude               | double 18,15   | CUNFS   | @ MailingAddress
MailingGeocodeAccuracy | Mailing Geocode Accuracy        | picklist 40    | CUNFGSR | = Address; NearAddress; Block; Street; ExtendedZip; Zip; Neighborhood; City; County; State; Unknown @ MailingAddress
MailingAddress         | Mailing Address                 | address        | NF
Phone                  | Business Phone                  | phone 40       | CUNFGS
Fax                    | Business Fax                    | phone 40       | CUNFGS
MobilePhone            | Mobile Phone                    | phone 40       | CUNFGS
HomePhone              | Home Phone                      | phone 40       | CUNFGS
OtherPhone             | Other Phone                     | phone 40       | CUNFGS
AssistantPhone         | Asst. Phone                     | phone 40       | CUNFGS
ReportsToId            | Reports To ID                   | reference      | CUNFGS  | -> Contact : ReportsTo
Email                  | Email                           | email 80       | CUNFGSL
Title                  | Title                           | string 128     | CUNFGS
Department             | Department                      | string 80      | CUNFGS
AssistantName          | Assistant's Name                | string 40      | CUNFGS
LeadSource             | Lead Source                     | picklist 255   | CUNFGS  | = Web; Phone Inquiry; Partner Referral; Purchased List; Other
Birthdate              | Birthdate                       | date           | CUNFGS
Description            | Contact Description             | textarea 32000 | CUN
OwnerId                | Owner ID                        | reference      | CUDFGS  | -> User : Owner
CreatedDate            | Created Date                    | datetime       | DFS
CreatedById            | Created By ID                   | reference      | DFGS    | -> User : CreatedBy
LastModifiedDate       | Last Modified Date              | datetime       | DFS
LastModifiedById       | Last Modified By ID             | reference      | DFGS    | -> User : LastModifiedBy
SystemModstamp         | System Modstamp                 | datetime       | DFS
LastActivityDate       | Last Activity                   | date           | NFGS
LastCURequestDate      | Last Stay-in-Touch Request Date | datetime       | NFS
LastCUUpdateDate       | Last Stay-in-Touch Save Date    | datetime       | NFS
LastViewedDate         | Last Viewed Date                | datetime       | NFS
LastReferencedDate     | Last Referenced Date            | datetime       | NFS
EmailBouncedReason     | Email Bounced Reason            | string 255     | CUNFGS
EmailBouncedDate       | Email Bounced Date              | datetime       | CUNFS
IsEmailBounced         | Is Email Bounced                | boolean        | DFGS
PhotoUrl               | Photo URL                       | url 255        | NFGS
Jigsaw                 | Data.com Key                    | string 20      | CUNFGS
JigsawContactId        | Jigsaw Contact ID               | string 20      | NFGS
CleanStatus            | Clean Status                    | picklist 40    | CUNFGSR | = Matched; Different; Acknowledged; NotFound; Inactive; Pending; SelectMatch; Skipped
IndividualId           | Individual ID                   | reference      | CUNFGS
`,
  children: `
Attachments < Attachment.ParentId
Cases < Case.ContactId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
EmailMessageRelations < EmailMessageRelation.RelationId
Events < Event.WhoId
EventRelations < EventRelation.RelationId
Notes < Note.ParentId
Opportunities < Opportunity.ContactId
OpportunityContactRoles < OpportunityContactRole.ContactId
Tasks < Task.WhoId
Users < User.ContactId
`,
});
