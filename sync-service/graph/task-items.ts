import type { Task } from "../../shared/records/task.ts";
import type { Seen } from "../cycle/side.ts";
import { readable } from "../cycle/unreadable.ts";
import type { TaskForms } from "../mappings/task.ts";
import { categoriesOf } from "./categories.ts";
import type { GraphTask } from "../mappings/wire/graph-task.ts";

/** A way from a task to something elsewhere, shown in To Do (facts, section 12). */
export interface LinkedResource {
  readonly id?: string;
  readonly applicationName?: string | null;
  readonly displayName?: string | null;
  readonly webUrl?: string | null;
  readonly externalId?: string | null;
}

/** A task as Graph shows it to us, and the list it lies in, which Graph leaves to the address. */
export interface TaskItem extends GraphTask {
  readonly id: string;
  readonly "@odata.etag": string;
  readonly categories: readonly string[];
  readonly createdDateTime: string;
  readonly lastModifiedDateTime: string;
  readonly linkedResources?: readonly LinkedResource[] | null | undefined;
  readonly listId: string;
}

/** Shown with the link in To Do, and what ours are known by. */
const APPLICATION = "Salesforce";

const PROPERTIES = [
  "@odata.etag",
  "title",
  "status",
  "importance",
  "body",
  "isReminderOn",
  "categories",
  "createdDateTime",
  "linkedResources",
];

/** Whether an item holds everything that is always there, and not only what changed (MG5); blank dates are left out by Graph. */
export function isWholeTask(item: object): boolean {
  return PROPERTIES.every((property) => property in item);
}

export const ownLink = ({ linkedResources }: TaskItem): LinkedResource | undefined =>
  linkedResources?.find(({ applicationName }) => applicationName === APPLICATION);

/** The stamp is what it is found by when the reply to its making was lost; the address is for the user, and says which record it is. */
export function linkTo(record: { readonly subject: string | null }, stamp: string, url: string | null): LinkedResource {
  const displayName = record.subject ?? APPLICATION;
  return { applicationName: APPLICATION, displayName, externalId: stamp, ...(url === null ? {} : { webUrl: url }) };
}

/** Salesforce's id in the address of a record, 15 or 18 characters that begin with Task's prefix. */
export function recordIn(link: LinkedResource | undefined): string | null {
  return /\/(00T[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)(?=[/?#]|$)/u.exec(link?.webUrl ?? "")?.[1] ?? null;
}

/** @param adopted the id of "Salesforce Tasks" @throws Unreadable */
export function seenTask(item: TaskItem, adopted: string, forms: TaskForms): Seen<Task> {
  return readable("exchange", item.id, () => ({
    id: item.id,
    version: item["@odata.etag"],
    record: forms.fromGraph(item),
    standing: {
      on: "exchange",
      container: item.listId,
      inFolder: item.listId === adopted,
      categories: categoriesOf(item),
      createdAt: item.createdDateTime,
      changedAt: item.lastModifiedDateTime,
      guarded: forms.guardedInGraph(item),
      pointsTo: recordIn(ownLink(item)),
    },
  }));
}
