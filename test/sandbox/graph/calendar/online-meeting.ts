import { createHash } from "node:crypto";
import { asHtml, type Body } from "../body-text.ts";
import type { Fields } from "../stored.ts";

/** What begins the block with which Teams ends the text of an invitation. */
const RULE = "________________________________________________________________________________";

/**
 * What becomes of an event's online meeting: asked for, it gets a join link and a block in the text that holds the link; it cannot be
 * changed afterwards, but is lost when a new text comes without the link (res/event, "isOnlineMeeting").
 */
export function withMeetingBlock(held: Fields | null, sent: Fields, next: Fields): Fields {
  const before = held?.["isOnlineMeeting"] === true;
  const kept = { isOnlineMeeting: before, onlineMeetingProvider: held?.["onlineMeetingProvider"] ?? "unknown" };
  if (before && sent["body"] !== undefined && !JSON.stringify(next["body"]).includes(joinUrl(held)))
    return { isOnlineMeeting: false, onlineMeetingProvider: "unknown", onlineMeeting: null };
  if (before) return kept;
  if (next["isOnlineMeeting"] !== true) return next["onlineMeeting"] ? kept : {};
  const asked = next["onlineMeetingProvider"];
  const onlineMeeting = made(String(next["iCalUId"]));
  const body: Body = { contentType: "html", content: `${inner(next["body"] as Body)}${block(String(onlineMeeting["joinUrl"]))}` };
  return { isOnlineMeeting: true, onlineMeetingProvider: asked === "unknown" || !asked ? "teamsForBusiness" : asked, onlineMeeting, body };
}

const joinUrl = (fields: Fields | null): string =>
  String((fields?.["onlineMeeting"] as Fields | null | undefined)?.["joinUrl"] ?? "").slice(0, 90);

function made(uid: string): Fields {
  const name = createHash("sha256").update(uid).digest("hex").slice(0, 40);
  return {
    joinUrl: `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${name}%40thread.v2/0`,
    conferenceId: String(Number.parseInt(name.slice(0, 7), 16)),
    tollNumber: "+1 206-555-0100",
  };
}

const block = (url: string): string =>
  `<br><div style="width:100%; height:20px"><span style="white-space:nowrap; opacity:.36">${RULE}</span></div>` +
  `<div class="me-email-text"><a href="${url}" class="me-email-headline">Join the meeting now</a></div><div>${RULE}</div>`;

function inner(body: Body): string {
  const html = asHtml(body, true);
  return /<body[^>]*>(?<content>[\s\S]*)<\/body>/iu.exec(html)?.groups?.["content"] ?? html;
}
