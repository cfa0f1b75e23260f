import { startService } from "./app.ts";
import { type Config, readConfig } from "./config.ts";
import { ConfigInvalid } from "./errors.ts";

const CONFIGURATION_FAULT = 78; // EX_CONFIG of sysexits.h
/** O2: SIGTERM ends the process within 10 seconds, whatever hangs. */
const STOP_WITHIN_MS = 9_000;

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  process.stderr.write(`Tandem needs Node 24 and this is ${process.versions.node}. Start it with "npm run serve", which brings its own.\n`);
  process.exit(CONFIGURATION_FAULT);
}

const config = configOrExit();
const service = await startService(config, process.stderr);
const url = await service.app.listen({ port: config.port, host: config.host });
process.stdout.write(`${JSON.stringify({ event: "listening", url, pid: process.pid })}\n`);

let ending = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
    void service.stop().finally(() => process.exit(0));
  });
}

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    process.stderr.write(`Tandem cannot start. In its environment:\n${error.message}\n${error.remedy}\n`);
    process.exit(CONFIGURATION_FAULT);
  }
}
