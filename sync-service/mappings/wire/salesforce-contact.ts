/** A Contact row as Salesforce sends and takes it; only what the mapping reads. A field the user may not see is absent. */
export interface SalesforceContact {
  readonly Salutation?: string | null;
  readonly FirstName?: string | null;
  /** MiddleName and Suffix exist only where the org has turned them on. */
  readonly MiddleName?: string | null;
  readonly LastName?: string | null;
  readonly Suffix?: string | null;
  readonly Title?: string | null;
  readonly Department?: string | null;
  readonly Email?: string | null;
  readonly Phone?: string | null;
  readonly HomePhone?: string | null;
  readonly MobilePhone?: string | null;
  readonly Fax?: string | null;
  readonly OtherPhone?: string | null;
  readonly AssistantPhone?: string | null;
  readonly MailingStreet?: string | null;
  readonly MailingCity?: string | null;
  readonly MailingState?: string | null;
  readonly MailingPostalCode?: string | null;
  readonly MailingCountry?: string | null;
  readonly OtherStreet?: string | null;
  readonly OtherCity?: string | null;
  readonly OtherState?: string | null;
  readonly OtherPostalCode?: string | null;
  readonly OtherCountry?: string | null;
  /** `YYYY-MM-DD`. */
  readonly Birthdate?: string | null;
  readonly Description?: string | null;
  readonly AssistantName?: string | null;
  readonly Account?: { readonly Name?: string | null } | null;
}
