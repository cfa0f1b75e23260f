import { objectTable } from "../object-table.ts";

/** EmailMessage as the reference documents it; the marks are explained in object-table.ts. */
export const emailMessage = objectTable({
  name: "EmailMessage",
  label: "Email Message",
  plural: "Email Messages",
  keyPrefix: "02s",
  can: "CUDRSNL",
  fields: `
Id                     | Email Message ID      | id              | DFGSL
ActivityId             | Activity ID           | reference       | CNFGS   | -> Task : Activity
BccAddress             | BCC Address           | string 4000     | CUNFS
CcAddress              | CC Address            | string 4000     | CUNFS
ClientThreadIdentifier | Client Thread ID      | string 765      | CUNFS
CreatedById            | Created By ID         | reference       | DFGS    | -> User : CreatedBy
CreatedDate            | Created Date          | datetime        | DFS
EmailTemplateId        | Email Template ID     | reference       | CUNFGS
FirstLinkClickedDate   | First Link Click Date | datetime        | CUNFS
FirstOpenedDate        | First Opened          | datetime        | CUNFS
FromAddress            | From Address          | email 1000      | CUNFS
FromId                 | From ID               | reference       | CNFGSP  | -> Contact Lead User : From
FromName               | From Name             | string 1000     | CUNFS
HasAttachment          | Has Attachment        | boolean         | DFGS
HasReply               | Has Reply             | boolean         | DFGS
Headers                | Headers               | textarea 32000  | CUN
HtmlBody               | HTML Body             | textarea 131072 | CUN
Incoming               | Is Incoming           | boolean         | CDFGS
IsBounced              | Bounced?              | boolean         | CUDFGS
IsClientManaged        | Is Client Managed     | boolean         | CDFGS
IsDeleted              | Deleted               | boolean         | DFGS
IsExternallyVisible    | Is Externally Visible | boolean         | DFGS
IsLinkClicked          | Is Link Clicked       | boolean         | DFGS
IsLinkTracked          | Is Link Tracked       | boolean         | CUDFGS
IsOpened               | Opened?               | boolean         | DFGS
IsTracked              | Is Tracked            | boolean         | CUDFGS
LastLinkClickedDate    | Last Link Click Date  | datetime        | CUNFS
LastModifiedById       | Last Modified By ID   | reference       | DFGS    | -> User : LastModifiedBy
LastModifiedDate       | Last Modified Date    | datetime        | DFS
LastOpenedDate         | Last Opened           | datetime        | CUNFS
MessageDate            | Message Date          | datetime        | CUNFS
MessageIdentifier      | Message ID            | string 765      | CUNFGSL
Name                   | Email Message Name    | string 255      | FGSLH
ParentId               | Case ID               | reference       | CNFGS   | -> Case : Parent
RelatedToId            | Related To ID         | reference       | CUNFGSP | -> Account Case Opportunity : RelatedTo
ReplyToEmailMessageId  | Email Message ID      | reference       | CNFGS   | -> EmailMessage : ReplyToEmailMessage
Source                 | Email Source          | picklist 40     | CNFGSR
Status                 | Status                | picklist 40     | CUFGSR  | = 0*; 1; 2; 3; 4; 5
Subject                | Subject               | string 3000     | CUNFS
SystemModstamp         | System Modstamp       | datetime        | DFS
TextBody               | Text Body             | textarea 131072 | CUN
ThreadIdentifier       | Thread ID             | string 765      | CUNFGSL
ToAddress              | To Address            | string 4000     | CUNFS
`,
  children: `
Attachments < Attachment.ParentId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
EmailMessageRelations < EmailMessageRelation.EmailMessageId
`,
});

/** EmailMessageRelation as the reference documents it; the marks are explained in object-table.ts. */
export const emailMessageRelation = objectTable({
  name: "EmailMessageRelation",
  label: "Email Message Relation",
  plural: "Email Message Relations",
  keyPrefix: "0ME",
  can: "CDR",
  fields: `
Id                 | Email Message Relation ID | id          | DFGSL
CreatedById        | Created By ID             | reference   | DFGS    | -> User : CreatedBy
CreatedDate        | Created Date              | datetime    | DFS
DeliveryResponse   | Delivery Response         | picklist 40 | CUNFGSR
EmailMessageId     | Email Message ID          | reference   | CFGS    | -> EmailMessage : EmailMessage
IsDeleted          | Deleted                   | boolean     | DFGS
RelationAddress    | Relation Address          | string 255  | CNFGS
RelationId         | Relation ID               | reference   | CUNFGSP | -> Contact Lead User : Relation
RelationObjectType | Relation Object Type      | string 50   | NFGS
RelationType       | Relation Type             | picklist 40 | CFGSR   | = ToAddress; CcAddress; BccAddress; FromAddress; OtherAddress
SystemModstamp     | System Modstamp           | datetime    | DFS
`,
  children: `

`,
});
