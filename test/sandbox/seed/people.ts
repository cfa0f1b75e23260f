/** A person of the invented company whose mailboxes and Salesforce users the sandbox has. */
export interface SampleUser {
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  readonly salesforceUsername: string;
  readonly jobTitle: string;
  readonly admin: boolean;
}

/** The company is Lumen & Pine, who fit out ships and shops with lights; its domain is example.com. */
export const COMPANY = { name: "Lumen & Pine", domain: "example.com" } as const;

export const sampleUsers: readonly SampleUser[] = [
  user("Ada", "Winter", "Head of sales operations", true),
  user("Ben", "Okafor", "Account executive", false),
  user("Carla", "Mendes", "Account executive", false),
  user("Dina", "Rossi", "Account manager", false),
  user("Emil", "Novak", "Sales engineer", false),
];

/** The one whose name Tandem bears in Salesforce: it learns that records changed (P7). */
export const readerUsername = "tandem.reader@example.com.sandbox";

function user(givenName: string, surname: string, jobTitle: string, admin: boolean): SampleUser {
  const email = `${givenName.toLowerCase()}.${surname.toLowerCase()}@${COMPANY.domain}`;
  return { givenName, surname, email, salesforceUsername: `${email}.sandbox`, jobTitle, admin };
}
