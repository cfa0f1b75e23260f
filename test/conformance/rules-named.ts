/** The rules of the product have one letter; two and more are facts, traps and promises (`MG2`, `SEC13`), which have tables of their own. */
const ID = "[A-Z]{1,3}\\d{1,2}";
const LIST = `${ID}(?:(?:,| and|, and) ${ID})*`;
const HEAD = new RegExp(`^(${LIST})(?:'s [a-z]+)?: `, "u");
const IN_BRACKETS = new RegExp(`\\((${LIST})\\)`, "gu");
const RULE = /\b[PBCETFNWMVASO]\d\b/gu;

/** The rules that a name says it is about: at its head ("M1, M2: …"), or in brackets ("… (M3)"). */
export function rulesNamed(name: string): readonly string[] {
  const lists = [HEAD.exec(name)?.[1] ?? "", ...[...name.matchAll(IN_BRACKETS)].map(([, list]) => list ?? "")];
  return [...new Set(lists.flatMap((list) => list.match(RULE) ?? []))];
}

/** The name without what stands at its head. */
export const withoutRules = (name: string): string => name.replace(HEAD, "");
