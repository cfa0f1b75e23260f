import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The bytes of files and attachments, once each, known by their SHA-256: in a folder, or in memory. */
export class Files {
  readonly #folder: string | null;
  readonly #memory = new Map<string, Buffer>();

  constructor(folder: string | null) {
    this.#folder = folder;
    if (folder !== null) mkdirSync(folder, { recursive: true });
  }

  /** Keeps the bytes; when it returns they are in the folder. Answers the name to ask for them. */
  keep(bytes: Buffer): string {
    const name = createHash("sha256").update(bytes).digest("hex");
    if (this.#folder === null) {
      this.#memory.set(name, bytes);
      return name;
    }
    const path = join(this.#folder, name);
    if (!existsSync(path)) {
      writeFileSync(`${path}.part`, bytes, { flush: true });
      renameSync(`${path}.part`, path);
    }
    return name;
  }

  read(name: string): Buffer {
    if (this.#folder !== null) return readFileSync(join(this.#folder, name));
    const bytes = this.#memory.get(name);
    if (!bytes) throw new Error(`no bytes are kept under ${name}`);
    return bytes;
  }
}
