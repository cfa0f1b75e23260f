import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../sync-service/store/embedded-postgres.ts";

/** One PostgreSQL for all seeds, with a database for each. */
export interface SeedServer {
  readonly folder: string;
  database(): Promise<{ readonly url: string; drop(): Promise<void> }>;
  stop(): Promise<void>;
}

export async function startServer(): Promise<SeedServer> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-simulate-"));
  await chmod(folder, 0o755);
  const server = await adoptServer(join(folder, "postgres"));
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The server that somebody started there. */
export async function adoptServer(folder: string): Promise<SeedServer> {
  const server = await startEmbeddedPostgres(folder);
  return {
    folder,
    async database() {
      const name = `s_${randomBytes(8).toString("hex")}`;
      await server.createDatabase(name);
      return { url: server.url(name), drop: () => server.dropDatabase(name) };
    },
    stop: () => server.stop(),
  };
}
