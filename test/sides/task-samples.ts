import type { Task } from "../../shared/records/task.ts";
import { task } from "../doubles/blank-task.ts";
import type { Samples } from "./side-contract.ts";

export const taskSamples: Samples<Task> = {
  one: task({
    subject: "Call Nora",
    dueDate: "2026-12-01",
    status: "inProgress",
    importance: "high",
    notes: "about the lamps\nand the price",
    reminderAt: "2026-12-01T07:30:00Z",
  }),
  other: task({ subject: "Send the offer", status: "waitingOnOthers" }),
  third: task({ subject: "Archive", status: "completed" }),
  fourth: task({ subject: "A new one", dueDate: "2026-12-31" }),
  text: "notes",
  wiped: { dueDate: null, reminderAt: null },
  sought: [
    { record: task({ subject: "call nora", dueDate: "2026-12-01" }), is: "one" },
    { record: task({ subject: "Send the offer", notes: "another text" }), is: "other" },
    { record: task({ subject: "Call Nora", dueDate: "2026-12-02" }), is: null },
  ],
};
