import { objectTable } from "../object-table.ts";

/** Opportunity as recorded from an org; the marks are explained in object-table.ts. */
export const opportunity = objectTable({
  name: "Opportunity",
  label: "Opportunity",
  plural: "Opportunities",
  keyPrefix: "006",
  can: "CUDRSNL",
  fields: `
Id                            | Opportunity ID         | id             | DFGSL
IsDeleted                     | Deleted                | boolean        | DFGS
AccountId                     | Account ID             | reference      | CUNFGS   | -> Account : Account
IsPrivate                     | Private                | boolean        | CUDFGS
Name                          | Name                   | string 120     | CUFGSLH
Description                   | Description            | textarea 32000 | CUN
StageName                     | Stage                  | picklist 255   | CUFGS    | = Prospecting; Qualification; Needs Analysis; Value Proposition; Id. Decision Makers; Perception Analysis; Proposal/Price Quote; Negotiation/Review; Closed Won; Closed Lost
Amount                        | Amount                 | currency 18,2  | CUNFS
Probability                   | Probability (%)        | percent 3,0    | CUNDFS
ExpectedRevenue               | Expected Amount        | currency 18,2  | NFS
TotalOpportunityQuantity      | Quantity               | double 18,2    | CUNFS
CloseDate                     | Close Date             | date           | CUFGS
Type                          | Opportunity Type       | picklist 255   | CUNFGS   | = Existing Customer - Upgrade; Existing Customer - Replacement; Existing Customer - Downgrade; New Customer
NextStep                      | Next Step              | string 255     | CUNFGS
LeadSource                    | Lead Source            | picklist 255   | CUNFGS   | = Web; Phone Inquiry; Partner Referral; Purchased List; Other
IsClosed                      | Closed                 | boolean        | DFGS
IsWon                         | Won                    | boolean        | DFGS
ForecastCategory              | Forecast Category      | picklist 40    | FGSR     | = Omitted; Pipeline; BestCase; MostLikely; Forecast; Closed
ForecastCategoryName          | Forecast Category      | picklist 255   | CUNDFGSR | = Omitted; Pipeline; Best Case; Commit; Closed
CampaignId                    | Campaign ID            | reference      | CUNFGS
HasOpportunityLineItem        | Has Line Item          | boolean        | DFGS
Pricebook2Id                  | Price Book ID          | reference      | CUNDFGS
OwnerId                       | Owner ID               | reference      | CUDFGS   | -> User : Owner
CreatedDate                   | Created Date           | datetime       | DFS
CreatedById                   | Created By ID          | reference      | DFGS     | -> User : CreatedBy
LastModifiedDate              | Last Modified Date     | datetime       | DFS
LastModifiedById              | Last Modified By ID    | reference      | DFGS     | -> User : LastModifiedBy
SystemModstamp                | System Modstamp        | datetime       | DFS
LastActivityDate              | Last Activity          | date           | NFGS
LastStageChangeDate           | Last Stage Change Date | datetime       | NFS
FiscalQuarter                 | Fiscal Quarter         | int            | NFGS     | @ Fiscal
FiscalYear                    | Fiscal Year            | int            | NFGS     | @ Fiscal
Fiscal                        | Fiscal Period          | string 6       | NFGS
ContactId                     | Contact ID             | reference      | CNFGS    | -> Contact
LastViewedDate                | Last Viewed Date       | datetime       | NFS
LastReferencedDate            | Last Referenced Date   | datetime       | NFS
HasOpenActivity               | Has Open Activity      | boolean        | DG
HasOverdueTask                | Has Overdue Task       | boolean        | DG
LastAmountChangedHistoryId    | Opportunity History ID | reference      | NFGS
LastCloseDateChangedHistoryId | Opportunity History ID | reference      | NFGS
`,
  children: `
Attachments < Attachment.ParentId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
Emails < EmailMessage.RelatedToId
Events < Event.WhatId
Notes < Note.ParentId
OpportunityContactRoles < OpportunityContactRole.OpportunityId
Tasks < Task.WhatId
`,
});
