import { KeyObject, sign } from "node:crypto";

/**
 * While a history runs, signatures are made at once: `subtle.sign` works in another thread, and which of two that are asked for together is
 * ready first would be chance. Answers what puts the real one back.
 */
export function signAtOnce(): () => void {
  const { subtle } = globalThis.crypto;
  const real = subtle.sign;
  Object.defineProperty(subtle, "sign", {
    configurable: true,
    value: async (...[, key, data]: Parameters<typeof real>): Promise<ArrayBuffer> => {
      const made = sign(
        "sha256",
        ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data),
        KeyObject.from(key),
      );
      return new Uint8Array(made).buffer;
    },
  });
  return () => Object.defineProperty(subtle, "sign", { configurable: true, value: real });
}
