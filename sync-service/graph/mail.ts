import { Gone, Refused } from "../errors.ts";
import type { Email, EmailAddress, ReadEmail } from "../filing/email.ts";
import type { FilingMailbox, FoundMail } from "../filing/mailbox.ts";
import { attachmentContent, attachmentHeads, attachmentsPath, type WireAttachments } from "./attachments.ts";
import type { Graph } from "./client.ts";
import { look } from "./mail-look.ts";
import { markMail } from "./mail-marks.ts";
import { TRAITS, traitsOf, type WireTraits } from "./mail-traits.ts";
import { graphPath, odataText } from "./path.ts";

interface WireAddress {
  readonly emailAddress?: { readonly name?: string | null; readonly address?: string | null } | null;
}

interface WireMessage extends WireTraits {
  readonly id: string;
  readonly internetMessageId?: string | null;
  readonly parentFolderId?: string;
  readonly categories?: readonly string[];
  readonly subject?: string | null;
  readonly from?: WireAddress | null;
  readonly toRecipients?: readonly WireAddress[];
  readonly ccRecipients?: readonly WireAddress[];
  readonly bccRecipients?: readonly WireAddress[];
  readonly sentDateTime?: string | null;
  readonly importance?: string;
  readonly isDraft?: boolean;
  readonly body?: { readonly content?: string } | null;
}

/** The mails of one mailbox. `folderId`: its folder "Salesforce Emails". */
export function createFilingMailbox(graph: Graph, folderId: () => Promise<string>): FilingMailbox {
  const categoriesMade = new Set<string>();
  return {
    look: async (cursor, also) => look(graph, await folderId(), cursor, also),
    read,
    find,
    content: (messageId, attachmentId) => attachmentContent(graph, messageId, attachmentId),
    mark: (id, marks) => markMail(graph, id, marks, categoriesMade),
  };

  /** The mail as text and the heads of its attachments, in one exchange. */
  async function read(id: string): Promise<ReadEmail | null> {
    const [message, attachments] = await graph.batch([
      { method: "GET", path: messagePath(id), headers: { prefer: 'outlook.body-content-type="text"' } },
      { method: "GET", path: attachmentsPath(id) },
    ]);
    const error = message?.error ?? attachments?.error ?? null;
    if (error instanceof Gone) return null;
    if (error !== null) throw error;
    return {
      email: emailOf(message?.body as WireMessage),
      attachments: await attachmentHeads(graph, attachments?.body as WireAttachments),
    };
  }

  /** What the pane holds may have died with a move; a message id is only searched for in this very mailbox (P8). */
  async function find(itemId: string, internetMessageId: string | null): Promise<FoundMail | null> {
    // Ids of Exchange Web Services differ from those of REST in two characters only.
    const restId = itemId.replaceAll("/", "-").replaceAll("+", "_");
    try {
      // What is written otherwise is no id, and could be another path.
      if (REST_ID.test(restId))
        return identityOf(
          await graph.get<WireMessage>(graphPath`/messages/${restId}?$select=id,internetMessageId,conversationId&$expand=${TRAITS}`),
        );
    } catch (error) {
      if (!(error instanceof Gone || error instanceof Refused)) throw error;
    }
    if (internetMessageId === null || internetMessageId === "") return null;
    const found = await graph.get<{ readonly value: readonly WireMessage[] }>(
      graphPath`/messages?$filter=internetMessageId eq ${odataText(internetMessageId)}&$select=id,internetMessageId,conversationId,isDraft&$expand=${TRAITS}&$top=10`,
    );
    const mail = found.value.find(({ isDraft }) => isDraft !== true) ?? found.value[0];
    return mail === undefined ? null : identityOf(mail);
  }
}

const REST_ID = /^[A-Za-z0-9_-]+=*$/u;

const messagePath = (id: string) =>
  graphPath`/messages/${id}?$select=id,internetMessageId,parentFolderId,categories,subject,from,toRecipients,ccRecipients,bccRecipients,sentDateTime,importance,isDraft,conversationId,body&$expand=${TRAITS}`;

function identityOf(wire: WireMessage): FoundMail {
  return { id: wire.id, internetMessageId: wire.internetMessageId ?? null, ...traitsOf(wire) };
}

function emailOf(wire: WireMessage): Email {
  return {
    id: wire.id,
    internetMessageId: wire.internetMessageId ?? null,
    folderId: wire.parentFolderId ?? "",
    categories: wire.categories ?? [],
    subject: wire.subject ?? null,
    from: addresses([wire.from ?? {}])[0] ?? null,
    to: addresses(wire.toRecipients),
    cc: addresses(wire.ccRecipients),
    bcc: addresses(wire.bccRecipients),
    sentAt: wire.sentDateTime ?? null,
    importance: wire.importance === "low" || wire.importance === "high" ? wire.importance : "normal",
    isDraft: wire.isDraft ?? false,
    text: wire.body?.content ?? "",
    ...traitsOf(wire),
  };
}

function addresses(wire: readonly WireAddress[] = []): readonly EmailAddress[] {
  return wire.flatMap(({ emailAddress }) => {
    const name = emailAddress?.name ?? "";
    const address = emailAddress?.address ?? "";
    return name === "" && address === "" ? [] : [{ name: name === "" ? null : name, address }];
  });
}
