import { answerFields, type AnswerKind } from "../answers.ts";
import { created, json, type GraphReply, type MailboxCall } from "../call.ts";
import { deliver } from "../deliver.ts";
import { withExtended } from "../extended-properties.ts";
import { GraphError } from "../graph-error.ts";
import { hasAttachments, newMessageFields } from "../message-content.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { messageShape } from "../shapes/message-shape.ts";
import { parameter, readBody, record } from "../shapes/shape.ts";
import type { Fields, StoredItem } from "../stored.ts";
import { draftFromMime, message, writtenMessage } from "./messages.ts";

const KINDS: readonly AnswerKind[] = ["reply", "replyAll", "forward"];

/** Reply, reply to all, and forward: sent at once (202), or as a draft to be gone on with (201). */
export const answerRoutes: readonly Route[] = ["", "mailFolders/{folder}/"].flatMap((prefix) =>
  KINDS.flatMap((kind): readonly Route[] => [
    inMailbox("POST", `${prefix}messages/{message}/${kind}`, "Mail.Send", async (call): Promise<GraphReply> => {
      const draft = await answerDraft(call, kind);
      if (((draft.fields["toRecipients"] ?? []) as readonly unknown[]).length === 0) {
        call.mailbox.remove(draft);
        throw new GraphError(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
      }
      await deliver(call, draft, true);
      return { status: 202, body: null };
    }),
    inMailbox("POST", `${prefix}messages/{message}/create${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, "Mail.ReadWrite", async (call) =>
      created(writtenMessage(call, await answerDraft(call, kind))),
    ),
  ]),
);

async function answerDraft(call: MailboxCall, kind: AnswerKind): Promise<StoredItem> {
  const original = message(call);
  if (original.fields["isDraft"] === true) throw new GraphError(400, "ErrorInvalidOperation", "A draft cannot be answered.");
  const { mailbox } = call;
  const drafts = mailbox.standard("drafts");
  if (/^text\/plain/iu.test(call.request.headers["content-type"] ?? "")) return draftFromMime(call, drafts);
  const body = json(call);
  const comment = parameter(body, "comment") ?? "";
  if (typeof comment !== "string") throw new GraphError(400, "RequestBodyRead", "Cannot convert the comment to the expected type.");
  const given = parameter(body, "message");
  const sent = given === undefined || given === null ? {} : record(given, "message");
  const fields = readBody(messageShape, sent, { creating: true, draft: true });
  const toRecipients = recipients(parameter(body, "toRecipients"), kind);
  if (comment !== "" && fields["body"] !== undefined)
    throw new GraphError(400, "ErrorInvalidRequest", "Either a comment or the body of the message can be given, not both.");
  if (toRecipients.length > 0 && fields["toRecipients"] !== undefined)
    throw new GraphError(400, "ErrorInvalidRequest", "Recipients can be given beside the message or within it, not both.");
  const now = `${call.world.clock.now().toISOString().slice(0, 19)}Z`;
  const made = answerFields(call, original, kind, { comment, toRecipients, message: fields });
  let draft = mailbox.add("message", drafts.id, newMessageFields(made, mailbox.user, now, mailbox.seq), withExtended({}, sent));
  // A forwarded message takes its files along, an answered one only those that stand in its text.
  for (const attachment of mailbox.attachments(original.key))
    if (kind === "forward" || attachment.isInline) mailbox.attach(draft.key, attachment);
  if (mailbox.attachments(draft.key).length > 0)
    draft = mailbox.change(draft, { ...draft.fields, hasAttachments: hasAttachments(mailbox, draft) }, ["hasAttachments"]);
  return draft;
}

/** Only forwarding takes recipients of its own. */
function recipients(sent: unknown, kind: AnswerKind): readonly unknown[] {
  if (sent === undefined || sent === null) return [];
  if (kind !== "forward")
    throw new GraphError(
      400,
      "RequestBodyRead",
      "The parameter 'ToRecipients' in the request payload is not a valid parameter for the operation.",
    );
  const read: Fields = readBody(messageShape, { toRecipients: sent }, { creating: true, draft: true });
  return read["toRecipients"] as readonly unknown[];
}
