import { describe, expect, it } from "vitest";
import type { FieldRules } from "../../sync-service/engine/policy.ts";
import { reconcile } from "../../sync-service/engine/reconcile.ts";
import { note, type Note, policy } from "./one-link.ts";

const rules = (change: Partial<FieldRules<Note>> = {}): FieldRules<Note> => ({ ...policy(), winner: "salesforce", ...change });
const textOnly = new Set<keyof Note>(["text"]);
const titleOnly = new Set<keyof Note>(["title"]);
const nothing = { exchange: {}, salesforce: {} };

describe("a value that a blank never wipes (C4)", () => {
  const kept = rules({ neverWiped: textOnly });

  it("stays when Salesforce empties it, and goes when the mailbox empties it", () => {
    expect(reconcile(note("was"), note("was"), note(null), kept)).toEqual({ agreed: note("was"), changes: nothing, conflicts: [] });
    expect(reconcile(note("was"), note(null), note("was"), kept)).toMatchObject({ changes: { salesforce: { text: null } } });
  });

  it("takes every other value that comes down", () => {
    expect(reconcile(note("was"), note("was"), note("new"), kept)).toMatchObject({ changes: { exchange: { text: "new" } } });
    expect(reconcile(note("was"), note("mine"), note("yours"), kept)).toMatchObject({ changes: { exchange: { text: "yours" } } });
  });

  it("goes up against a blank, for which it is a conflict that the mailbox wins", () => {
    expect(reconcile(note("was"), note("mine"), note(null), kept)).toEqual({
      agreed: note("mine"),
      changes: { exchange: {}, salesforce: { text: "mine" } },
      conflicts: [{ field: "text", winner: "exchange", kept: "mine", lost: null }],
    });
  });
});

describe("a guarded value (E2)", () => {
  const guarded = rules({ guarded: textOnly });

  it("is not written over: Salesforce's is told as a conflict, and the base stays", () => {
    expect(reconcile(note("was"), note("was"), note("new"), guarded)).toEqual({
      agreed: note("was"),
      changes: nothing,
      conflicts: [{ field: "text", winner: "exchange", kept: "was", lost: "new" }],
    });
  });

  it("is told of nothing where it could not be written anyhow", () => {
    const writable = { exchange: titleOnly, salesforce: titleOnly };
    expect(reconcile(note("was"), note("was"), note("new"), { ...guarded, writable })).toEqual({
      agreed: note("was"),
      changes: nothing,
      conflicts: [],
    });
  });
});

describe("a kind whose conflicts a person decides (M2)", () => {
  const asks = rules({ winner: "ask" });

  it("keeps what each side has, and the base, until he has chosen", () => {
    expect(reconcile(note("was"), note("mine"), note("yours"), asks)).toEqual({
      agreed: note("was"),
      changes: nothing,
      conflicts: [{ field: "text", winner: "exchange", kept: "mine", lost: "yours" }],
    });
  });

  it("asks nothing where one side alone may be written: that one gives way", () => {
    expect(reconcile(note("was"), note("mine"), note("yours"), { ...asks, guarded: textOnly })).toMatchObject({
      changes: { exchange: {}, salesforce: { text: "mine" } },
      conflicts: [{ winner: "exchange", lost: "yours" }],
    });
    const downOnly = { exchange: textOnly, salesforce: titleOnly };
    expect(reconcile(note("was"), note("mine"), note("yours"), { ...asks, writable: downOnly })).toMatchObject({
      changes: { exchange: { text: "yours" }, salesforce: {} },
      conflicts: [{ winner: "salesforce", lost: "mine" }],
    });
  });

  it("asks nothing where only one side changed", () => {
    expect(reconcile(note("was"), note("was"), note("new"), asks)).toMatchObject({ agreed: note("new"), conflicts: [] });
    expect(reconcile(note("was"), note("new"), note("was"), asks)).toMatchObject({ agreed: note("new"), conflicts: [] });
  });
});

describe("a value in another spelling", () => {
  const anyCase = rules({ alike: (_field, one, other) => String(one).toLowerCase() === String(other).toLowerCase() });

  it("is no change: the base keeps its own spelling, whichever side has another", () => {
    expect(reconcile(note("a@x"), note("A@X"), note("a@X"), anyCase)).toEqual({ agreed: note("a@x"), changes: nothing, conflicts: [] });
  });

  it("is taken as the mailbox spells it, where there was none or another before", () => {
    expect(reconcile(null, note("A@X"), note("a@x"), anyCase)).toMatchObject({ agreed: note("A@X"), changes: nothing });
    expect(reconcile(note("b@x"), note("A@X"), note("a@x"), anyCase)).toMatchObject({ agreed: note("A@X"), changes: nothing });
    expect(reconcile(note(null), note("A@X"), note("a@x"), anyCase)).toMatchObject({ agreed: note("A@X") });
  });

  it("is no edit beside a real one", () => {
    expect(reconcile(note("a@x"), note("A@X"), note("b@x"), anyCase)).toMatchObject({
      agreed: note("b@x"),
      changes: { exchange: { text: "b@x" } },
      conflicts: [],
    });
    expect(reconcile(note("a@x"), note("b@x"), note("A@X"), anyCase)).toMatchObject({
      agreed: note("b@x"),
      changes: { salesforce: { text: "b@x" } },
      conflicts: [],
    });
  });
});

describe("a value that neither side may be written with", () => {
  it("stays as it is on both, and is no conflict", () => {
    const writable = { exchange: titleOnly, salesforce: titleOnly };
    expect(reconcile(note("was"), note("mine"), note("yours"), rules({ writable }))).toEqual({
      agreed: note("was"),
      changes: nothing,
      conflicts: [],
    });
  });
});
