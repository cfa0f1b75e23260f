import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { sql } from "kysely";
import { allowAddresses } from "./addresses.ts";
import type { Config } from "./config.ts";
import { buildApp, type HttpApp } from "./http/build-app.ts";
import { health } from "./http/health.ts";
import { pages } from "./http/pages.ts";
import { createTokenVerifier } from "./http/token-verifier.ts";
import { AuditLog } from "./store/audit.ts";
import { connectionOf } from "./store/connection.ts";
import { migrate, openDatabase } from "./store/database.ts";
import { startEmbeddedPostgres } from "./store/embedded-postgres.ts";

export interface Service extends HttpApp {
  /** Ends everything that was started, the database last. */
  stop(): Promise<void>;
}

/** Puts everything together: the one place that knows every part. Ready when it returns, whatever the outside does. */
export async function startService(config: Config, log: NodeJS.WritableStream): Promise<Service> {
  const now = () => new Date();
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse()) await each().catch((error: unknown) => log.write(`While stopping: ${String(error)}\n`));
  };
  try {
    const server = config.databaseUrl ? null : await startEmbeddedPostgres(join(config.dataDir, "postgres"), { notice: (text) => log.write(`${text}\n`) });
    if (server) {
      stops.push(() => server.stop());
      await server.createDatabase("tandem");
    }
    const databaseUrl = config.databaseUrl ?? server?.url("tandem") ?? "";
    const db = openDatabase(databaseUrl, { max: 12 });
    stops.push(() => db.destroy());
    await migrate(db);
    const connectionId = await connectionOf(db, config.entra.tenantId, randomUUID, now());
    const audit = new AuditLog(db, connectionId, now);
    const addresses = allowAddresses({ graphUrl: config.graphUrl, entraUrl: config.entra.url, salesforceUrl: config.salesforce.url });

    const http = await buildApp({
      verifyToken: createTokenVerifier(
        { entraUrl: config.entra.url, tenantId: config.entra.tenantId, clientId: config.entra.clientId, checkAddress: (link) => addresses.check(link, "entra") },
        now,
      ),
      metricsToken: config.metricsToken,
      refused: (caller, method, route) => audit.append(`${caller.tenantId}/${caller.objectId}`, "refused", { method, route }),
      officeHosts: config.officeHosts,
      entraUrl: config.entra.url,
      log,
      features: [
        (app) => health(app, { isReady: () => sql`select 1`.execute(db).then(() => true, () => false) }),
        (app) => pages(app, { addinDir: config.addinDir, signIn: signInOf(config) }),
      ],
    });
    stops.push(() => http.app.close());
    return { ...http, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function signInOf({ entra }: Config) {
  const { clientId, tenantId } = entra;
  return { clientId, tenantId, authority: `${entra.url}/${tenantId}`, apiScope: `api://${clientId}/access_as_user` };
}
