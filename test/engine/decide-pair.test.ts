import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Known, Stood } from "../../sync-service/engine/known.ts";
import {
  decision,
  gone,
  item,
  link,
  marks,
  note,
  type Note,
  noteFields,
  policy,
  row,
  stoodNowhere,
  stoodWell,
  tooLong,
} from "./one-link.ts";

const inStep = decision({ state: "linked", origin: "salesforce", agreed: note("was") });
/** How both stood when the link was settled last. */
const stood = (exchange: Stood["exchange"], salesforce = stoodWell.salesforce): Stood => ({ exchange, salesforce });

describe("a pair in step", () => {
  it("M6: without a change nothing is written, and asked again the answer is the same", () => {
    expect(decide(link(), policy())).toEqual(inStep);
    expect(decide(link(), policy())).toEqual(decide(link(), policy()));
  });

  it("M2: an edit goes to the other side, field by field", () => {
    expect(decide(link({ exchange: item(note("new")) }), policy())).toEqual({
      ...inStep,
      agreed: note("new"),
      salesforce: { do: "update", changes: { text: "new" }, contested: false, marks: {} },
      grounds: ["fields"],
    });
    expect(decide(link({ salesforce: row(note("new")) }), policy())).toEqual({
      ...inStep,
      agreed: note("new"),
      exchange: { do: "update", changes: { text: "new" }, contested: false, marks: {} },
      grounds: ["fields"],
    });
  });

  it("M2, P9: where both changed one field, it is written as contested, and the loser is listed", () => {
    const both = link({ exchange: item(note("mine", "U")), salesforce: row(note("yours")) });
    expect(decide(both, policy())).toEqual({
      ...inStep,
      agreed: note("yours", "U"),
      exchange: { do: "update", changes: { text: "yours" }, contested: true, marks: {} },
      salesforce: { do: "update", changes: { title: "U" }, contested: false, marks: {} },
      conflicts: [{ field: "text", winner: "salesforce", kept: "yours", lost: "mine" }],
      grounds: ["fields", "M2"],
    });
    expect(decide(both, policy({ winner: "exchange" }))).toEqual({
      ...inStep,
      agreed: note("mine", "U"),
      salesforce: { do: "update", changes: { text: "mine", title: "U" }, contested: true, marks: {} },
      conflicts: [{ field: "text", winner: "exchange", kept: "mine", lost: "yours" }],
      grounds: ["fields", "M2"],
    });
  });

  it("M2: with “newest”, the side that says it was changed last wins; where that is not known, a person is asked", () => {
    const changed = (here: string | null, there: string | null) =>
      decide(
        link({
          exchange: item(note("mine"), here === null ? {} : { changedAt: here }),
          salesforce: row(note("yours"), there === null ? {} : { changedAt: there }),
        }),
        policy({ winner: "newest" }),
      );
    expect(changed("2026-03-01T10:00:01Z", "2026-03-01T10:00:00Z")).toMatchObject({ agreed: note("mine") });
    expect(changed("2026-03-01T10:00:00Z", "2026-03-01T10:00:01.000+0000")).toMatchObject({ agreed: note("yours") });
    for (const [here, there] of [
      ["2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"],
      ["2026-03-01T10:00:00Z", null],
      [null, "2026-03-01T10:00:00Z"],
      [null, null],
    ] as const) {
      expect(changed(here, there)).toEqual({
        ...inStep,
        conflicts: [{ field: "text", winner: "exchange", kept: "mine", lost: "yours" }],
        grounds: ["M2"],
      });
    }
  });

  it("P7: a row that the user may not edit is read, and not written", () => {
    const readOnly = row(note("was"), { editable: false });
    expect(decide(link({ salesforce: readOnly }), policy())).toEqual(inStep);
    const reason = "What was changed here stays here: the user may not change the record in Salesforce, which leads.";
    expect(decide(link({ exchange: item(note("new")), salesforce: readOnly }), policy())).toEqual({ ...inStep, reason });
    expect(decide(link({ salesforce: row(note("new"), { editable: false }) }), policy())).toMatchObject({
      exchange: { changes: { text: "new" } },
    });
  });

  it("gets the marks that it lacks, with or without a value beside them", () => {
    const bare = item(note("was"), { category: false, problem: true, lacksPointer: true });
    const lacking = link({ exchange: bare, stood: stood({ inFolder: true, category: false }) });
    const set = { salesforce: true, problem: null, pointer: true } as const;
    expect(decide(lacking, policy())).toEqual({ ...inStep, exchange: marks(set) });
    expect(decide({ ...lacking, salesforce: row(note("new")) }, policy())).toMatchObject({
      exchange: { do: "update", changes: { text: "new" }, marks: set },
    });
  });
});

