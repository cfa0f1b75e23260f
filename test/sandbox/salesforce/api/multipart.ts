import { refusal } from "../errors.ts";
import type { Part } from "./request.ts";

const LINE_END = Buffer.from("\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");

/** Takes a multipart body apart (RFC 2046). @throws Refusal when it is none */
export function readMultipart(contentType: string, body: Buffer): readonly Part[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/iu.exec(contentType);
  const marker = Buffer.from(`--${boundary?.[1] ?? boundary?.[2] ?? ""}`);
  if (!boundary) throw wrong("it names no boundary");
  const parts: Part[] = [];
  let at = body.indexOf(marker);
  while (at >= 0) {
    const start = at + marker.length;
    if (body.subarray(start, start + 2).toString("latin1") === "--") return parts;
    const headEnd = body.indexOf(HEAD_END, start);
    const next = body.indexOf(Buffer.concat([LINE_END, marker]), start);
    if (headEnd < 0 || next < 0) throw wrong("it breaks off");
    parts.push(
      readPart(
        body.subarray(start, headEnd).toString("utf8"),
        body.subarray(headEnd + HEAD_END.length, Math.max(next, headEnd + HEAD_END.length)),
      ),
    );
    at = next + LINE_END.length;
  }
  throw wrong("it has no end");
}

function readPart(head: string, bytes: Buffer): Part {
  const disposition = /^content-disposition:(.*)$/imu.exec(head)?.[1] ?? "";
  const parameter = (name: string) => new RegExp(`[;\\s]${name}="((?:[^"\\\\]|\\\\.)*)"`, "iu").exec(disposition)?.[1] ?? null;
  const isJson = /^content-type:\s*application\/json/imu.test(head) || parameter("filename") === null;
  return { name: parameter("name") ?? "", isJson, bytes };
}

function wrong(why: string): Error {
  return refusal(400, "INVALID_MULTIPART_REQUEST", `The multipart body cannot be read: ${why}`);
}
