import DOMPurify from "dompurify";

/** What no mail may bring along: forms, frames, drawings that can load, and whatever reaches beyond its own text (SEC15). */
const FORBIDDEN = [
  "form",
  "input",
  "button",
  "textarea",
  "select",
  "option",
  "meta",
  "base",
  "link",
  "style",
  "iframe",
  "frame",
  "object",
  "embed",
  "svg",
  "math",
  "audio",
  "video",
  "source",
  "track",
  "template",
  "dialog",
];
/** Attributes that fetch. An image keeps its `src` only when its bytes are in the mail itself. */
const FETCHING = new Set([
  "src",
  "srcset",
  "background",
  "poster",
  "lowsrc",
  "dynsrc",
  "data",
  "action",
  "formaction",
  "ping",
  "imagesizes",
  "longdesc",
  "usemap",
  "xlink:href",
]);

/** The inside of the frame forbids what the cleaning might have missed: nothing is fetched, nothing runs. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** A mail's HTML as a whole document for a sandboxed frame. `images` are the inline ones, by content id, as `data:` addresses. */
export function mailDocument(html: string, images: ReadonlyMap<string, string>): string {
  const purifier = DOMPurify(globalThis.window);
  purifier.addHook("uponSanitizeAttribute", (_node, data) => {
    if (data.attrName === "src") {
      const value = data.attrValue.trim();
      const inline = /^cid:/iu.test(value)
        ? images.get(value.slice(4))
        : /^data:image\/(?:png|jpe?g|gif|webp);base64,/iu.test(value)
          ? value
          : undefined;
      data.keepAttr = inline !== undefined;
      data.attrValue = inline ?? "";
      data.forceKeepAttr = inline !== undefined;
      return;
    }
    if (FETCHING.has(data.attrName)) data.keepAttr = false;
    if (data.attrName === "style" && /url\s*\(|image-set|expression|@import|\\/iu.test(data.attrValue)) data.keepAttr = false;
  });
  purifier.addHook("afterSanitizeAttributes", (node) => {
    if (node.tagName !== "A" && node.tagName !== "AREA") return;
    if (!/^(?:https?|mailto|tel):/iu.test(node.getAttribute("href") ?? "")) node.removeAttribute("href");
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  });
  const clean = purifier.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: FORBIDDEN,
    FORBID_ATTR: ["id", "name"],
    ALLOW_DATA_ATTR: false,
  });
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><style>body{font:14px/1.4 "Segoe UI",system-ui,sans-serif;margin:12px;overflow-wrap:anywhere;background:#fff;color:#242424}img{max-width:100%}</style></head><body>${clean}</body></html>`;
}

/** Plain text keeps its lines. */
export function textDocument(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return mailDocument(`<pre style="white-space:pre-wrap;font:inherit;margin:0">${escaped}</pre>`, new Map());
}
