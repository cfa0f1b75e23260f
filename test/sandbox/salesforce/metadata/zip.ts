import { inflateRawSync } from "node:zlib";

export class MalformedZip extends Error {}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;

/** The files of a zip archive by their paths. @throws MalformedZip */
export function readZip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  let end = bytes.length - END_LENGTH;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new MalformedZip("no central directory");
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + ENTRY_LENGTH > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new MalformedZip("a broken directory");
    const nameLength = bytes.readUInt16LE(at + 28);
    const path = bytes.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength).toString("utf8");
    if (!path.endsWith("/")) files.set(path, contentOf(bytes, at));
    at += ENTRY_LENGTH + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

function contentOf(bytes: Buffer, entry: number): Buffer {
  const local = bytes.readUInt32LE(entry + 42);
  const start = local + LOCAL_LENGTH + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const content = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20));
  switch (bytes.readUInt16LE(entry + 10)) {
    case STORED:
      return content;
    case DEFLATED:
      return inflateRawSync(content);
    default:
      throw new MalformedZip("an unknown way of compression");
  }
}
