import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Decision, Step } from "../../sync-service/engine/decision.ts";
import type { Known, View } from "../../sync-service/engine/known.ts";
import type { Choice, LinkState } from "../../sync-service/engine/link-state.ts";
import { gone, item, never, note, type Note, policy, row } from "./one-link.ts";

const value = fc.constantFrom("a", "b", "c", null);
const record = fc.tuple(value, value).map(([text, title]) => note(text, title));
const flag = fc.boolean();
const exchange = fc.oneof(
  fc.constant(never),
  fc.constant(gone),
  fc
    .tuple(record, fc.record({ inFolder: flag, category: flag, problem: flag, withOthers: flag, lacksPointer: flag }))
    .map(([held, standing]) => item(held, { ...standing, guarded: standing.withOthers ? ["text", "title"] : [] })),
);
const salesforce = fc.oneof(
  fc.constant(never),
  fc.constant(gone),
  fc
    .tuple(record, fc.record({ inScope: flag, ownerId: fc.constantFrom("user", "other"), editable: flag, past: flag, others: flag }))
    .map(([held, standing]) => row(held, standing)),
);
const states: readonly LinkState[] = ["new", "linked", "listed", "question", "parted", "unlinked", "left", "failed", "removed"];
const choices: readonly (Choice | null)[] = [null, null, null, "send", "link", "separate", "bring-back", "let-go"];
const known: fc.Arbitrary<Known<Note>> = fc.record({
  state: fc.constantFrom(...states),
  origin: fc.constantFrom("exchange", "salesforce", "twin", null),
  base: fc.option(record),
  exchange,
  salesforce,
  stood: fc.record({
    exchange: fc.option(fc.record({ inFolder: flag, category: flag })),
    salesforce: fc.option(fc.record({ inScope: flag, ownerId: fc.constantFrom("user", "other") })),
  }),
  early: flag,
  choice: fc.constantFrom(...choices),
  searched: flag,
});
const rules = fc
  .record({
    winner: fc.constantFrom("exchange", "salesforce", "newest", "ask"),
    removeInSalesforce: flag,
    comesDown: flag,
    up: flag,
    down: flag,
  })
  .map(({ up, down, ...rest }) => policy({ ...rest, createIn: { exchange: down, salesforce: up } }));

/** Asks once more, as the cycle does, when the answer was to look for a twin and there is none. */
function decided(of: Known<Note>, by: ReturnType<typeof policy>): Decision<Note> {
  const first = decide(of, by);
  if (first.is === "decided") return first;
  const second = decide({ ...of, searched: true }, by);
  if (second.is !== "decided") throw new Error("it asked to be looked for twice");
  return second;
}

/** What stands on a side once the step is done. */
function after<S extends object>(view: View<Note, S>, step: Step<Note> | null, fresh: S): View<Note, S> {
  if (step === null) return view;
  if (step.do === "remove") return gone;
  if (step.do === "create") return { is: "present", record: step.record, standing: fresh };
  if (view.is !== "present") throw new Error("an update of what is not there");
  const { salesforce: category, problem, pointer } = step.marks;
  return {
    is: "present",
    record: { ...view.record, ...step.changes },
    standing: {
      ...view.standing,
      ...(category === undefined ? {} : { category }),
      ...(problem === undefined ? {} : { problem: problem !== null }),
      ...(pointer === undefined ? {} : { lacksPointer: false }),
    },
  };
}

/** The link as it stands once the decision was carried out and stored. */
function carriedOut(of: Known<Note>, by: Decision<Note>): Known<Note> {
  const here = after(of.exchange, by.exchange, item(note(null), { inFolder: true }).standing);
  const there = after(of.salesforce, by.salesforce, row(note(null)).standing);
  return {
    ...of,
    state: by.state === "forgotten" ? "new" : by.state,
    origin: by.origin ?? of.origin,
    base: by.agreed,
    exchange: here,
    salesforce: there,
    stood: {
      exchange: here.is === "present" ? here.standing : null,
      salesforce: there.is === "present" ? there.standing : null,
    },
    choice: null,
    searched: false,
  };
}

describe("any link, under any policy", () => {
  it("makes only what is not there, and writes and removes only what is", () => {
    fc.assert(
      fc.property(known, rules, (of, by) => {
        const { exchange: here, salesforce: there } = decided(of, by);
        for (const [step, view] of [
          [here, of.exchange],
          [there, of.salesforce],
        ] as const) {
          if (step !== null) expect(step.do === "create").toBe(view.is !== "present");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("M6: is settled by one decision: once it was carried out no value is written, and after the way to a new record nothing at all", () => {
    fc.assert(
      fc.property(known, rules, (of, by) => {
        const decision = decided(of, by);
        if (decision.state === "forgotten") return;
        const then = carriedOut(of, decision);
        const second = decided(then, by);
        const marksOnly = second.exchange?.do === "update" && Object.keys(second.exchange.changes).length === 0;
        expect(second.exchange === null || marksOnly).toBe(true);
        expect(second.salesforce).toBeNull();
        expect(decided(carriedOut(then, second), by)).toMatchObject({ exchange: null, salesforce: null });
      }),
      { numRuns: 3_000 },
    );
  });

  it("P5, M3: an event with other people is neither removed nor written over", () => {
    fc.assert(
      fc.property(known, rules, (of, by) => {
        const { exchange: step } = decided(of, by);
        if (of.exchange.is !== "present" || of.exchange.standing.withOthers !== true || step === null) return;
        expect(step.do).toBe("update");
        if (step.do === "update") expect(step.changes).toEqual({});
      }),
      { numRuns: 2_000 },
    );
  });

  it("P7: a record that the user may not edit is neither written nor removed", () => {
    fc.assert(
      fc.property(known, rules, (of, by) => {
        if (of.salesforce.is !== "present" || of.salesforce.standing.editable) return;
        expect(decided(of, by).salesforce).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it("P1: whatever is written, removed or left says by which rule", () => {
    fc.assert(
      fc.property(known, rules, (of, by) => {
        const { exchange: here, salesforce: there, conflicts, removal, grounds, reason } = decided(of, by);
        if (removal) expect(reason).not.toBeNull();
        const writes = [here, there].some((step) => step !== null && (step.do !== "update" || Object.keys(step.changes).length > 0));
        if (writes || removal || conflicts.length > 0) expect(grounds).not.toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
