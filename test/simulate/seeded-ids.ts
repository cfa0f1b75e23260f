import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { Random } from "../sandbox/base/random.ts";

/**
 * While a history runs, `randomUUID` comes of its seed, wherever in this process it is called: in the stand-ins the ids of users, of the
 * ways from a task to its record, and of requests are made by it, and some stand in addresses and in the order of things.
 * Answers what puts the real one back.
 */
export function seedIds(seed: number): () => void {
  const random = new Random(seed ^ 0x1d5);
  const digits = (length: number) => random.text(length, "0123456789abcdef");
  const seeded = (): ReturnType<typeof crypto.randomUUID> => `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`;
  const real = { module: crypto.randomUUID, global: globalThis.crypto.randomUUID };
  const put = (module: typeof crypto.randomUUID, global: typeof globalThis.crypto.randomUUID): void => {
    crypto.randomUUID = module;
    globalThis.crypto.randomUUID = global;
    syncBuiltinESMExports();
  };
  put(seeded, seeded);
  return () => put(real.module, real.global);
}
