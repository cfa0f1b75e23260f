import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../../sync-service/store/embedded-postgres.ts";
import { runStorm, STORM_FAULTS } from "./storm.ts";
import { endServicesOnSignal } from "../sandbox/service-process.ts";

const USAGE = `npm run chaos -- [--mails 200] [--contacts 200] [--kills 20] [--faults 0.1] [--no-fields] [--seed 1]
Kills the service while mails and contacts are in flight, and counts what stands on both sides in the end.
--faults is the chance of each of: ${STORM_FAULTS.join(", ")}.`;

const { values } = parseArgs({
  options: {
    mails: { type: "string", default: "200" },
    contacts: { type: "string", default: "200" },
    kills: { type: "string", default: "20" },
    faults: { type: "string", default: "0" },
    "no-fields": { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "tandem-chaos-"));
chmodSync(folder, 0o755);
const postgres = await startEmbeddedPostgres(folder);
endServicesOnSignal(() => postgres.stop());
try {
  await postgres.createDatabase("storm");
  const chance = Number(values.faults);
  const result = await runStorm({
    mails: Number(values.mails),
    contacts: Number(values.contacts),
    kills: Number(values.kills),
    faults: Object.fromEntries(STORM_FAULTS.map((kind) => [kind, chance])),
    tandemFields: !values["no-fields"],
    seed: Number(values.seed),
    databaseUrl: postgres.url("storm"),
    settleWithinSeconds: 600,
    told: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = result.problems.length === 0 ? 0 : 1;
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
