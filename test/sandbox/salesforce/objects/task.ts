import { objectTable } from "../object-table.ts";

/** Task as the reference documents it; the marks are explained in object-table.ts. */
export const task = objectTable({
  name: "Task",
  label: "Task",
  plural: "Tasks",
  keyPrefix: "00T",
  can: "CUDRSNL",
  fields: `
Id                        | Task ID                          | id             | DFGSL
AccountId                 | Account ID                       | reference      | NFGS    | -> Account : Account
ActivityDate              | Due Date Only                    | date           | CUNFGS
CallDisposition           | Call Result                      | string 255     | CUNFGS
CallDurationInSeconds     | Call Duration                    | int            | CUNFGS
CallObject                | Call Object Identifier           | string 255     | CUNFGS
CallType                  | Call Type                        | picklist 40    | CUNFGSR | = Internal; Inbound; Outbound
CompletedDateTime         | Completed Date/Time              | datetime       | NFS
CreatedById               | Created By ID                    | reference      | DFGS    | -> User : CreatedBy
CreatedDate               | Created Date                     | datetime       | DFS
Description               | Description                      | textarea 32000 | CUN
IsArchived                | Archived                         | boolean        | DFGS
IsClosed                  | Closed                           | boolean        | DFGS
IsDeleted                 | Deleted                          | boolean        | DFGS
IsHighPriority            | High Priority                    | boolean        | DFGS
IsRecurrence              | Create Recurring Series of Tasks | boolean        | CDFGS
IsReminderSet             | Reminder Set                     | boolean        | CUDFGS
LastModifiedById          | Last Modified By ID              | reference      | DFGS    | -> User : LastModifiedBy
LastModifiedDate          | Last Modified Date               | datetime       | DFS
OwnerId                   | Assigned To ID                   | reference      | CUDFGSP | -> Group User : Owner
Priority                  | Priority                         | picklist 20    | CUDFGS  | = High; Normal*; Low
RecurrenceActivityId      | Recurrence Activity ID           | reference      | NFGS    | -> Task : RecurrenceActivity
RecurrenceDayOfMonth      | Recurrence Day of Month          | int            | CUNFGS
RecurrenceDayOfWeekMask   | Recurrence Day of Week Mask      | int            | CUNFGS
RecurrenceEndDateOnly     | Recurrence End                   | date           | CUNFGS
RecurrenceInstance        | Recurrence Instance              | picklist 40    | CUNFGSR | = First; Second; Third; Fourth; Last
RecurrenceInterval        | Recurrence Interval              | int            | CUNFGS
RecurrenceMonthOfYear     | Recurrence Month of Year         | picklist 40    | CUNFGSR | = January; February; March; April; May; June; July; August; September; October; November; December
RecurrenceRegeneratedType | Repeat This Task                 | picklist 40    | CUNFGSR | = RecurrenceRegenerateAfterDueDate; RecurrenceRegenerateAfterToday; RecurrenceRegenerated
RecurrenceStartDateOnly   | Recurrence Start                 | date           | CUNFGS
RecurrenceTimeZoneSidKey  | Recurrence Time Zone             | picklist 40    | CUNFGSR
RecurrenceType            | Recurrence Type                  | picklist 40    | CUNFGSR | = RecursDaily; RecursEveryWeekday; RecursMonthly; RecursMonthlyNth; RecursWeekly; RecursYearly; RecursYearlyNth
ReminderDateTime          | Reminder Date/Time               | datetime       | CUNFS
Status                    | Status                           | picklist 255   | CUDFGS  | = Not Started*; In Progress; Completed; Waiting on someone else; Deferred
Subject                   | Subject                          | combobox 255   | CUNFSH  | = Call; Send Letter; Send Quote; Other
SystemModstamp            | System Modstamp                  | datetime       | DFS
TaskSubtype               | Task Subtype                     | picklist 40    | CNFGSR  | = Task*; Email; ListEmail; Cadence; Call; LinkedIn
WhatId                    | Related To ID                    | reference      | CUNFGSP | -> Account Case Opportunity : What
WhoId                     | Name ID                          | reference      | CUNFGSP | -> Contact Lead : Who
`,
  children: `
Attachments < Attachment.ParentId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
RecurringTasks < Task.RecurrenceActivityId
TaskRelations < TaskRelation.TaskId
TaskWhoRelations < TaskWhoRelation.TaskId TaskWhoIds
`,
});
