import type { Fault, FaultBoard } from "../sandbox/base/faults.ts";
import type { Graph } from "../sandbox/graph/graph.ts";
import type { ExpiryWording } from "../sandbox/graph/stored.ts";
import type { Salesforce } from "../sandbox/salesforce/salesforce.ts";
import { ADA } from "../sides/stand-ins.ts";
import type { Chance } from "./people.ts";

const FAULTS: readonly Fault[] = [
  { kind: "lost-before" },
  { kind: "lost-after" },
  { kind: "cut-short" },
  { kind: "throttled" },
  { kind: "unavailable" },
  { kind: "unavailable-after" },
  { kind: "expired-session" },
  { kind: "feed-lagging", on: "graph" },
  // The writes are where it hurts: those that got no answer, and a mailbox that shuts while Salesforce is open.
  { kind: "throttled", on: "graph", method: "POST", path: "batch" },
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

interface Sky {
  readonly faults: FaultBoard;
  readonly graph: Graph;
  readonly salesforce: Salesforce;
}

/** What goes wrong outside in this hour. Answers what it is, in a few words. */
export function setWeather({ faults, graph, salesforce }: Sky, chance: Chance, seed: number): string {
  faults.clear(seed);
  const said: string[] = [];
  if (chance.is(0.35)) said.push("fair");
  else
    for (let count = 1 + chance.upTo(2); count > 0; count -= 1) {
      const fault = chance.of(FAULTS);
      const isDoor = fault.kind === "throttled" && fault.on === "graph";
      const probability = fault.kind === "feed-lagging" || isDoor ? 0.5 : 0.03 + chance.upTo(12) / 100;
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
