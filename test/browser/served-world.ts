import type { Browser } from "playwright-core";
import { emptyDatabase } from "../database.ts";
import { type AdminApi, adminApi } from "../sandbox/admin-api.ts";
import { freePort } from "../sandbox/free-port.ts";
import { type SalesforceReader, salesforceReader } from "../sandbox/salesforce-reader.ts";
import { type ServiceProcess, startService } from "../sandbox/service-process.ts";
import { startBrowser } from "./browser.ts";
import { type PageWorld, startPageWorld } from "./page-world.ts";

/** The sample company with the real service between its two sides, and a browser in which to look at it. Nobody is switched on yet. */
export interface ServedWorld extends Omit<PageWorld, "showPane" | "paneFolder"> {
  readonly browser: Browser;
  /** The process that runs now. */
  readonly service: ServiceProcess;
  readonly admin: AdminApi;
  /** Kills the service without a word, and starts it again on the same database and port. */
  crash(): Promise<void>;
  /** Cycles of that mailbox until nothing is left to do. */
  settle(email: string): Promise<void>;
  /** Salesforce as one of its users sees it. */
  salesforceAs(username: string): SalesforceReader;
}

export async function startServedWorld(): Promise<ServedWorld> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of opened.toReversed()) await end();
  };
  try {
    const world = await startPageWorld();
    opened.push(() => world.close());
    const database = await emptyDatabase();
    opened.push(() => database.drop());
    const { standIns } = world;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const environment = standIns.serviceEnvironment({
      port,
      databaseUrl: database.url,
      publicUrl: url,
      pollSeconds: 1,
      addinDir: await world.paneFolder(),
      officeHosts: [world.outlookUrl],
    });
    let service = await startService(environment);
    opened.push(() => service.kill());
    world.showPane(`${url}/pane/`);
    standIns.entra.directory.putApp({ clientId: standIns.identity.clientId, redirectUris: [`${url}/admin/`] });
    const browser = await startBrowser();
    opened.push(() => browser.close());
    const admin = adminApi(standIns, () => service.url);
    return {
      ...{ standIns, browser, admin, close },
      ...{ outlookUrl: world.outlookUrl, lightningUrl: world.lightningUrl },
      get service() {
        return service;
      },
      async crash() {
        await service.kill("SIGKILL");
        service = await startService(environment);
      },
      settle: (email) => settled(admin, email, service),
      salesforceAs(username) {
        const token = standIns.salesforce.signIn(username);
        return salesforceReader(
          () => standIns.salesforce.url,
          () => token,
        );
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function settled(admin: AdminApi, email: string, { log }: ServiceProcess): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const { settled: done, waiting, running } = await admin.cycle(email, 10);
    if (done && waiting === 0 && running === 0) return;
  }
  throw new Error(`the mailbox does not settle:\n${log.slice(-10).join("\n")}`);
}
