import { objectTable } from "../object-table.ts";

/** Account as recorded from an org; the marks are explained in object-table.ts. */
export const account = objectTable({
  name: "Account",
  label: "Account",
  plural: "Accounts",
  keyPrefix: "001",
  can: "CUDRSNLM",
  fields: `
Id                      | Account ID                     | id             | DFGSL
IsDeleted               | Deleted                        | boolean        | DFGS
MasterRecordId          | Master Record ID               | reference      | NFGS    | -> Account : MasterRecord
Name                    | Account Name                   | string 255     | CUFGSH
Type                    | Account Type                   | picklist 40    | CUNFGS  | = Prospect; Customer - Direct; Customer - Channel; Channel Partner / Reseller; Installation Partner; Technology Partner; Other
RecordTypeId            | Record Type ID                 | reference      | CUNFGS  | -> RecordType : RecordType
ParentId                | Parent Account ID              | reference      | CUNFGS  | -> Account : Parent
Primary_Contact__c      | Parent Account ID              | reference      | CUNFGS  | -> Contact : PrimaryContact
BillingStreet           | Billing Street                 | textarea 255   | CUNFGS  | @ BillingAddress
BillingCity             | Billing City                   | string 40      | CUNFGS  | @ BillingAddress
BillingState            | Billing State/Province         | string 80      | CUNFGS  | @ BillingAddress
BillingPostalCode       | Billing Zip/Postal Code        | string 20      | CUNFGS  | @ BillingAddress
BillingCountry          | Billing Country                | string 80      | CUNFGS  | @ BillingAddress
BillingLatitude         | Billing Latitude               | double 18,15   | CUNFS   | @ BillingAddress
BillingLongitude        | Billing Longitude              | double 18,15   | CUNFS   | @ BillingAddress
BillingGeocodeAccuracy  | Billing Geocode Accuracy       | picklist 40    | CUNFGSR | = Address; NearAddress; Block; Street; ExtendedZip; Zip; Neighborhood; City; County; State; Unknown @ BillingAddress
BillingAddress          | Billing Address                | address        | NF
ShippingStreet          | Shipping Street                | textarea 255   | CUNFGS  | @ ShippingAddress
ShippingCity            | Shipping City                  | string 40      | CUNFGS  | @ ShippingAddress
ShippingState           | Shipping State/Province        | string 80      | CUNFGS  | @ ShippingAddress
ShippingPostalCode      | Shipping Zip/Postal Code       | string 20      | CUNFGS  | @ ShippingAddress
ShippingCountry         | Shipping Country               | string 80      | CUNFGS  | @ ShippingAddress
ShippingLatitude        | Shipping Latitude              | double 18,15   | CUNFS   | @ ShippingAddress
ShippingLongitude       | Shipping Longitude             | double 18,15   | CUNFS   | @ ShippingAddress
ShippingGeocodeAccuracy | Shipping Geocode Accuracy      | picklist 40    | CUNFGSR | = Address; NearAddress; Block; Street; ExtendedZip; Zip; Neighborhood; City; County; State; Unknown @ ShippingAddress
ShippingAddress         | Shipping Address               | address        | NF
Phone                   | Account Phone                  | phone 40       | CUNFGS
Fax                     | Account Fax                    | phone 40       | CUNFGS
AccountNumber           | Account Number                 | string 40      | CUNFGS
Website                 | Website                        | url 255        | CUNFGS
PhotoUrl                | Photo URL                      | url 255        | NFGS
Sic                     | SIC Code                       | string 20      | CUNFGS
Industry                | Industry                       | picklist 40    | CUNFGS  | = Agriculture; Apparel; Banking; Biotechnology; Chemicals; Communications; Construction; Consulting; Education; Electronics; Energy; Engineering; Entertainment; Environmental; Finance; Food & Beverage; Government; Healthcare; Hospitality; Insurance; Machinery; Manufacturing; Media; Not For Profit; Recreation; Retail; Shipping; Technology; Telecommunications; Transportation; Utilities; Other
AnnualRevenue           | Annual Revenue                 | currency 18,0  | CUNFS
NumberOfEmployees       | Employees                      | int            | CUNFGS
Ownership               | Ownership                      | picklist 40    | CUNFGS  | = Public; Private; Subsidiary; Other
TickerSymbol            | Ticker Symbol                  | string 20      | CUNFGS
Description             | Account Description            | textarea 32000 | CUN
History__c              | Account History (No-Namespace) | textarea 32000 | CUN
Rating                  | Account Rating                 | picklist 40    | CUNFGS  | = Hot; Warm; Cold
Site                    | Account Site                   | string 80      | CUNFGS
OwnerId                 | Owner ID                       | reference      | CUDFGS  | -> User : Owner
CreatedDate             | Created Date                   | datetime       | DFS
CreatedById             | Created By ID                  | reference      | DFGS    | -> User : CreatedBy
LastModifiedDate        | Last Modified Date             | datetime       | DFS
LastModifiedById        | Last Modified By ID            | reference      | DFGS    | -> User : LastModifiedBy
SystemModstamp          | System Modstamp                | datetime       | DFS
LastActivityDate        | Last Activity                  | date           | NFGS
LastViewedDate          | Last Viewed Date               | datetime       | NFS
LastReferencedDate      | Last Referenced Date           | datetime       | NFS
IsPartner               | Partner Account                | boolean        | UDFGS
IsCustomerPortal        | Customer Portal Account        | boolean        | UDFGS
ChannelProgramName      | Channel Program Name           | string 255     | NG
ChannelProgramLevelName | Channel Program Level Name     | string 255     | NG
Jigsaw                  | Data.com Key                   | string 20      | CUNFGS
JigsawCompanyId         | Jigsaw Company ID              | string 20      | NFGS
CleanStatus             | Clean Status                   | picklist 40    | CUNFGSR | = Matched; Different; Acknowledged; NotFound; Inactive; Pending; SelectMatch; Skipped
AccountSource           | Account Source                 | picklist 40    | CUNFGS  | = Web; Phone Inquiry; Partner Referral; Purchased List; Other
DunsNumber              | D-U-N-S Number                 | string 9       | CUNFGS
Tradestyle              | Tradestyle                     | string 255     | CUNFGS
NaicsCode               | NAICS Code                     | string 8       | CUNFGS
NaicsDesc               | NAICS Description              | string 120     | CUNFGS
YearStarted             | Year Started                   | string 4       | CUNFGS
SicDesc                 | SIC Description                | string 80      | CUNFGS
DandbCompanyId          | D&B Company ID                 | reference      | CUNFGS
OperatingHoursId        | Operating Hour ID              | reference      | CUNFGS
`,
  children: `
ChildAccounts < Account.ParentId
Attachments < Attachment.ParentId
Cases < Case.AccountId
Contacts < Contact.AccountId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
Emails < EmailMessage.RelatedToId
Events < Event.WhatId
Notes < Note.ParentId
Opportunities < Opportunity.AccountId
Tasks < Task.WhatId
Users < User.AccountId
`,
});
