declare const checked: unique symbol;

/** A path below `/v1.0` (or below a mailbox), with every value percent-encoded. Made by `graphPath` alone. */
export type GraphPath = string & { readonly [checked]: true };

/** An OData literal, already quoted. */
export interface ODataText {
  readonly odata: string;
}

/** A text as an OData string literal: within quotes, its own quotes doubled. */
export function odataText(text: string): ODataText {
  return { odata: `'${text.replaceAll("'", "''")}'` };
}

/**
 * graphPath`/messages/${id}?$select=id`: what is written is kept, what is put in is data. Ids of Outlook hold `=`, `+` and `/`.
 * @throws RangeError for a value that would change the path itself ("", ".", "..").
 */
export function graphPath(literals: TemplateStringsArray, ...values: readonly (string | number | ODataText)[]): GraphPath {
  let path = "";
  literals.forEach((literal, index) => {
    path += literal.replaceAll(" ", "%20");
    const value = values[index];
    if (value !== undefined) path += encoded(value);
  });
  return path as GraphPath;
}

/** The path one below the other: a mailbox's, and one within it. */
export function below(parent: GraphPath, path: GraphPath): GraphPath {
  return `${parent}${path}` as GraphPath;
}

/** The same, with more asked for in its query. */
export function asking(path: GraphPath, more: GraphPath): GraphPath {
  return `${path}&${more}` as GraphPath;
}

/** A link of Graph's own making, cut to its path below the version; null when it does not lie below `base`. */
export function pathOfLink(link: URL, base: URL): GraphPath | null {
  const prefix = base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
  if (link.origin !== base.origin || !link.pathname.startsWith(prefix)) return null;
  return `/${link.pathname.slice(prefix.length)}${link.search}` as GraphPath;
}

function encoded(value: string | number | ODataText): string {
  if (typeof value === "object") return encodeURIComponent(value.odata);
  const text = String(value);
  if (text === "" || text === "." || text === "..") throw new RangeError("A path cannot hold an empty or dotted id.");
  return encodeURIComponent(text).replaceAll("'", "%27");
}
