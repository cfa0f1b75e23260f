import { cutTo } from "./plain-text.ts";

const LONGEST = 200;

/**
 * A name that is only a name (SEC17): no path, no control characters, nothing that turns the writing direction, not too long; what
 * tells its type stays.
 */
export function fileName(given: string, fallback: string): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  if (clean === "") return fallback;
  if (clean.length <= LONGEST) return clean;
  const { stem, extension } = nameParts(clean);
  return `${cutTo(stem, LONGEST - extension.length).trimEnd()}${extension}`;
}

/** `extension` with its dot; empty when there is none that looks like one. */
export function nameParts(name: string): { readonly stem: string; readonly extension: string } {
  const found = /^(.+)(\.[A-Za-z0-9_-]{1,20})$/.exec(name);
  return found === null ? { stem: name, extension: "" } : { stem: found[1] ?? name, extension: found[2] ?? "" };
}
