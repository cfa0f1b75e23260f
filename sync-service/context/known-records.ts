/** A contact, lead or user whose e-mail fields hold one of the addresses asked for. */
export interface KnownPerson {
  readonly type: "Contact" | "Lead" | "User";
  readonly id: string;
  readonly name: string;
  /** Every e-mail field that is filled, with its API name. */
  readonly addresses: readonly { readonly field: string; readonly address: string }[];
  readonly title: string | null;
  readonly phone: string | null;
  readonly account: { readonly id: string; readonly name: string } | null;
  readonly owner: string | null;
}

export interface KnownOpportunity {
  readonly id: string;
  readonly name: string;
  readonly accountId: string | null;
  readonly stage: string;
  readonly amount: number | null;
  readonly currency: string | null;
  /** YYYY-MM-DD */
  readonly closeDate: string;
}

export interface KnownCase {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly priority: string | null;
}

export interface Known {
  readonly people: readonly KnownPerson[];
  /** Open ones of the accounts of the contacts found. */
  readonly opportunities: readonly KnownOpportunity[];
  /** Open ones of the contacts found and of their accounts; empty when not asked for. */
  readonly cases: readonly KnownCase[];
}

/** What one Salesforce user can see about people, asked with that user's own rights (P7). */
export interface KnownRecords {
  /** Everything about these addresses in one request (as many requests as it takes for hundreds of addresses). */
  lookUp(addresses: readonly string[], options: { readonly cases: boolean }): Promise<Known>;
  /** Where a record opens in a browser. */
  recordUrl(id: string): string;
}
