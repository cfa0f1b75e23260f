/** A filed mail is a task or an EmailMessage: told by the first characters of its id. */
export function activityType(id: string): "Task" | "EmailMessage" {
  return id.startsWith("02s") ? "EmailMessage" : "Task";
}
