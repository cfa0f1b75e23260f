import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { answerDelta, termsOf, type DeltaTerms } from "../delta.ts";
import { deliver } from "../deliver.ts";
import { withExtended } from "../extended-properties.ts";
import { folderNamed, trackedFolder } from "../folders.ts";
import { badRequest, GraphError } from "../graph-error.ts";
import { buildMime } from "../build-mime.ts";
import { inOrder } from "../item-order.ts";
import {
  changedSince,
  checkExpand,
  checkMatch,
  etag,
  expandExtended,
  filterable,
  findItem,
  itemId,
  picked,
  selection,
} from "../item-view.ts";
import { NoMail, placeMime } from "../load-mime.ts";
import { copyMessage, hasAttachments, newMessageFields } from "../message-content.ts";
import { messageShower, wholeMessage } from "../message-view.ts";
import { predicate, type FilterRules } from "../odata/filter-predicate.ts";
import { parseFilter } from "../odata/filter-syntax.ts";
import { postedExtensions } from "../open-extensions.ts";
import { expansions } from "../odata/query-options.ts";
import { isFound, parseSearch } from "../odata/search.ts";
import { postedAttachment } from "../posted-attachment.ts";
import { answerItems, answerPage, type ItemSource, type ListRules } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { messageShape } from "../shapes/message-shape.ts";
import { parameter, readBody, record } from "../shapes/shape.ts";
import type { StoredFolder, StoredItem } from "../stored.ts";
import { preview, type Body } from "../body-text.ts";
import { mailFolder } from "./mail-folders.ts";

const drafts = (call: MailboxCall): StoredFolder => call.mailbox.standard("drafts");

export const messageRoutes: readonly Route[] = [
  inMailbox("GET", "messages", "Mail.Read", (call) => list(call, null)),
  inMailbox("POST", "messages", "Mail.ReadWrite", (call) => create(call, drafts(call))),
  inMailbox("GET", "mailFolders/{folder}/messages", "Mail.Read", (call) => list(call, mailFolder(call))),
  inMailbox("POST", "mailFolders/{folder}/messages", "Mail.ReadWrite", (call) => create(call, mailFolder(call))),
  inMailbox("GET", "mailFolders/{folder}/messages/delta", "Mail.Read", delta),
  ...["", "mailFolders/{folder}/"].flatMap((prefix): readonly Route[] => [
    inMailbox("GET", `${prefix}messages/{message}`, "Mail.Read", (call) => ok(entity(call, message(call)))),
    inMailbox("PATCH", `${prefix}messages/{message}`, "Mail.ReadWrite", change),
    inMailbox("DELETE", `${prefix}messages/{message}`, "Mail.ReadWrite", remove),
    inMailbox("POST", `${prefix}messages/{message}/move`, "Mail.ReadWrite", move),
    inMailbox("POST", `${prefix}messages/{message}/copy`, "Mail.ReadWrite", copy),
  ]),
  inMailbox("POST", "messages/{message}/permanentDelete", "Mail.ReadWrite", (call) => {
    call.mailbox.remove(message(call));
    return noContent;
  }),
  inMailbox("GET", "messages/{message}/$value", "Mail.Read", (call) => ({
    status: 200,
    headers: { "content-type": "text/plain" },
    body: mimeOf(call, message(call)),
  })),
  inMailbox("POST", "messages/{message}/send", "Mail.Send", (call) => send(call, message(call))),
  inMailbox("POST", "sendMail", "Mail.Send", sendMail),
];

export const message = (call: MailboxCall): StoredItem => findItem(call.mailbox, call.params["message"] ?? "", "message");

/** The message as it came, or MIME made from its properties. */
export function mimeOf(call: MailboxCall, item: StoredItem): Buffer {
  return call.mailbox.mime(item.key) ?? buildMime(item.fields, call.mailbox.attachments(item.key));
}

function rules(call: MailboxCall, contextPath: string): ListRules {
  return {
    ...messageFilterRules,
    order: { path: ["receivedDateTime"], descending: true },
    contextPath: `users('${call.user.id}')/${contextPath}`,
  };
}

const messageFilterRules: FilterRules = {
  typeName: "message",
  has: (name) => name in messageShape.properties,
  collections: ["categories"],
};

