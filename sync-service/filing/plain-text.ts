/** Text as Salesforce can keep it: control characters and broken surrogates out (SEC16), line ends as Salesforce stores them. */
export function plainText(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- these are what is to be removed
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, "")
      .replace(/\r\n|\r|\n/g, "\r\n")
      .trim()
  );
}

/** One line of it. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, " ");
}

/** At most `length` UTF-16 units, never half of a character. */
export function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
