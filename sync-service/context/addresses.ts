/** Which addresses are looked up in Salesforce at all (F2): the company's own and those an administrator blocked are not. */
export interface AddressRules {
  /** The tenant's verified domains and those of the preset; lower case. */
  readonly internalDomains: readonly string[];
  /** Addresses, or domains written as `@example.com`; lower case. */
  readonly blocked: readonly string[];
}

export type AddressStanding = "outside" | "internal" | "blocked" | "none";

export function addressRules(internalDomains: readonly string[], blocked: readonly string[]): AddressRules {
  const tidy = (words: readonly string[]) => [...new Set(words.map((word) => word.trim().toLowerCase()).filter((word) => word !== ""))];
  return { internalDomains: tidy(internalDomains).map((domain) => domain.replace(/^@/, "")), blocked: tidy(blocked) };
}

/** `none`: not an address anyone could be found by (`undisclosed-recipients:;`, the empty sender of a bounce). */
export function standingOf(address: string, rules: AddressRules): AddressStanding {
  const plain = normalAddress(address);
  // Exchange names people of the own organisation by a directory path when it knows no SMTP address.
  if (plain.startsWith("/o=")) return "internal";
  const domain = domainOf(plain);
  if (domain === null) return "none";
  if (rules.blocked.includes(plain) || rules.blocked.includes(`@${domain}`)) return "blocked";
  return rules.internalDomains.includes(domain) ? "internal" : "outside";
}

/** Salesforce compares e-mail fields without case, and so do we. */
export function normalAddress(address: string): string {
  return address
    .trim()
    .replace(/^smtp:/i, "")
    .toLowerCase();
}

function domainOf(address: string): string | null {
  const at = address.lastIndexOf("@");
  if (at <= 0 || at === address.length - 1 || /[\s<>,;]/.test(address)) return null;
  return address.slice(at + 1);
}
