import { randomBytes } from "node:crypto";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../sync-service/store/embedded-postgres.ts";

/** Names the folder of the server that `start-postgres.ts` started for this run. */
export const POSTGRES_FOLDER = "TANDEM_TEST_POSTGRES";

let server: Promise<EmbeddedPostgres> | null = null;

/** An empty database of one's own on the server of this run. */
export async function emptyDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const folder = process.env[POSTGRES_FOLDER];
  if (folder === undefined)
    throw new Error("No PostgreSQL runs for these tests; run them by `npm test` or with the project's vitest.config.ts.");
  server ??= startEmbeddedPostgres(folder);
  const running = await server;
  const name = `t_${randomBytes(8).toString("hex")}`;
  await running.createDatabase(name);
  return { url: running.url(name), drop: () => running.dropDatabase(name) };
}
