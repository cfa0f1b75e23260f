const BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/** The 18-character form of a 15-character id: three letters that tell which of its letters are capitals. */
export function withChecksum(id15: string): string {
  let suffix = "";
  for (let chunk = 0; chunk < 3; chunk += 1) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      const letter = id15.charAt(chunk * 5 + index);
      if (letter >= "A" && letter <= "Z") bits |= 1 << index;
    }
    suffix += CHECK.charAt(bits);
  }
  return id15 + suffix;
}

/**
 * The 18-character form of an id as a caller may write it (15 or 18 characters); null when it is no id. The checksum repairs an
 * 18-character id whose capitals were lost, so its case is not compared.
 */
export function canonicalId(text: string): string | null {
  if (!/^[0-9A-Za-z]+$/u.test(text)) return null;
  if (text.length === 15) return withChecksum(text);
  if (text.length !== 18) return null;
  const id = withChecksum(text.slice(0, 15));
  return id === text || id.toLowerCase() === text.toLowerCase() ? id : repaired(text);
}

function repaired(text: string): string | null {
  let id = "";
  for (let index = 0; index < 15; index += 1) {
    const bits = CHECK.indexOf(text.charAt(15 + Math.floor(index / 5)).toUpperCase());
    if (bits < 0) return null;
    const letter = text.charAt(index);
    id += (bits >> (index % 5)) & 1 ? letter.toUpperCase() : letter.toLowerCase();
  }
  const canonical = withChecksum(id);
  return canonical.toLowerCase() === text.toLowerCase() ? canonical : null;
}

/** The id of the nth record of an object. Ids of one object sort in the order of their making. */
export function makeId(keyPrefix: string, number: number): string {
  let text = "";
  for (let rest = number; text.length < 9; rest = Math.floor(rest / 62)) text = BASE_62.charAt(rest % 62) + text;
  return withChecksum(`${keyPrefix}Td0${text}`);
}
