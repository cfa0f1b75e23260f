import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../sync-service/store/embedded-postgres.ts";

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe("the embedded server", () => {
  let folder: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tandem-postgres-"));
    await chmod(folder, 0o755);
    server = await startEmbeddedPostgres(join(folder, "database"));
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it("writes before it acknowledges, in one collation everywhere", async () => {
    expect(await ask(server.url("postgres"), "show fsync")).toEqual([{ fsync: "on" }]);
    expect(await ask(server.url("postgres"), "show server_encoding")).toEqual([{ server_encoding: "UTF8" }]);
    expect(await ask(server.url("postgres"), "select datcollate from pg_database where datname = 'postgres'")).toEqual([
      { datcollate: "C" },
    ]);
  });

  it("makes databases from a template, and the same name only once", async () => {
    await server.createDatabase("model");
    await ask(server.url("model"), "create table marks (a int)");
    await server.createDatabase("copy", { template: "model" });
    await server.createDatabase("copy", { template: "model" });
    expect(await ask(server.url("copy"), "select * from marks")).toEqual([]);
  });

  it("is adopted by a second start, and outlives the stop of one of two users", async () => {
    const second = await startEmbeddedPostgres(join(folder, "database"));
    expect(second.pid).toBe(server.pid);
    const other = new pg.Client({ connectionString: server.url("postgres") });
    await other.connect();
    await second.stop();
    expect((await other.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await other.end();
  });

  it("is started again when it is killed under us, with every acknowledged row", async () => {
    await server.createDatabase("kept");
    await ask(server.url("kept"), "create table kept as select 7 as seven");
    const first = server.pid;
    process.kill(first, "SIGKILL");
    await expect.poll(() => ask(server.url("kept"), "select * from kept").catch(() => null), { timeout: 20_000 }).toEqual([{ seven: 7 }]);
    await expect.poll(() => server.pid !== first, { timeout: 5_000 }).toBe(true);
  }, 60_000);

  it("finds a short place for its socket when the data folder lies deep", async () => {
    const deep = join(folder, "a-rather-long-name-of-a-folder".repeat(4), "database");
    const buried = await startEmbeddedPostgres(deep);
    expect(await ask(buried.url("postgres"), "select 1 as one")).toEqual([{ one: 1 }]);
    await buried.stop();
    expect(() => process.kill(buried.pid, 0)).toThrow();
  }, 60_000);

  it("runs for root in a folder that nobody else may enter", async () => {
    const closed = await mkdtemp(join(tmpdir(), "tandem-closed-")); // 0700
    const hidden = await startEmbeddedPostgres(join(closed, "database"));
    expect(await ask(hidden.url("postgres"), "select 1 as one")).toEqual([{ one: 1 }]);
    await hidden.stop();
    await rm(closed, { recursive: true, force: true });
  }, 60_000);
});