function list(call: MailboxCall, folder: StoredFolder | null): GraphReply {
  const recoverable = call.mailbox.standard("recoverableitemsdeletions").id;
  const holds = (item: StoredItem): boolean =>
    item.kind === "message" && (folder === null ? item.folderId !== recoverable : item.folderId === folder.id);
  const source: ItemSource = {
    name: `messages ${folder?.id ?? ""}`,
    all: () => (folder ? call.mailbox.itemsIn(folder.id).values() : call.mailbox.items).filter(holds),
    holds,
  };
  const path = folder ? `mailFolders('${encodeURIComponent(folder.id)}')/messages` : "messages";
  if (call.options.search !== null) return answerSearch(call, source, `users('${call.user.id}')/${path}`);
  return answerItems(call, source, rules(call, path), messageShower(call));
}

/** The newest thousand that are found, newest first; with no other order, and no filter beside it. */
function answerSearch(call: MailboxCall, source: ItemSource, contextPath: string): GraphReply {
  const { options, mailbox } = call;
  const refused = (code: string, name: string): GraphError =>
    new GraphError(400, code, `The query parameter '${name}' is not supported with '$search'.`);
  if (options.filter !== null) throw refused("SearchWithFilter", "$filter");
  if (options.orderBy.length > 0) throw refused("SearchWithOrderBy", "$orderBy");
  const search = parseSearch(options.search ?? "");
  const names = (item: StoredItem): readonly string[] => mailbox.attachments(item.key).map((one) => one.name ?? "");
  const found = inOrder(mailbox, source.name, [{ path: ["sentDateTime"], descending: true }], () => source.all())
    .values()
    .filter((item) => isFound(search, item.fields, () => names(item)))
    .take(1000);
  return answerPage(call, found.toArray(), contextPath, messageShower(call));
}

function entity(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  return { "@odata.context": context(call, `users('${call.user.id}')/messages/$entity`), ...messageShower(call)(item) };
}

/** The reply to a write: everything, whatever was selected; extended properties are not repeated (MG10). */
export function writtenMessage(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  return {
    "@odata.context": context(call, `users('${call.user.id}')/messages/$entity`),
    ...messageShower(call, { select: null, expand: [] })(item),
  };
}

async function create(call: MailboxCall, folder: StoredFolder): Promise<GraphReply> {
  const type = call.request.headers["content-type"] ?? "";
  if (/^text\/plain/iu.test(type)) return created(writtenMessage(call, await draftFromMime(call, folder)));
  const body = record(json(call), "message");
  return created(writtenMessage(call, draftFrom(call, folder, body)));
}

function draftFrom(call: MailboxCall, folder: StoredFolder, body: Readonly<Record<string, unknown>>): StoredItem {
  const { mailbox } = call;
  const sent = readBody(messageShape, body, { creating: true, draft: true });
  const attachments = parameter(body, "attachments") ?? [];
  if (!Array.isArray(attachments)) throw badRequest("attachments must be a collection.");
  const read = attachments.map((attachment) => postedAttachment(call, attachment));
  const now = `${call.world.clock.now().toISOString().slice(0, 19)}Z`;
  const extensions = postedExtensions(body);
  let item = mailbox.add("message", folder.id, newMessageFields(sent, mailbox.user, now, mailbox.seq), withExtended({}, body));
  if (extensions.length > 0) item = mailbox.change({ ...item, extensions }, item.fields, []);
  for (const attachment of read) mailbox.attach(item.key, attachment);
  if (attachments.length > 0)
    item = mailbox.change(item, { ...item.fields, hasAttachments: hasAttachments(mailbox, item) }, ["hasAttachments"]);
  return item;
}

