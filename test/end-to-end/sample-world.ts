import { emptyDatabase } from "../database.ts";
import { type AdminApi, adminApi } from "../sandbox/admin-api.ts";
import { freePort } from "../sandbox/free-port.ts";
import { type MailboxClient, mailboxClient } from "../sandbox/mailbox-client.ts";
import { type SalesforceReader, salesforceReader } from "../sandbox/salesforce-reader.ts";
import { seedCompany } from "../sandbox/seed/seed-company.ts";
import { type ServiceProcess, startService } from "../sandbox/service-process.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";

export const BEN = "ben.okafor@example.com";
export const CARLA = "carla.mendes@example.com";
export const DINA = "dina.rossi@example.com";
export const EMIL = "emil.novak@example.com";

/** The sample company with the real service beside it, as `npm start` has it. */
export interface SampleWorld {
  readonly standIns: StandIns;
  readonly admin: AdminApi;
  mailbox(email: string): MailboxClient;
  salesforce(email: string): SalesforceReader;
  /** Kills the service (kill -9) and starts it again on the same data. */
  crash(): Promise<void>;
  serviceUrl(): string;
  /** Runs the user's cycles until nothing waits. */
  settle(email: string): Promise<void>;
  close(): Promise<void>;
}

export async function openSampleWorld(options: { readonly notifications?: boolean } = {}): Promise<SampleWorld> {
  const { url: databaseUrl, drop } = await emptyDatabase();
  const standIns = await startStandIns({ folder: null });
  await seedCompany(standIns, new Date());
  const port = await freePort();
  const environment = standIns.serviceEnvironment({
    port,
    databaseUrl,
    pollSeconds: 1,
    ...(options.notifications === true ? { publicUrl: `http://127.0.0.1:${port}` } : {}),
  });
  let service: ServiceProcess = await startService(environment);
  const admin = adminApi(standIns, () => service.url);
  const settle = async (email: string): Promise<void> => {
    for (let tries = 0; tries < 20; tries += 1) {
      const { settled, waiting, running } = await admin.cycle(email, 10);
      if (settled && waiting === 0 && running === 0) return;
    }
    throw new Error(`the mailbox of ${email} does not settle:\n${service.log.slice(-10).join("\n")}`);
  };
  return {
    standIns,
    admin,
    mailbox: (email) => mailboxClient(() => standIns.graph.url, standIns.graphToken, email),
    salesforce: (email) => {
      const token = standIns.salesforce.signIn(`${email}.sandbox`);
      return salesforceReader(
        () => standIns.salesforce.url,
        () => token,
      );
    },
    serviceUrl: () => service.url,
    async crash() {
      await service.kill("SIGKILL");
      service = await startService(environment);
    },
    settle,
    async close() {
      await service.kill("SIGTERM");
      await standIns.close();
      await drop();
    },
  };
}
