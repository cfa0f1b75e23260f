import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceNotStarted, startService } from "../sandbox/service-process.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";

describe("O2: a service whose environment is not right", () => {
  let standIns: StandIns;

  beforeAll(async () => {
    standIns = await startStandIns({ folder: null });
  });
  afterAll(() => standIns.close());

  async function refusalOf(environment: Readonly<Record<string, string>>): Promise<ServiceNotStarted> {
    const outcome = await startService(environment).catch((error: unknown) => error);
    if (outcome instanceof ServiceNotStarted) return outcome;
    throw new Error("the service started", { cause: outcome });
  }

  it("ends with 78 and names every missing variable at once", async () => {
    const { exit, log } = await refusalOf({});
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
      expect(log.join("\n")).toContain(name);
    }
  });

  it.each([
    ["ENCRYPTION_KEY", "c2hvcnQ="],
    ["GRAPH_URL", "http://graph.example.com"],
    ["POLL_SECONDS", "0"],
    ["SALESFORCE_PRIVATE_KEY", "no key"],
  ])("ends with 78 over a weak or wrong %s, and names only that", async (name, value) => {
    const good = standIns.serviceEnvironment({ port: 0, databaseUrl: "postgresql://localhost/none" });
    const { exit, log } = await refusalOf({ ...good, [name]: value });
    expect(exit).toBe(78);
    const faults = log.filter((line) => /^[A-Z_]+ /u.test(line)).map((line) => line.split(" ")[0]);
    expect(faults).toEqual([name]);
  });
});
