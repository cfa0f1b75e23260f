/** What an id can name. Folders of every kind, calendars and To Do lists have constant ids. */
export type IdKind = "folder" | "message" | "contact" | "event" | "task" | "attachment";

/** Default ids change when an item moves; immutable ones do not, and are given on `Prefer: IdType="ImmutableId"`. */
export type IdForm = "default" | "immutable";

export interface Reference {
  readonly kind: IdKind;
  /** Object id of the mailbox' user. */
  readonly mailbox: string;
  readonly key: number;
  /** How often the item had moved when the id was made; null in the immutable form. */
  readonly generation: number | null;
  /** Number of the attachment within its item, else 0. */
  readonly part: number;
}

const KINDS: readonly IdKind[] = ["folder", "message", "contact", "event", "task", "attachment"];
/** In base64 these begin with AAMk and AAkALgAA, as Exchange's ids do. */
const DEFAULT_PREFIX = [0x00, 0x03, 0x24, 0x00];
const IMMUTABLE_PREFIX = [0x00, 0x09, 0x00, 0x2e, 0x00, 0x00];
const LENGTH = 32;

/** Ids carry what they name, so none has to be kept. Like the real ones they differ by letter case and need percent-encoding. */
export function encodeId(reference: Reference, form: IdForm = "default"): string {
  const bytes = Buffer.alloc(LENGTH);
  const immutable = form === "immutable";
  let at = Buffer.from(immutable ? IMMUTABLE_PREFIX : DEFAULT_PREFIX).copy(bytes);
  at += Buffer.from(reference.mailbox.replaceAll("-", ""), "hex").copy(bytes, at);
  at = bytes.writeUInt8(KINDS.indexOf(reference.kind), at);
  at = bytes.writeUIntBE(reference.key, at, 6);
  if (!immutable) at = bytes.writeUInt16BE(reference.generation ?? 0, at);
  bytes.writeUInt16BE(reference.part, at);
  bytes.writeUInt8(checksum(bytes), LENGTH - 1);
  return `${bytes.toString("base64url")}=`;
}

/** What the id names, in either form, or null when it is no id. Old ids with `+` and `/` are read too. */
export function decodeId(id: string): Reference | null {
  if (!/^[A-Za-z0-9_+/-]{43}=$/u.test(id)) return null;
  const bytes = Buffer.from(id, "base64url");
  if (bytes.length !== LENGTH || bytes[LENGTH - 1] !== checksum(bytes)) return null;
  const immutable = startsWith(bytes, IMMUTABLE_PREFIX);
  if (!immutable && !startsWith(bytes, DEFAULT_PREFIX)) return null;
  let at = immutable ? IMMUTABLE_PREFIX.length : DEFAULT_PREFIX.length;
  const hex = bytes.toString("hex", at, at + 16);
  at += 16;
  const kind = KINDS[bytes.readUInt8(at)];
  if (kind === undefined) return null;
  at += 1;
  const key = bytes.readUIntBE(at, 6);
  at += 6;
  const generation = immutable ? null : bytes.readUInt16BE(at);
  if (!immutable) at += 2;
  return { kind, mailbox: guid(hex), key, generation, part: bytes.readUInt16BE(at) };
}

/** The id as Outlook's own EWS-style ids are written: the same bytes in the other base64 alphabet. */
export const toEwsId = (id: string): string => id.replaceAll("-", "/").replaceAll("_", "+");

export const fromEwsId = (id: string): string => id.replaceAll("/", "-").replaceAll("+", "_");

function checksum(bytes: Buffer): number {
  let sum = 7;
  for (const byte of bytes.subarray(0, LENGTH - 1)) sum = (sum * 31 + byte) & 0xff;
  return sum;
}

function startsWith(bytes: Buffer, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function guid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
