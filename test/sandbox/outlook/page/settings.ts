/** `GET /settings.json`: what the Outlook page must know of the world it stands in. */
export interface OutlookSettings {
  readonly graphUrl: string;
  /** `{ENTRA_URL}/{tenant}`. */
  readonly authority: string;
  /** The Outlook page's own registration, as Outlook is another application than Tandem. */
  readonly clientId: string;
  /** The scope of Tandem's API, for which Outlook gets tokens on the pane's behalf. */
  readonly apiScope: string;
  /** The address of the task pane. */
  readonly paneUrl: string;
}

export const GRAPH_PERMISSIONS = [
  "Mail.ReadWrite",
  "Contacts.ReadWrite",
  "Calendars.ReadWrite",
  "Tasks.ReadWrite",
  "MailboxSettings.ReadWrite",
  "User.Read",
] as const;

export async function readSettings(): Promise<OutlookSettings> {
  return (await (await fetch("/settings.json")).json()) as OutlookSettings;
}
