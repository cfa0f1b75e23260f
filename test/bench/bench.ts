import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../../sync-service/store/embedded-postgres.ts";
import { type Figures, table } from "./figures.ts";
import { measureGraphStandIn, speedTable } from "./graph-stand-in.ts";
import { measure, measureIdle } from "./measure.ts";
import { endServicesOnSignal } from "../sandbox/service-process.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    mails: { type: "string", default: "40" },
    contacts: { type: "string", default: "5000" },
    latency: { type: "string", default: "0,50" },
    sandbox: { type: "boolean", default: false },
  },
});

if (values.sandbox) {
  // Not the service, but what it is measured against.
  process.stdout.write(`${speedTable(await measureGraphStandIn())}\n`);
  process.exit();
}

/** An idle cycle is measured at so many links too: it must not cost more with more of them (S3). */
const FEWER_LINKS = 1_000;

const folder = mkdtempSync(join(tmpdir(), "tandem-bench-"));
chmodSync(folder, 0o755);
const postgres = await startEmbeddedPostgres(folder);
endServicesOnSignal(() => postgres.stop());
const all: Figures[] = [];
try {
  for (const latencyMs of values.latency.split(",").map(Number)) {
    const database = async (name: string): Promise<string> => {
      await postgres.createDatabase(`${name}_${latencyMs}`);
      return postgres.url(`${name}_${latencyMs}`);
    };
    const told = (sentence: string) => process.stderr.write(`${sentence} (${latencyMs} ms added to every call) …\n`);
    const contacts = Number(values.contacts);
    const figures = await measure({ latencyMs, databaseUrl: await database("bench"), mails: Number(values.mails), contacts, told });
    const fewer = [];
    if (contacts > FEWER_LINKS) {
      told(`An idle cycle at ${FEWER_LINKS} links`);
      fewer.push(await measureIdle({ latencyMs, databaseUrl: await database("bench_idle"), contacts: FEWER_LINKS }));
    }
    all.push({ ...figures, idleCycle: [...fewer, ...figures.idleCycle] });
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${table(all)}\n`);
if (values.json !== undefined) writeFileSync(resolve(values.json), `${JSON.stringify(all, null, 2)}\n`);
