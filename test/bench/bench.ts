import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../../sync-service/store/embedded-postgres.ts";
import { type Figures, table } from "./figures.ts";
import { measure } from "./measure.ts";
import { endServicesOnSignal } from "../sandbox/service-process.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    mails: { type: "string", default: "40" },
    contacts: { type: "string", default: "5000" },
    latency: { type: "string", default: "0,50" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "tandem-bench-"));
chmodSync(folder, 0o755);
const postgres = await startEmbeddedPostgres(folder);
endServicesOnSignal(() => postgres.stop());
const all: Figures[] = [];
try {
  for (const latencyMs of values.latency.split(",").map(Number)) {
    const database = `bench_${latencyMs}`;
    await postgres.createDatabase(database);
    const contacts = Number(values.contacts);
    all.push(
      await measure({
        latencyMs,
        databaseUrl: postgres.url(database),
        mails: Number(values.mails),
        contacts,
        idleAt: [1_000, 5_000].filter((links) => links <= contacts),
        told: (sentence) => process.stderr.write(`${sentence} (${latencyMs} ms added to every call) …\n`),
      }),
    );
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${table(all)}\n`);
if (values.json !== undefined) writeFileSync(resolve(values.json), `${JSON.stringify(all, null, 2)}\n`);
