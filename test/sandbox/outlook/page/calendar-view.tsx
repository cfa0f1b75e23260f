import { Text } from "@fluentui/react-components";
import type { Graph } from "./graph.ts";
import { useList } from "./use-list.ts";

interface GraphEvent {
  readonly id: string;
  readonly subject: string | null;
  readonly start: { readonly dateTime: string };
}

/** The events, one line each. */
export function CalendarView({ graph }: { readonly graph: Graph }) {
  const [events] = useList("events", () => graph.list<GraphEvent>("/events?$select=id,subject,start&$top=100"), 15_000);
  if (events.is === "loading") return <Text>Reading the calendar…</Text>;
  if (events.is === "failed") return <Text>{events.why}</Text>;
  if (events.items.length === 0) return <Text>No events.</Text>;
  return (
    <ul aria-label="Events">
      {events.items.map((event) => (
        <li key={event.id}>
          {event.start.dateTime.slice(0, 16).replace("T", " ")}: {event.subject ?? "(no subject)"}
        </li>
      ))}
    </ul>
  );
}
