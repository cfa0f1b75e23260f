import type { IAttachments } from "@pnp/graph/attachments/index.js";
import type { ICalendar, ICalendars, ICalendarView, IEvents } from "@pnp/graph/calendars/index.js";
import type { IContactFolders, IContacts } from "@pnp/graph/contacts/index.js";
import type { GraphFI } from "@pnp/graph/fi.js";
import type { IMailboxSettings, IMailFolders, IMessages, IOutlook } from "@pnp/graph/mail/index.js";
import type { ITodo } from "@pnp/graph/to-do/index.js";
import type { IUser, IUsers } from "@pnp/graph/users/index.js";

// PnPjs adds these to its own types in modules named without their extension, which `nodenext` does not find: so once more, by their names.

declare module "@pnp/graph/fi.js" {
  interface GraphFI {
    readonly me: IUser;
    readonly users: IUsers;
    batched(): [GraphFI, () => Promise<void>];
  }
}

declare module "@pnp/graph/users/types.js" {
  interface IUser {
    readonly messages: IMessages;
    readonly mailFolders: IMailFolders;
    readonly mailboxSettings: IMailboxSettings;
    readonly outlook: IOutlook;
    sendMail(message: object, saveToSentItems?: boolean): Promise<void>;
    readonly contacts: IContacts;
    readonly contactFolders: IContactFolders;
    readonly calendar: ICalendar;
    readonly calendars: ICalendars;
    readonly events: IEvents;
    calendarView(start: string, end: string): ICalendarView;
    readonly todo: ITodo;
  }
}

declare module "@pnp/graph/mail/messages.js" {
  interface IMessage {
    readonly attachments: IAttachments;
  }
}

export type Pnp = GraphFI;
