import type { Graph } from "./client.ts";
import { graphPath } from "./path.ts";

interface WireHead {
  readonly subject?: string | null;
  readonly from?: { readonly emailAddress?: { readonly name?: string | null; readonly address?: string | null } } | null;
}

/** What a person knows mails by: subject and sender, read anew, as nothing of a mail's text is kept (P6). Those that are gone are left out. */
export async function mailNames(graph: Graph, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const replies = await graph.batch(ids.map((id) => ({ method: "GET", path: graphPath`/messages/${id}?$select=subject,from` })));
  return new Map(
    ids.flatMap((id, index) => {
      const reply = replies[index];
      return reply && reply.error === null ? [[id, nameOf(reply.body as WireHead)]] : [];
    }),
  );
}

function nameOf({ subject, from }: WireHead): string {
  const sender = from?.emailAddress?.name || from?.emailAddress?.address;
  const title = subject?.trim() || "(no subject)";
  return sender ? `${title}, from ${sender}` : title;
}
