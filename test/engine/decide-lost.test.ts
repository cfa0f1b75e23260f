import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Known } from "../../sync-service/engine/known.ts";
import { decision, gone, item, link, marks, note, type Note, noteFields, policy, row, stoodNowhere, tooLong } from "./one-link.ts";

const RESTING = ["parted", "unlinked", "left"] as const;
const partedBy = (winner: "exchange" | "salesforce") =>
  decision({
    state: "parted",
    agreed: note("was"),
    conflicts: [{ field: "deletion", winner, kept: null, lost: null }],
    removal: true,
    reason: "Edited on one side and deleted on the other: the edited one stays.",
    grounds: ["M3"],
  });

describe("deleted in the mailbox (M3)", () => {
  const lost = (change: Partial<Known<Note>> = {}) => link({ exchange: gone, ...change });
  const unlinked = decision({
    state: "unlinked",
    agreed: note("was"),
    removal: true,
    reason: "Deleted in the mailbox; Salesforce keeps the record.",
    grounds: ["M3"],
  });
  const removing = policy({ removeInSalesforce: true });

  it("Salesforce keeps the record, and the pair is let go", () => {
    expect(decide(lost(), policy())).toEqual(unlinked);
  });

  it("it goes from Salesforce where the preset says so, and the user may", () => {
    expect(decide(lost(), removing)).toEqual(
      decision({ state: "removed", salesforce: { do: "remove" }, removal: true, reason: "Deleted in the mailbox.", grounds: ["M3"] }),
    );
    expect(decide(lost({ salesforce: row(note("was"), { editable: false }) }), removing)).toEqual(unlinked);
  });

  it("an edit in Salesforce outlives the deletion, whatever the preset says", () => {
    for (const rules of [policy(), removing]) {
      expect(decide(lost({ salesforce: row(note("new")) }), rules)).toEqual(partedBy("salesforce"));
    }
  });

  it("an edit for which the mailbox has no place is none; one that the preset holds back just now is", () => {
    const noPlace = policy({ givenTo: { exchange: new Set(["title"]), salesforce: new Set(["text"]) } });
    expect(decide(lost({ salesforce: row(note("new")) }), noPlace)).toEqual(unlinked);
    const heldBack = policy({ writable: { exchange: new Set(), salesforce: new Set() } });
    expect(decide(lost({ salesforce: row(note("new")) }), heldBack)).toEqual(partedBy("salesforce"));
  });

  it.each(RESTING)("nothing is done about a pair that rests: %s", (state) => {
    const rests = decision({ state, agreed: note("was"), grounds: [state === "left" ? "M4" : "M3"] });
    expect(decide(lost({ state, salesforce: row(note("new")) }), removing)).toEqual(rests);
  });

  it.each(RESTING)("M3: a person brings it back, and it is made in the mailbox as it is in Salesforce: %s", (state) => {
    expect(decide(lost({ state, salesforce: row(note("new")), choice: "bring-back", searched: true }), policy())).toEqual(
      decision({
        state: "linked",
        origin: "salesforce",
        agreed: note("new"),
        exchange: { do: "create", record: note("new") },
        reason: "In the user's scope in Salesforce.",
        grounds: ["down"],
      }),
    );
  });
});

