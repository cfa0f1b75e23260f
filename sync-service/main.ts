import { enableCompileCache } from "node:module";
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
enableCompileCache(); // halves the time of the second start; the rest is loaded after it for that reason
const { startService } = await import("./app.ts");
const service = await startService(config, process.stderr).catch(endWithWords);

let ending = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
    void service.stop().finally(() => process.exit(0));
  });
}

const url = await service.app.listen({ port: config.port, host: config.host }).catch(async (error: unknown) => {
  await service.stop();
  return endWithWords(error);
});
process.stdout.write(`${JSON.stringify({ event: "listening", url, pid: process.pid })}\n`);

function configOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    process.stderr.write(`Tandem cannot start. In its environment:\n${error.message}\n${error.remedy}\n`);
    process.exit(CONFIGURATION_FAULT);
  }
}

/** A port in use, a database that cannot be reached: said in a sentence, with the cause below it. */
function endWithWords(error: unknown): never {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  const why = code === "EADDRINUSE" ? `Port ${config.port} is in use by another program; set PORT to a free one.` : message;
  process.stderr.write(`Tandem cannot start: ${why}\n${code === "EADDRINUSE" ? "" : `${stack}\n`}`);
  process.exit(1);
}
