import { createHash } from "node:crypto";

/** Everything that happened in a history, in order. The same seed gives the same. */
export class Trace {
  readonly lines: string[] = [];

  add(line: string): void {
    this.lines.push(line);
  }

  /** Twelve hexadecimal digits. */
  hash(): string {
    return createHash("sha256").update(this.lines.join("\n")).digest("hex").slice(0, 12);
  }
}
