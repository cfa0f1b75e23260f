import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Known } from "../../sync-service/engine/known.ts";
import type { Policy } from "../../sync-service/engine/policy.ts";

type Note = { readonly title: string | null; readonly text: string | null };
const fields = new Set<keyof Note>(["title", "text"]);
const policy: Policy<Note> = {
  inPlay: fields,
  givenTo: { exchange: fields, salesforce: fields },
  writable: { exchange: fields, salesforce: fields },
  neverWiped: new Set(),
  winner: "salesforce",
  alike: (_field, one, other) => one === other,
  createIn: { exchange: true, salesforce: true },
  comesDown: true,
  removeInSalesforce: true,
  blankAtFirst: new Set(),
  namedApart: () => false,
  fault: () => null,
};
const mark = { inFolder: true, category: true, problem: false };
const stands = { inScope: true, ownerId: "u", editable: true };
const note = (text: string | null): Note => ({ title: "T", text });
const pair = (exchange: Note, salesforce: Note, standing: object = {}): Known<Note> => ({
  state: "linked",
  origin: "salesforce",
  base: note("was"),
  exchange: { is: "present", record: exchange, standing: { ...mark, ...standing } },
  salesforce: { is: "present", record: salesforce, standing: stands },
  stood: { exchange: mark, salesforce: stands },
  early: false,
  choice: null,
  searched: false,
});

describe("what stands in a richer form in the mailbox (E2)", () => {
  const guarded = { guarded: ["text"] };

  it("is not written over: Salesforce's value is listed, and the base stays", () => {
    expect(decide(pair(note("was"), note("new"), guarded), policy)).toMatchObject({
      state: "linked",
      exchange: null,
      salesforce: null,
      agreed: note("was"),
      conflicts: [{ field: "text", winner: "exchange", kept: "was", lost: "new" }],
    });
  });

  it("wins where both sides changed it, whoever wins otherwise, and goes up", () => {
    expect(decide(pair(note("mine"), note("yours"), guarded), policy)).toMatchObject({
      exchange: null,
      salesforce: { do: "update", changes: { text: "mine" }, contested: true },
      conflicts: [{ field: "text", winner: "exchange", lost: "yours" }],
    });
  });

  it("goes up as ever, and lets other fields come down", () => {
    expect(decide(pair(note("mine"), { title: "U", text: "was" }, guarded), policy)).toMatchObject({
      exchange: { do: "update", changes: { title: "U" } },
      salesforce: { do: "update", changes: { text: "mine" } },
      conflicts: [],
    });
  });
});

describe("the way to the record (T3)", () => {
  it("is set where items of the kind have one and this one lacks it", () => {
    expect(decide(pair(note("was"), note("was"), { lacksPointer: true }), policy)).toMatchObject({
      exchange: { do: "update", changes: {}, marks: { pointer: true } },
    });
    expect(decide(pair(note("was"), note("was"), { lacksPointer: false }), policy)).toMatchObject({ exchange: null });
  });
});

describe("what was settled long ago (T1)", () => {
  const alone = (past: boolean): Known<Note> => ({
    ...pair(note("a"), note("a")),
    state: "new",
    base: null,
    exchange: { is: "never" },
    salesforce: { is: "present", record: note("a"), standing: { ...stands, past } },
    stood: { exchange: null, salesforce: null },
    searched: true,
  });

  it("does not come down, unless a person asks", () => {
    expect(decide(alone(true), policy)).toMatchObject({ state: "forgotten", exchange: null });
    expect(decide(alone(false), policy)).toMatchObject({ state: "linked", exchange: { do: "create" } });
    expect(decide({ ...alone(true), choice: "bring-back" }, policy)).toMatchObject({ exchange: { do: "create" } });
  });
});