describe("C6: a pair whose record Salesforce would not take", () => {
  const rules = policy({ fault: ({ text }) => (text === "too long" ? tooLong : null) });

  it("keeps its base and says why, when something would have to go up", () => {
    expect(decide(link({ exchange: item(note("too long")) }), rules)).toEqual(
      decision({
        state: "failed",
        origin: "salesforce",
        agreed: note("was"),
        exchange: marks({ problem: "Text too long" }),
        fault: tooLong,
        reason: "The text is too long.",
        grounds: ["fault"],
      }),
    );
    expect(decide(link({ origin: null, base: null, exchange: item(note("too long")), salesforce: row(note(null)) }), rules)).toMatchObject({
      state: "failed",
      origin: "twin",
      agreed: null,
    });
  });

  it("is no matter while nothing has to go up", () => {
    const long = note("too long");
    expect(decide(link({ base: long, exchange: item(long), salesforce: row(long) }), rules)).toMatchObject({ state: "linked" });
    expect(decide(link({ salesforce: row(long) }), rules)).toMatchObject({ state: "linked", exchange: { changes: { text: "too long" } } });
  });
});

describe("two that meet for the first time (M1)", () => {
  const meeting = (change: Partial<Known<Note>> = {}) =>
    link({ state: "new", origin: null, base: null, exchange: item(note("a")), salesforce: row(note("a")), stood: stoodNowhere, ...change });
  const apart = policy({ namedApart: (one, other) => one.title !== other.title });

  it("are linked as twins, whoever made them", () => {
    expect(decide(meeting(), policy())).toEqual(
      decision({ state: "linked", origin: "twin", agreed: note("a"), reason: "Found to be the same on both sides.", grounds: ["M1"] }),
    );
    expect(decide(meeting({ origin: "exchange" }), policy())).toMatchObject({ origin: "exchange" });
    expect(decide(meeting({ exchange: item(note(null)) }), policy())).toMatchObject({
      exchange: { changes: { text: "a" }, contested: false },
      grounds: ["M1", "fields"],
    });
  });

  it("are asked about where they are named differently, until a person links them", () => {
    const differs = meeting({ salesforce: row(note("a", "Other")) });
    expect(decide(differs, apart)).toEqual(
      decision({
        state: "question",
        reason: "The same address or phone, but another name: are these one person?",
        grounds: ["M1"],
      }),
    );
    expect(decide({ ...differs, origin: "twin" }, apart)).toMatchObject({ state: "question", origin: "twin" });
    expect(decide({ ...differs, choice: "link" }, apart)).toMatchObject({ state: "linked" });
    expect(decide({ ...differs, choice: "send" }, apart)).toMatchObject({ state: "question" });
    expect(decide(meeting(), apart)).toMatchObject({ state: "linked" });
  });

  it("are not asked about once they have agreed on anything", () => {
    expect(decide(link({ salesforce: row(note("was", "Other")) }), apart)).toMatchObject({ state: "linked" });
  });

  it("M4: are no pair where the item carries no mark", () => {
    expect(decide(meeting({ exchange: item(note("a"), { inFolder: false, category: false }) }), policy())).toMatchObject({ state: "left" });
    expect(decide(meeting({ exchange: item(note("a"), { inFolder: false }) }), policy())).toMatchObject({ state: "linked" });
  });
});

