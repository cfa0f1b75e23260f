import { objectTable } from "../object-table.ts";

/** Lead as recorded from an org; the marks are explained in object-table.ts. */
export const lead = objectTable({
  name: "Lead",
  label: "Lead",
  plural: "Leads",
  keyPrefix: "00Q",
  can: "CUDRSNLM",
  fields: `
Id                     | Lead ID                  | id             | DFGSL
IsDeleted              | Deleted                  | boolean        | DFGS
MasterRecordId         | Master Record ID         | reference      | NFGS    | -> Lead : MasterRecord
LastName               | Last Name                | string 80      | CUFGS   | @ Name
FirstName              | First Name               | string 40      | CUNFGS  | @ Name
Salutation             | Salutation               | picklist 40    | CUNFGS  | = Mr.; Ms.; Mrs.; Dr.; Prof.; Mx. @ Name
Name                   | Full Name                | string 121     | FGSH
Title                  | Title                    | string 128     | CUNFGS
Company                | Company                  | string 255     | CUFGS
Street                 | Street                   | textarea 255   | CUNFGS  | @ Address
City                   | City                     | string 40      | CUNFGS  | @ Address
State                  | State/Province           | string 80      | CUNFGS  | @ Address
PostalCode             | Zip/Postal Code          | string 20      | CUNFGS  | @ Address
Country                | Country                  | string 80      | CUNFGS  | @ Address
Latitude               | Latitude                 | double 18,15   | CUNFS   | @ Address
Longitude              | Longitude                | double 18,15   | CUNFS   | @ Address
GeocodeAccuracy        | Geocode Accuracy         | picklist 40    | CUNFGSR | = Address; NearAddress; Block; Street; ExtendedZip; Zip; Neighborhood; City; County; State; Unknown @ Address
Address                | Address                  | address        | NF
Phone                  | Phone                    | phone 40       | CUNFGS
MobilePhone            | Mobile Phone             | phone 40       | CUNFGS
Fax                    | Fax                      | phone 40       | CUNFGS
Email                  | Email                    | email 80       | CUNFGSL
Website                | Website                  | url 255        | CUNFGS
PhotoUrl               | Photo URL                | url 255        | NFGS
Description            | Description              | textarea 32000 | CUN
LeadSource             | Lead Source              | picklist 255   | CUNFGS  | = Web; Phone Inquiry; Partner Referral; Purchased List; Other
Status                 | Status                   | picklist 255   | CUDFGS  | = Open - Not Contacted*; Working - Contacted; Closed - Converted; Closed - Not Converted
Industry               | Industry                 | picklist 255   | CUNFGS  | = Agriculture; Apparel; Banking; Biotechnology; Chemicals; Communications; Construction; Consulting; Education; Electronics; Energy; Engineering; Entertainment; Environmental; Finance; Food & Beverage; Government; Healthcare; Hospitality; Insurance; Machinery; Manufacturing; Media; Not For Profit; Recreation; Retail; Shipping; Technology; Telecommunications; Transportation; Utilities; Other
Rating                 | Rating                   | picklist 255   | CUNFGS  | = Hot; Warm; Cold
AnnualRevenue          | Annual Revenue           | currency 18,0  | CUNFS
NumberOfEmployees      | Employees                | int            | CUNFGS
OwnerId                | Owner ID                 | reference      | CUDFGSP | -> Group User : Owner
IsConverted            | Converted                | boolean        | CDFGS
ConvertedDate          | Converted Date           | date           | NFGS
ConvertedAccountId     | Converted Account ID     | reference      | NFGS    | -> Account : ConvertedAccount
ConvertedContactId     | Converted Contact ID     | reference      | NFGS    | -> Contact : ConvertedContact
ConvertedOpportunityId | Converted Opportunity ID | reference      | NFGS    | -> Opportunity : ConvertedOpportunity
IsUnreadByOwner        | Unread By Owner          | boolean        | CUDFGS
CreatedDate            | Created Date             | datetime       | DFS
CreatedById            | Created By ID            | reference      | DFGS    | -> User : CreatedBy
LastModifiedDate       | Last Modified Date       | datetime       | DFS
LastModifiedById       | Last Modified By ID      | reference      | DFGS    | -> User : LastModifiedBy
SystemModstamp         | System Modstamp          | datetime       | DFS
LastActivityDate       | Last Activity            | date           | NFGS
LastViewedDate         | Last Viewed Date         | datetime       | NFS
LastReferencedDate     | Last Referenced Date     | datetime       | NFS
Jigsaw                 | Data.com Key             | string 20      | CUNFGS
JigsawContactId        | Jigsaw Contact ID        | string 20      | NFGS
CleanStatus            | Clean Status             | picklist 40    | CUNFGSR | = Matched; Different; Acknowledged; NotFound; Inactive; Pending; SelectMatch; Skipped
CompanyDunsNumber      | Company D-U-N-S Number   | string 9       | CUNFGS
DandbCompanyId         | D&B Company ID           | reference      | CUNFGS
EmailBouncedReason     | Email Bounced Reason     | string 255     | UNFGS
EmailBouncedDate       | Email Bounced Date       | datetime       | UNFS
IndividualId           | Individual ID            | reference      | CUNFGS
`,
  children: `
Attachments < Attachment.ParentId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
EmailMessageRelations < EmailMessageRelation.RelationId
Events < Event.WhoId
EventRelations < EventRelation.RelationId
Notes < Note.ParentId
Tasks < Task.WhoId
`,
});
