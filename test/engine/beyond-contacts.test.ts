import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { ExchangeStanding, Known } from "../../sync-service/engine/known.ts";
import { alone, item, link, note, type Note, policy, row } from "./one-link.ts";

const rules = policy({ removeInSalesforce: true });
const pair = (exchange: Note, salesforce: Note, standing: Partial<ExchangeStanding> = {}): Known<Note> =>
  link({ exchange: item(exchange, standing), salesforce: row(salesforce) });

describe("what stands in a richer form in the mailbox (E2)", () => {
  const guarded = { guarded: ["text"] };

  it("is not written over: Salesforce's value is listed, and the base stays", () => {
    expect(decide(pair(note("was"), note("new"), guarded), rules)).toMatchObject({
      state: "linked",
      exchange: null,
      salesforce: null,
      agreed: note("was"),
      conflicts: [{ field: "text", winner: "exchange", kept: "was", lost: "new" }],
    });
  });

  it("wins where both sides changed it, whoever wins otherwise, and goes up", () => {
    expect(decide(pair(note("mine"), note("yours"), guarded), rules)).toMatchObject({
      exchange: null,
      salesforce: { do: "update", changes: { text: "mine" }, contested: true },
      conflicts: [{ field: "text", winner: "exchange", lost: "yours" }],
    });
  });

  it("goes up as ever, and lets other fields come down", () => {
    expect(decide(pair(note("mine"), { title: "U", text: "was" }, guarded), rules)).toMatchObject({
      exchange: { do: "update", changes: { title: "U" } },
      salesforce: { do: "update", changes: { text: "mine" } },
      conflicts: [],
    });
  });
});

describe("the way to the record (T3)", () => {
  it("is set where items of the kind have one and this one lacks it", () => {
    expect(decide(pair(note("was"), note("was"), { lacksPointer: true }), rules)).toMatchObject({
      exchange: { do: "update", changes: {}, marks: { pointer: true } },
    });
    expect(decide(pair(note("was"), note("was"), { lacksPointer: false }), rules)).toMatchObject({ exchange: null });
  });
});

describe("what was settled long ago (T1)", () => {
  const there = (past: boolean): Known<Note> => alone({ salesforce: row(note("a"), { past }) });

  it("does not come down, unless a person asks", () => {
    expect(decide(there(true), rules)).toMatchObject({ state: "forgotten", exchange: null });
    expect(decide(there(false), rules)).toMatchObject({ state: "linked", exchange: { do: "create" } });
    expect(decide({ ...there(true), choice: "bring-back" }, rules)).toMatchObject({ exchange: { do: "create" } });
  });
});
