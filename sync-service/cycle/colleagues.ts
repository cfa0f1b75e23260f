/** Who of an organisation is paired with a Salesforce user (B3), whether his mailbox is switched on or not. */
export interface Colleagues {
  /** Ids of Salesforce users, by address. @param addresses in lower case */
  at(addresses: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
