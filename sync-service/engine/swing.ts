import type { FieldValue, Fields } from "../../shared/records/fields.ts";

/** The last values both sides agreed on, by field, as fingerprints; newest last. */
export type Swings = Readonly<Record<string, { readonly values: readonly string[]; readonly lastAt: number }>>;

const STOPS_AT = 3;
/** Milliseconds. Someone who changes his mind over weeks is no rival. */
const WITHIN = 24 * 60 * 60 * 1000;

/**
 * Notes what the fields are about to become, and says which one now swings: it would return, for the third time, to the
 * value it had before the last change (M6). Only another program does that.
 */
export function swing<F extends Fields>(
  before: Swings,
  base: F,
  agreed: F,
  at: number,
): { readonly swings: Swings; readonly swinging: string | null } {
  const swings: Record<string, Swings[string]> = {};
  let swinging: string | null = null;
  for (const field of Object.keys(agreed)) {
    const known = before[field];
    const recent = known && at - known.lastAt <= WITHIN ? known : null;
    const [from, to] = [fingerprint(base[field] ?? null), fingerprint(agreed[field] ?? null)];
    if (from === to) {
      if (recent) swings[field] = recent;
      continue;
    }
    const values = [...(recent && recent.values.at(-1) === from ? recent.values : [from]), to].slice(-(STOPS_AT + 2));
    swings[field] = { values, lastAt: at };
    if (returns(values) >= STOPS_AT) swinging ??= field;
  }
  return { swings, swinging };
}

/** How often, counted back from the newest, a value returned to the one before the last change. */
function returns(values: readonly string[]): number {
  let count = 0;
  for (let index = values.length - 1; index >= 2 && values[index] === values[index - 2]; index -= 1) count += 1;
  return count;
}

/** Tells values apart without keeping them (P6): FNV-1a over the text, with its length. */
function fingerprint(value: FieldValue): string {
  const text = JSON.stringify(value);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return `${text.length}.${hash.toString(36)}`;
}
