/**
 * Where `ours` does not have the shape that `theirs` shows: a property that is missing, or of another type. Values do not count,
 * save that a date stays a date. What ours has besides is no difference: examples are shortened, and the published schemas, which
 * are strict, look after what may be there.
 *
 * Annotations (`@odata.context` and the like) are left to the request's metadata level, save those that clients follow.
 */
export function differences(theirs: unknown, ours: unknown, at = ""): readonly string[] {
  const name = at === "" ? "the body" : at;
  if (theirs === null || theirs === undefined) return [];
  if (ours === null) return typeof theirs === "object" && !Array.isArray(theirs) && at === "" ? [`${name} is null`] : [];
  if (ours === undefined) return [`${name} is missing`];
  if (Array.isArray(theirs)) {
    if (!Array.isArray(ours)) return [`${name} is no list`];
    if (theirs.length === 0) return [];
    if (ours.length === 0) return [`${name} is empty`];
    return differences(union(theirs), union(ours), `${at}[]`);
  }
  if (typeof theirs !== typeof ours || Array.isArray(ours)) return [`${name} is ${kind(ours)}, not ${kind(theirs)}`];
  if (typeof theirs === "object") {
    const [shown, given] = [theirs as Readonly<Record<string, unknown>>, ours as Readonly<Record<string, unknown>>];
    return Object.entries(shown)
      .filter(([key]) => !key.includes("@") || FOLLOWED.has(key))
      .flatMap(([key, value]) => (key in given ? differences(value, given[key], join(at, key)) : [`${join(at, key)} is missing`]));
  }
  if (isMoment(theirs) && !isMoment(ours)) return [`${name} is no moment`];
  return [];
}

const FOLLOWED = new Set(["@odata.etag", "@odata.nextLink", "@odata.deltaLink", "@removed"]);

const join = (at: string, key: string): string => (at === "" ? key : `${at}.${key}`);
const kind = (value: unknown): string => (Array.isArray(value) ? "a list" : typeof value);
const isMoment = (value: unknown): boolean => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(value);

/** One entry that has everything any of the entries has, so that lists of unlike entries can be compared. */
function union(entries: readonly unknown[]): unknown {
  const objects = entries.filter((entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry));
  if (objects.length === 0) return entries[0];
  const all: Record<string, unknown> = {};
  for (const entry of objects as readonly Readonly<Record<string, unknown>>[]) {
    for (const [key, value] of Object.entries(entry)) {
      const known = all[key];
      if (known === undefined || known === null) all[key] = value;
      else if (Array.isArray(known) && Array.isArray(value)) all[key] = [...(known as unknown[]), ...(value as unknown[])];
      else if (typeof known === "object" && typeof value === "object" && value !== null) all[key] = union([known, value]);
    }
  }
  return all;
}
