/**
 * Sets attachments right, byte for byte: the MIME reader ends the lines of texts with a bare LF and adds one at the end, while Exchange
 * keeps a part's own line ends and leaves out the one before the boundary.
 * @param read what the reader made of the attachments, in the order of the mail
 */
export function exactBytes(mime: Buffer, read: readonly Buffer[]): readonly Buffer[] {
  const leaves = new Set(leavesOf(mime.toString("latin1"), 0));
  return read.map((bytes) => {
    const wanted = loosely(bytes);
    for (const leaf of leaves) {
      if (loosely(leaf) !== wanted) continue;
      leaves.delete(leaf);
      return leaf;
    }
    return bytes;
  });
}

/** Equal for two readings that differ in line ends, in blanks before them, and at the very end only. */
function loosely(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replaceAll("\r", "")
    .replaceAll(/[ \t]+$/gmu, "")
    .replace(/\n+$/u, "");
}

/** The decoded bytes of all parts that have no parts of their own; an attached message is one part. */
function leavesOf(entity: string, depth: number): readonly Buffer[] {
  const split = /\r?\n\r?\n/u.exec(entity);
  const startsWithBlank = /^\r?\n/u.exec(entity);
  const [head, body] = startsWithBlank
    ? ["", entity.slice(startsWithBlank[0].length)]
    : split
      ? [entity.slice(0, split.index), entity.slice(split.index + split[0].length)]
      : [entity, ""];
  const headers = head.replaceAll(/\r?\n[ \t]+/gu, " ");
  const type = header(headers, "content-type");
  const boundary = /;\s*boundary\s*=\s*(?:"(?<quoted>[^"]*)"|(?<bare>[^\s;]+))/iu.exec(type)?.groups;
  const mark = boundary?.["quoted"] ?? boundary?.["bare"];
  if (/^multipart\//iu.test(type) && mark !== undefined && mark !== "" && depth < 100) {
    return partsOf(body, mark).flatMap((part) => leavesOf(part, depth + 1));
  }
  const encoding = header(headers, "content-transfer-encoding").toLowerCase();
  if (encoding.startsWith("base64")) return [Buffer.from(body, "base64")];
  return [encoding.startsWith("quoted-printable") ? unquoted(body) : Buffer.from(body, "latin1")];
}

/** What lies between the boundary lines; a part never closed goes to the end. */
function partsOf(body: string, mark: string): readonly string[] {
  const escaped = mark.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  const line = new RegExp(String.raw`(?:^|\r?\n)--${escaped}(?<end>--)?[ \t]*(?=\r?\n|$)`, "gu");
  const parts: string[] = [];
  let from: number | null = null;
  for (const found of body.matchAll(line)) {
    if (from !== null) parts.push(body.slice(from, found.index));
    if (found.groups?.["end"] !== undefined) return parts;
    const after = found.index + found[0].length;
    from = after + (/^\r?\n/u.exec(body.slice(after, after + 2))?.[0].length ?? 0);
  }
  if (from !== null) parts.push(body.slice(from));
  return parts;
}

function header(headers: string, name: string): string {
  return new RegExp(String.raw`^${name}[ \t]*:[ \t]*(?<value>.*)$`, "imu").exec(headers)?.groups?.["value"]?.trim() ?? "";
}

function unquoted(text: string): Buffer {
  const joined = text
    .replaceAll(/[ \t]+(?=\r?\n|$)/gu, "")
    .replaceAll(/=\r?\n/gu, "")
    .replace(/=$/u, "");
  return Buffer.from(
    joined.replaceAll(/=(?<hex>[0-9A-Fa-f]{2})/gu, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
}
