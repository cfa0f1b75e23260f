import type { Contact } from "../../shared/records/contact.ts";
import type { Task } from "../../shared/records/task.ts";

/** Whether a side names two people as candidates (M1): more than the likely ones, never fewer. */
export function maybeSamePerson(one: Contact, other: Contact): boolean {
  return sameWords(one.email, other.email) || sameWords(one.lastName, other.lastName);
}

/** Whether a side names two tasks as candidates (M1). */
export function maybeSameTask(one: Task, other: Task): boolean {
  return one.dueDate === other.dueDate && sameWords(one.subject, other.subject);
}

/** In whatever capitals; nothing is the same as nothing. */
function sameWords(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.toLowerCase() === other.toLowerCase();
}
