/** Text as Salesforce can keep it: control characters and broken surrogates out (SEC16), line ends as Salesforce stores them. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\r\n]/gu, "")
    .replace(/\r\n|\r|\n/g, "\r\n")
    .trim();
}

/** One line of it. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, " ");
}

/** "1 file", "2 files". */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** At most `length` UTF-16 units, never half of a character. */
export function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
