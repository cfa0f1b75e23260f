import type { Fault } from "../sandbox/base/faults.ts";
import type { ExpiryWording } from "../sandbox/graph/stored.ts";
import { ADA } from "../sides/stand-ins.ts";
import type { Chance } from "./people.ts";
import type { SimulatedWorld } from "./simulated-world.ts";

const FAULTS: readonly Fault[] = [
  { kind: "lost-before" },
  { kind: "lost-after" },
  { kind: "cut-short" },
  { kind: "throttled" },
  { kind: "unavailable" },
  { kind: "unavailable-after" },
  { kind: "expired-session" },
  { kind: "feed-lagging", on: "graph" },
  // The writes are where it hurts.
  { kind: "lost-after", method: "POST", path: "(batch|composite|sobjects)" },
  { kind: "unavailable-after", on: "salesforce", method: "POST", path: "sobjects" },
];

const WORDINGS: readonly ExpiryWording[] = [
  "gone-with-location",
  "gone-lower-case",
  "bad-request",
  "not-found",
  "resync-required",
  "sync-state-invalid",
];

/** What goes wrong outside in this hour. Answers what it is, in a few words. */
export function setWeather(world: SimulatedWorld, chance: Chance, seed: number): string {
  const { faults, graph, salesforce } = world.standIns;
  faults.clear(seed);
  const said: string[] = [];
  if (chance.is(0.35)) said.push("fair");
  else
    for (let count = 1 + chance.upTo(2); count > 0; count -= 1) {
      const fault = chance.of(FAULTS);
      const probability = fault.kind === "feed-lagging" ? 0.5 : 0.03 + chance.upTo(12) / 100;
      faults.plant({ ...fault, probability });
      said.push(fault.kind);
    }
  if (chance.is(0.06)) {
    graph.seed.expireDeltaTokens(ADA, chance.of(WORDINGS));
    said.push("delta tokens expire");
  }
  if (chance.is(0.06)) {
    salesforce.expireSessions();
    said.push("sessions expire");
  }
  return said.join(", ");
}
