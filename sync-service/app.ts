import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { FastifyPluginAsync } from "fastify";
import { sql } from "kysely";
import type { Fields } from "../shared/records/fields.ts";
import type { RuleId } from "../shared/records/rules.ts";
import type { Mailbox } from "./accounts/mailbox.ts";
import { keepPairsHonest } from "./accounts/sync-users.ts";
import { keepTimeZones } from "./accounts/time-zones.ts";
import { attentionPorts } from "./attention-desk.ts";
import { allowAddresses } from "./addresses.ts";
import { administrationPorts, meOf, undoOwn } from "./administration.ts";
import type { Config } from "./config.ts";
import { ConnectionHealth } from "./connection-health.ts";
import { copiesDesk } from "./copies-desk.ts";
import { Backoff } from "./cycle/backoff.ts";
import { bringBack } from "./cycle/bring-back.ts";
import { cycleAndWait } from "./cycle/cycle-and-wait.ts";
import { FirstSyncPace } from "./cycle/first-sync-pace.ts";
import { cycleMailbox, type FolderCheck } from "./cycle/mailbox-cycle.ts";
import { lookAtOrganisation } from "./cycle/organisation-look.ts";
import { Schedule } from "./cycle/schedule.ts";
import { wakingFor } from "./cycle/wake-up.ts";
import { forLog, NotFound, SyncError } from "./errors.ts";
import { dryRunDesk } from "./dry-run-desk.ts";
import { firstSyncDesk } from "./first-sync-desk.ts";
import { createGraphClient } from "./graph/client.ts";
import { directory as graphDirectory } from "./graph/directory.ts";
import { mailboxSetup } from "./graph/folders.ts";
import { changeSubscriptions } from "./graph/subscriptions.ts";
import { applicationToken } from "./graph/token.ts";
import { administration } from "./http/administration.ts";
import { buildApp, type HttpApp } from "./http/build-app.ts";
import { emails } from "./http/emails.ts";
import { invitations } from "./http/invitations.ts";
import { LeftAlone } from "./left-alone.ts";
import { health as healthRoutes } from "./http/health.ts";
import { me } from "./http/me.ts";
import { attention } from "./http/attention.ts";
import { metrics as metricsRoute } from "./http/metrics.ts";
import { pages } from "./http/pages.ts";
import { createTokenVerifier } from "./http/token-verifier.ts";
import { webhooks } from "./http/webhooks.ts";
import { why } from "./http/why.ts";
import { invitationPorts } from "./invitation-desk.ts";
import { kindLyingIn, kindsOfEverybody, objectsLookedAt } from "./kinds.ts";
import { createMailboxWork } from "./mailbox-work.ts";
import { createMetrics } from "./metrics.ts";
import { organisationChanges } from "./salesforce/changes.ts";
import { patient } from "./patience.ts";
import { createSalesforceClient } from "./salesforce/client.ts";
import { salesforceUsers } from "./salesforce/users.ts";
import { Attention } from "./store/attention.ts";
import { AuditLog } from "./store/audit.ts";
import { connectionOf } from "./store/connection.ts";
import { forgetCursors } from "./store/cursors.ts";
import { CycleRows } from "./store/cycle-rows.ts";
import { migrate, openDatabase } from "./store/database.ts";
import { startEmbeddedPostgres } from "./store/embedded-postgres.ts";
import { DoNotShare } from "./store/do-not-share.ts";
import { FilingRequests } from "./store/filing-requests.ts";
import { housekeeping } from "./store/housekeeping.ts";
import { itemCounts } from "./store/item-counts.ts";
import { write as writeJournal } from "./store/journal.ts";
import { Links } from "./store/links.ts";
import { Locks } from "./store/mailbox-locks.ts";
import { Mailboxes } from "./store/mailboxes.ts";
import { Subscriptions } from "./store/subscriptions.ts";
import { Threads } from "./store/threads.ts";
import { Vault } from "./store/vault.ts";
import { whyPorts } from "./why-desk.ts";
import { readPreset } from "./store/presets.ts";
import { startingAgain } from "./starting-again.ts";
import { undoDesk } from "./undo-desk.ts";
import { watchDesk } from "./watch-desk.ts";

export interface Service extends HttpApp {
  /** Takes no more work, ends what runs, the database last. */
  stop(): Promise<void>;
}

