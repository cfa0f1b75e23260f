import {
  always,
  complex,
  draft,
  flag,
  instant,
  listOf,
  oneOf,
  readOnly,
  text,
  texts,
  type ComplexShape,
  type PropertyType,
  type Shape,
} from "./shape.ts";

export const emailAddress: ComplexShape = { name: text, address: text };
export const recipient: PropertyType = complex({ emailAddress: complex(emailAddress) });
export const dateTimeTimeZone: PropertyType = complex({ dateTime: text, timeZone: text });
export const itemBody: PropertyType = complex({ contentType: oneOf("text", "html"), content: text });
export const importance = oneOf("low", "normal", "high");

const followupFlag = complex({
  completedDateTime: dateTimeTimeZone,
  dueDateTime: dateTimeTimeZone,
  startDateTime: dateTimeTimeZone,
  flagStatus: oneOf("notFlagged", "complete", "flagged"),
});

/** res/message; what only drafts may change as in its "Updatable only if isDraft = true". */
export const messageShape: Shape = {
  typeName: "message",
  properties: {
    id: readOnly(text),
    createdDateTime: readOnly(instant),
    lastModifiedDateTime: readOnly(instant),
    changeKey: readOnly(text),
    categories: always(texts),
    receivedDateTime: readOnly(instant),
    sentDateTime: readOnly(instant),
    hasAttachments: readOnly(flag),
    internetMessageId: draft(text),
    subject: draft(text),
    bodyPreview: readOnly(text),
    importance: always(importance),
    parentFolderId: readOnly(text),
    conversationId: readOnly(text),
    conversationIndex: readOnly({ is: "binary" }),
    isDeliveryReceiptRequested: always(flag),
    isReadReceiptRequested: always(flag),
    isRead: always(flag),
    isDraft: readOnly(flag),
    webLink: readOnly(text),
    inferenceClassification: always(oneOf("focused", "other")),
    body: draft(itemBody),
    sender: draft(recipient),
    from: draft(recipient),
    toRecipients: draft(listOf(recipient)),
    ccRecipients: draft(listOf(recipient)),
    bccRecipients: draft(listOf(recipient)),
    replyTo: draft(listOf(recipient)),
    flag: always(followupFlag),
    uniqueBody: { type: itemBody, write: "never", onDemand: true },
    internetMessageHeaders: { type: listOf(complex({ name: text, value: text })), write: "create", onDemand: true },
  },
  navigations: ["attachments", "extensions", "singleValueExtendedProperties", "multiValueExtendedProperties"],
};
