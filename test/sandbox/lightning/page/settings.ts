/** `GET /settings.json` */
export interface LightningSettings {
  readonly salesforceUrl: string;
  readonly apiVersion: string;
  readonly usernames: readonly string[];
}
