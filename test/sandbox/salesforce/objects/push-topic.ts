import { objectTable } from "../object-table.ts";

/** PushTopic as the reference documents it; the marks are explained in object-table.ts. */
export const pushTopic = objectTable({
  name: "PushTopic",
  label: "Push Topic",
  plural: "Push Topics",
  keyPrefix: "0IF",
  can: "CUD",
  fields: `
Id                         | Push Topic ID       | id            | DFGSL
Name                       | Topic Name          | string 25     | CUFGSHL
Query                      | SOQL Query          | string 1300   | CUFGS
ApiVersion                 | API Version         | double 18,1   | CUFGS
IsActive                   | Is Active           | boolean       | CUDFGS
NotifyForFields            | Notify For Fields   | picklist 40   | CUDFGSR | = Select; Where; Referenced*; All
NotifyForOperations        | Notify For          | picklist 40   | FGSR
Description                | Description         | string 400    | CUNFGS
NotifyForOperationCreate   | Create              | boolean       | CUDFGS
NotifyForOperationUpdate   | Update              | boolean       | CUDFGS
NotifyForOperationDelete   | Delete              | boolean       | CUDFGS
NotifyForOperationUndelete | Undelete            | boolean       | CUDFGS
IsDeleted                  | Deleted             | boolean       | DFGS
CreatedDate                | Created Date        | datetime      | DFS
CreatedById                | Created By ID       | reference     | DFGS    | -> User : CreatedBy
LastModifiedDate           | Last Modified Date  | datetime      | DFS
LastModifiedById           | Last Modified By ID | reference     | DFGS    | -> User : LastModifiedBy
SystemModstamp             | System Modstamp     | datetime      | DFS
`,
  children: ``,
});

/** StreamingChannel, of generic streaming. Its Name begins with /u/. */
export const streamingChannel = objectTable({
  name: "StreamingChannel",
  label: "Streaming Channel",
  plural: "Streaming Channels",
  keyPrefix: "0M6",
  can: "CUD",
  fields: `
Id               | Streaming Channel ID   | id          | DFGSL
OwnerId          | Owner ID               | reference   | CUDFGS | -> User : Owner
Name             | Streaming Channel Name | string 80   | CUFGSHL
Description      | Description            | string 255  | CUNFGS
IsDynamic        | Is Dynamic             | boolean     | DFGS
IsDeleted        | Deleted                | boolean     | DFGS
CreatedDate      | Created Date           | datetime    | DFS
CreatedById      | Created By ID          | reference   | DFGS   | -> User : CreatedBy
LastModifiedDate | Last Modified Date     | datetime    | DFS
LastModifiedById | Last Modified By ID    | reference   | DFGS   | -> User : LastModifiedBy
SystemModstamp   | System Modstamp        | datetime    | DFS
`,
  children: ``,
});
