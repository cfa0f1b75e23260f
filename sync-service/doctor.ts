import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import pg from "pg";
import { proposePairs } from "./accounts/pairing.ts";
import { readPopulation } from "./accounts/sync-users.ts";
import { allowAddresses } from "./addresses.ts";
import { type Config, readConfig } from "./config.ts";
import { ConfigInvalid, SyncError } from "./errors.ts";
import { createGraphClient } from "./graph/client.ts";
import { directory as graphDirectory } from "./graph/directory.ts";
import { applicationToken } from "./graph/token.ts";
import { createSalesforceClient } from "./salesforce/client.ts";
import { salesforceUsers } from "./salesforce/users.ts";

/** Checks a real set-up step by step (O7) and says in words what to do. Writes nothing anywhere. */
type Finding = { readonly is: "well" | "note" | "wrong"; readonly text: string };

const PERMISSIONS = [
  "Mail.ReadWrite",
  "Contacts.ReadWrite",
  "Calendars.ReadWrite",
  "Tasks.ReadWrite.All",
  "MailboxSettings.ReadWrite",
  "User.Read.All",
];
const OLDEST_POSTGRES = 150_000;
/** Salesforce's assertions live three minutes; Entra allows five. */
const CLOCK_OFF_MS = 60_000;
const OWN_FIELDS = [
  ["Contact", "Tandem_Id__c"],
  ["Task", "Tandem_Id__c"],
  ["Task", "Tandem_Message_Id__c"],
] as const;

const well = (text: string): Finding => ({ is: "well", text });
const note = (text: string): Finding => ({ is: "note", text });
const wrong = (text: string): Finding => ({ is: "wrong", text });

async function main(): Promise<number> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    process.stdout.write(`${error.message.replaceAll(/^/gm, "✗ ")}\n${error.remedy}\n`);
    return 78;
  }
  let faults = 0;
  for await (const { is, text } of examine(config)) {
    process.stdout.write(`${is === "well" ? "✓" : is === "note" ? "–" : "✗"} ${text}\n`);
    if (is === "wrong") faults++;
  }
  process.stdout.write(faults === 0 ? "Everything that could be checked is well.\n" : `${faults} of these need somebody.\n`);
  return faults === 0 ? 0 : 1;
}

async function* examine(config: Config): AsyncIterable<Finding> {
  yield well("The environment is complete.");
  const addresses = allowAddresses({ graphUrl: config.graphUrl, entraUrl: config.entra.url, salesforceUrl: config.salesforce.url });
  const now = () => new Date();
  yield* step("The database", () => database(config));
  const { entra } = config;
  const token = await applicationToken({
    ...{ entraUrl: entra.url, tenantId: entra.tenantId, clientId: entra.clientId, graphUrl: config.graphUrl, now },
    credential: entra.clientSecret ? { secret: entra.clientSecret } : { certificatePem: entra.clientCertificate ?? "" },
  });
  yield* step("The sign-in of the service at Entra ID", async () => permissions(await token.token()));
  const directory = graphDirectory(createGraphClient({ graphUrl: config.graphUrl, token, addresses, newId: randomUUID }));
  yield* step("The users of the tenant", async () => {
    const domains = [...(await directory.verifiedDomains())];
    return [well(`The users can be read. Verified domains: ${domains.join(", ")}.`)];
  });
  const salesforce = createSalesforceClient({
    ...{ salesforceUrl: config.salesforce.url, clientId: config.salesforce.clientId, privateKeyPem: config.salesforce.privateKey },
    ...{ apiVersion: config.salesforce.apiVersion, addresses, now },
  });
  const reader = salesforce.as(config.salesforce.username);
  yield* step("The sign-in of the reader at Salesforce", async () => {
    const { instanceUrl, organizationId } = await reader.identity();
    return [well(`The reader ${config.salesforce.username} signs in at ${instanceUrl} (organisation ${organizationId}).`)];
  });
  yield* step("The fields of Tandem in Salesforce", async () => {
    const findings: Finding[] = [];
    for (const [object, field] of OWN_FIELDS) {
      const { fields } = await reader.describe(object);
      findings.push(
        fields.has(field)
          ? well(`${object}.${field} is there.`)
          : note(
              `${object}.${field} is not there or not visible to the reader. Tandem works without it, and looks for lost creates by their content.`,
            ),
      );
    }
    const off = Math.abs((reader.orgTime()?.getTime() ?? Date.now()) - Date.now());
    findings.push(
      off < CLOCK_OFF_MS
        ? well("This machine's clock agrees with Salesforce's.")
        : wrong(
            `This machine's clock is ${Math.round(off / 1_000)} seconds off Salesforce's; sign-ins fail because of that. Set it by NTP.`,
          ),
    );
    return findings;
  });
  yield* step("The pairs of users", async () => {
    const proposals = proposePairs(await readPopulation({ directory, salesforceUsers: salesforceUsers(reader) }), []);
    const candidates = proposals.flatMap((proposal) => (proposal.is === "candidate" ? [proposal.pair] : []));
    const [first] = candidates;
    const findings = [
      well(
        `${candidates.length} users can be paired; ${proposals.length - candidates.length} cannot, each with its reason under Sync users.`,
      ),
    ];
    if (!first)
      return [...findings, note("Nobody can be paired. Users are paired by their e-mail address, which must be the same on both sides.")];
    const { instanceUrl } = await salesforce.as(first.salesforceUsername).identity();
    return [...findings, well(`Tandem may sign in as a user (tried: ${first.salesforceUsername} at ${instanceUrl}).`)];
  });
  yield config.publicUrl
    ? note(
        `PUBLIC_URL is ${config.publicUrl}. Whether Microsoft reaches it shows when the first user is switched on: the overview says "notifications".`,
      )
    : note(`Without PUBLIC_URL mailboxes are looked at every ${config.pollSeconds} seconds.`);
}

async function* step(what: string, check: () => Promise<readonly Finding[]>): AsyncIterable<Finding> {
  try {
    yield* await check();
  } catch (error) {
    yield wrong(
      error instanceof SyncError
        ? `${what}: ${error.message} ${error.remedy}`
        : `${what}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function database({ databaseUrl }: Config): Promise<readonly Finding[]> {
  if (!databaseUrl) return [note("The PostgreSQL that comes along is used, in DATA_DIR.")];
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ number: number }>("select current_setting('server_version_num')::int as number");
    const number = rows[0]?.number ?? 0;
    return [
      number >= OLDEST_POSTGRES
        ? well("The database answers.")
        : wrong("The database is older than PostgreSQL 15. Upgrade it, or leave DATABASE_URL out."),
    ];
  } finally {
    await client.end();
  }
}

function permissions(token: string): readonly Finding[] {
  const roles = decodeJwt(token)["roles"];
  const granted = new Set(Array.isArray(roles) ? roles : []);
  const missing = PERMISSIONS.filter((permission) => !granted.has(permission));
  if (missing.length === 0) return [well("The service signs in at Entra ID and has every permission.")];
  return [
    wrong(
      `The app registration lacks ${missing.join(", ")}: add them as application permissions of Microsoft Graph and press "Grant admin consent".`,
    ),
  ];
}

process.exitCode = await main();
