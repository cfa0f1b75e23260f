/** A contact as Graph sends and takes it; only what the mapping reads. Absent and null mean the same. */
export interface GraphContact {
  readonly title?: string | null;
  readonly givenName?: string | null;
  readonly middleName?: string | null;
  readonly surname?: string | null;
  readonly generation?: string | null;
  readonly displayName?: string | null;
  readonly fileAs?: string | null;
  readonly jobTitle?: string | null;
  readonly department?: string | null;
  readonly companyName?: string | null;
  readonly businessHomePage?: string | null;
  readonly assistantName?: string | null;
  readonly emailAddresses?: readonly GraphEmailAddress[];
  readonly businessPhones?: readonly string[];
  readonly homePhones?: readonly string[];
  readonly mobilePhone?: string | null;
  readonly businessAddress?: GraphAddress | null;
  readonly otherAddress?: GraphAddress | null;
  /** A moment; Outlook keeps birthdays at 11:59 UTC, so that no zone shifts the day. */
  readonly birthday?: string | null;
  readonly personalNotes?: string | null;
  /** Shown only when named in `$expand`; in a write, those that are not named stay. */
  readonly singleValueExtendedProperties?: readonly GraphExtendedProperty[];
}

export interface GraphExtendedProperty {
  readonly id: string;
  /** Blank where it holds nothing. */
  readonly value: string;
}

export interface GraphEmailAddress {
  readonly name?: string | null;
  readonly address?: string | null;
}

export interface GraphAddress {
  readonly street?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly postalCode?: string | null;
  readonly countryOrRegion?: string | null;
}
