import { objectTable } from "../object-table.ts";

/** Event as recorded from an org; the marks are explained in object-table.ts. */
export const event = objectTable({
  name: "Event",
  label: "Event",
  plural: "Events",
  keyPrefix: "00U",
  can: "CUDRSNL",
  fields: `
Id                          | Activity ID                                | id             | DFGSL
WhoId                       | Name ID                                    | reference      | CUNFGSP  | -> Contact Lead : Who
WhatId                      | Related To ID                              | reference      | CUNFGSP  | -> Account Case Opportunity : What
Subject                     | Subject                                    | combobox 255   | CUNFSH   | = Call; Email; Meeting; Send Letter/Quote; Other
Location                    | Location                                   | string 255     | CUNFGS
IsAllDayEvent               | All-Day Event                              | boolean        | CUDFGS
ActivityDateTime            | Due Date Time                              | datetime       | CUNFS
ActivityDate                | Due Date Only                              | date           | CUNFGS
DurationInMinutes           | Duration                                   | int            | CUNFGS
StartDateTime               | Start Date Time                            | datetime       | CUNFS
EndDateTime                 | End Date Time                              | datetime       | CUNFS
EndDate                     | End Date                                   | date           | NFGS
Description                 | Description                                | textarea 32000 | CUN
AccountId                   | Account ID                                 | reference      | NFGS     | -> Account : Account
OwnerId                     | Assigned To ID                             | reference      | CUDFGSP  | -> User : Owner
IsPrivate                   | Private                                    | boolean        | CUDFGS
ShowAs                      | Show Time As                               | picklist 40    | CUNDFGSR | = Busy*; OutOfOffice; Free
IsDeleted                   | Deleted                                    | boolean        | DFGS
IsChild                     | Is Child                                   | boolean        | DFGS
IsGroupEvent                | Is Group Event                             | boolean        | DFGS
GroupEventType              | Group Event Type                           | picklist 40    | NDFGSR   | = 0*; 1; 2; 3
CreatedDate                 | Created Date                               | datetime       | DFS
CreatedById                 | Created By ID                              | reference      | DFGS     | -> User : CreatedBy
LastModifiedDate            | Last Modified Date                         | datetime       | DFS
LastModifiedById            | Last Modified By ID                        | reference      | DFGS     | -> User : LastModifiedBy
SystemModstamp              | System Modstamp                            | datetime       | DFS
IsArchived                  | Archived                                   | boolean        | DFGS
RecurrenceActivityId        | Recurrence Activity ID                     | reference      | NFGS     | -> Event
IsRecurrence                | Create Recurring Series of Events          | boolean        | CDFGS
RecurrenceStartDateTime     | Recurrence Start                           | datetime       | CUNFS
RecurrenceEndDateOnly       | Recurrence End                             | date           | CUNFGS
RecurrenceTimeZoneSidKey    | Recurrence Time Zone                       | picklist 40    | CUNFGSR
RecurrenceType              | Recurrence Type                            | picklist 40    | CUNFGSR  | = RecursDaily; RecursEveryWeekday; RecursMonthly; RecursMonthlyNth; RecursWeekly; RecursYearly; RecursYearlyNth
RecurrenceInterval          | Recurrence Interval                        | int            | CUNFGS
RecurrenceDayOfWeekMask     | Recurrence Day of Week Mask                | int            | CUNFGS
RecurrenceDayOfMonth        | Recurrence Day of Month                    | int            | CUNFGS
RecurrenceInstance          | Recurrence Instance                        | picklist 40    | CUNFGSR  | = First; Second; Third; Fourth; Last
RecurrenceMonthOfYear       | Recurrence Month of Year                   | picklist 40    | CUNFGSR  | = January; February; March; April; May; June; July; August; September; October; November; December
ReminderDateTime            | Reminder Date/Time                         | datetime       | CUNFS
IsReminderSet               | Reminder Set                               | boolean        | CUDFGS
EventSubtype                | Event Subtype                              | picklist 40    | CNFGSR   | = Event
IsRecurrence2Exclusion      | Historical Event, Not Following Recurrence | boolean        | DFGS
Recurrence2PatternText      | Recurrence Pattern                         | textarea 512   | CN
Recurrence2PatternVersion   | Pattern Version                            | picklist 40    | NFGSR    | = 1; 2
IsRecurrence2               | Repeat                                     | boolean        | DFGS
IsRecurrence2Exception      | Is Exception                               | boolean        | DFGS
Recurrence2PatternStartDate | Recurrence Pattern Start Date              | datetime       | NFS
Recurrence2PatternTimeZone  | Recurrence Pattern Time Zone Reference     | string 255     | NFGS
`,
  children: `
Attachments < Attachment.ParentId
ContentDocumentLinks < ContentDocumentLink.LinkedEntityId
RecurringEvents < Event.RecurrenceActivityId
EventRelations < EventRelation.EventId
AcceptedEventRelations < AcceptedEventRelation.EventId AcceptedEventInviteeIds
DeclinedEventRelations < DeclinedEventRelation.EventId DeclinedEventInviteeIds
UndecidedEventRelations < UndecidedEventRelation.EventId UndecidedEventInviteeIds
EventWhoRelations < EventWhoRelation.EventId EventWhoIds
`,
});
