/** A whole page in plain HTML, for a person at the sandbox. `body` is taken as it is. */
export function page(title: string, body: string): string {
  const style =
    "body{font:16px system-ui;margin:2rem auto;max-width:56rem;padding:0 1rem}label{display:block;margin:.5rem 0}td,th{padding:.25rem .75rem;text-align:left;vertical-align:top}form.inline{display:inline-block;margin:0 .5rem .5rem 0}dt{font-weight:600}";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><meta name="viewport" content="width=device-width"><style>${style}</style><h1>${escaped(title)}</h1>${body}</html>`;
}

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
