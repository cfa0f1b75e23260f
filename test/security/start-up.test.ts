import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ServiceNotStarted, startService } from "../sandbox/service-process.ts";

/** What the process said and ended with. */
async function refusal(environment: Readonly<Record<string, string>>): Promise<ServiceNotStarted> {
  try {
    const service = await startService(environment);
    await service.kill("SIGKILL");
  } catch (error) {
    if (error instanceof ServiceNotStarted) return error;
    throw error;
  }
  throw new Error("the service started");
}

describe("SEC26: the process itself", () => {
  it("ends with 78 when nothing is set, and names everything that is needed", async () => {
    const { exit, log } = await refusal({});
    expect(exit).toBe(78);
    const needed = [
      "ENCRYPTION_KEY",
      "ENTRA_TENANT_ID",
      "ENTRA_CLIENT_ID",
      "ENTRA_CLIENT_SECRET",
      "SALESFORCE_CLIENT_ID",
      "SALESFORCE_PRIVATE_KEY",
      "SALESFORCE_USERNAME",
    ];
    for (const name of needed) expect([name, log.filter((line) => line.startsWith(`${name} is missing`)).length]).toEqual([name, 1]);
  });

  it("ends with 78 when values are weak, names each, and repeats none of them", async () => {
    const weak = {
      ENCRYPTION_KEY: randomBytes(16).toString("base64"),
      ENTRA_TENANT_ID: "a tenant; with words",
      ENTRA_CLIENT_ID: "../client",
      ENTRA_CLIENT_SECRET: "pa55-22",
      SALESFORCE_CLIENT_ID: "client",
      SALESFORCE_PRIVATE_KEY: "-----BEGIN PRIVATE KEY-----\nkanarie\n-----END PRIVATE KEY-----",
      SALESFORCE_USERNAME: "x",
      GRAPH_URL: "http://graph.example.com",
      ENTRA_URL: "https://me:kanarie@login.example.com",
      SALESFORCE_URL: "ftp://salesforce.example.com",
      PUBLIC_URL: "http://tandem.example.com",
      DATABASE_URL: "mysql://root:kanarie@db",
      METRICS_TOKEN: "kanarie",
      POLL_SECONDS: "0",
      PORT: "70000",
    };
    const { exit, log } = await refusal(weak);
    expect(exit).toBe(78);
    for (const name of Object.keys(weak)) {
      if (name !== "SALESFORCE_CLIENT_ID") expect([name, log.filter((line) => line.startsWith(`${name} `)).length]).toEqual([name, 1]);
    }
    for (const secret of ["kanarie", weak.ENCRYPTION_KEY, weak.ENTRA_CLIENT_SECRET]) expect(log.join("\n")).not.toContain(secret);
    expect(log.join("\n")).not.toMatch(/^\s+at /mu);
  });
});
