import { isJson, type Json } from "../api/request.ts";
import { refused } from "../errors.ts";
import { canonicalId } from "../ids.ts";
import type { Org } from "../org.ts";
import { textOf } from "../draft.ts";

/** A piece of a post's text, as it is kept. */
export type Segment =
  | { readonly type: "Text"; readonly text: string }
  | { readonly type: "Mention"; readonly id: string }
  | { readonly type: "Link"; readonly url: string }
  | { readonly type: "Hashtag"; readonly tag: string }
  | { readonly type: "MarkupBegin" | "MarkupEnd"; readonly markupType: string };

const LONGEST_TEXT = 10_000;
const MARKUP: Readonly<Record<string, string>> = {
  Bold: "b",
  Code: "code",
  Hyperlink: "a",
  Italic: "i",
  ListItem: "li",
  OrderedList: "ol",
  Paragraph: "p",
  Strikethrough: "s",
  Underline: "u",
  UnorderedList: "ul",
};

/** The segments of a posted body: `{messageSegments: [...]}`. @throws Refusal */
export function readSegments(org: Org, body: unknown): readonly Segment[] {
  const given = isJson(body) ? body["messageSegments"] : undefined;
  if (!Array.isArray(given) || given.length === 0) throw refused("MISSING_ARGUMENT", "Enter text in the body: messageSegments is missing");
  const segments = given.map((segment) => readSegment(org, isJson(segment) ? segment : {}));
  const { length } = textOfSegments(org, segments);
  if (length > LONGEST_TEXT) throw refused("STRING_TOO_LONG", `Post text: data value too large (max length=${LONGEST_TEXT})`, ["body"]);
  return segments;
}

function readSegment(org: Org, segment: Json): Segment {
  const { type } = segment;
  const text = (name: string) => {
    const value = segment[name];
    if (typeof value !== "string" || value === "")
      throw refused("MISSING_ARGUMENT", `${name} is missing in a segment of type ${String(type)}`);
    return value;
  };
  switch (type) {
    case "Text":
      return { type, text: text("text") };
    case "Link":
      return { type, url: text("url") };
    case "Hashtag":
      return { type, tag: text("tag") };
    case "MarkupBegin":
    case "MarkupEnd":
      if (MARKUP[text("markupType")] === undefined) throw refused("INVALID_MARKUP", `Unknown markupType: ${text("markupType")}`);
      return { type, markupType: text("markupType") };
    case "Mention": {
      const id = canonicalId(text("id"));
      if (id === null || org.store.get("User", id)?.values["IsActive"] !== true) {
        throw refused("INVALID_ID_FIELD", `The mentioned user was not found: ${text("id")}`);
      }
      return { type, id };
    }
    default:
      throw refused("JSON_PARSER_ERROR", `Unknown message segment type: ${String(type)}`);
  }
}

export function textOfSegments(org: Org, segments: readonly Segment[]): string {
  return segments.map((segment) => textOfSegment(org, segment)).join("");
}

function textOfSegment(org: Org, segment: Segment): string {
  switch (segment.type) {
    case "Text":
      return segment.text;
    case "Link":
      return segment.url;
    case "Hashtag":
      return `#${segment.tag}`;
    case "Mention":
      return `@${textOf(org.store.get("User", segment.id), "Name") ?? ""}`;
    case "MarkupBegin":
      return "";
    case "MarkupEnd":
      return segment.markupType === "Paragraph" || segment.markupType === "ListItem" ? "\n" : "";
  }
}

/** A body as it is answered. */
export function bodyView(org: Org, segments: readonly Segment[], base: string) {
  return {
    isRichText: segments.some((segment) => segment.type === "MarkupBegin"),
    messageSegments: segments.map((segment) => segmentView(org, segment, base)),
    text: textOfSegments(org, segments).replace(/\n$/u, ""),
  };
}

function segmentView(org: Org, segment: Segment, base: string): Json {
  const text = textOfSegment(org, segment);
  switch (segment.type) {
    case "Text":
    case "Link":
      return { ...segment, text };
    case "Hashtag":
      return { ...segment, text, topicUrl: null, url: `${base}/chatter/feed-elements?q=${encodeURIComponent(text)}` };
    case "Mention": {
      const record = { id: segment.id, type: "User", url: `${base}/chatter/users/${segment.id}` };
      return { type: "Mention", accessible: true, name: text.slice(1), record, text };
    }
    case "MarkupBegin":
    case "MarkupEnd":
      return { ...segment, altText: null, htmlTag: MARKUP[segment.markupType] ?? "", text };
  }
}
