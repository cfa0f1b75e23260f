import { randomBytes } from "node:crypto";
import type { Clock } from "../base/clock.ts";
import { GraphError } from "./graph-error.ts";

export interface UploadTarget {
  readonly user: string;
  readonly itemKey: number;
  readonly name: string;
  readonly size: number;
  readonly contentType: string | null;
  readonly isInline: boolean;
  readonly contentId: string | null;
}

interface Session extends UploadTarget {
  received: number;
  readonly chunks: Buffer[];
  readonly expiresAt: number;
}

const LARGEST_CHUNK = 4 * 1024 * 1024;
const LIFE_MS = 3600_000;

/** Attachments on their way in, a chunk at a time. Kept in memory: an upload does not outlive the server. */
export class UploadSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(target: UploadTarget): { readonly token: string; readonly expirationDateTime: string } {
    const token = randomBytes(24).toString("base64url");
    const expiresAt = this.#clock.now().getTime() + LIFE_MS;
    this.#sessions.set(token, { ...target, received: 0, chunks: [], expiresAt });
    return { token, expirationDateTime: new Date(expiresAt).toISOString() };
  }

  /** Takes a chunk. `whole` holds all bytes once the last has come. @throws GraphError on a wrong range or size. */
  put(
    token: string,
    range: string | undefined,
    chunk: Buffer,
  ): { readonly target: UploadTarget; readonly next: number; readonly whole: Buffer | null; readonly expirationDateTime: string } {
    const session = this.#session(token);
    const parts = /^bytes (?<from>\d+)-(?<to>\d+)\/(?<size>\d+)$/u.exec(range ?? "")?.groups;
    if (!parts) throw new GraphError(400, "invalidRequest", "The Content-Range header is missing or malformed.");
    const [from, to, size] = [Number(parts["from"]), Number(parts["to"]), Number(parts["size"])];
    if (chunk.length > LARGEST_CHUNK) throw new GraphError(413, "RequestEntityTooLarge", "A chunk may be at most 4 MB.");
    if (from !== session.received) throw new GraphError(416, "invalidRange", "Uploaded fragment overlaps with existing data.");
    if (size !== session.size || to - from + 1 !== chunk.length || to >= size)
      throw new GraphError(400, "invalidRequest", "The Content-Range does not fit the size of the attachment or of the chunk.");
    session.chunks.push(chunk);
    session.received += chunk.length;
    const done = session.received === session.size;
    if (done) this.#sessions.delete(token);
    return {
      target: session,
      next: session.received,
      whole: done ? Buffer.concat(session.chunks) : null,
      expirationDateTime: new Date(session.expiresAt).toISOString(),
    };
  }

  cancel(token: string): void {
    this.#session(token);
    this.#sessions.delete(token);
  }

  #session(token: string): Session {
    const session = this.#sessions.get(token);
    if (!session || session.expiresAt < this.#clock.now().getTime())
      throw new GraphError(404, "itemNotFound", "The upload session was not found.");
    return session;
  }
}
