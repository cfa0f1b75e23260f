import type { Container, ContainerRole, MailboxSetup } from "../accounts/ports.ts";
import { Gone, Refused } from "../errors.ts";
import type { BatchReply } from "./batch.ts";
import type { Graph, GraphClient } from "./client.ts";
import { readTree, watchedFolders } from "./contact-folders.ts";
import { listAll } from "./pages.ts";
import { graphPath, type GraphPath } from "./path.ts";
import { ianaZone } from "./time-zones.ts";

interface WireFolder {
  readonly id: string;
  readonly displayName: string;
  readonly parentFolderId?: string;
  readonly isHidden?: boolean;
  readonly childFolderCount?: number;
}

/** Folders, lists and categories of mailboxes, for their set-up (B1). */
export function mailboxSetup(graph: GraphClient): MailboxSetup {
  const mailbox = (userId: string): Graph => graph.mailbox(userId);
  return {
    async timeZone(userId) {
      const { timeZone } = await mailbox(userId).get<{ readonly timeZone?: string | null }>(graphPath`/mailboxSettings?$select=timeZone`);
      return ianaZone(timeZone ?? null);
    },
    async mailFolders(userId) {
      return (await listAll<WireFolder>(mailbox(userId), graphPath`/mailFolders?$top=200`)).map(container);
    },
    async createMailFolder(userId, displayName) {
      return container(await mailbox(userId).send<WireFolder>("POST", graphPath`/mailFolders`, { displayName }));
    },
    mailSubfolders: (userId, folderId) => subfolders(mailbox(userId), folderId),
    contactFolders: (userId) => contactFolders(mailbox(userId)),
    async createContactFolder(userId, displayName) {
      return container(await mailbox(userId).send<WireFolder>("POST", graphPath`/contactFolders`, { displayName }));
    },
    async taskLists(userId) {
      return (await listAll<WireFolder>(mailbox(userId), graphPath`/todo/lists`)).map(container);
    },
    async createTaskList(userId, displayName) {
      return container(await mailbox(userId).send<WireFolder>("POST", graphPath`/todo/lists`, { displayName }));
    },
    async categories(userId) {
      return (await listAll<WireFolder>(mailbox(userId), graphPath`/outlook/masterCategories?$top=200`)).map(
        ({ displayName }) => displayName,
      );
    },
    async createCategory(userId, displayName) {
      try {
        await mailbox(userId).send("POST", graphPath`/outlook/masterCategories`, { displayName, color: "preset7" });
      } catch (error) {
        if (!(error instanceof Refused && statusOf(error) === 409)) throw error;
      }
    },
    countItems: async (userId, role, id) => {
      const { "@odata.count": count = 0 } = await mailbox(userId).get<{ readonly "@odata.count"?: number }>(itemsPath(role, id));
      return count;
    },
    missing: (userId, containers) => missing(mailbox(userId), containers),
  };
}

/** All below, level by level; hidden ones are not listed by Graph. */
async function subfolders(graph: Graph, folderId: string): Promise<readonly Container[]> {
  const found: Container[] = [];
  const waiting = [folderId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const child of await listAll<WireFolder>(graph, graphPath`/mailFolders/${id}/childFolders?$top=200`)) {
      found.push(container(child));
      if (child.childFolderCount !== 0) waiting.push(child.id);
    }
  }
  return found;
}

async function contactFolders(graph: Graph): Promise<readonly Container[]> {
  const ids = [...watchedFolders(await readTree(graph))];
  const replies = await graph.batch(ids.map((id) => ({ method: "GET", path: graphPath`/contactFolders/${id}` })));
  const found: Container[] = [];
  for (const { body, error } of replies) {
    if (error && !(error instanceof Gone)) throw error;
    if (!error) found.push(container(body as WireFolder));
  }
  return found;
}

/** Gone, or with Deleted Items above it. One batch for folders that lie at the top, one more for each level below. */
async function missing(
  graph: Graph,
  containers: readonly { readonly role: ContainerRole; readonly id: string }[],
): Promise<ReadonlySet<string>> {
  const lost = new Set<string>();
  let tops: { readonly bin: string; readonly root: string } | null = null;
  let left = containers.map(({ role, id }) => ({ role, of: id, at: id }));
  while (left.length > 0) {
    const asked = tops === null ? TOPS : [];
    const replies = await graph.batch(
      [...asked, ...left.map(({ role, at }) => folderPath(role, at))].map((path) => ({ method: "GET" as const, path })),
    );
    tops ??= { bin: folderIn(replies[0]).id, root: folderIn(replies[1]).id };
    const next: typeof left = [];
    for (const [index, folder] of left.entries()) {
      const reply = replies[asked.length + index];
      if (reply?.error instanceof Gone) {
        if (folder.at === folder.of) lost.add(folder.of);
        continue;
      }
      const { parentFolderId } = folderIn(reply);
      if (parentFolderId === tops.bin) lost.add(folder.of);
      else if (folder.role !== "tasks" && parentFolderId !== undefined && parentFolderId !== tops.root)
        next.push({ ...folder, at: parentFolderId });
    }
    left = next;
  }
  return lost;
}

const TOPS = [graphPath`/mailFolders/deleteditems?$select=id`, graphPath`/mailFolders/msgfolderroot?$select=id`];

/** @throws what the reply failed with */
function folderIn(reply: BatchReply | undefined): WireFolder {
  if (reply?.error) throw reply.error;
  return reply?.body as WireFolder;
}

function folderPath(role: ContainerRole, id: string): GraphPath {
  switch (role) {
    case "emails":
      return graphPath`/mailFolders/${id}?$select=id,parentFolderId`;
    case "contacts":
      return graphPath`/contactFolders/${id}?$select=id,parentFolderId`;
    case "tasks":
      return graphPath`/todo/lists/${id}`;
  }
}

function itemsPath(role: ContainerRole, id: string): GraphPath {
  switch (role) {
    case "emails":
      return graphPath`/mailFolders/${id}/messages?$top=1&$count=true&$select=id`;
    case "contacts":
      return graphPath`/contactFolders/${id}/contacts?$top=1&$count=true&$select=id`;
    case "tasks":
      return graphPath`/todo/lists/${id}/tasks?$top=1&$count=true`;
  }
}

function container({ id, displayName }: WireFolder): Container {
  return { id, name: displayName };
}

function statusOf(error: Refused): number | null {
  const { status = null } = (error.cause ?? {}) as { readonly status?: number | null };
  return status;
}