describe("deleted in Salesforce (M3)", () => {
  const lost = (change: Partial<Known<Note>> = {}) => link({ salesforce: gone, ...change });
  const sentUp = {
    state: "linked",
    origin: "exchange",
    salesforce: { do: "create", record: note("was") },
    reason: "Marked in the mailbox.",
  } as const;

  it("a copy that sync made goes", () => {
    expect(decide(lost(), policy())).toEqual(
      decision({
        state: "removed",
        exchange: { do: "remove" },
        removal: true,
        reason: "The record is gone from Salesforce.",
        grounds: ["M3"],
      }),
    );
  });

  it.each(["exchange", "twin", null] as const)("the user's own item stays, and loses what of ours is on it: made by %s", (origin) => {
    const unlinked = decision({
      state: "unlinked",
      agreed: note("was"),
      exchange: marks({ salesforce: false }),
      removal: true,
      reason: "The record is gone from Salesforce; the item is the user's own and stays.",
      grounds: ["M3"],
    });
    expect(decide(lost({ origin }), policy())).toEqual(unlinked);
    expect(decide(lost({ origin, exchange: item(note("was"), { problem: true }) }), policy())).toEqual({
      ...unlinked,
      exchange: marks({ salesforce: false, problem: null }),
    });
    expect(decide(lost({ origin, exchange: item(note("was"), { category: false }) }), policy())).toEqual({ ...unlinked, exchange: null });
  });

  it("P5: an event with others stays, whoever made it", () => {
    expect(decide(lost({ exchange: item(note("was"), { withOthers: true }) }), policy())).toEqual(
      decision({
        state: "unlinked",
        agreed: note("was"),
        exchange: marks({ salesforce: false }),
        removal: true,
        reason: "The record is gone from Salesforce; others take part in the event, so it stays.",
        grounds: ["M3", "P5"],
      }),
    );
  });

  it("an edit in the mailbox outlives the deletion", () => {
    for (const origin of ["exchange", "salesforce", "twin"] as const) {
      expect(decide(lost({ origin, exchange: item(note("new")) }), policy())).toEqual(partedBy("exchange"));
    }
  });

  describe("what Salesforce has no place for", () => {
    const inMailboxAlone = policy({ inPlay: new Set(["title"]), blankAtFirst: noteFields });

    it("is an edit, too, where somebody wrote it into a copy of ours: the copy stays", () => {
      for (const base of [note(null), note("once")])
        expect(decide(lost({ base, exchange: item(note("new")) }), inMailboxAlone)).toEqual({ ...partedBy("exchange"), agreed: base });
    });

    it("is none where nobody wrote it, where it was taken away, or where it fills itself", () => {
      for (const text of ["was", null])
        expect(decide(lost({ exchange: item(note(text)) }), inMailboxAlone)).toMatchObject({ state: "removed" });
      const fillsItself = policy({ inPlay: new Set(["title"]) });
      expect(decide(lost({ base: note(null), exchange: item(note("normal")) }), fillsItself)).toMatchObject({ state: "removed" });
    });

    it("is no edit of the user's own item, which may have held it from the beginning", () => {
      const comesDownAlone = policy({ givenTo: { exchange: noteFields, salesforce: new Set(["title"]) } });
      for (const origin of ["exchange", "twin"] as const)
        for (const rules of [inMailboxAlone, comesDownAlone])
          expect(decide(lost({ origin, base: note(null), exchange: item(note("new")) }), rules)).toMatchObject({ state: "unlinked" });
    });
  });

  it.each(RESTING)("nothing is done about a pair that rests: %s", (state) => {
    expect(decide(lost({ state }), policy())).toEqual(decision({ state, agreed: note("was"), grounds: [state === "left" ? "M4" : "M3"] }));
  });

  it.each(RESTING)("M3, M4: it goes up anew when a person brings it back or sets a mark: %s", (state) => {
    expect(decide(lost({ state, choice: "bring-back", searched: true }), policy())).toMatchObject(sentUp);
    expect(decide(lost({ state, stood: stoodNowhere, searched: true }), policy())).toMatchObject(sentUp);
    // What lay there before us once is sent up because somebody wants it, and no longer listed (B4).
    expect(decide(lost({ state, choice: "bring-back", searched: true, early: true }), policy())).toMatchObject(sentUp);
    expect(decide(lost({ state, stood: stoodNowhere, searched: true, early: true }), policy())).toMatchObject(sentUp);
  });

  it("M4: a mark that is new on a pair in step changes nothing of the deletion", () => {
    expect(decide(lost({ stood: stoodNowhere, searched: true }), policy())).toMatchObject({ state: "removed" });
  });

  it("C6: what is brought back with a fault says so", () => {
    expect(decide(lost({ state: "parted", choice: "bring-back" }), policy({ fault: () => tooLong }))).toMatchObject({ state: "failed" });
  });
});

describe("left as it is by a person", () => {
  const letGo = (change: Partial<Known<Note>>) => link({ choice: "let-go", ...change });
  const unlinked = decision({
    state: "unlinked",
    origin: "salesforce",
    agreed: note("was"),
    exchange: marks({ salesforce: false }),
    reason: "A person chose to leave it as it is.",
    grounds: ["M4"],
  });

  it("M4: nothing is removed or changed, and no mark says that it is kept in step", () => {
    expect(decide(letGo({ exchange: item(note("here")), salesforce: row(note("there")) }), policy())).toEqual(unlinked);
    expect(decide(letGo({ salesforce: gone }), policy())).toEqual(unlinked);
    expect(decide(letGo({ exchange: gone }), policy())).toEqual({ ...unlinked, exchange: null });
  });
});
