import type { Round, Rounds } from "../cycle/rounds.ts";
import type { RoundAtRest } from "./tables.ts";

/** As a row holds them; numbers of wake-ups as text, as JSON has none of that size. */
export function roundsAtRest(rounds: Rounds): string {
  return JSON.stringify(rounds, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

export function roundsFrom(atRest: Readonly<Record<string, RoundAtRest | null>> | null): Rounds {
  const each = Object.entries(atRest ?? {}).map(([kind, round]) => [kind, round && opened(round)]);
  return Object.fromEntries(each) as Rounds;
}

const opened = ({ seq, until, isTold }: RoundAtRest): Round => ({ seq: BigInt(seq), until: new Date(until), isTold });
