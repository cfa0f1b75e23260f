import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import { asShared } from "../../sync-service/engine/withheld.ts";
import { gone, item, link, never, note, type Note, policy, row, alone, stoodWell } from "./one-link.ts";

/** A note whose title is "P" keeps its text to itself. */
const rules = policy({
  winner: "exchange",
  withheld: ({ title }) => (title === "P" ? { instead: { text: "-" }, by: "title" } : null),
});
const secret = note("secret", "P");
const instead = note("-", "P");
const pair = (change: Parameters<typeof link>[0]) => link({ origin: "exchange", base: instead, exchange: item(secret), ...change });
const up = (changes: Partial<Note>) => ({ salesforce: { do: "update", changes }, exchange: null });

describe("what an item keeps to itself", () => {
  it("E5: something else goes up for it, and is what was agreed on", () => {
    expect(decide(alone({ exchange: item(secret) }), rules)).toMatchObject({
      salesforce: { do: "create", record: instead },
      agreed: instead,
    });
    expect(decide(alone({ exchange: item(note("open")) }), rules)).toMatchObject({ salesforce: { do: "create", record: note("open") } });
  });

  it("E5: in a pair it is no change, and one that begins to withhold takes back what it had shared", () => {
    expect(decide(pair({ salesforce: row(instead) }), rules)).toMatchObject({ exchange: null, salesforce: null, agreed: instead });
    const shared = note("secret", "T");
    for (const origin of ["exchange", "salesforce", "twin"] as const)
      expect(decide(pair({ origin, base: shared, salesforce: row(shared) }), rules)).toMatchObject(up({ text: "-", title: "P" }));
    const before = pair({ base: secret, salesforce: row(secret) });
    expect(decide(before, rules)).toMatchObject(up({ text: "-" }));
  });

  it("E5: nothing comes down over it, nor over what withholds it: that is told as a conflict, which no wish gets around", () => {
    const theirs = pair({ salesforce: row(note("theirs", "T")) });
    expect(decide(theirs, rules)).toMatchObject({ exchange: null, salesforce: null, conflicts: [{ field: "title" }, { field: "text" }] });
    const wish = { id: "w", of: "conflict", on: "salesforce", expected: { text: "theirs" }, wanted: { text: "theirs" } } as const;
    expect(decide({ ...theirs, choice: "set", wishes: [wish] }, rules)).not.toMatchObject({ exchange: { changes: { text: "theirs" } } });
  });

  it("E5: what Salesforce withheld by itself stays there, and comes down while the mailbox has nothing of its own", () => {
    const theirs = note("theirs", "P");
    const known = pair({ origin: "salesforce", base: theirs, exchange: item(theirs), salesforce: row(note("edited", "P")) });
    expect(decide(known, rules)).toMatchObject({ exchange: { changes: { text: "edited" } }, salesforce: null });
    const own = pair({ origin: "salesforce", base: theirs, exchange: item(secret), salesforce: row(theirs) });
    expect(decide(own, rules)).toMatchObject({ exchange: null, salesforce: null, conflicts: [] });
    const both = pair({ origin: "salesforce", base: theirs, exchange: item(secret), salesforce: row(note("edited", "P")) });
    expect(decide(both, rules)).toMatchObject({ exchange: null, conflicts: [{ field: "text", lost: "edited" }] });
    // At a first meeting nothing was agreed yet.
    const met = pair({ state: "new", origin: null, base: null, exchange: item(secret), salesforce: row(theirs), searched: true });
    expect(decide(met, rules)).toMatchObject({ state: "linked", exchange: null, salesforce: null });
  });

  it("M3, E5: it is no edit that outlives a deletion, save in a copy of ours, which keeps what its owner wrote", () => {
    expect(decide(pair({ salesforce: gone }), rules)).toMatchObject({ state: "unlinked" });
    expect(decide(pair({ salesforce: gone, origin: "twin" }), rules)).toMatchObject({ state: "unlinked" });
    const copy = pair({ origin: "salesforce", base: note("theirs", "P"), salesforce: gone });
    expect(decide(copy, rules)).toMatchObject({ state: "parted" });
    const meeting = pair({ ...copy, exchange: item(secret, { withOthers: true }) });
    expect(decide(meeting, rules)).toMatchObject({ state: "parted" });
    // What Salesforce had withheld by itself, and both agreed on, was edited by nobody.
    const theirs = note("theirs", "P");
    const twin = pair({ origin: "twin", base: theirs, exchange: item(theirs), salesforce: gone });
    expect(decide(twin, rules)).toMatchObject({ state: "unlinked" });
  });

  it("E5: an item whose words are those of Salesforce already is as it is", () => {
    const theirs = item(note("theirs", "P"));
    if (theirs.is !== "present") throw new Error("It is there.");
    expect(asShared(theirs, rules, note("theirs", "P"))).toBe(theirs);
    expect(asShared(theirs, rules, null).standing).toMatchObject({ guarded: ["text", "title"], rich: ["text", "title"] });
  });

  it("P2, E5: made anew in Salesforce after its removal, it is made without it", () => {
    const wish = { id: "w", of: "undo", on: "salesforce", expected: {}, wanted: secret } as const;
    const known = pair({ salesforce: gone, choice: "restore", wishes: [wish], stood: stoodWell });
    expect(decide(known, rules)).toMatchObject({ salesforce: { do: "create", record: instead } });
    expect(decide({ ...known, salesforce: never }, rules)).toMatchObject({ salesforce: { do: "create", record: instead } });
  });
});
