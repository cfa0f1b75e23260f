import { createHash } from "node:crypto";
import { context, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { GraphError, itemNotFound } from "../graph-error.ts";
import { findItem } from "../item-view.ts";
import { inMailbox, type Route } from "../route-table.ts";
import type { StoredAttachment } from "../stored.ts";

const LARGEST = 4 * 1024 * 1024;
/** A contact's picture is its one attachment, under the name Outlook gives it. */
const NAME = "ContactPicture.jpg";

export const contactPhotoRoutes: readonly Route[] = ["contacts/{contact}", "contactFolders/{folder}/contacts/{contact}"].flatMap(
  (path): readonly Route[] => [
    inMailbox("GET", `${path}/photo`, "Contacts.Read", (call) => ok(view(call, photo(call)))),
    inMailbox("GET", `${path}/photo/$value`, "Contacts.Read", (call) => {
      const found = photo(call);
      return { status: 200, headers: { "content-type": found.contentType ?? "image/jpeg" }, body: Buffer.from(found.content, "base64") };
    }),
    ...["PUT", "PATCH"].map((method) => inMailbox(method, `${path}/photo/$value`, "Contacts.ReadWrite", put)),
  ],
);

const contact = (call: MailboxCall) => findItem(call.mailbox, call.params["contact"] ?? "", "contact");

function photo(call: MailboxCall): StoredAttachment {
  const found = call.mailbox.attachments(contact(call).key).find((one) => one.name === NAME);
  if (!found) throw itemNotFound();
  return found;
}

function put(call: MailboxCall): GraphReply {
  const item = contact(call);
  const bytes = call.request.body ?? Buffer.alloc(0);
  const contentType = pictureType(bytes);
  if (contentType === null) throw new GraphError(400, "ErrorInvalidImage", "The content is no picture that can be shown.");
  if (bytes.length > LARGEST) throw new GraphError(413, "RequestEntityTooLarge", "A picture may have at most 4 MB.");
  for (const old of call.mailbox.attachments(item.key)) if (old.name === NAME) call.mailbox.detach(old);
  call.mailbox.attach(item.key, {
    is: "file",
    name: NAME,
    contentType,
    isInline: true,
    contentId: null,
    contentLocation: null,
    size: bytes.length,
    modified: `${call.world.clock.now().toISOString().slice(0, 19)}Z`,
    content: bytes.toString("base64"),
    item: null,
  });
  call.mailbox.change(item, item.fields, []);
  return { status: 200, body: null };
}

function pictureType(bytes: Buffer): string | null {
  const start = bytes.toString("hex", 0, 4);
  if (start.startsWith("ffd8ff")) return "image/jpeg";
  if (start === "89504e47") return "image/png";
  return start === "47494638" ? "image/gif" : null;
}

/** The stand-in looks into no picture: every one is shown as of the smallest size. */
function view(call: MailboxCall, found: StoredAttachment): Record<string, unknown> {
  return {
    "@odata.context": context(
      call,
      `users('${call.user.id}')/contacts('${encodeURIComponent(call.params["contact"] ?? "")}')/photo/$entity`,
    ),
    "@odata.mediaContentType": found.contentType,
    "@odata.mediaEtag": `W/"${createHash("sha1").update(found.content).digest("hex")}"`,
    id: "48X48",
    height: 48,
    width: 48,
  };
}
