import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { startStandIns, type StandIns } from "../sandbox/world.ts";

const CLIENT = { clientId: "5d2c7f0e-4c1b-4d8a-9f64-7a2f0b9c1e55", secret: "a foreign client's secret" } as const;

/** Microsoft over https, with two people and an application that somebody else's client library uses. */
export interface GraphWorld {
  readonly standIns: StandIns;
  /** `https://localhost:…`, without a slash at the end. */
  readonly graphUrl: string;
  readonly ada: string;
  readonly ben: string;
  /** A token of the application itself, got from Entra ID over https as any program would. */
  applicationToken(): Promise<string>;
  /** A token of a person signed in to that application. */
  userToken(user: string): string;
  close(): Promise<void>;
}

const ROLES: readonly string[] = [
  "Mail.ReadWrite",
  "Mail.Send",
  "Contacts.ReadWrite",
  "Calendars.ReadWrite",
  "Tasks.ReadWrite.All",
  "MailboxSettings.ReadWrite",
  "User.Read.All",
];
const SCOPES: readonly string[] = [
  "Mail.ReadWrite",
  "Mail.Send",
  "Contacts.ReadWrite",
  "Calendars.ReadWrite",
  "Tasks.ReadWrite",
  "MailboxSettings.ReadWrite",
  "User.Read",
];

/** Starts it, and lets this process trust its certificate, as `NODE_EXTRA_CA_CERTS` would. */
export async function startGraphWorld(): Promise<GraphWorld> {
  const standIns = await startStandIns({ folder: null, https: true });
  setDefaultCACertificates([...getCACertificates(), standIns.certificate ?? ""]);
  const { entra, graph, identity } = standIns;
  const person = (name: string, displayName: string): string =>
    graph.seed.user({ userPrincipalName: `${name}@northwind.example`, displayName }).id;
  const [ada, ben] = [person("ada", "Ada Lovelace"), person("ben", "Ben Franklin")];
  const app = entra.directory.putApp({
    clientId: CLIENT.clientId,
    displayName: "Somebody else's client",
    secrets: [CLIENT.secret],
    graphRoles: ROLES,
    graphScopes: SCOPES,
  });
  const resource = entra.tokens.resourceOf(`${graph.url}/.default`).resource;
  return {
    standIns,
    graphUrl: graph.url,
    ada,
    ben,
    async applicationToken() {
      const reply = await fetch(`${entra.url}/${identity.tenantId}/oauth2/v2.0/token`, {
        method: "POST",
        body: new URLSearchParams({
          client_id: CLIENT.clientId,
          client_secret: CLIENT.secret,
          grant_type: "client_credentials",
          scope: `${graph.url}/.default`,
        }),
      });
      return ((await reply.json()) as { readonly access_token: string }).access_token;
    },
    userToken(user) {
      const found = entra.directory.user(user);
      if (!found) throw new Error(`no user ${user}`);
      return entra.tokens.forUser(app, found, resource, SCOPES);
    },
    close: () => standIns.close(),
  };
}