describe("M4: losing a mark is leaving", () => {
  const left = decision({
    state: "left",
    origin: "salesforce",
    agreed: note("was"),
    reason: "A mark was taken off in the mailbox: both stay, and are no longer kept in step.",
    grounds: ["M4"],
  });
  const standing = (category: boolean, inFolder: boolean, problem = false) => item(note("new"), { category, inFolder, problem });

  it("the category taken off, or the item moved out: the other mark goes too, and no value moves", () => {
    expect(decide(link({ exchange: standing(false, true) }), policy())).toEqual(left);
    expect(decide(link({ exchange: standing(true, false) }), policy())).toEqual({ ...left, exchange: marks({ salesforce: false }) });
    expect(decide(link({ exchange: standing(false, false, true) }), policy())).toEqual({ ...left, exchange: marks({ problem: null }) });
    expect(decide(link({ exchange: standing(true, false, true) }), policy())).toEqual({
      ...left,
      exchange: marks({ salesforce: false, problem: null }),
    });
  });

  it("what came by one mark alone cannot lose the other", () => {
    const byCategory = stood({ inFolder: false, category: true });
    const byFolder = stood({ inFolder: true, category: false });
    expect(decide(link({ stood: byCategory, exchange: standing(true, false) }), policy())).toMatchObject({ state: "linked" });
    expect(decide(link({ stood: byFolder, exchange: standing(false, true) }), policy())).toMatchObject({ state: "linked" });
    expect(decide(link({ stood: byCategory, exchange: standing(false, false) }), policy())).toEqual(left);
  });

  const rests = (change: Partial<Known<Note>> = {}) =>
    link({ state: "left", exchange: item(note("new"), { category: false }), stood: stood({ inFolder: true, category: false }), ...change });

  it("a pair that was left stays so, whatever is edited", () => {
    const stays = decision({ state: "left", origin: "salesforce", agreed: note("was"), grounds: ["M4"] });
    expect(decide(rests(), policy())).toEqual(stays);
    expect(decide(rests({ exchange: item(note("new"), { category: false, problem: true }) }), policy())).toEqual({
      ...stays,
      exchange: marks({ problem: null }),
    });
  });

  it("a mark set anew, or a person's answer, brings both together again", () => {
    expect(decide(rests({ exchange: item(note("new")) }), policy())).toMatchObject({
      state: "linked",
      salesforce: { changes: { text: "new" } },
    });
    expect(decide(rests({ choice: "bring-back" }), policy())).toMatchObject({ state: "linked", exchange: { marks: { salesforce: true } } });
    expect(decide(rests({ choice: "link" }), policy())).toMatchObject({ state: "linked" });
  });

  it("a scope that it comes back into does not bring back what a person left", () => {
    const outside = stood({ inFolder: true, category: false }, { inScope: false, ownerId: "user" });
    expect(decide(rests({ stood: outside }), policy())).toMatchObject({ state: "left" });
  });

  it("a person who brings back what has lost its marks is obeyed", () => {
    const unmarked = item(note("was"), { category: false, inFolder: false });
    expect(decide(link({ exchange: unmarked, choice: "bring-back" }), policy())).toMatchObject({
      state: "linked",
      exchange: marks({ salesforce: true }),
    });
  });
});

describe("C1: a record that leaves the scope", () => {
  const moved = { inScope: false, ownerId: "other" };
  const out = (change: Partial<Known<Note>> = {}) => link({ salesforce: row(note("was"), moved), ...change });
  const unlinked = decision({
    state: "unlinked",
    origin: "salesforce",
    agreed: note("was"),
    exchange: marks({ salesforce: false }),
    reason: "The record left the user's scope in Salesforce.",
    grounds: ["down"],
  });

  it("E3: takes along the copy that sync made, when the meeting itself has come, unless somebody wrote into it", () => {
    const met = row(note("was"), { inScope: false, outside: "met", editable: false });
    expect(decide(link({ origin: "salesforce", salesforce: met }), policy())).toEqual(
      decision({
        state: "removed",
        exchange: { do: "remove" },
        reason: "The meeting itself has come to the calendar, in the place of the copy.",
        grounds: ["E3"],
      }),
    );
    expect(decide(link({ origin: "salesforce", exchange: item(note("new")), salesforce: met }), policy())).toMatchObject({
      state: "parted",
    });
    expect(decide(link({ origin: "twin", salesforce: met }), policy())).toMatchObject({ state: "unlinked" });
  });

  it("takes along the copy that sync made, when it has a new owner", () => {
    expect(decide(out(), policy())).toEqual(
      decision({
        state: "removed",
        exchange: { do: "remove" },
        removal: true,
        reason: "The record has a new owner in Salesforce.",
        grounds: ["down"],
      }),
    );
  });

  it("M3: not if the copy was edited meanwhile", () => {
    expect(decide(out({ exchange: item(note("new")) }), policy())).toMatchObject({
      state: "parted",
      exchange: null,
      conflicts: [{ field: "deletion", winner: "exchange" }],
    });
  });

  it("M3: nor if somebody wrote something into it that Salesforce has no place for", () => {
    const noPlace = policy({ givenTo: { exchange: new Set(["text"]), salesforce: new Set(["title"]) }, blankAtFirst: noteFields });
    expect(decide(out({ exchange: item(note("new")) }), noPlace)).toMatchObject({ state: "parted" });
    expect(decide(out({ exchange: item(note(null)) }), noPlace)).toMatchObject({ state: "removed" });
  });

  it("otherwise leaves the item there, without the category", () => {
    expect(decide(link({ salesforce: row(note("new"), { inScope: false }) }), policy())).toEqual(unlinked);
    for (const origin of ["exchange", "twin"] as const) expect(decide(out({ origin }), policy())).toEqual({ ...unlinked, origin });
    expect(decide(out({ exchange: item(note("was"), { withOthers: true }) }), policy())).toEqual(unlinked);
    expect(decide(out({ base: null }), policy())).toEqual({ ...unlinked, agreed: null });
  });

  it("is no leaving where it was not in the scope before, or nobody knows", () => {
    const before = stood(stoodWell.exchange, { inScope: false, ownerId: "other" });
    expect(decide(out({ stood: before }), policy())).toMatchObject({ state: "linked" });
    expect(decide(out({ stood: { ...stoodWell, salesforce: null } }), policy())).toMatchObject({ state: "linked" });
  });

  const wasOut = stood(stoodWell.exchange, { inScope: false, ownerId: "other" });
  it.each(["unlinked", "parted"] as const)("comes back together when it comes back into the scope: %s", (state) => {
    const known = link({ state, stood: wasOut, exchange: item(note("was"), { category: false, inFolder: true }) });
    expect(decide(known, policy())).toMatchObject({ state: "linked", exchange: { marks: { salesforce: true } } });
    const still = { ...known, salesforce: row(note("new"), moved) };
    expect(decide(still, policy())).toEqual(decision({ state, origin: "salesforce", agreed: note("was"), grounds: ["M3"] }));
  });

  it("unlinked for another reason, it stays so while it is in the scope", () => {
    for (const salesforce of [stoodWell.salesforce, null]) {
      expect(decide(link({ state: "unlinked", stood: stood(stoodWell.exchange, salesforce) }), policy())).toEqual(
        decision({ state: "unlinked", origin: "salesforce", agreed: note("was"), grounds: ["M3"] }),
      );
    }
  });

  it("M3: a pair that a deletion parted, and whose record came back, is in step again", () => {
    for (const salesforce of [stoodWell.salesforce, null]) {
      const known = link({ state: "parted", stood: stood(stoodWell.exchange, salesforce), exchange: item(note("new")) });
      expect(decide(known, policy())).toMatchObject({ state: "linked", salesforce: { changes: { text: "new" } } });
    }
  });
});

