import { attachmentBytes, attachmentSelection, attachmentView, findAttachment } from "../attachment-view.ts";
import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { dayOfPart, findEvent, stateOf } from "../calendar/occurrences.ts";
import { replaceOccurrence } from "../calendar/write-events.ts";
import { itemNotFound } from "../graph-error.ts";
import { hasAttachments } from "../message-content.ts";
import { answerPage } from "../paging.ts";
import { postedAttachment } from "../posted-attachment.ts";
import { inMailbox, type Route } from "../route-table.ts";
import type { StoredAttachment, StoredItem } from "../stored.ts";

export const eventAttachmentRoutes: readonly Route[] = ["", "calendar/", "calendars/{calendar}/"].flatMap((prefix): readonly Route[] => {
  const all = `${prefix}events/{event}/attachments`;
  return [
    inMailbox("GET", all, "Calendars.Read", list),
    inMailbox("POST", all, "Calendars.ReadWrite", add),
    inMailbox("GET", `${all}/{attachment}`, "Calendars.Read", (call) => {
      const item = holder(call);
      return ok(view(call, item, found(call, item), attachmentSelection(call.options.select)));
    }),
    inMailbox("GET", `${all}/{attachment}/$value`, "Calendars.Read", (call) => ({
      status: 200,
      headers: { "content-type": "application/octet-stream" },
      body: attachmentBytes(found(call, holder(call))),
    })),
    inMailbox("DELETE", `${all}/{attachment}`, "Calendars.ReadWrite", (call) => {
      const item = holder(call);
      call.mailbox.detach(found(call, item));
      settle(call, item);
      return noContent;
    }),
  ];
});

/** The stored item on which an event's attachments hang: an occurrence that is no exception has those of its series. */
function holder(call: MailboxCall): StoredItem {
  const event = findEvent(call.mailbox, call.params["event"] ?? "");
  const { occurrence } = event;
  const master = call.mailbox.item(occurrence?.master ?? event.key);
  if (!master) throw itemNotFound();
  const key = occurrence && stateOf(master).exceptions[String(dayOfPart(occurrence))];
  return (key === undefined ? undefined : call.mailbox.item(key)) ?? master;
}

/** What is attached to one occurrence makes it an exception. */
function ownHolder(call: MailboxCall): StoredItem {
  const event = findEvent(call.mailbox, call.params["event"] ?? "");
  if (event.occurrence) replaceOccurrence(call, event, event.fields, event.extended);
  return holder(call);
}

const found = (call: MailboxCall, item: StoredItem): StoredAttachment => findAttachment(call, item, call.params["attachment"] ?? "");

const path = (call: MailboxCall): string =>
  `users('${call.user.id}')/events('${encodeURIComponent(call.params["event"] ?? "")}')/attachments`;

function view(call: MailboxCall, item: StoredItem, one: StoredAttachment, chosen: ReadonlySet<string> | null): Record<string, unknown> {
  const withItem = call.options.expand.some(({ name }) => /^microsoft\.graph\.itemattachment\/item$/iu.test(name));
  return {
    ...attachmentView(call, item, one, chosen, { inside: false, withItem }),
    "@odata.context": context(call, `${path(call)}/$entity`),
  };
}

function list(call: MailboxCall): GraphReply {
  const item = holder(call);
  const chosen = attachmentSelection(call.options.select);
  const all = call.mailbox.attachments(item.key);
  const show = (one: StoredAttachment): Record<string, unknown> =>
    attachmentView(call, item, one, chosen, { inside: true, withItem: false });
  return answerPage(call, all, path(call), show, Math.max(all.length, 1));
}

function add(call: MailboxCall): GraphReply {
  const posted = postedAttachment(call, json(call));
  const item = ownHolder(call);
  const attachment = call.mailbox.attach(item.key, posted);
  return created(view(call, settle(call, item), attachment, null));
}

const settle = (call: MailboxCall, item: StoredItem): StoredItem =>
  call.mailbox.change(item, { ...item.fields, hasAttachments: hasAttachments(call.mailbox, item) }, ["hasAttachments"]);
