import type { MailboxCall } from "./call.ts";
import { attachmentView, attachmentSelection } from "./attachment-view.ts";
import { asHtml, asText, type Body } from "./body-text.ts";
import { changeKey, checkExpand, etag, expandExtended, itemId, picked, selection } from "./item-view.ts";
import { expandExtensions } from "./open-extensions.ts";
import type { QueryOptions } from "./odata/query-options.ts";
import { messageShape } from "./shapes/message-shape.ts";
import type { Fields, StoredItem } from "./stored.ts";

/** How a reply shows messages, worked out once for all items of a page. */
export function messageShower(
  call: MailboxCall,
  options: Pick<QueryOptions, "select" | "expand"> = call.options,
): (item: StoredItem) => Record<string, unknown> {
  const chosen = selection(messageShape, options.select);
  checkExpand(options.expand, messageShape, ["attachments", "extensions"]);
  const attachments = options.expand.find((one) => one.name.toLowerCase() === "attachments");
  const shownOfAttachments = attachments ? attachmentSelection(attachments.select) : null;
  return (item) => {
    const shown = picked(wholeMessage(call, item), chosen, messageShape);
    if (options.expand.length > 0)
      Object.assign(shown, expandExtended(item.extended, options.expand), expandExtensions(item, options.expand));
    if (attachments)
      shown["attachments"] = call.mailbox
        .attachments(item.key)
        .map((one) => attachmentView(call, item, one, shownOfAttachments, { inside: true, withItem: false }));
    return shown;
  };
}

/** Every property, in the order in which Graph writes them; bodies are made only when looked at. */
export function wholeMessage(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  const { fields } = item;
  const { odataType } = fields;
  const id = itemId(item, call.prefer.idForm);
  return {
    ...(typeof odataType === "string" ? { "@odata.type": odataType } : {}),
    "@odata.etag": etag(item),
    id,
    createdDateTime: item.created,
    lastModifiedDateTime: item.modified,
    changeKey: changeKey(item),
    ...fields,
    ...namedRecipients(fields),
    odataType: undefined,
    parentFolderId: item.folderId,
    webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(itemId(item, "default"))}&exvsurl=1&viewmodel=ReadMessageItem`,
    get body() {
      return shownBody(call, fields["body"]);
    },
    get uniqueBody() {
      return shownBody(call, fields["body"]);
    },
  };
}

/** Somebody without a name is called by his address. */
function namedRecipients(fields: Fields): Record<string, unknown> {
  const named = (one: Recipient): Recipient =>
    one.emailAddress && (one.emailAddress.name ?? "") === ""
      ? { emailAddress: { ...one.emailAddress, name: one.emailAddress.address ?? null } }
      : one;
  const shown: Record<string, unknown> = {};
  for (const list of ["toRecipients", "ccRecipients", "bccRecipients"])
    if (Array.isArray(fields[list])) shown[list] = (fields[list] as readonly Recipient[]).map(named);
  return shown;
}

interface Recipient {
  readonly emailAddress?: { readonly name?: string | null; readonly address?: string | null };
}

function shownBody(call: MailboxCall, held: unknown): Body {
  const body = (held ?? { contentType: "text", content: "" }) as Body;
  return call.prefer.bodyType === "text"
    ? { contentType: "text", content: asText(body) }
    : { contentType: "html", content: asHtml(body, call.prefer.unsafeHtml) };
}
