import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { checkContactLengths, contactShower, wholeContact, writtenContact } from "../contact-view.ts";
import { answerDelta, termsOf, type DeltaTerms } from "../delta.ts";
import { withExtended } from "../extended-properties.ts";
import { folderNamed, trackedFolder } from "../folders.ts";
import { badRequest, GraphError } from "../graph-error.ts";
import { changedSince, checkMatch, etag, findItem, itemId, picked, selection } from "../item-view.ts";
import { postedExtensions } from "../open-extensions.ts";
import { answerItems } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { contactShape } from "../shapes/contact-shape.ts";
import { readBody, record } from "../shapes/shape.ts";
import type { StoredFolder, StoredItem } from "../stored.ts";
import { contactFolder } from "./contact-folders.ts";

const defaultFolder = (call: MailboxCall): StoredFolder => call.mailbox.standard("contacts");

export const contactRoutes: readonly Route[] = [
  inMailbox("GET", "contacts", "Contacts.Read", (call) => list(call, defaultFolder(call))),
  inMailbox("POST", "contacts", "Contacts.ReadWrite", (call) => create(call, defaultFolder(call))),
  inMailbox("GET", "contactFolders/{folder}/contacts", "Contacts.Read", (call) => list(call, contactFolder(call))),
  inMailbox("POST", "contactFolders/{folder}/contacts", "Contacts.ReadWrite", (call) => create(call, contactFolder(call))),
  inMailbox("GET", "contactFolders/{folder}/contacts/delta", "Contacts.Read", delta),
  ...["contacts/{contact}", "contactFolders/{folder}/contacts/{contact}"].flatMap((path): readonly Route[] => [
    inMailbox("GET", path, "Contacts.Read", (call) => ok(entity(call, contact(call)))),
    inMailbox("PATCH", path, "Contacts.ReadWrite", change),
    inMailbox("DELETE", path, "Contacts.ReadWrite", remove),
  ]),
  inMailbox("POST", "contacts/{contact}/permanentDelete", "Contacts.ReadWrite", (call) => {
    call.mailbox.remove(contact(call));
    return noContent;
  }),
];

const contact = (call: MailboxCall): StoredItem => findItem(call.mailbox, call.params["contact"] ?? "", "contact");

function list(call: MailboxCall, folder: StoredFolder): GraphReply {
  if (!call.world.switches.contactExtendedFilter && /singlevalueextendedproperties/iu.test(call.options.filterText ?? "")) {
    throw new GraphError(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
  }
  const holds = (item: StoredItem): boolean => item.kind === "contact" && item.folderId === folder.id;
  const contacts = { name: `contacts ${folder.id}`, all: () => call.mailbox.itemsIn(folder.id).values().filter(holds), holds };
  return answerItems(
    call,
    contacts,
    {
      typeName: "contact",
      has: (name) => name in contactShape.properties,
      collections: ["categories", "emailAddresses"],
      order: { path: ["createdDateTime"], descending: false },
      contextPath: `users('${call.user.id}')/contacts`,
    },
    contactShower(call),
  );
}

function entity(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  return { "@odata.context": context(call, `users('${call.user.id}')/contacts/$entity`), ...contactShower(call)(item) };
}

/** The reply to a write; extended properties are not repeated (MG10). */
function written(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  return {
    "@odata.context": context(call, `users('${call.user.id}')/contacts/$entity`),
    ...contactShower(call, { select: null, expand: [] })(item),
  };
}

function create(call: MailboxCall, folder: StoredFolder): GraphReply {
  const body = record(json(call), "contact");
  const sent = readBody(contactShape, body, { creating: true, draft: false });
  checkContactLengths(sent);
  const { parentFolderId, ...fields } = writtenContact(null, sent);
  const target = typeof parentFolderId === "string" ? folderNamed(call, parentFolderId, "contacts") : folder;
  const extensions = postedExtensions(body);
  const made = call.mailbox.add("contact", target.id, fields, withExtended({}, body));
  return created(written(call, extensions.length === 0 ? made : call.mailbox.change({ ...made, extensions }, made.fields, [])));
}

function change(call: MailboxCall): GraphReply {
  const item = contact(call);
  checkMatch(call, item);
  const body = record(json(call), "contact");
  const { parentFolderId, ...sent } = readBody(contactShape, body, { creating: false, draft: false });
  checkContactLengths(sent);
  const moves = typeof parentFolderId === "string" && parentFolderId !== item.folderId;
  if (moves && !call.world.switches.contactMoveByPatch)
    throw new GraphError(400, "ErrorInvalidPropertySet", "Set action is invalid for property. Property: parentFolderId");
  const fields = writtenContact(item.fields, sent);
  const names = Object.keys(fields).filter((name) => JSON.stringify(fields[name]) !== JSON.stringify(item.fields[name]));
  const changed = call.mailbox.change(item, fields, names, withExtended(item.extended, body));
  return ok(written(call, moves ? call.mailbox.move(changed, folderNamed(call, parentFolderId, "contacts").id) : changed));
}

/** Into Deleted Items: there it can still be read by its immutable id. */
function remove(call: MailboxCall): GraphReply {
  const item = contact(call);
  checkMatch(call, item);
  const { mailbox } = call;
  const bin = mailbox.standard("deleteditems");
  mailbox.move(item, item.folderId === bin.id ? mailbox.standard("recoverableitemsdeletions").id : bin.id);
  return noContent;
}

function delta(call: MailboxCall): GraphReply {
  const folder = trackedFolder(call, "contacts");
  const { options } = call;
  if (options.filter !== null || options.orderBy.length > 0)
    throw badRequest("$filter and $orderby are not supported for change tracking of contacts.");
  if (options.expand.length > 0) throw new GraphError(500, "InternalServerError", "Value cannot be null. Parameter name: type");
  return answerDelta(
    call,
    {
      log: folder.id,
      contextPath: "Collection(contact)",
      linkPath: `contactFolders('${encodeURIComponent(folder.id)}')/contacts/delta`,
      current: (key) => call.mailbox.itemsIn(folder.id).get(key),
      seqs: (item: StoredItem) => item,
      show: (item, since, terms) => (item.kind === "contact" ? deltaItem(call, item, since, terms) : null),
    },
    termsOf(call),
  );
}

function deltaItem(call: MailboxCall, item: StoredItem, since: number | null, terms: DeltaTerms): Readonly<Record<string, unknown>> {
  const chosen = selection(contactShape, terms.select);
  const whole = wholeContact(call, item);
  const names = since === null || call.world.switches.partialDelta !== "everything" ? null : changedSince(item, since);
  if (names === null || names.length === 0) return { "@odata.type": "#microsoft.graph.contact", ...picked(whole, chosen, contactShape) };
  const changed = Object.fromEntries(names.filter((name) => chosen === null || chosen.has(name)).map((name) => [name, whole[name]]));
  return {
    "@odata.type": "#microsoft.graph.contact",
    "@odata.etag": etag(item),
    id: itemId(item, call.prefer.idForm),
    ...changed,
    parentFolderId: item.folderId,
  };
}
