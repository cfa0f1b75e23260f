import type { MailboxCall } from "./call.ts";
import { context } from "./call.ts";
import { asHtml, type Body } from "./body-text.ts";
import { GraphError, itemNotFound, malformedId, noSuchProperty } from "./graph-error.ts";
import { decodeId, encodeId, type IdForm } from "./ids.ts";
import { itemId } from "./item-view.ts";
import type { StoredAttachment, StoredItem } from "./stored.ts";

const PROPERTIES = [
  "id",
  "lastModifiedDateTime",
  "name",
  "contentType",
  "size",
  "isInline",
  "contentId",
  "contentLocation",
  "contentBytes",
  "item",
];

export interface AttachmentManner {
  /** Inside another entity: without a context of its own. */
  readonly inside: boolean;
  /** Whether an attached item is expanded. */
  readonly withItem: boolean;
}

/** @throws GraphError 400 on a property that no attachment has. */
export function attachmentSelection(select: readonly string[] | null): ReadonlySet<string> | null {
  if (select === null) return null;
  for (const name of select)
    if (!PROPERTIES.includes(name.replace(/^microsoft\.graph\.\w+\//u, ""))) throw noSuchProperty(name, "attachment");
  return new Set(select.map((name) => name.replace(/^microsoft\.graph\.\w+\//u, "")));
}

export function attachmentId(item: StoredItem, attachment: StoredAttachment, form: IdForm): string {
  return encodeId({ kind: "attachment", mailbox: item.mailbox, key: item.key, generation: item.generation, part: attachment.part }, form);
}

export function attachmentView(
  call: MailboxCall,
  item: StoredItem,
  attachment: StoredAttachment,
  chosen: ReadonlySet<string> | null,
  manner: AttachmentManner,
): Record<string, unknown> {
  const kind = `${attachment.is}Attachment`;
  const whole: Record<string, unknown> = {
    id: attachmentId(item, attachment, call.prefer.idForm),
    lastModifiedDateTime: attachment.modified,
    name: attachment.name,
    contentType: attachment.contentType,
    size: attachment.size,
    isInline: attachment.isInline,
    ...(attachment.is === "file"
      ? { contentId: attachment.contentId, contentLocation: attachment.contentLocation, contentBytes: attachment.content }
      : {}),
    ...(manner.withItem && attachment.item ? { item: attachedItem(call, attachment.item, attachment.modified) } : {}),
  };
  const shown: Record<string, unknown> = {};
  if (!manner.inside)
    shown["@odata.context"] = context(
      call,
      `users('${call.user.id}')/messages('${encodeURIComponent(itemId(item, call.prefer.idForm))}')/attachments/$entity`,
    );
  shown["@odata.type"] = `#microsoft.graph.${kind}`;
  if (attachment.is === "file") shown["@odata.mediaContentType"] = attachment.contentType ?? "application/octet-stream";
  for (const [name, value] of Object.entries(whole))
    if (chosen === null || name === "id" || name === "item" || chosen.has(name)) shown[name] = value;
  return shown;
}

/** The message (or event, or contact) that an item attachment holds, as `$expand=microsoft.graph.itemattachment/item` shows it. */
function attachedItem(call: MailboxCall, fields: Readonly<Record<string, unknown>>, modified: string): Record<string, unknown> {
  const { odataType, ...own } = fields;
  const shared = { id: "", createdDateTime: modified, lastModifiedDateTime: modified };
  if (odataType === "#microsoft.graph.event" || odataType === "#microsoft.graph.contact")
    return { "@odata.type": odataType, ...shared, ...own };
  const body = (fields["body"] ?? { contentType: "text", content: "" }) as Body;
  return {
    "@odata.type": "#microsoft.graph.message",
    ...shared,
    ...own,
    webLink: "https://outlook.office365.com/owa/?exvsurl=1&viewmodel=ItemAttachment",
    internetMessageHeaders: fields["internetMessageHeaders"] ?? [],
    body: { contentType: "html", content: asHtml(body, call.prefer.unsafeHtml) },
  };
}

/** @throws GraphError 400 or 404. */
export function findAttachment(call: MailboxCall, item: StoredItem, id: string): StoredAttachment {
  const reference = decodeId(id);
  if (!reference) throw malformedId();
  const fits =
    reference.kind === "attachment" &&
    reference.mailbox === item.mailbox &&
    reference.key === item.key &&
    (reference.generation === null || reference.generation === item.generation);
  const found = fits ? call.mailbox.attachments(item.key).find((one) => one.part === reference.part) : undefined;
  if (!found) throw itemNotFound();
  return found;
}

/** The bytes behind `$value`. @throws GraphError 405 for a link to a file elsewhere. */
export function attachmentBytes(attachment: StoredAttachment): Buffer {
  if (attachment.is === "reference") throw new GraphError(405, "ErrorInvalidRequest", "Reference attachments have no value.");
  return Buffer.from(attachment.content, "base64");
}
