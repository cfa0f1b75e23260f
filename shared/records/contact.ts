/**
 * A contact or a lead in our own form (C3). Blank is null; texts are trimmed, without control characters, with `\n` between lines.
 * A type alias, so that it fits `Fields`.
 */
export type Contact = {
  readonly salutation: string | null;
  readonly firstName: string | null;
  readonly middleName: string | null;
  readonly lastName: string | null;
  readonly suffix: string | null;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly email: string | null;
  /** This and the third: only where the preset names a field of Salesforce for it (C3). */
  readonly secondEmail: string | null;
  readonly thirdEmail: string | null;
  readonly businessPhone: string | null;
  readonly homePhone: string | null;
  readonly mobilePhone: string | null;
  /** This and the two below: a setting, off (C3). */
  readonly fax: string | null;
  readonly otherPhone: string | null;
  readonly assistantPhone: string | null;
  readonly mailingStreet: string | null;
  readonly mailingCity: string | null;
  readonly mailingState: string | null;
  readonly mailingPostalCode: string | null;
  readonly mailingCountry: string | null;
  readonly otherStreet: string | null;
  readonly otherCity: string | null;
  readonly otherState: string | null;
  readonly otherPostalCode: string | null;
  readonly otherCountry: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthday: string | null;
  readonly notes: string | null;
  readonly assistantName: string | null;
  /** Of leads only. */
  readonly webPage: string | null;
  /** The company. Of a contact, the name of its account, which goes down only. */
  readonly accountName: string | null;
};
