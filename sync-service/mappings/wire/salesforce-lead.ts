/** A Lead row as Salesforce sends and takes it; only what the mapping reads. A field the user may not see is absent. */
export interface SalesforceLead {
  readonly Salutation?: string | null;
  readonly FirstName?: string | null;
  /** MiddleName and Suffix exist only where the org has turned them on. */
  readonly MiddleName?: string | null;
  readonly LastName?: string | null;
  readonly Suffix?: string | null;
  readonly Title?: string | null;
  /** Required, as the last name is. */
  readonly Company?: string | null;
  readonly Email?: string | null;
  readonly Phone?: string | null;
  readonly MobilePhone?: string | null;
  readonly Fax?: string | null;
  readonly Street?: string | null;
  readonly City?: string | null;
  readonly State?: string | null;
  readonly PostalCode?: string | null;
  readonly Country?: string | null;
  readonly Website?: string | null;
  readonly Description?: string | null;
}
