import type { Route } from "./route-table.ts";
import { answerRoutes } from "./routes/answers.ts";
import { appGrantRoutes } from "./routes/app-grants.ts";
import { attachmentRoutes } from "./routes/attachments.ts";
import { calendarRoutes } from "./routes/calendars.ts";
import { categoryRoutes } from "./routes/categories.ts";
import { contactFolderRoutes } from "./routes/contact-folders.ts";
import { contactRoutes } from "./routes/contacts.ts";
import { contactPhotoRoutes } from "./routes/contact-photos.ts";
import { eventActionRoutes } from "./routes/event-actions.ts";
import { eventAttachmentRoutes } from "./routes/event-attachments.ts";
import { freeBusyRoutes } from "./routes/free-busy.ts";
import { eventRoutes } from "./routes/events.ts";
import { mailFolderRoutes } from "./routes/mail-folders.ts";
import { mailboxSettingsRoutes } from "./routes/mailbox-settings.ts";
import { messageRoutes } from "./routes/messages.ts";
import { openExtensionRoutes } from "./routes/open-extensions.ts";
import { subscriptionRoutes } from "./routes/subscriptions.ts";
import { taskListRoutes } from "./routes/task-lists.ts";
import { taskPartRoutes } from "./routes/task-parts.ts";
import { taskRoutes } from "./routes/tasks.ts";
import { translateIdRoutes } from "./routes/translate-ids.ts";
import { userRoutes } from "./routes/users.ts";

/** Every path that is covered: the table that answers, and what a test walks through. */
export const graphRoutes: readonly Route[] = [
  ...userRoutes,
  ...appGrantRoutes,
  ...mailFolderRoutes,
  ...messageRoutes,
  ...answerRoutes,
  ...attachmentRoutes,
  ...contactFolderRoutes,
  ...contactRoutes,
  ...contactPhotoRoutes,
  ...openExtensionRoutes,
  ...calendarRoutes,
  ...eventRoutes,
  ...eventActionRoutes,
  ...eventAttachmentRoutes,
  ...freeBusyRoutes,
  ...taskListRoutes,
  ...taskRoutes,
  ...taskPartRoutes,
  ...categoryRoutes,
  ...mailboxSettingsRoutes,
  ...subscriptionRoutes,
  ...translateIdRoutes,
];
