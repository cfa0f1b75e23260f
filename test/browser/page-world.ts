import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { buildAddin } from "../../addin/build.ts";
import { createLightningPage } from "../sandbox/lightning/lightning-page.ts";
import { createOutlookPage, outlookApp } from "../sandbox/outlook/outlook-page.ts";
import { sampleUsers } from "../sandbox/seed/people.ts";
import { seedCompany } from "../sandbox/seed/seed-company.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";

/** Built pages are kept between runs, and built anew when their sources changed. */
export const BUILD_FOLDER = join(tmpdir(), `tandem-browser-tests-${process.getuid?.() ?? 0}`);

/** Ports differ from run to run; building the pane for each would take longer than its tests. */
export const OFFICE_PLACE = "https://office.invalid/office.js";

/** The sample company with its Outlook and its Salesforce to be looked at, on ports of their own. */
export interface PageWorld {
  readonly standIns: StandIns;
  readonly outlookUrl: string;
  readonly lightningUrl: string;
  /** Where the pane is served, once that is known: called before the first page is opened. */
  showPane(url: string): void;
  /** The built add-in with this world's Office in it, in a folder of its own. */
  paneFolder(): Promise<string>;
  close(): Promise<void>;
}

export async function startPageWorld(): Promise<PageWorld> {
  const folders: string[] = [];
  const urls = { pane: "http://127.0.0.1:9/pane/", outlook: "", lightning: "" };
  const standIns = await startStandIns({ folder: null, lightningUrl: () => urls.lightning });
  await seedCompany(standIns, new Date());
  const outlook = await createOutlookPage(() => ({
    graphUrl: standIns.graph.url,
    entraUrl: standIns.entra.url,
    tenantId: standIns.identity.tenantId,
    clientId: standIns.identity.clientId,
    paneUrl: urls.pane,
    buildFolder: join(BUILD_FOLDER, "outlook"),
  }));
  urls.outlook = await outlook.listen({ host: "127.0.0.1", port: 0 });
  standIns.entra.directory.putApp(outlookApp(urls.outlook));
  const lightning: FastifyInstance = await createLightningPage(() => ({
    salesforceUrl: standIns.salesforce.url,
    usernames: sampleUsers.map((user) => user.salesforceUsername),
    accessToken: async (username) => standIns.salesforce.signIn(username),
    buildFolder: join(BUILD_FOLDER, "lightning"),
  }));
  urls.lightning = await lightning.listen({ host: "127.0.0.1", port: 0 });
  return {
    standIns,
    outlookUrl: urls.outlook,
    lightningUrl: urls.lightning,
    showPane(url) {
      urls.pane = url;
    },
    async paneFolder() {
      const built = join(BUILD_FOLDER, "pane");
      await buildAddin({ outDir: built, officeJsUrl: OFFICE_PLACE });
      const folder = await mkdtemp(join(BUILD_FOLDER, "run-"));
      folders.push(folder);
      await cp(built, folder, { recursive: true });
      const page = join(folder, "index.html");
      await writeFile(page, (await readFile(page, "utf8")).replace(OFFICE_PLACE, `${urls.outlook}/office.js`));
      return folder;
    },
    async close() {
      await Promise.all([outlook.close(), lightning.close()]);
      await standIns.close();
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