/** A draft made from base64 MIME. */
export async function draftFromMime(call: MailboxCall, folder: StoredFolder): Promise<StoredItem> {
  const mime = Buffer.from((call.request.body ?? Buffer.alloc(0)).toString("latin1"), "base64");
  try {
    return await placeMime(mime, { mailbox: call.mailbox, folderId: folder.id, now: call.world.clock.now(), isDraft: true, isRead: true });
  } catch (error) {
    if (error instanceof NoMail)
      throw new GraphError(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
    throw error;
  }
}

function change(call: MailboxCall): GraphReply {
  const item = message(call);
  checkMatch(call, item);
  const body = record(json(call), "message");
  const sent = { ...readBody(messageShape, body, { creating: false, draft: item.fields["isDraft"] === true }) };
  if (sent["body"] !== undefined) sent["bodyPreview"] = preview(sent["body"] as Body);
  const names = Object.keys(sent).filter((name) => JSON.stringify(sent[name]) !== JSON.stringify(item.fields[name]));
  const changed = call.mailbox.change(item, { ...item.fields, ...sent }, names, withExtended(item.extended, body));
  if (names.some((name) => name !== "isRead" && messageShape.properties[name]?.write === "draft")) call.mailbox.dropMime(item.key);
  return ok(writtenMessage(call, changed));
}

/** Into Deleted Items; from there into the recoverable items, where lists do not look. */
function remove(call: MailboxCall): GraphReply {
  const item = message(call);
  checkMatch(call, item);
  const { mailbox } = call;
  const bin = mailbox.standard("deleteditems");
  mailbox.move(item, item.folderId === bin.id ? mailbox.standard("recoverableitemsdeletions").id : bin.id);
  return noContent;
}

function move(call: MailboxCall): GraphReply {
  const item = message(call);
  const target = destination(call);
  return created(writtenMessage(call, item.folderId === target.id ? item : call.mailbox.move(item, target.id)));
}

function copy(call: MailboxCall): GraphReply {
  return created(writtenMessage(call, copyMessage(call.mailbox, message(call), destination(call))));
}

function destination(call: MailboxCall): StoredFolder {
  const id = parameter(json(call), "destinationId");
  if (typeof id !== "string") throw new GraphError(400, "ErrorInvalidRequest", "The parameter destinationId is missing.");
  return folderNamed(call, id, "mail");
}

async function send(call: MailboxCall, item: StoredItem): Promise<GraphReply> {
  if (item.fields["isDraft"] !== true) throw new GraphError(400, "ErrorInvalidRequest", "Only drafts can be sent.");
  await deliver(call, item, true);
  return { status: 202, body: null };
}

async function sendMail(call: MailboxCall): Promise<GraphReply> {
  const type = call.request.headers["content-type"] ?? "";
  if (/^text\/plain/iu.test(type)) {
    await deliver(call, await draftFromMime(call, drafts(call)), true);
    return { status: 202, body: null };
  }
  const body = record(json(call), "sendMail");
  const save = parameter(body, "saveToSentItems");
  await deliver(call, draftFrom(call, drafts(call), record(parameter(body, "message"), "message")), save !== false && save !== "false");
  return { status: 202, body: null };
}

function delta(call: MailboxCall): GraphReply {
  const folder = trackedFolder(call, "mail");
  const terms = termsOf(call);
  if (call.options.expand.length > 0 && call.world.switches.deltaExpandFails) {
    throw new GraphError(500, "InternalServerError", "Value cannot be null. Parameter name: type");
  }
  checkExpand(call.options.expand, messageShape);
  if (call.options.orderBy.some((one) => one.path.join("/") !== "receivedDateTime" || !one.descending))
    throw badRequest("Only '$orderby=receivedDateTime desc' is supported for change tracking of messages.");
  if (terms.filter !== null && !/^\s*receivedDateTime\s+(?:ge|gt)\s+\S+\s*$/iu.test(terms.filter))
    throw badRequest("Only a filter 'receivedDateTime ge' or 'gt' is supported for change tracking of messages.");
  return answerDelta(
    call,
    {
      log: folder.id,
      contextPath: "Collection(message)",
      linkPath: `mailFolders('${encodeURIComponent(folder.id)}')/messages/delta`,
      current: (key) => call.mailbox.itemsIn(folder.id).get(key),
      seqs: (item: StoredItem) => item,
      show: (item, since, baked) => (item.kind === "message" ? deltaItem(call, item, since, baked) : null),
    },
    terms,
  );
}

/** What a delta tells of a message: all of it at first, later perhaps only what changed, without an ETag (MG5). */
function deltaItem(call: MailboxCall, item: StoredItem, since: number | null, terms: DeltaTerms): Readonly<Record<string, unknown>> | null {
  if (terms.filter !== null && !predicate(parseFilter(terms.filter), messageFilterRules)(filterable(item))) return null;
  const type = { "@odata.type": String(item.fields["odataType"] ?? "#microsoft.graph.message") };
  if (since !== null && call.world.switches.partialDelta !== "never") {
    const chosen = selection(messageShape, terms.select);
    const names = changedSince(item, since);
    const readOnly = names?.every((name) => name === "isRead") === true;
    if (names !== null && names.length > 0) {
      const whole = wholeMessage(call, item);
      const changed = Object.fromEntries(names.filter((name) => chosen === null || chosen.has(name)).map((name) => [name, whole[name]]));
      return {
        ...type,
        ...(readOnly ? {} : { "@odata.etag": etag(item) }),
        id: itemId(item, call.prefer.idForm),
        ...changed,
        parentFolderId: item.folderId,
      };
    }
  }
  return {
    ...type,
    ...picked(wholeMessage(call, item), selection(messageShape, terms.select), messageShape),
    ...expandExtended(item.extended, expansions(terms.expand ?? "")),
  };
}
