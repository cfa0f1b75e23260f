import { afterAll, describe, expect, it } from "vitest";
import { ACTS, PEOPLE, type RecordName } from "./acts.ts";
import type { EndState } from "./end-state.ts";
import { type Line, lineOf, stopsAt, tableOf } from "./points.ts";
import { ACTS_A_WORLD, lived } from "./stopping.ts";

/** The fields of O6 make a difference only to what is made in Salesforce: the rest is done there when everything is asked for. */
const isEverything = process.env["EVERY_CRASH_POINT"] !== undefined;
const ORGS = [
  ["without fields of ours", { tandemFields: false }, ACTS],
  ["with fields of ours", { tandemFields: true }, isEverything ? ACTS : (["create up"] as const)],
] as const;

/** P4 for one sort of record: every act is stopped at every instant, and comes to the same end. */
export function stoppedEverywhere(record: RecordName): void {
  const lines: Line[] = [];
  afterAll(() => console.log(tableOf(record, lines)));

  describe.each(ORGS)(`P4: ${record}, in an org %s`, (name, org, acts) => {
    it.each(acts)("%s: stopped at any await and started again, it ends the same", { timeout: 120_000 }, async (act) => {
      const person = PEOPLE[record];
      const calm = await lived(
        person,
        act,
        org,
        Array.from({ length: ACTS_A_WORLD }, () => null),
      );
      // Each act leads to something that is written, else there is nothing to stop.
      expect(new Set(calm.map(({ state }) => state.journal.length)).size).toBe(ACTS_A_WORLD);
      const points = calm[0]?.points ?? [];
      const stops = stopsAt(points);
      for (let start = 0; start < stops.length; start += ACTS_A_WORLD) {
        const some = stops.slice(start, start + ACTS_A_WORLD);
        const ends = await lived(person, act, org, some);
        for (const [index, { state }] of ends.entries()) {
          const [stop, wanted] = [some[index], calm[index]?.state];
          expect(
            differences(wanted, state),
            `stopped at ${stop?.at} of ${points.length}: ${points[(stop?.at ?? 0) - 1]}, ${stop?.request}`,
          ).toEqual([]);
        }
      }
      const line = lineOf(name, act, points, stops);
      expect(line.storeCalls).toBeGreaterThan(10);
      expect(line.stops).toBeGreaterThan(line.requests + line.storeCalls);
      lines.push(line);
    });
  });
}

const LONGEST_LINE = 400;

/** In words: what there is too much, and what is missing. */
function differences(wanted: EndState | undefined, state: EndState): readonly string[] {
  if (!wanted) return ["Nothing to compare with."];
  const parts = ["mailbox", "salesforce", "links", "journal"] as const;
  const lines = parts.flatMap((part) => [
    ...without(state[part], wanted[part]).map((line) => `${part} + ${line}`),
    ...without(wanted[part], state[part]).map((line) => `${part} - ${line}`),
  ]);
  const mailed = state.mailed === wanted.mailed ? [] : [`${state.mailed} were mailed`];
  return [...lines, ...mailed].map((line) => line.slice(0, LONGEST_LINE));
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
