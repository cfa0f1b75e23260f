import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { answerDelta, termsOf } from "../delta.ts";
import { withExtended } from "../extended-properties.ts";
import { expandedFolder, folderNamed, isBelow } from "../folders.ts";
import { GraphError } from "../graph-error.ts";
import { predicate } from "../odata/filter-predicate.ts";
import { answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { contactFolderShape } from "../shapes/folder-shapes.ts";
import { readBody, record } from "../shapes/shape.ts";
import type { StoredFolder } from "../stored.ts";

export const contactFolderRoutes: readonly Route[] = [
  inMailbox("GET", "contactFolders", "Contacts.Read", (call) => list(call, call.mailbox.standard("msgfolderroot"))),
  inMailbox("POST", "contactFolders", "Contacts.ReadWrite", (call) => create(call, call.mailbox.standard("msgfolderroot"))),
  inMailbox("GET", "contactFolders/delta", "Contacts.Read", delta),
  inMailbox("GET", "contactFolders/{folder}", "Contacts.Read", (call) => ok(shown(call, contactFolder(call)))),
  inMailbox("PATCH", "contactFolders/{folder}", "Contacts.ReadWrite", change),
  inMailbox("DELETE", "contactFolders/{folder}", "Contacts.ReadWrite", remove),
  inMailbox("GET", "contactFolders/{folder}/childFolders", "Contacts.Read", (call) => list(call, contactFolder(call))),
  inMailbox("POST", "contactFolders/{folder}/childFolders", "Contacts.ReadWrite", (call) => create(call, contactFolder(call))),
];

export const contactFolder = (call: MailboxCall): StoredFolder => folderNamed(call, call.params["folder"] ?? "", "contacts");

function view(call: MailboxCall, folder: StoredFolder): Record<string, unknown> {
  return expandedFolder(call, folder, contactFolderShape, {
    id: folder.id,
    parentFolderId: folder.parentId,
    displayName: folder.displayName,
  });
}

function shown(call: MailboxCall, folder: StoredFolder): Record<string, unknown> {
  return { "@odata.context": context(call, `users('${call.user.id}')/contactFolders/$entity`), ...view(call, folder) };
}

/** The default folder is not among them (MG4): it is hidden from lists. */
function list(call: MailboxCall, parent: StoredFolder): GraphReply {
  let folders = call.mailbox.children(parent.id, "contacts").filter((one) => !one.isHidden);
  if (call.options.filter) {
    const test = predicate(call.options.filter, {
      typeName: "contactFolder",
      has: (name) => name in contactFolderShape.properties,
      collections: [],
    });
    folders = folders.filter((folder) => test({ extended: folder.extended, property: (name) => view(call, folder)[name] }));
  }
  return answerPage(call, folders, `users('${call.user.id}')/contactFolders`, (folder) => view(call, folder));
}

function create(call: MailboxCall, parent: StoredFolder): GraphReply {
  const body = record(json(call), "contactFolder");
  const sent = readBody(contactFolderShape, body, { creating: true, draft: false });
  const displayName = named(call, parent, sent["displayName"], null);
  return created(shown(call, call.mailbox.addFolder("contacts", displayName, parent.id, { extended: withExtended({}, body) })));
}

function named(call: MailboxCall, parent: StoredFolder, name: unknown, self: StoredFolder | null): string {
  if (typeof name !== "string" || name.trim() === "") throw new GraphError(400, "ErrorInvalidRequest", "The folder needs a displayName.");
  if (
    call.mailbox.children(parent.id, "contacts").some((one) => one.id !== self?.id && one.displayName.toLowerCase() === name.toLowerCase())
  ) {
    throw new GraphError(409, "ErrorFolderExists", "A folder with the specified name already exists.");
  }
  return name;
}

function change(call: MailboxCall): GraphReply {
  const folder = contactFolder(call);
  const body = record(json(call), "contactFolder");
  const sent = readBody(contactFolderShape, body, { creating: false, draft: false });
  const parent =
    typeof sent["parentFolderId"] === "string"
      ? folderOrRoot(call, sent["parentFolderId"])
      : (call.mailbox.folder(folder.parentId ?? "") ?? call.mailbox.standard("msgfolderroot"));
  const displayName = sent["displayName"] === undefined ? folder.displayName : named(call, parent, sent["displayName"], folder);
  return ok(
    shown(call, call.mailbox.changeFolder(folder, { displayName, parentId: parent.id, extended: withExtended(folder.extended, body) })),
  );
}

function folderOrRoot(call: MailboxCall, id: string): StoredFolder {
  const root = call.mailbox.standard("msgfolderroot");
  return id === root.id ? root : folderNamed(call, id, "contacts");
}

function remove(call: MailboxCall): GraphReply {
  const folder = contactFolder(call);
  if (folder.wellKnown !== null) throw new GraphError(403, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
  const bin = call.mailbox.standard("deleteditems");
  if (isBelow(call.mailbox, folder, bin)) call.mailbox.removeFolder(folder);
  else call.mailbox.changeFolder(folder, { parentId: bin.id });
  return noContent;
}

function delta(call: MailboxCall): GraphReply {
  return answerDelta(
    call,
    {
      log: "#contacts",
      contextPath: "Collection(microsoft.graph.contactFolder)",
      linkPath: "contactFolders/delta",
      current: (key) => call.mailbox.folderByKey("contacts", key),
      seqs: (folder: StoredFolder) => folder,
      show: (folder) => (folder.isHidden ? null : { "@odata.type": "#microsoft.graph.contactFolder", ...view(call, folder) }),
    },
    termsOf(call),
  );
}
