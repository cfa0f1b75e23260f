import type { MailboxCall } from "./call.ts";
import { buildMime } from "./build-mime.ts";
import { newMessageFields } from "./message-content.ts";
import { contactShape } from "./shapes/contact-shape.ts";
import { eventShape } from "./shapes/event-shape.ts";
import { messageShape } from "./shapes/message-shape.ts";
import { readBody, record } from "./shapes/shape.ts";
import type { Fields } from "./stored.ts";

const CREATING = { creating: true, draft: true };

/** The message, event or contact of a posted item attachment: its properties, and the text behind `$value`. @throws GraphError 400 */
export function postedItem(call: MailboxCall, posted: unknown, now: string): { readonly fields: Fields; readonly text: Buffer } {
  const body = record(posted, "outlookItem");
  const type = String(body["@odata.type"] ?? "")
    .toLowerCase()
    .replace(/^#?microsoft\.graph\./u, "");
  switch (type) {
    case "event": {
      const event = readBody(eventShape, body, CREATING);
      return { fields: { odataType: "#microsoft.graph.event", ...event }, text: component("VEVENT", ["SUMMARY", event["subject"]]) };
    }
    case "contact": {
      const contact = readBody(contactShape, body, CREATING);
      const name = [contact["givenName"], contact["surname"]].filter(Boolean).join(" ");
      return { fields: { odataType: "#microsoft.graph.contact", ...contact }, text: component("VCARD", ["FN", name]) };
    }
    default: {
      const message = newMessageFields(readBody(messageShape, body, CREATING), call.mailbox.user, now, call.mailbox.seq);
      return { fields: message, text: buildMime(message, []) };
    }
  }
}

/** The least that an entry of a calendar, or a card, has to say. */
function component(name: "VEVENT" | "VCARD", [property, value]: readonly [string, unknown]): Buffer {
  const text = `${property}:${String(value ?? "").replaceAll(/[\r\n]+/gu, " ")}`;
  const lines =
    name === "VCARD"
      ? ["BEGIN:VCARD", "VERSION:3.0", text, "END:VCARD"]
      : ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", text, "END:VEVENT", "END:VCALENDAR"];
  return Buffer.from(`${lines.join("\r\n")}\r\n`);
}
