import { objectTable } from "../object-table.ts";

/** Campaign as recorded from an org; the marks are explained in object-table.ts. */
export const campaign = objectTable({
  name: "Campaign",
  label: "Campaign",
  plural: "Campaigns",
  keyPrefix: "701",
  can: "CUDRSNL",
  fields: `
Id                         | Campaign ID                         | id             | DFGSL
IsDeleted                  | Deleted                             | boolean        | DFGS
Name                       | Name                                | string 80      | CUFGSLH
ParentId                   | Parent Campaign ID                  | reference      | CUNFGS  | -> Campaign : Parent
Type                       | Type                                | picklist 40    | CUNDFGS | = Conference*; Webinar; Trade Show; Public Relations; Partners; Referral Program; Advertisement; Banner Ads; Direct Mail; Email; Telemarketing; Other
Status                     | Status                              | picklist 40    | CUNDFGS | = Planned*; In Progress; Completed; Aborted
StartDate                  | Start Date                          | date           | CUNFGS
EndDate                    | End Date                            | date           | CUNFGS
ExpectedRevenue            | Expected Revenue in Campaign        | currency 18,0  | CUNFS
BudgetedCost               | Budgeted Cost in Campaign           | currency 18,0  | CUNFS
ActualCost                 | Actual Cost in Campaign             | currency 18,0  | CUNFS
ExpectedResponse           | Expected Response (%)               | percent 10,2   | CUNFS
NumberSent                 | Num Sent in Campaign                | double 18,0    | CUNFS
IsActive                   | Active                              | boolean        | CUDFGS
Description                | Description                         | textarea 32000 | CUN
NumberOfLeads              | Leads in Campaign                   | int            | FGS
NumberOfConvertedLeads     | Converted Leads in Campaign         | int            | FGS
NumberOfContacts           | Contacts in Campaign                | int            | FGS
NumberOfResponses          | Responses in Campaign               | int            | FGS
NumberOfOpportunities      | Opportunities in Campaign           | int            | FGS
NumberOfWonOpportunities   | Won Opportunities in Campaign       | int            | FGS
AmountAllOpportunities     | Value Opportunities in Campaign     | currency 18,0  | FS
AmountWonOpportunities     | Value Won Opportunities in Campaign | currency 18,0  | FS
OwnerId                    | Owner ID                            | reference      | CUDFGS  | -> User : Owner
CreatedDate                | Created Date                        | datetime       | DFS
CreatedById                | Created By ID                       | reference      | DFGS    | -> User : CreatedBy
LastModifiedDate           | Last Modified Date                  | datetime       | DFS
LastModifiedById           | Last Modified By ID                 | reference      | DFGS    | -> User : LastModifiedBy
SystemModstamp             | System Modstamp                     | datetime       | DFS
LastActivityDate           | Last Activity                       | date           | NFGS
LastViewedDate             | Last Viewed Date                    | datetime       | NFS
LastReferencedDate         | Last Referenced Date                | datetime       | NFS
CampaignMemberRecordTypeId | Record Type ID                      | reference      | CUNFGS
`,
  children: `
CampaignMembers < CampaignMember.CampaignId
CampaignMemberStatuses < CampaignMemberStatus.CampaignId
`,
});

/** CampaignMember as the reference documents it; the marks are explained in object-table.ts. */
export const campaignMember = objectTable({
  name: "CampaignMember",
  label: "Campaign Member",
  plural: "Campaign Members",
  keyPrefix: "00v",
  can: "CUDRNL",
  fields: `
AccountId            | Account Id              | reference      | CNFGS  | -> Account : Account
CampaignId           | Campaign ID             | reference      | CFGS   | -> Campaign : Campaign
City                 | City                    | string 40      | NFGS
CompanyOrAccount     | Company (Account)       | string 255     | NFGS
ContactId            | Contact ID              | reference      | CNFGS  | -> Contact : Contact
Country              | Country                 | string 80      | NFGS
Description          | Description             | textarea 32000 | N
DoNotCall            | Do Not Call             | boolean        | DFGS
Email                | Email                   | email 80       | NFGS
Fax                  | Fax                     | phone 40       | NFGS
FirstName            | First Name              | string 40      | NFGS
FirstRespondedDate   | First Responded Date    | date           | NFGS
HasOptedOutOfEmail   | Email Opt Out           | boolean        | DFGS
HasOptedOutOfFax     | Fax Opt Out             | boolean        | DFGS
HasResponded         | Responded               | boolean        | DFGS
LastName             | Last Name               | string 80      | NFGS
LeadId               | Lead ID                 | reference      | CNFGS  | -> Lead : Lead
LeadOrContactId      | Related Record ID       | reference      | NFGS
LeadOrContactOwnerId | Related Record Owner ID | reference      | NFGS   | -> Group User : LeadOrContactOwner
LeadSource           | Lead Source             | picklist 255   | NFGS
MobilePhone          | Mobile                  | phone 40       | NFGS
Name                 | Name                    | string 255     | NFGS
Phone                | Phone                   | phone 40       | NFGS
PostalCode           | Zip/Postal Code         | string 20      | NFGS
Salutation           | Salutation              | picklist 255   | NFGS
State                | State/Province          | string 80      | NFGS
Status               | Status                  | picklist 40    | CUNFGS | = Sent*; Responded
Street               | Street                  | string 255     | NFGS
Title                | Title                   | string 128     | NFGS
Type                 | Type                    | string 40      | NFGS
CreatedById          | Created By ID           | reference      | DFGS   | -> User : CreatedBy
CreatedDate          | Created Date            | datetime       | DFS
Id                   | Campaign Member ID      | id             | DFGSL
IsDeleted            | Deleted                 | boolean        | DFGS
LastModifiedById     | Last Modified By ID     | reference      | DFGS   | -> User : LastModifiedBy
LastModifiedDate     | Last Modified Date      | datetime       | DFS
SystemModstamp       | System Modstamp         | datetime       | DFS
`,
  children: `

`,
});

/** CampaignMemberStatus, as far as members need it. */
export const campaignMemberStatus = objectTable({
  name: "CampaignMemberStatus",
  label: "Campaign Member Status",
  plural: "Campaign Member Statuses",
  keyPrefix: "01Y",
  can: "CUDR",
  fields: `
Id               | Campaign Member Status ID | id         | DFGSL
CampaignId       | Campaign ID               | reference  | CFGS  | -> Campaign : Campaign
Label            | Label                     | string 765 | CUNFGS
SortOrder        | Sort Order                | int        | CUNFGS
IsDefault        | Is Default                | boolean    | CUDFGS
HasResponded     | Responded                 | boolean    | CUDFGS
IsDeleted        | Deleted                   | boolean    | DFGS
CreatedDate      | Created Date              | datetime   | DFS
CreatedById      | Created By ID             | reference  | DFGS  | -> User : CreatedBy
LastModifiedDate | Last Modified Date        | datetime   | DFS
LastModifiedById | Last Modified By ID       | reference  | DFGS  | -> User : LastModifiedBy
SystemModstamp   | System Modstamp           | datetime   | DFS
`,
  children: `

`,
});