/** Connections of the process: its pool, the vault's, pg-boss's (4) and the locks' one. */
const POOL = 20;
const VAULT_POOL = 3;
const CLOSE_WITHIN_MS = 1_500;

/** Puts everything together: the one place that knows every part. Ready when it returns, whatever the outside does. */
export async function startService(config: Config, log: NodeJS.WritableStream): Promise<Service> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each().catch((error: unknown) => log.write(`While stopping: ${String(error)}\n`));
  };
  try {
    const databaseUrl = await databaseOf(config, log, stops);
    return { ...(await assemble(config, databaseUrl, log, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function databaseOf(config: Config, log: NodeJS.WritableStream, stops: (() => Promise<unknown>)[]): Promise<string> {
  if (config.databaseUrl) return config.databaseUrl;
  const server = await startEmbeddedPostgres(join(config.dataDir, "postgres"), { notice: (text) => log.write(`${text}\n`) });
  stops.push(() => server.stop());
  await server.createDatabase("tandem");
  return server.url("tandem");
}

async function assemble(
  config: Config,
  databaseUrl: string,
  log: NodeJS.WritableStream,
  stops: (() => Promise<unknown>)[],
): Promise<HttpApp> {
  const now = () => new Date();
  const pollMs = config.pollSeconds * 1_000;
  const metrics = createMetrics();
  const health = new ConnectionHealth();
  const leftAlone = new LeftAlone();

  const db = openDatabase(databaseUrl, { max: POOL });
  const vaultDb = openDatabase(databaseUrl, { max: VAULT_POOL });
  const locks = new Locks(databaseUrl);
  stops.push(() => Promise.all([db.destroy(), vaultDb.destroy(), locks.close()]));
  await migrate(db);
  const connectionId = await connectionOf(db, config.entra.tenantId, randomUUID, now());
  const vault = new Vault(vaultDb, config.encryptionKey, now);
  const audit = new AuditLog(db, connectionId, now);
  const mailboxes = new Mailboxes(db, connectionId, now, randomUUID);
  const subscriptions = new Subscriptions(db, connectionId);
  const waiting = new Attention(db, vault, randomUUID);
  const store = new CycleRows(db, connectionId, locks, now);

  const addresses = allowAddresses({ graphUrl: config.graphUrl, entraUrl: config.entra.url, salesforceUrl: config.salesforce.url });
  const counted = (system: string) => (exchange: { readonly method: string; readonly status: number }) =>
    metrics.requests.inc({ system, ...exchange });
  const graph = createGraphClient({
    ...{ graphUrl: config.graphUrl, addresses, newId: randomUUID, counted: counted("graph"), patience: patient },
    token: await applicationToken({
      ...{ entraUrl: config.entra.url, tenantId: config.entra.tenantId, clientId: config.entra.clientId, graphUrl: config.graphUrl, now },
      credential: config.entra.clientSecret
        ? { secret: config.entra.clientSecret }
        : { certificatePem: config.entra.clientCertificate ?? "" },
    }),
  });
  const salesforce = createSalesforceClient({
    ...{ salesforceUrl: config.salesforce.url, clientId: config.salesforce.clientId, privateKeyPem: config.salesforce.privateKey },
    ...{ apiVersion: config.salesforce.apiVersion, addresses, now, counted: counted("salesforce"), patience: patient },
  });
  const reader = salesforce.as(config.salesforce.username);
  const directory = graphDirectory(graph);
  const setup = mailboxSetup(graph);

  const failed = (what: string, error: unknown) => {
    log.write(`${JSON.stringify({ level: 50, time: now().toISOString(), what, error: forLog(error) })}\n`);
  };
  const work = createMailboxWork({
    db,
    vault,
    graph,
    salesforce,
    directory,
    now,
    unexpected: (error, what) => failed(what ?? "filing a mail", error),
    leftAlone,
  });

  const watch = watchDesk({
    ...{ graph: changeSubscriptions(graph), store: subscriptions, mailboxes, health, failed, now },
    webhookUrl: config.publicUrl && `${config.publicUrl}/webhooks/graph`,
  });

  const backoff = new Backoff();
  const met = new Set<string>();
  const folderChecks = new Map<string, FolderCheck>();
  const note = (mailbox: Mailbox, action: string, reason: string, rule: RuleId = "B1") =>
    db
      .transaction()
      .execute((trx) =>
        writeJournal(trx, vault, { connectionId, mailboxId: mailbox.id }, [
          { at: now(), kind: "mailbox", action, outcome: "done", rules: [rule], reason },
        ]),
      );
  const cycle = async (mailboxId: string) => {
    const end = metrics.cycles.startTimer();
    const result = await cycleMailbox(mailboxId, {
      ...{ store, mailboxes, setup, ensureNotified: watch.ensureNotified, backoff, met, folderChecks, pollMs, now, note },
      kindsOf: work.kindsOf,
      forgetCursors: async (id) => {
        await vault.renew({ connectionId, mailboxId: id }); // its key may have been destroyed since it was last synced
        await forgetCursors(db, { connectionId, mailboxId: id });
      },
      containerLost: async (lease, role, lost) => {
        const kind = kindLyingIn(role);
        if (kind !== null) await bringBack(new Links<Fields>(db, vault, kind, now), lease, lost, now());
      },
      failed: (mailbox, failure) => {
        metrics.failures.inc({ kind: failure.kind, code: failure.problem.code });
        if (failure.isFault || !(failure.error instanceof SyncError)) failed(`${failure.kind} of mailbox ${mailbox.id}`, failure.error);
      },
      isStopping: () => schedule.isStopping,
    });
    end({ result });
    return result;
  };

  const lookedAt = async () => objectsLookedAt(await readPreset(db, connectionId));
  const everybodys = async () => kindsOfEverybody(await readPreset(db, connectionId));
  const look = (feed: "contacts" | "backstop") =>
    lookAtOrganisation(feed, {
      changes: organisationChanges(reader, lookedAt),
      store,
      everybodys,
      awaken: (ids) => schedule.awaken(ids),
    }).then(
      (looked) => {
        if (looked) health.worked("the look at Salesforce");
        return looked;
      },
      (error: unknown) => {
        health.failed("the look at Salesforce", error);
        throw error;
      },
    );
  const users = { directory, salesforceUsers: salesforceUsers(reader), store: mailboxes, ended: watch.ended };
  const schedule: Schedule = new Schedule({
    ...{ databaseUrl, store, cycle, pollMs, now, failed },
    rounds: {
      "look-at-salesforce": async () => void (await look("contacts")),
      "deleted-backstop": async () => void (await look("backstop")),
      "renew-subscriptions": watch.renewAll,
      "keep-pairs-honest": async () => {
        await keepPairsHonest(users);
        await keepTimeZones({ setup, store: mailboxes, failed });
      },
      housekeeping: () => housekeeping(db, connectionId, vault, now()),
    },
  });

  const wake = (mailboxIds: readonly string[]) => schedule.wake(mailboxIds);
  const firstSync = firstSyncDesk({ db, connectionId, mailboxes, audit, pace: new FirstSyncPace(now), note, wake });
  const undoing = undoDesk({
    ...{ db, vault, connectionId, waiting, wake, now },
    filings: new FilingRequests(db, vault, connectionId, randomUUID),
    mailbox: (id) => mailboxes.find(id),
    mailboxCalled: (user) => mailboxes.called(user),
  });
  const dryRun = dryRunDesk({
    ...{ db, connectionId, mailboxes, setup, graph, salesforce, work, now, newId: randomUUID },
    unexpected: (error) => failed("a dry run", error),
  });
  const administrationParts = {
    ...{
      db,
      vault,
      connectionId,
      config,
      mailboxes,
      waiting,
      users,
      audit,
      firstSync,
      dryRun,
      copies: copiesDesk({ db, vault, connectionId, waiting, wake, now }),
      undoing,
      health,
      leftAlone,
      wake,
      now,
      apiUsage: () => salesforce.apiUsage(),
    },
    ...startingAgain({ db, connectionId, store, mailboxes, backoff, salesforceAs: (username) => salesforce.as(username) }),
    cycle: (id: string, waitMs: number) =>
      cycleAndWait(id, waitMs, {
        store,
        wake,
        now,
        look: () => look("contacts"),
        counts: (mailboxId) => itemCounts(db, connectionId, mailboxId),
      }),
  };

  const features: FastifyPluginAsync[] = [
    (app) =>
      healthRoutes(app, {
        isReady: () =>
          sql`select 1`.execute(db).then(
            () => true,
            () => false,
          ),
      }),
    (app) => administration(app.withTypeProvider(), administrationPorts(administrationParts)),
    (app) =>
      me(app.withTypeProvider(), {
        me: (caller) => meOf(caller, administrationParts),
        undo: (caller, entry, wish) => undoOwn(caller, entry, wish, administrationParts),
        firstSync: firstSync.byOwner,
      }),
    (app) =>
      attention(
        app.withTypeProvider(),
        attentionPorts({
          ...{ store: waiting, filings: new FilingRequests(db, vault, connectionId, randomUUID), wake, now },
          mailboxOf: (caller) => mailboxes.findByEntraUser(caller.objectId),
          mailNames: work.mailNamesOf,
          recordUrl: work.recordUrlOf,
        }),
      ),
    (app) =>
      why(
        app.withTypeProvider(),
        whyPorts({
          ...{ db, vault, connectionId },
          mailbox: (called) => mailboxes.called(called),
          mailboxOf: (caller) => mailboxes.findByEntraUser(caller.objectId),
          folders: (id) => mailboxes.folders(id),
          preset: () => readPreset(db, connectionId),
          lookingAt: work.lookingAt,
          paneUser: work.paneUser,
          filings: new FilingRequests(db, vault, connectionId, randomUUID),
          flags: new DoNotShare(db, vault, connectionId),
        }),
      ),
    (app) =>
      invitations(
        app.withTypeProvider(),
        invitationPorts({
          ...{ db, vault, waiting, wake, now },
          mailboxOf: (caller) => mailboxes.findByEntraUser(caller.objectId),
          folders: (id) => mailboxes.folders(id),
          ...{ lookingAt: work.lookingAt, guestsOf: work.guestsOf },
        }),
      ),
    (app) =>
      emails(app.withTypeProvider(), {
        requests: new FilingRequests(db, vault, connectionId, randomUUID),
        flags: new DoNotShare(db, vault, connectionId),
        threads: new Threads(db, vault, connectionId),
        wake: async (mailboxId) => void (await schedule.wakeFor(wakingFor([mailboxId], "emails"))),
        now,
        userOf: async (caller) => {
          const mailbox = await mailboxes.findByEntraUser(caller.objectId);
          if (!mailbox) throw new NotFound("Your mailbox is not connected with Salesforce.");
          return work.paneUser(mailbox);
        },
      }),
    (app) =>
      webhooks(app, {
        subscriptions: (ids) => subscriptions.byIds(ids),
        wake: (waking) => schedule.wakeFor(waking),
        dropped: (outcome) => metrics.notifications.inc({ outcome }),
        taken: () => metrics.notifications.inc({ outcome: "taken" }),
        lifecycle: async (event, subscription) => {
          if (await watch.lifecycle(event, subscription)) await wake([subscription.mailboxId]);
        },
      }),
    (app) => metricsRoute(app, metrics),
    (app) => pages(app, { addinDir: config.addinDir, signIn: signInOf(config) }),
  ];
  const verifier = { entraUrl: config.entra.url, tenantId: config.entra.tenantId, clientId: config.entra.clientId };
  const http = await buildApp({
    verifyToken: createTokenVerifier({ ...verifier, checkAddress: (link) => addresses.check(link, "entra") }, now),
    metricsToken: config.metricsToken,
    refused: (caller, method, route) => audit.append(`${caller.is} ${caller.tenantId}/${caller.objectId}`, "refused", { method, route }),
    ...{ officeHosts: config.officeHosts, entraUrl: config.entra.url, log, features },
  });
  await schedule.start();
  stops.push(() => schedule.stop());
  stops.push(() => closeSoon(http));
  return http;
}

/** Lets requests end, but not for long: somebody may be waiting for a cycle. */
async function closeSoon({ app }: HttpApp): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_WITHIN_MS);
  await app.close();
  clearTimeout(cut);
}

function signInOf({ entra }: Config) {
  const { clientId, tenantId } = entra;
  return { clientId, tenantId, authority: `${entra.url}/${tenantId}`, apiScope: `api://${clientId}/access_as_user` };
}
