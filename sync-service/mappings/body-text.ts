/** The body of an item as Graph sends it. */
export interface GraphBody {
  readonly content?: string | null;
  readonly contentType?: string | null;
}

export interface Texts {
  /** The text of an HTML body as a person reads it. */
  textOf(html: string): string;
}

/** What Exchange itself wraps around a plain text when it is asked for as HTML. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(["html", "head", "meta", "body", "div", "p", "br", "span", "font", "title"]);

export function bodyText(body: GraphBody | null | undefined, { textOf }: Texts): string {
  const content = body?.content ?? "";
  return isHtml(body) ? textOf(content) : content;
}

/** Whether text written over it would lose its form, its links or its pictures (E2). */
export function isRichBody(body: GraphBody | null | undefined): boolean {
  if (!isHtml(body)) return false;
  return [...(body?.content ?? "").matchAll(/<([a-z][a-z0-9]*)/giu)].some(([, tag]) => !PLAIN_TAGS.has(tag?.toLowerCase() ?? ""));
}

const isHtml = (body: GraphBody | null | undefined): boolean => body?.contentType?.toLowerCase() === "html";
