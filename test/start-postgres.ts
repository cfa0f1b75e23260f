import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../sync-service/store/embedded-postgres.ts";
import { POSTGRES_FOLDER } from "./database.ts";

/** Before the tests of a run: one PostgreSQL server for all of them, unless the run itself was given one. */
export default async function startPostgres(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[POSTGRES_FOLDER] !== undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "tandem-tests-"));
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres(join(folder, "postgres"));
  process.env[POSTGRES_FOLDER] = join(folder, "postgres");
  process.once("SIGTERM", () => {
    process.kill(server.pid, "SIGINT");
    process.exit(143);
  });
  return async () => {
    delete process.env[POSTGRES_FOLDER];
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
