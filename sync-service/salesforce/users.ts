import type { SalesforceUser, SalesforceUsers } from "../accounts/ports.ts";
import type { Salesforce } from "./api.ts";
import { soql } from "./soql.ts";

interface UserRow {
  readonly Id: string;
  readonly Username: string;
  readonly Email: string | null;
  readonly Name: string;
  readonly IsActive: boolean;
  readonly UserType: string | null;
}

/** The users of the org, as the reader sees them. */
export function salesforceUsers(reader: Salesforce): SalesforceUsers {
  return {
    async users() {
      const rows = await reader.query<UserRow>(soql`SELECT Id, Username, Email, Name, IsActive, UserType FROM User ORDER BY Id`);
      return rows.map((row): SalesforceUser => ({
        id: row.Id,
        username: row.Username,
        email: row.Email ?? "",
        name: row.Name,
        active: row.IsActive,
        standard: row.UserType === "Standard",
      }));
    },
  };
}
