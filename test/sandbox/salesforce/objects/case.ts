import { objectTable } from "../object-table.ts";

/** Case as recorded from an org; the marks are explained in object-table.ts. */
export const salesforceCase = objectTable({
  name: "Case",
  label: "Case",
  plural: "Cases",
  keyPrefix: "500",
  can: "CUDRSNLM",
  fields: `
Id                 | Case ID              | id             | DFGSL
IsDeleted          | Deleted              | boolean        | DFGS
MasterRecordId     | Master Record ID     | reference      | NFGS    | -> Case : MasterRecord
CaseNumber         | Case Number          | string 30      | DFSLHA
ContactId          | Contact ID           | reference      | CUNFGS  | -> Contact : Contact
AccountId          | Account ID           | reference      | CUNFGS  | -> Account : Account
AssetId            | Asset ID             | reference      | CUNFGS
ParentId           | Parent Case ID       | reference      | CUNFGS  | -> Case : Parent
SuppliedName       | Name                 | string 80      | CUNFGS
SuppliedEmail      | Email Address        | email 80       | CUNFGS
SuppliedPhone      | Phone                | string 40      | CUNFGS
SuppliedCompany    | Company              | string 80      | CUNFGS
Type               | Case Type            | picklist 40    | CUNFGS  | = Mechanical; Electrical; Electronic; Structural; Other
Status             | Status               | picklist 40    | CUNDFGS | = New*; Working; Escalated; Closed
Reason             | Case Reason          | picklist 40    | CUNFGS  | = Installation; Equipment Complexity; Performance; Breakdown; Equipment Design; Feedback; Other
Origin             | Case Origin          | picklist 40    | CUNFGS  | = Phone; Email; Web
Subject            | Subject              | string 255     | CUNFGS
Priority           | Priority             | picklist 40    | CUNDFGS | = High; Medium*; Low
Description        | Description          | textarea 32000 | CUN
IsClosed           | Closed               | boolean        | DFGS
ClosedDate         | Closed Date          | datetime       | NFS
IsEscalated        | Escalated            | boolean        | CUDFGS
OwnerId            | Owner ID             | reference      | CUDFGSP | -> Group User : Owner
CreatedDate        | Created Date         | datetime       | DFS
CreatedById        | Created By ID        | reference      | DFGS    | -> User : CreatedBy
LastModifiedDate   | Last Modified Date   | datetime       | DFS
LastModifiedById   | Last Modified By ID  | reference      | DFGS    | -> User : LastModifiedBy
SystemModstamp     | System Modstamp      | datetime       | DFS
ContactPhone       | Contact Phone        | phone 40       | NFGS
ContactMobile      | Contact Mobile       | phone 40       | NFGS
ContactEmail       | Contact Email        | email 80       | NFGS
ContactFax         | Contact Fax          | phone 40       | NFGS
Comments           | Internal Comments    | textarea 4000  | CUNS
LastViewedDate     | Last Viewed Date     | datetime       | NFS
LastReferencedDate | Last Referenced Date | datetime       | NFS
`,
  children: `
Attachments < Attachment.ParentId
Cases < Case.ParentId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
EmailMessages < EmailMessage.ParentId
Emails < EmailMessage.RelatedToId
Events < Event.WhatId
Tasks < Task.WhatId
`,
});
