import { emptyDatabase } from "../database.ts";
import { runStorm, type Storm } from "./storm.ts";

const small = { mails: 20, contacts: 20, kills: 4, settleWithinSeconds: 120 } as const;

/** A storm that is small enough for every run of the tests, on a database of its own. Answers what was found wrong. */
export async function smallStorm(more: Pick<Storm, "faults" | "tandemFields" | "seed">): Promise<readonly string[]> {
  const { url, drop } = await emptyDatabase();
  const { problems } = await runStorm({ ...small, ...more, databaseUrl: url });
  await drop();
  return problems;
}
