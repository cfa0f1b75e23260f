import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { answerDelta, termsOf } from "../delta.ts";
import { expandedFolder, folderNamed, isBelow } from "../folders.ts";
import { GraphError } from "../graph-error.ts";
import { withExtended } from "../extended-properties.ts";
import type { Mailbox } from "../mailbox.ts";
import { copyMessage } from "../message-content.ts";
import { predicate } from "../odata/filter-predicate.ts";
import { answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { parameter, readBody, record } from "../shapes/shape.ts";
import { mailFolderShape } from "../shapes/folder-shapes.ts";
import type { StoredFolder } from "../stored.ts";

export const mailFolderRoutes: readonly Route[] = [
  inMailbox("GET", "mailFolders", "Mail.Read", (call) => list(call, call.mailbox.standard("msgfolderroot"))),
  inMailbox("POST", "mailFolders", "Mail.ReadWrite", (call) => create(call, call.mailbox.standard("msgfolderroot"))),
  inMailbox("GET", "mailFolders/delta", "Mail.Read", delta),
  inMailbox("GET", "mailFolders/{folder}", "Mail.Read", (call) => ok(shown(call, mailFolder(call)))),
  inMailbox("PATCH", "mailFolders/{folder}", "Mail.ReadWrite", change),
  inMailbox("DELETE", "mailFolders/{folder}", "Mail.ReadWrite", remove),
  inMailbox("POST", "mailFolders/{folder}/move", "Mail.ReadWrite", move),
  inMailbox("POST", "mailFolders/{folder}/copy", "Mail.ReadWrite", copy),
  inMailbox("GET", "mailFolders/{folder}/childFolders", "Mail.Read", (call) => list(call, mailFolder(call))),
  inMailbox("POST", "mailFolders/{folder}/childFolders", "Mail.ReadWrite", (call) => create(call, mailFolder(call))),
];

/** The mail folder that the path names. @throws GraphError 400 or 404 */
export const mailFolder = (call: MailboxCall): StoredFolder => folderNamed(call, call.params["folder"] ?? "", "mail");

function view(call: MailboxCall, folder: StoredFolder): Record<string, unknown> {
  const items = [...call.mailbox.itemsIn(folder.id).values()].filter((item) => item.kind === "message");
  return expandedFolder(call, folder, mailFolderShape, {
    id: folder.id,
    displayName: folder.displayName,
    parentFolderId: folder.parentId ?? folder.id,
    childFolderCount: call.mailbox.children(folder.id, "mail").filter((one) => !one.isHidden).length,
    unreadItemCount: items.filter((item) => item.fields["isRead"] !== true).length,
    totalItemCount: items.length,
    isHidden: folder.isHidden,
  });
}

function shown(call: MailboxCall, folder: StoredFolder): Record<string, unknown> {
  return { "@odata.context": context(call, `users('${call.user.id}')/mailFolders/$entity`), ...view(call, folder) };
}

function list(call: MailboxCall, parent: StoredFolder): GraphReply {
  const hidden = call.options.other.get("includehiddenfolders")?.toLowerCase() === "true";
  let folders = call.mailbox.children(parent.id, "mail").filter((one) => hidden || !one.isHidden);
  if (call.options.filter) {
    const test = predicate(call.options.filter, {
      typeName: "mailFolder",
      has: (name) => name in mailFolderShape.properties,
      collections: [],
    });
    folders = folders.filter((folder) => test({ extended: folder.extended, property: (name) => view(call, folder)[name] }));
  }
  folders = [...folders].sort((left, right) => left.displayName.localeCompare(right.displayName));
  return answerPage(call, folders, `users('${call.user.id}')/mailFolders`, (folder) => view(call, folder));
}

function create(call: MailboxCall, parent: StoredFolder): GraphReply {
  const body = record(json(call), "mailFolder");
  const sent = readBody(mailFolderShape, body, { creating: true, draft: false });
  const displayName = named(call, parent, sent["displayName"]);
  const folder = call.mailbox.addFolder("mail", displayName, parent.id, {
    isHidden: sent["isHidden"] === true,
    extended: withExtended({}, body),
  });
  return created(shown(call, folder));
}

function change(call: MailboxCall): GraphReply {
  const folder = mailFolder(call);
  const body = record(json(call), "mailFolder");
  const sent = readBody(mailFolderShape, body, { creating: false, draft: false });
  if (sent["displayName"] !== undefined && folder.wellKnown !== null)
    throw new GraphError(403, "ErrorAccessDenied", "A distinguished folder cannot be renamed.");
  const parent = call.mailbox.folder(folder.parentId ?? "") ?? call.mailbox.standard("msgfolderroot");
  const displayName = sent["displayName"] === undefined ? folder.displayName : named(call, parent, sent["displayName"], folder);
  return ok(shown(call, call.mailbox.changeFolder(folder, { displayName, extended: withExtended(folder.extended, body) })));
}

function named(call: MailboxCall, parent: StoredFolder, name: unknown, self: StoredFolder | null = null): string {
  if (typeof name !== "string" || name.trim() === "") throw new GraphError(400, "ErrorInvalidRequest", "The folder needs a displayName.");
  if (call.mailbox.children(parent.id, "mail").some((one) => one.id !== self?.id && one.displayName.toLowerCase() === name.toLowerCase())) {
    throw new GraphError(409, "ErrorFolderExists", "A folder with the specified name already exists.");
  }
  return name;
}

/** Into Deleted Items; from there, for good. */
function remove(call: MailboxCall): GraphReply {
  const folder = mailFolder(call);
  if (folder.wellKnown !== null) throw new GraphError(403, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
  const bin = call.mailbox.standard("deleteditems");
  if (isBelow(call.mailbox, folder, bin)) call.mailbox.removeFolder(folder);
  else call.mailbox.changeFolder(folder, { parentId: bin.id });
  return noContent;
}

function move(call: MailboxCall): GraphReply {
  const folder = mailFolder(call);
  const target = destination(call);
  if (target.id === folder.id || isBelow(call.mailbox, target, folder))
    throw new GraphError(400, "ErrorMoveCopyFailed", "A folder cannot be moved into itself.");
  named(call, target, folder.displayName, folder);
  return ok(shown(call, call.mailbox.changeFolder(folder, { parentId: target.id })));
}

/** A new folder with copies of everything in it and below it. */
function copy(call: MailboxCall): GraphReply {
  const folder = mailFolder(call);
  const target = destination(call);
  if (isBelow(call.mailbox, target, folder) || target.id === folder.id)
    throw new GraphError(400, "ErrorMoveCopyFailed", "A folder cannot be copied into itself.");
  named(call, target, folder.displayName);
  return created(shown(call, copyInto(call.mailbox, folder, target)));
}

function copyInto(mailbox: Mailbox, folder: StoredFolder, target: StoredFolder): StoredFolder {
  const made = mailbox.addFolder("mail", folder.displayName, target.id, { extended: folder.extended, isHidden: folder.isHidden });
  for (const item of [...mailbox.itemsIn(folder.id).values()]) if (item.kind === "message") copyMessage(mailbox, item, made);
  for (const child of mailbox.children(folder.id, "mail")) copyInto(mailbox, child, made);
  return made;
}

function destination(call: MailboxCall): StoredFolder {
  const id = parameter(json(call), "destinationId");
  if (typeof id !== "string") throw new GraphError(400, "ErrorInvalidRequest", "The parameter destinationId is missing.");
  return folderNamed(call, id, "mail");
}

function delta(call: MailboxCall): GraphReply {
  return answerDelta(
    call,
    {
      log: "#mail",
      contextPath: "Collection(microsoft.graph.mailFolder)",
      linkPath: "mailFolders/delta",
      current: (key) => call.mailbox.folderByKey("mail", key),
      seqs: (folder: StoredFolder) => folder,
      show: (folder) =>
        folder.isHidden || folder.wellKnown === "msgfolderroot"
          ? null
          : { "@odata.type": "#microsoft.graph.mailFolder", ...view(call, folder) },
    },
    termsOf(call),
  );
}
