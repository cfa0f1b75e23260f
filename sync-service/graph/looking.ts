import { folderNames } from "../../shared/records/names.ts";
import { wouldWrite } from "../cycle/looking-only.ts";
import type { BatchReply, BatchRequest } from "./batch.ts";
import type { Graph } from "./client.ts";
import { graphPath } from "./path.ts";

/** The id of a folder or list that is not there yet. */
export const NOT_THERE_YET = "not-there-yet";

/** Requests that one exchange carries. */
const BATCH = 20;

/**
 * A mailbox that can be looked at and not be written to, with the folder and the list of Tandem as they will be once it is set up: there,
 * and empty. `counted` is told of every exchange.
 */
export function lookingAt(graph: Graph, counted: () => void): Graph {
  const once = <T>(reply: Promise<T>): Promise<T> => {
    counted();
    return reply;
  };
  return {
    get: (path, asked) => once(graph.get(path, asked)),
    follow: (link, asked) => once(graph.follow(link, asked)),
    stream: (path, asked) => once(graph.stream(path, asked)),
    send: () => Promise.reject(wouldWrite()),
    async batch(requests) {
      if (requests.some(({ method }) => method !== "GET")) throw wouldWrite();
      const asked = requests.filter((request) => answered(request) === null);
      for (let sent = 0; sent < asked.length; sent += BATCH) counted();
      const replies = asked.length === 0 ? [] : [...(await graph.batch(asked))];
      return requests.map((request) => answered(request) ?? withOurs(request, replies.shift()));
    },
  };
}

/** What is not there yet holds nothing. */
function answered(request: BatchRequest): BatchReply | null {
  if (!("path" in request) || !EMPTY.some((path) => request.path.startsWith(path))) return null;
  return { status: 200, error: null, body: { value: [], "@odata.deltaLink": NOT_THERE_YET } };
}

const EMPTY = [graphPath`/contactFolders/${NOT_THERE_YET}/`, graphPath`/todo/lists/${NOT_THERE_YET}/`];

/** The lists of folders and of To Do lists name it already. */
function withOurs(request: BatchRequest, reply: BatchReply | undefined): BatchReply {
  if (!reply) throw new TypeError("A request of a batch has no reply.");
  const path = "path" in request ? request.path : "";
  const ours = OURS.find((each) => each.path === path)?.folder;
  if (!ours || reply.error) return reply;
  const body = reply.body as { readonly value?: readonly unknown[] };
  return { ...reply, body: { ...body, value: [...(body.value ?? []), ours] } };
}

const OURS = [
  { path: graphPath`/contactFolders/delta`, folder: { id: NOT_THERE_YET, displayName: folderNames.contacts, parentFolderId: "" } },
  { path: graphPath`/todo/lists/delta`, folder: { id: NOT_THERE_YET, displayName: folderNames.tasks, isOwner: true } },
] as const;
