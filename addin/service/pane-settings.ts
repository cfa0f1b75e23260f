/** `GET /pane/settings.json`: what a page must know before anybody is signed in. Public values only. */
export interface PaneSettings {
  readonly clientId: string;
  readonly tenantId: string;
  /** `{ENTRA_URL}/{tenant}`, without a slash at the end. */
  readonly authority: string;
  /** The scope of our own API: `api://{clientId}/access_as_user`. */
  readonly apiScope: string;
}

export async function readPaneSettings(): Promise<PaneSettings> {
  const reply = await fetch("/pane/settings.json");
  if (!reply.ok) throw new Error(`The service did not give its settings (${reply.status}).`);
  return (await reply.json()) as PaneSettings;
}
