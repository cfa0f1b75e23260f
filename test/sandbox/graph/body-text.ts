import { compile } from "html-to-text";

export interface Body {
  readonly contentType: "text" | "html";
  readonly content: string;
}

/** Made once: making it takes longer than most bodies do. */
const textOf = compile({
  wordwrap: false,
  preserveNewlines: false,
  selectors: [
    { selector: "img", format: "skip" },
    { selector: "a", options: { hideLinkHrefIfSameAsText: true, linkBrackets: ["<", ">"] } },
    { selector: "table", format: "block" },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** What Exchange makes of an HTML body for `Prefer: outlook.body-content-type="text"`. */
export function asText(body: Body): string {
  if (body.contentType === "text" || body.content === "") return body.content;
  try {
    return textOf(body.content);
  } catch {
    return body.content.replaceAll(/<[^>]*>/gu, " ");
  }
}

/** HTML as Graph gives it by default: plain text wrapped, scripts and handlers taken out unless asked for. */
export function asHtml(body: Body, unsafe: boolean): string {
  if (body.contentType === "text") {
    const escaped = body.content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return wrapped(
      `<div style="font-family:Calibri,Arial,Helvetica,sans-serif; font-size:12pt">${escaped.replaceAll(/\r?\n/gu, "<br>\r\n")}</div>`,
    );
  }
  const safe = unsafe ? body.content : harmless(body.content);
  return /<html[\s>]/iu.test(safe) ? safe : wrapped(safe);
}

/** The first 255 characters of the text, blanks run together. */
export function preview(body: Body): string {
  const text = asText(
    body.contentType === "html" && body.content.length > 100_000 ? { ...body, content: body.content.slice(0, 100_000) } : body,
  );
  const line = text
    .slice(0, 4000)
    .replaceAll(/[ \t]+/gu, " ")
    .trim();
  return Array.from(line).slice(0, 255).join("");
}

function wrapped(content: string): string {
  return `<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${content}</body></html>`;
}

function harmless(html: string): string {
  return html
    .replaceAll(/<(?<tag>script|iframe|object|embed|applet)\b[^>]*>[\s\S]*?<\/\k<tag>\s*>/giu, "")
    .replaceAll(/<\/?(?:script|iframe|object|embed|applet|link|base)\b[^>]*>/giu, "")
    .replaceAll(/\s+on[a-z]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/giu, "")
    .replaceAll(/(?<attribute>\s(?:href|src)\s*=\s*["']?)\s*javascript:[^"'\s>]*/giu, "$<attribute>#");
}
