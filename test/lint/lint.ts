import { runChecks } from "./checks.ts";

const results = await runChecks(({ name, passed, output }) => {
  console.log(`${passed ? "passed" : "FAILED"}  ${name}`);
  if (!passed) console.log(output);
});
if (results.some(({ passed }) => !passed)) process.exitCode = 1;
