import { objectTable } from "../object-table.ts";

/** The three objects that show an event's people by their answer are alike; the marks are explained in object-table.ts. */
const byAnswer = (answer: "Accepted" | "Declined" | "Undecided", keyPrefix: string) =>
  objectTable({
    name: `${answer}EventRelation`,
    label: `${answer} Event Relation`,
    plural: `${answer} Event Relations`,
    keyPrefix,
    can: "R",
    fields: `
EventId          | Event ID            | reference  | NFGS  | -> Event : Event
RelationId       | Relation ID         | reference  | NFGSP | -> Contact Lead User : Relation
RespondedDate    | Response Date       | datetime   | NFS
Response         | Response            | string 255 | NFGS
Type             | Type                | string 50  | NFGS
CreatedById      | Created By ID       | reference  | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date        | datetime   | DFS
Id               | Event Relation ID   | id         | DFGSL
IsDeleted        | Deleted             | boolean    | DFGS
LastModifiedById | Last Modified By ID | reference  | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime   | DFS
SystemModstamp   | System Modstamp     | datetime   | DFS
`,
    children: "",
  });

/** As the reference documents them. */
export const acceptedEventRelation = byAnswer("Accepted", "0TA");
export const declinedEventRelation = byAnswer("Declined", "0TD");
export const undecidedEventRelation = byAnswer("Undecided", "0TU");

/** EventWhoRelation as the reference documents it; the marks are explained in object-table.ts. */
export const eventWhoRelation = objectTable({
  name: "EventWhoRelation",
  label: "Event Who Relation",
  plural: "Event Who Relations",
  keyPrefix: "0TE",
  can: "R",
  fields: `
EventId          | Event ID            | reference | NFGS  | -> Event : Event
RelationId       | Relation ID         | reference | NFGSP | -> Contact Lead : Relation
Type             | Type                | string 50 | NFGS
AccountId        | Account ID          | reference | NFGS  | -> Account : Account
CreatedById      | Created By ID       | reference | DFGS  | -> User : CreatedBy
CreatedDate      | Created Date        | datetime  | DFS
Id               | Event Relation ID   | id        | DFGSL
IsDeleted        | Deleted             | boolean   | DFGS
LastModifiedById | Last Modified By ID | reference | DFGS  | -> User : LastModifiedBy
LastModifiedDate | Last Modified Date  | datetime  | DFS
SystemModstamp   | System Modstamp     | datetime  | DFS
`,
  children: `

`,
});
