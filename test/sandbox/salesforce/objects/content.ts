import { objectTable } from "../object-table.ts";

/** ContentVersion as the reference documents it; the marks are explained in object-table.ts. */
export const contentVersion = objectTable({
  name: "ContentVersion",
  label: "Content Version",
  plural: "Content Versions",
  keyPrefix: "068",
  can: "CURSL",
  fields: `
Id                     | Content Version ID                        | id            | DFGSL
Checksum               | Checksum                                  | string 50     | NFGS
ContentBodyId          | Content Body ID                           | reference     | CNFGS
ContentDocumentId      | Content Document ID                       | reference     | CFGS    | -> ContentDocument : ContentDocument
ContentLocation        | Content Location                          | picklist 40   | CDFGSR  | = S*; E; L
ContentModifiedById    | User ID                                   | reference     | NFGS    | -> User : ContentModifiedBy
ContentModifiedDate    | Content Modified Date                     | datetime      | CNFS
ContentSize            | Size                                      | int           | NFGS
ContentUrl             | Content URL                               | url 1333      | CUNFS
CreatedById            | Created By ID                             | reference     | DFGS    | -> User : CreatedBy
CreatedDate            | Created Date                              | datetime      | DFS
Description            | Description                               | textarea 1000 | CUNFS
FileExtension          | File Extension                            | string 40     | NFGS
FileType               | File Type                                 | string 20     | FGS
FirstPublishLocationId | First Publish Location ID                 | reference     | CNFGSP  | -> Account Case Contact EmailMessage Event Lead Opportunity Task User : FirstPublishLocation
IsAssetEnabled         | Asset File Enabled                        | boolean       | CDG
IsDeleted              | Deleted                                   | boolean       | DFGS
IsLatest               | Is Latest                                 | boolean       | DFGS
IsMajorVersion         | Major Version                             | boolean       | CDFGS
LastModifiedById       | Last Modified By ID                       | reference     | DFGS    | -> User : LastModifiedBy
LastModifiedDate       | Last Modified Date                        | datetime      | DFS
NegativeRatingCount    | Negative Rating Count                     | int           | NFGS
Origin                 | Content Origin                            | picklist 40   | CDFGSR  | = C*; H
OwnerId                | Owner ID                                  | reference     | CUDFGS  | -> User : Owner
PathOnClient           | Path On Client                            | string 500    | CNFS
PositiveRatingCount    | Positive Rating Count                     | int           | NFGS
PublishStatus          | Publish Status                            | picklist 40   | DFGSR   | = U; P*; R
RatingCount            | Rating Count                              | int           | NFGS
ReasonForChange        | Reason For Change                         | string 1000   | CUNFS
SharingOption          | Prevent others from sharing and unsharing | picklist 40   | CUDFGSR | = A*; R
SharingPrivacy         | File Privacy on Records                   | picklist 40   | CUDFGSR | = N*; P
SystemModstamp         | System Modstamp                           | datetime      | DFS
TagCsv                 | Tags                                      | textarea 2000 | CUNS
TextPreview            | Text Preview                              | string 255    | NFGS
Title                  | Title                                     | string 255    | CUFGSLH
VersionData            | Version Data                              | base64        | CUN
VersionDataUrl         | Version Data URL                          | string 255    | FGS
VersionNumber          | Version Number                            | string 20     | NFGS
`,
  children: `

`,
});

/** ContentDocument as the reference documents it; the marks are explained in object-table.ts. */
export const contentDocument = objectTable({
  name: "ContentDocument",
  label: "Content Document",
  plural: "Content Documents",
  keyPrefix: "069",
  can: "CUDRSNL",
  fields: `
Id                       | Content Document ID                       | id            | DFGSL
ArchivedById             | User ID                                   | reference     | NFGS
ArchivedDate             | Archived Date                             | date          | NFGS
ContentModifiedDate      | Content Modified Date                     | datetime      | NFS
ContentSize              | Size                                      | int           | NFGS
CreatedById              | Created By ID                             | reference     | DFGS    | -> User : CreatedBy
CreatedDate              | Created Date                              | datetime      | DFS
Description              | Description                               | textarea 1000 | UNFS
FileExtension            | File Extension                            | string 40     | NFGS
FileType                 | File Type                                 | string 20     | NFGS
IsArchived               | Is Archived                               | boolean       | UDFGS
IsDeleted                | Deleted                                   | boolean       | DFGS
LastModifiedById         | Last Modified By ID                       | reference     | DFGS    | -> User : LastModifiedBy
LastModifiedDate         | Last Modified Date                        | datetime      | DFS
LastReferencedDate       | Last Referenced Date                      | datetime      | NFS
LastViewedDate           | Last Viewed Date                          | datetime      | NFS
LatestPublishedVersionId | Latest Published Version ID               | reference     | NFGS    | -> ContentVersion : LatestPublishedVersion
OwnerId                  | Owner ID                                  | reference     | UFGS    | -> User : Owner
ParentId                 | Parent ID                                 | reference     | UNFGS
PublishStatus            | Publish Status                            | picklist 40   | DFGSR   | = U; P*; R
SharingOption            | Prevent others from sharing and unsharing | picklist 40   | UNDFGSR | = A*; R
SharingPrivacy           | File Privacy on Records                   | picklist 40   | UNDFGSR | = N*; P
SystemModstamp           | System Modstamp                           | datetime      | DFS
Title                    | Title                                     | string 255    | UFGSLH
`,
  children: `
ContentDocumentLinks < ContentDocumentLink.ContentDocumentId
ContentVersions < ContentVersion.ContentDocumentId
`,
});

/** ContentDocumentLink as the reference documents it; the marks are explained in object-table.ts. */
export const contentDocumentLink = objectTable({
  name: "ContentDocumentLink",
  label: "Content Document Link",
  plural: "Content Document Links",
  keyPrefix: "06A",
  can: "CUD",
  fields: `
Id                | Content Document Link ID | id          | DFGSL
ContentDocumentId | Content Document ID      | reference   | CFGS    | -> ContentDocument : ContentDocument
IsDeleted         | Deleted                  | boolean     | DFGS
LinkedEntityId    | Linked Entity ID         | reference   | CFGSP   | -> Account Case Contact EmailMessage Event Lead Opportunity Task User : LinkedEntity
ShareType         | Share Type               | picklist 40 | CUNFGSR | = V; C; I
SystemModstamp    | System Modstamp          | datetime    | DFS
Visibility        | Visibility               | picklist 40 | CUNFGSR | = AllUsers; InternalUsers; SharedUsers
`,
  children: `

`,
});
