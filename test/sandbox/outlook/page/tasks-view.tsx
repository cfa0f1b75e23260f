import { Text } from "@fluentui/react-components";
import type { Graph } from "./graph.ts";
import { useList } from "./use-list.ts";

interface GraphTask {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly list: string;
}

/** The tasks of all lists, one line each. */
export function TasksView({ graph }: { readonly graph: Graph }) {
  const [tasks] = useList("tasks", () => readTasks(graph), 15_000);
  if (tasks.is === "loading") return <Text>Reading the tasks…</Text>;
  if (tasks.is === "failed") return <Text>{tasks.why}</Text>;
  if (tasks.items.length === 0) return <Text>No tasks.</Text>;
  return (
    <ul aria-label="Tasks">
      {tasks.items.map((task) => (
        <li key={task.id}>
          {task.list}: {task.title} ({task.status})
        </li>
      ))}
    </ul>
  );
}

async function readTasks(graph: Graph): Promise<readonly GraphTask[]> {
  const lists = await graph.list<{ readonly id: string; readonly displayName: string }>("/todo/lists");
  const tasks = await Promise.all(
    lists.map(async (list) =>
      (await graph.list<Omit<GraphTask, "list">>(`/todo/lists/${list.id}/tasks`)).map((task) => ({ ...task, list: list.displayName })),
    ),
  );
  return tasks.flat();
}
