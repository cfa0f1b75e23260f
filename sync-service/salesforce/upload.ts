import { randomUUID } from "node:crypto";

/** A file to upload; `open` is called again when the session was over and the first stream is spent. */
export interface FileSource {
  open(): Promise<ReadableStream<Uint8Array>>;
  /** Bytes exactly, if known: then sent as `Content-Length`, else in chunks. */
  readonly size: number | null;
}

/** A body of two parts, the fields as JSON and the bytes, sent as they come: nothing is held in memory. */
export interface MultipartBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the two parts are called, as the page "Insert or Update Blob Data" of the REST guide names them. */
export const PARTS = {
  ContentVersion: { fields: "entity_content", bytes: "VersionData" },
  Attachment: { fields: "entity_attachment", bytes: "Body" },
} as const;

export async function multipartBody(
  object: keyof typeof PARTS,
  fields: Readonly<Record<string, unknown>>,
  file: FileSource,
): Promise<MultipartBody> {
  const part = PARTS[object];
  const boundary = `tandem-${randomUUID()}`;
  const encoder = new TextEncoder();
  const head = encoder.encode(
    `--${boundary}\r\nContent-Disposition: form-data; name="${part.fields}"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(fields)}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="${part.bytes}"; filename="${plainFileName(fields["PathOnClient"] ?? fields["Name"])}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  const length = file.size === null ? {} : { "content-length": String(head.length + file.size + tail.length) };
  return {
    stream: joined(head, await file.open(), tail),
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, ...length },
  };
}

function joined(head: Uint8Array, file: ReadableStream<Uint8Array>, tail: Uint8Array): ReadableStream<Uint8Array> {
  const reader = file.getReader();
  let begun = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!begun) {
        begun = true;
        return controller.enqueue(head);
      }
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value);
      controller.enqueue(tail);
      controller.close();
    },
    async cancel(reason) {
      await reader.cancel(reason);
    },
  });
}

/** The name in the part's header is a formality; the file's own name travels in the JSON, whole. */
function plainFileName(name: unknown): string {
  const text = typeof name === "string" ? name.replaceAll(/[^\w.-]/gu, "_").slice(-100) : "";
  return text === "" ? "file" : text;
}
