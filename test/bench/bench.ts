import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../../sync-service/store/embedded-postgres.ts";
import { type Figures, table } from "./figures.ts";
import { measureGraphStandIn, speedTable } from "./graph-stand-in.ts";
import { kindTable, type KindFigures } from "./kind-figures.ts";
import { measureKinds } from "./kinds.ts";
import { measure, measureIdle } from "./measure.ts";
import { endServicesOnSignal } from "../sandbox/service-process.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    mails: { type: "string", default: "40" },
    contacts: { type: "string", default: "5000" },
    latency: { type: "string", default: "0,50" },
    // Of every kind together, half from each side.
    events: { type: "string", default: "2000" },
    series: { type: "string", default: "300" },
    tasks: { type: "string", default: "1000" },
    changed: { type: "string", default: "0.01" },
    // "main" or "kinds"; without it both are measured.
    only: { type: "string" },
    sandbox: { type: "boolean", default: false },
  },
});

if (values.sandbox) {
  // Not the service, but what it is measured against.
  process.stdout.write(`${speedTable(await measureGraphStandIn())}\n`);
  process.exit();
}

type Four = [number, number, number, number];

/** An idle cycle is measured at so many links too: it must not cost more with more of them (S3). */
const FEWER_LINKS = 1_000;

const folder = mkdtempSync(join(tmpdir(), "tandem-bench-"));
chmodSync(folder, 0o755);
const postgres = await startEmbeddedPostgres(folder);
endServicesOnSignal(() => postgres.stop());
const all: Figures[] = [];
const kinds: KindFigures[] = [];
const { only } = values;
try {
  for (const latencyMs of values.latency.split(",").map(Number)) {
    const database = async (name: string): Promise<string> => {
      await postgres.createDatabase(`${name}_${latencyMs}`);
      return postgres.url(`${name}_${latencyMs}`);
    };
    const told = (sentence: string) => process.stderr.write(`${sentence} (${latencyMs} ms added to every call) …\n`);
    const contacts = Number(values.contacts);
    if (only !== "kinds") {
      const figures = await measure({ latencyMs, databaseUrl: await database("bench"), mails: Number(values.mails), contacts, told });
      const fewer = [];
      if (contacts > FEWER_LINKS) {
        told(`An idle cycle at ${FEWER_LINKS} links`);
        fewer.push(await measureIdle({ latencyMs, databaseUrl: await database("bench_idle"), contacts: FEWER_LINKS }));
      }
      all.push({ ...figures, idleCycle: [...fewer, ...figures.idleCycle] });
    }
    if (only !== "main") {
      const [events, series, tasks, changed] = [values.events, values.series, values.tasks, values.changed].map(Number) as Four;
      kinds.push(
        await measureKinds({ latencyMs, databaseUrl: await database("bench_kinds"), contacts, events, series, tasks, changed, told }),
      );
    }
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
const tables = [...(all.length > 0 ? [table(all)] : []), ...(kinds.length > 0 ? [kindTable(kinds)] : [])];
process.stdout.write(`${tables.join("\n\n")}\n`);
if (values.json !== undefined) writeFileSync(resolve(values.json), `${JSON.stringify({ main: all, kinds }, null, 2)}\n`);
