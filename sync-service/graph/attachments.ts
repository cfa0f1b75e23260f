import { Refused } from "../errors.ts";
import type { AttachmentHead } from "../filing/email.ts";
import type { Content } from "../filing/mailbox.ts";
import type { Graph } from "./client.ts";
import { graphPath } from "./path.ts";

interface WireAttachment {
  readonly "@odata.type"?: string;
  readonly id: string;
  readonly name?: string | null;
  readonly contentType?: string | null;
  readonly size?: number;
  readonly isInline?: boolean;
}

export interface WireAttachments {
  readonly value: readonly WireAttachment[];
  readonly "@odata.nextLink"?: string;
}

/** Never with the bytes. Asked for even where `hasAttachments` is false, which inline images do not set (MG20). */
export const attachmentsPath = (messageId: string) =>
  graphPath`/messages/${messageId}/attachments?$select=id,name,contentType,size,isInline`;

/** A page of attachments and the pages after it. */
export async function attachmentHeads(graph: Graph, first: WireAttachments): Promise<readonly AttachmentHead[]> {
  const heads: AttachmentHead[] = [];
  let page: WireAttachments | null = first;
  while (page !== null) {
    heads.push(...page.value.map(headOf));
    const next: string | undefined = page["@odata.nextLink"];
    page = next === undefined ? null : await graph.follow<WireAttachments>(next);
  }
  return heads;
}

/** The bytes as they are: `$value` of an attached item is its MIME form. Opened at once, so that its length is known. */
export async function attachmentContent(graph: Graph, messageId: string, attachmentId: string): Promise<Content> {
  const path = graphPath`/messages/${messageId}/attachments/${attachmentId}/$value`;
  const first = await graph.stream(path);
  let reader = first.body.getReader();
  let isFresh = true;
  return {
    size: first.contentLength,
    async open() {
      if (!isFresh) {
        await reader.cancel();
        reader = (await graph.stream(path)).body.getReader();
      }
      isFresh = false;
      return exactly(reader, first.contentLength);
    },
    close: () => reader.cancel().catch(() => {}),
  };
}

/** A stream that ends early must not become a shorter file, nor one that goes on a longer one. */
function exactly(reader: ReadableStreamDefaultReader<Uint8Array>, length: number | null): ReadableStream<Uint8Array> {
  let passed = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      passed += value?.byteLength ?? 0;
      const isWrong = length !== null && (passed > length || (done && passed < length));
      if (isWrong) return controller.error(damaged(length, passed));
      if (done) return controller.close();
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function damaged(announced: number, sent: number): Refused {
  return new Refused({
    code: "ATTACHMENT_DAMAGED",
    message: `Exchange announced ${announced} bytes and sent ${sent}.`,
    remedy: "Open the attachment in Outlook; if it is whole there, choose File in the pane again.",
  });
}

function headOf(wire: WireAttachment): AttachmentHead {
  const type = wire["@odata.type"]?.toLowerCase() ?? "";
  return {
    id: wire.id,
    name: wire.name ?? "",
    size: wire.size ?? 0,
    inline: wire.isInline ?? false,
    is: type.endsWith("itemattachment") ? "item" : type.endsWith("referenceattachment") ? "cloud-link" : "file",
    contentType: wire.contentType ?? null,
  };
}
