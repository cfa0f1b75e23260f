const SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/**
 * The 18 characters of a record's id from the 15 that Salesforce's messages name it by: each of the last three says which of five are capitals
 * (https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm).
 */
export function wholeId(short: string): string {
  const suffix = [0, 5, 10].map((start) => {
    const capitals = [0, 1, 2, 3, 4].filter((at) => /[A-Z]/u.test(short.charAt(start + at)));
    return SUFFIXES.charAt(capitals.reduce((sum, at) => sum + 2 ** at, 0));
  });
  return short.slice(0, 15) + suffix.join("");
}
