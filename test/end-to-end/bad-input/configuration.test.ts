import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyDatabase } from "../../database.ts";
import { adminApi } from "../../sandbox/admin-api.ts";
import { freePort } from "../../sandbox/free-port.ts";
import { ServiceNotStarted, type ServiceProcess, startService } from "../../sandbox/service-process.ts";
import { type StandIns, startStandIns } from "../../sandbox/world.ts";
import { eventually, expectClear } from "./unkind-world.ts";

let standIns: StandIns;
let database: { readonly url: string; drop(): Promise<void> };

beforeAll(async () => {
  [standIns, database] = [await startStandIns({ folder: null }), await emptyDatabase()];
});

afterAll(async () => {
  await standIns.close();
  await database.drop();
});

async function environment(changes: Readonly<Record<string, string | undefined>>): Promise<Record<string, string>> {
  const good = standIns.serviceEnvironment({ port: await freePort(), databaseUrl: database.url });
  const changed = Object.entries({ ...good, ...changes }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(changed);
}

async function refusal(changes: Readonly<Record<string, string | undefined>>): Promise<{ readonly exit: unknown; readonly words: string }> {
  try {
    const service = await startService(await environment(changes));
    await service.kill();
  } catch (error) {
    if (error instanceof ServiceNotStarted) return { exit: error.exit, words: error.log.join("\n") };
    throw error;
  }
  throw new Error("the service started all the same");
}

async function running(changes: Readonly<Record<string, string>>, look: (service: ServiceProcess) => Promise<void>): Promise<void> {
  const service = await startService(await environment(changes));
  try {
    await look(service);
  } finally {
    await service.kill();
  }
}

const foreignKey = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;

describe("O2: a configuration with which nothing can work", () => {
  it("with nothing set: exit 78, every missing variable at once, each with where its value comes from", async () => {
    const { exit, words } = await refusal(
      Object.fromEntries(Object.keys(standIns.serviceEnvironment({ port: 1 })).map((name) => [name, undefined])),
    );
    expect(exit).toBe(78);
    for (const name of [
      "ENCRYPTION_KEY",
      "ENTRA_TENANT_ID",
      "ENTRA_CLIENT_ID",
      "ENTRA_CLIENT_SECRET",
      "SALESFORCE_CLIENT_ID",
      "SALESFORCE_PRIVATE_KEY",
      "SALESFORCE_USERNAME",
    ]) {
      expect(words).toMatch(new RegExp(`^${name} is missing.*: .{15,}\\.$`, "mu"));
    }
    expect(words).toContain("openssl rand -base64 32");
    expect(words).not.toMatch(/\bat \w+.*\.ts/u);
  });

  it("with values that cannot be right: exit 78 and a sentence on each, without the value of a secret", async () => {
    const bad: readonly (readonly [name: string, value: string, said: string])[] = [
      ["ENCRYPTION_KEY", "c2hvcnQtb25lLXRvLWtlZXA=", "32 bytes"],
      ["SALESFORCE_PRIVATE_KEY", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "no private key"],
      ["GRAPH_URL", "http://graph.microsoft.com", "https://"],
      ["PUBLIC_URL", "tandem.example", "no web address"],
      ["POLL_SECONDS", "soon", "seconds between two looks"],
      ["PORT", "99999", "the port to listen on"],
      ["DATABASE_URL", "mysql://localhost/tandem", "postgresql://"],
      ["ENTRA_TENANT_ID", "our tenant", "Overview"],
    ];
    const { exit, words } = await refusal(Object.fromEntries(bad));
    expect(exit).toBe(78);
    for (const [name, value, said] of bad) {
      expect(words.split("\n").find((line) => line.startsWith(`${name} `))).toContain(said);
      if (name.endsWith("KEY")) expect(words).not.toContain(value);
    }
  });

  it("with a key that is no random one, and the path of a file that is not there: likewise", async () => {
    const { exit, words } = await refusal({
      ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
      SALESFORCE_PRIVATE_KEY: "/no/such/file.pem",
    });
    expect(exit).toBe(78);
    expect(words).toMatch(/^ENCRYPTION_KEY is too regular to be random: /mu);
    expect(words).toMatch(/^SALESFORCE_PRIVATE_KEY is neither a PEM nor the path of a readable file: /mu);
  });

  it("a database that does not answer, and a port that is taken: a sentence and exit 1", async () => {
    const [nobody, taken] = [await freePort(), new URL(standIns.graph.url).port];
    const database = await refusal({ DATABASE_URL: `postgresql://tandem@127.0.0.1:${nobody}/tandem` });
    expect([database.exit, database.words]).toEqual([1, expect.stringContaining("Tandem cannot start")]);
    const port = await refusal({ PORT: taken });
    expect([port.exit, port.words]).toEqual([1, expect.stringContaining(`Port ${taken} is in use`)]);
  });
});

describe("a configuration that the vendors do not take: the service is ready all the same, and says what is wrong", () => {
  it("a key that Salesforce does not know", async () => {
    await running({ SALESFORCE_PRIVATE_KEY: foreignKey() }, (service) =>
      connectionSays(service, "SALESFORCE_KEY_REFUSED", "SALESFORCE_PRIVATE_KEY"),
    );
  });

  it("a reader who is no user of the organisation", async () => {
    await running({ SALESFORCE_USERNAME: "nobody@example.com" }, (service) =>
      connectionSays(service, "SALESFORCE_NOT_APPROVED", "SALESFORCE_USERNAME"),
    );
  });

  it("a consumer key that Salesforce does not know", async () => {
    await running({ SALESFORCE_CLIENT_ID: "3MVG9unknown" }, (service) =>
      connectionSays(service, "SALESFORCE_CLIENT_UNKNOWN", "SALESFORCE_CLIENT_ID"),
    );
  });

  it("a secret of Entra ID that is wrong: Sync users says so", async () => {
    await running({ ENTRA_CLIENT_SECRET: "not-the-secret-at-all" }, async (service) => {
      const problem = await syncUsersProblem(service);
      expectClear(problem);
      expect(problem.remedy).toContain("ENTRA_CLIENT_SECRET");
    });
  });

  it("a tenant that does not exist: nobody can sign in, and reply and log say why", async () => {
    await running({ ENTRA_TENANT_ID: "00000000-0000-4000-8000-000000000000" }, async (service) => {
      const problem = await syncUsersProblem(service);
      expectClear(problem);
      await eventually(() => expect(service.log.join("\n")).toContain("ENTRA_TENANT_ID"));
    });
  });

  async function connectionSays(service: ServiceProcess, code: string, next: string): Promise<void> {
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    const problem = await eventually(async () => {
      const { connection } = await adminApi(standIns, () => service.url).overview();
      const found = connection.problems.find((each) => each.code === code);
      if (!found) throw new Error(`the overview says ${JSON.stringify(connection)}`);
      return found;
    });
    expectClear(problem);
    expect(problem.remedy).toContain(next);
  }

  async function syncUsersProblem(service: ServiceProcess): Promise<{ readonly message: string; readonly remedy: string }> {
    const reply = await fetch(`${service.url}/api/admin/users/sync`, {
      method: "POST",
      headers: { authorization: `Bearer ${standIns.adminToken()}`, "content-type": "application/json" },
      body: JSON.stringify({ apply: false }),
    });
    expect(reply.ok).toBe(false);
    return (await reply.json()) as { message: string; remedy: string };
  }
});
