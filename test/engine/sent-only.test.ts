import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Known, SalesforceStanding } from "../../sync-service/engine/known.ts";
import { reconcile } from "../../sync-service/engine/reconcile.ts";
import { policyOver } from "./one-link.ts";

type Meeting = { readonly title: string | null; readonly people: string | null };
const all = new Set<keyof Meeting>(["title", "people"]);
const title = new Set<keyof Meeting>(["title"]);
const policy = policyOver<Meeting>(all, {
  givenTo: { exchange: title, salesforce: all },
  writable: { exchange: title, salesforce: all },
  sentOnly: new Set(["people"]),
  winner: "exchange",
  removeInSalesforce: true,
});
const of = (people: string | null, name = "T"): Meeting => ({ title: name, people });

describe("what is only sent to Salesforce, and never read there", () => {
  const cases = [
    { title: "unchanged in the mailbox: nothing is written", base: of("a"), exchange: of("a"), agreed: "a", writes: {} },
    { title: "changed in the mailbox: it goes up", base: of("a"), exchange: of("b"), agreed: "b", writes: { people: "b" } },
    { title: "emptied in the mailbox: it is taken back", base: of("a"), exchange: of(null), agreed: null, writes: { people: null } },
    { title: "at a first meeting: it goes up", base: null, exchange: of("a"), agreed: "a", writes: { people: "a" } },
    { title: "blank at a first meeting: nothing is written", base: null, exchange: of(null), agreed: null, writes: {} },
  ];

  it.each(cases)("$title", ({ base, exchange, agreed, writes }) => {
    // Whatever Salesforce seems to hold says nothing.
    for (const there of [of(null), of("x")]) {
      const merge = reconcile(base, exchange, there, { ...policy, winner: "exchange" });
      expect(merge.agreed.people).toBe(agreed);
      expect(merge.changes).toEqual({ exchange: {}, salesforce: writes });
      expect(merge.conflicts).toEqual([]);
    }
  });

  it("is no edit that outlives a deletion (M3): an answer to an invitation comes in by itself", () => {
    const gone = { ...pair(of("b"), of(null)), salesforce: { is: "gone" } } as const;
    expect(decide({ ...gone, base: of("a") }, policy)).toMatchObject({ state: "removed", exchange: { do: "remove" } });
    expect(decide({ ...gone, exchange: { ...gone.exchange, record: of("b", "U") }, base: of("a") }, policy)).toMatchObject({
      state: "parted",
    });
  });
});

describe("a record that the user may not edit", () => {
  const theirs = { editable: false };
  const decided = (exchange: Meeting, salesforce: Meeting) => decide({ ...pair(exchange, salesforce, theirs), base: of("a") }, policy);

  it("P7: says that what was changed here stays here", () => {
    expect(decided(of("a", "mine"), of(null))).toMatchObject({
      salesforce: null,
      reason: "What was changed here stays here: the user may not change the record in Salesforce, which leads.",
    });
  });

  it("says nothing of what comes down, nor of what is only ever sent", () => {
    expect(decided(of("a"), of(null, "new"))).toMatchObject({ exchange: { changes: { title: "new" } }, reason: null });
    expect(decided(of("b"), of(null))).toMatchObject({ exchange: null, salesforce: null, reason: null });
  });
});

describe("E3: a record that another mailbox keeps in step", () => {
  const theirs = { others: true, editable: false, inScope: false };

  it("is linked, and nothing goes either way, however they differ", () => {
    const decision = decide({ ...pair(of("b", "mine"), of(null, "theirs"), theirs), base: null, searched: true }, policy);
    expect(decision).toMatchObject({ state: "linked", exchange: null, salesforce: null, conflicts: [], agreed: of("b", "mine") });
  });

  it("stays when this item is deleted, and whatever was changed there makes no conflict", () => {
    const known = { ...pair(of("b"), of(null, "new there"), theirs), exchange: { is: "gone" } } as const;
    expect(decide(known, policy)).toMatchObject({ state: "unlinked", salesforce: null, conflicts: [] });
  });

  it("lets the item go when it is deleted itself", () => {
    const known = { ...pair(of("b"), of(null), theirs), base: of("b"), salesforce: { is: "gone" }, origin: "twin" } as const;
    expect(decide(known, policy)).toMatchObject({ state: "unlinked", exchange: { marks: { salesforce: false } } });
  });
});

function pair(exchange: Meeting, salesforce: Meeting, more: Partial<SalesforceStanding> = {}) {
  const mark = { inFolder: false, category: true, problem: false };
  const stands = { inScope: true, ownerId: "u", editable: true, ...more };
  return {
    state: "linked",
    origin: "salesforce",
    base: of("a"),
    exchange: { is: "present", record: exchange, standing: mark },
    salesforce: { is: "present", record: salesforce, standing: stands },
    stood: { exchange: mark, salesforce: stands },
    early: false,
    choice: null,
    searched: false,
  } as const satisfies Known<Meeting>;
}
