import type { MailboxCall } from "./call.ts";
import { GraphError } from "./graph-error.ts";
import { attachmentSize } from "./message-content.ts";
import { postedItem } from "./posted-item.ts";
import { parameter, record } from "./shapes/shape.ts";
import type { NewAttachment } from "./stored.ts";

/** Beyond this an upload session is needed. */
export const LARGEST_POST = 3 * 1024 * 1024;

/** Reads what was posted, by itself or within a new message. @throws GraphError 400 or 413 */
export function postedAttachment(call: MailboxCall, posted: unknown): NewAttachment {
  const body = record(posted, "attachment");
  const type = String(body["@odata.type"] ?? "").toLowerCase();
  const text = (name: string): string | null => {
    const found = parameter(body, name);
    return typeof found === "string" ? found : null;
  };
  const shared = {
    name: text("name"),
    contentType: text("contentType"),
    isInline: parameter(body, "isInline") === true,
    contentId: text("contentId"),
    contentLocation: text("contentLocation"),
    modified: `${call.world.clock.now().toISOString().slice(0, 19)}Z`,
  };
  if (shared.name === null || shared.name === "") throw new GraphError(400, "ErrorInvalidRequest", "The attachment needs a name.");
  if (type.endsWith("fileattachment")) {
    const content = text("contentBytes");
    if (content === null || !/^[A-Za-z0-9+/\s]*={0,2}$/u.test(content))
      throw new GraphError(400, "RequestBodyRead", "Cannot convert a value to target type 'Edm.Binary'.");
    const bytes = Buffer.from(content, "base64");
    if (bytes.length > LARGEST_POST)
      throw new GraphError(413, "RequestEntityTooLarge", "The attachment is larger than 3 MB: use an upload session.");
    return {
      ...shared,
      is: "file",
      contentType: shared.contentType ?? "application/octet-stream",
      size: attachmentSize(bytes.length),
      content: bytes.toString("base64"),
      item: null,
    };
  }
  if (type.endsWith("itemattachment")) {
    const item = postedItem(call, parameter(body, "item"), shared.modified);
    return {
      ...shared,
      is: "item",
      contentType: null,
      size: attachmentSize(item.text.length),
      content: item.text.toString("base64"),
      item: item.fields,
    };
  }
  if (type.endsWith("referenceattachment")) return { ...shared, is: "reference", size: 0, content: "", item: null };
  throw new GraphError(
    400,
    "ErrorInvalidRequest",
    "The attachment needs an '@odata.type' of #microsoft.graph.fileAttachment, itemAttachment or referenceAttachment.",
  );
}