describe("E3: a record that a colleague's mailbox keeps in step", () => {
  const theirs = (change: Partial<Known<Note>> = {}) => link({ salesforce: row(note("theirs"), { others: true }), ...change });

  it("is stood for by this item, and no value moves", () => {
    const stands = decision({ state: "linked", origin: "salesforce", agreed: note("was"), grounds: ["E3"] });
    expect(decide(theirs(), policy())).toEqual(stands);
    expect(decide(theirs({ base: null, origin: null }), policy())).toEqual({
      ...stands,
      origin: "twin",
      reason: "It is in Salesforce already, from a colleague's mailbox, which keeps it in step.",
    });
  });

  it("takes from this item what it leads, and that alone; once said, it is not said again", () => {
    const led = item(note("new"), { leads: ["text"] });
    expect(decide(theirs({ exchange: led }), policy())).toEqual(
      decision({
        ...{ state: "linked", origin: "salesforce", agreed: note("new"), grounds: ["E3"] },
        salesforce: { do: "update", changes: { text: "new" }, contested: false, marks: {} },
      }),
    );
    expect(decide(theirs({ exchange: led, base: note("new") }), policy())).toMatchObject({ salesforce: null });
    expect(decide(theirs({ exchange: led, base: null }), policy())).toMatchObject({ salesforce: { changes: { text: "new" } } });
    const titles = new Set<keyof Note>(["title"]);
    expect(decide(theirs({ exchange: led }), policy({ inPlay: titles }))).toMatchObject({ salesforce: null });
    const writable = { ...policy().writable, salesforce: titles };
    expect(decide(theirs({ exchange: led }), policy({ writable }))).toMatchObject({ salesforce: null });
  });

  it("its item is marked like any other, and loses its problem", () => {
    const bare = item(note("was"), { category: false, problem: true });
    expect(decide(theirs({ exchange: bare, stood: stood({ inFolder: true, category: false }) }), policy())).toMatchObject({
      exchange: marks({ salesforce: true, problem: null }),
    });
  });

  it("M3: stays in Salesforce though the item is deleted here, whatever was edited there", () => {
    expect(decide(theirs({ exchange: gone }), policy())).toMatchObject({ state: "unlinked", salesforce: null, conflicts: [] });
  });
});
