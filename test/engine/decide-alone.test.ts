import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Known } from "../../sync-service/engine/known.ts";
import {
  alone,
  decision,
  gone,
  item,
  link,
  marks,
  never,
  note,
  type Note,
  policy,
  row,
  stoodNowhere,
  stoodWell,
  tooLong,
} from "./one-link.ts";

const here = (change: Partial<Known<Note>> = {}) => alone({ exchange: item(note("a")), ...change });
const there = (change: Partial<Known<Note>> = {}) => alone({ salesforce: row(note("a")), ...change });
const sentUp = decision({
  state: "linked",
  origin: "exchange",
  agreed: note("a"),
  salesforce: { do: "create", record: note("a") },
  reason: "Marked in the mailbox.",
  grounds: ["up"],
});
const broughtDown = decision({
  state: "linked",
  origin: "salesforce",
  agreed: note("a"),
  exchange: { do: "create", record: note("a") },
  reason: "In the user's scope in Salesforce.",
  grounds: ["down"],
});
const listedEarly = decision({ state: "listed", reason: "It lay in the mailbox before Tandem was switched on.", grounds: ["B4"] });
const RESTING = ["left", "unlinked", "parted", "removed"] as const;

describe("an item that only the mailbox has", () => {
  it("C2: goes up when it carries a mark, either of them", () => {
    expect(decide(here(), policy())).toEqual(sentUp);
    expect(decide(here({ exchange: item(note("a"), { inFolder: false }) }), policy())).toEqual(sentUp);
  });

  it("C2: gets the category when it came by the folder alone, unless the way to its record is to be set all the same", () => {
    expect(decide(here({ exchange: item(note("a"), { category: false }) }), policy())).toEqual({
      ...sentUp,
      exchange: marks({ salesforce: true }),
    });
    expect(decide(here({ exchange: item(note("a"), { category: false, lacksPointer: true }) }), policy())).toEqual(sentUp);
  });

  it("E1, B4: goes up without a mark where the preset takes it up, and gets the category; what was made before waits for a person", () => {
    const unmarked = { inFolder: false, category: false } as const;
    const takenUp = (when: "since" | "before", more = {}) => item(note("a"), { ...unmarked, takenUp: when, ...more });
    expect(decide(here({ exchange: takenUp("since") }), policy())).toEqual({
      ...sentUp,
      exchange: marks({ salesforce: true }),
      reason: "The preset takes it up without a mark.",
      grounds: ["up", "A3"],
    });
    expect(decide(here({ exchange: takenUp("before") }), policy())).toEqual(listedEarly);
    expect(decide(here({ exchange: takenUp("before"), choice: "send" }), policy())).toMatchObject({ state: "linked", grounds: ["up"] });
    expect(decide(here({ exchange: takenUp("before", { category: true }) }), policy())).toEqual(sentUp);
    for (const state of RESTING)
      expect(decide(here({ state, exchange: takenUp("since") }), policy())).toMatchObject({ state, salesforce: null });
  });

  it("C6: loses the category that named its problem", () => {
    expect(decide(here({ exchange: item(note("a"), { problem: true }) }), policy())).toEqual({
      ...sentUp,
      exchange: marks({ problem: null }),
    });
    expect(decide(here({ exchange: item(note("a"), { problem: true, category: false }) }), policy())).toEqual({
      ...sentUp,
      exchange: marks({ salesforce: true, problem: null }),
    });
  });

  it("C2: without a mark is nobody's business, and what of a problem is on it goes", () => {
    const unmarked = { inFolder: false, category: false };
    const forgotten = decision({ state: "forgotten", reason: "It carries no mark, so it stays in the mailbox alone.", grounds: ["up"] });
    expect(decide(here({ exchange: item(note("a"), unmarked) }), policy())).toEqual(forgotten);
    expect(decide(here({ exchange: item(note("a"), { ...unmarked, problem: true }) }), policy())).toEqual({
      ...forgotten,
      exchange: marks({ problem: null }),
    });
  });

  it("C2: goes up without a mark when a person sends it, and is marked then", () => {
    const unmarked = item(note("a"), { inFolder: false, category: false });
    for (const choice of ["send", "separate", "bring-back"] as const) {
      expect(decide(here({ exchange: unmarked, choice }), policy())).toEqual({ ...sentUp, exchange: marks({ salesforce: true }) });
    }
    expect(decide(here({ exchange: unmarked, choice: "link" }), policy())).toMatchObject({ state: "forgotten" });
  });

  it("A3: is given only the fields that a new record may have", () => {
    const givenTo = { exchange: new Set<keyof Note>(), salesforce: new Set<keyof Note>(["title"]) };
    expect(decide(here(), policy({ givenTo }))).toEqual({
      ...sentUp,
      agreed: note(null),
      salesforce: { do: "create", record: note(null) },
    });
  });

  it("M1: is looked for in Salesforce before anything is made, unless a person said that it is another", () => {
    expect(decide(here({ searched: false }), policy())).toEqual({ is: "search", on: "salesforce", record: note("a") });
    expect(decide(here({ searched: false, choice: "send" }), policy())).toEqual({ is: "search", on: "salesforce", record: note("a") });
    expect(decide(here({ searched: false, choice: "separate" }), policy())).toEqual(sentUp);
  });

  it("C6: with a fault is not looked for and not made: the item says why", () => {
    const failed = decision({
      state: "failed",
      exchange: marks({ problem: "Text too long" }),
      fault: tooLong,
      reason: "The text is too long.",
      grounds: ["fault"],
    });
    expect(decide(here({ searched: false }), policy({ fault: () => tooLong }))).toEqual(failed);
    expect(decide(here(), policy({ fault: ({ text }) => (text === "a" ? tooLong : null) }))).toEqual(failed);
  });

  it("A3: is listed where the preset makes nothing in Salesforce, until a person sends it", () => {
    const noneUp = policy({ createIn: { exchange: true, salesforce: false } });
    expect(decide(here(), noneUp)).toEqual(
      decision({ state: "listed", reason: "The preset does not create records in Salesforce.", grounds: ["A3"] }),
    );
    expect(decide(here({ choice: "send" }), noneUp)).toEqual(sentUp);
    expect(decide(here({ choice: "separate" }), noneUp)).toMatchObject({ state: "listed" });
  });
});

describe("B4: an item that lay there before", () => {
  const early = (change: Partial<Known<Note>> = {}) => here({ early: true, ...change });

  it("is looked for, and listed when it has no twin", () => {
    expect(decide(early({ searched: false }), policy())).toEqual({ is: "search", on: "salesforce", record: note("a") });
    expect(decide(early(), policy())).toEqual(listedEarly);
  });

  it("is no fault while nobody wants it up", () => {
    expect(decide(early(), policy({ fault: () => tooLong }))).toEqual(listedEarly);
    expect(decide(early({ choice: "send" }), policy({ fault: () => tooLong }))).toMatchObject({ state: "failed" });
  });

  it("goes up when a person sends it, or when a mark is set after it was listed", () => {
    expect(decide(early({ choice: "send" }), policy())).toEqual(sentUp);
    const listed = { state: "listed", stood: { ...stoodNowhere, exchange: { inFolder: true, category: false } } } as const;
    expect(decide(early(listed), policy())).toEqual(sentUp);
    expect(decide(here(listed), policy())).toEqual(sentUp);
  });

  it("stays listed while its marks are those it had", () => {
    const listed = { state: "listed", stood: stoodWell } as const;
    expect(decide(early(listed), policy())).toEqual(listedEarly);
    expect(decide(here(listed), policy())).toEqual(listedEarly);
  });

  it("goes up when it had been let go and a mark is set anew", () => {
    expect(decide(early({ state: "left" }), policy())).toEqual(sentUp);
  });
});

describe("an item whose link rests, with nothing in Salesforce", () => {
  it.each(RESTING)("M3, M4: stays as it is while nobody wants it: %s", (state) => {
    const grounds = state === "left" ? (["M4"] as const) : (["M3"] as const);
    expect(decide(here({ state, stood: stoodWell }), policy())).toEqual(decision({ state, grounds }));
    expect(decide(here({ state, stood: stoodWell, exchange: item(note("a"), { problem: true }) }), policy())).toEqual(
      decision({ state, grounds, exchange: marks({ problem: null }) }),
    );
  });

  it.each(RESTING)("M4: goes up anew when a mark is set, or a person brings it back: %s", (state) => {
    expect(decide(here({ state }), policy())).toEqual(sentUp);
    const byFolder = { exchange: { inFolder: true, category: false }, salesforce: null };
    const byCategory = { exchange: { inFolder: false, category: true }, salesforce: null };
    expect(decide(here({ state, stood: byFolder }), policy())).toEqual(sentUp);
    expect(decide(here({ state, stood: byCategory }), policy())).toEqual(sentUp);
    expect(decide(here({ state, stood: stoodWell, choice: "bring-back" }), policy())).toEqual(sentUp);
  });

  it("rests whatever its marks, when the one that is new was taken off again", () => {
    const unmarked = item(note("a"), { inFolder: false, category: false });
    expect(decide(here({ state: "left", exchange: unmarked }), policy())).toEqual(decision({ state: "left", grounds: ["M4"] }));
  });
});

describe("a record that only Salesforce has", () => {
  it("C1: comes down, with the fields that a new item may have", () => {
    expect(decide(there(), policy())).toEqual(broughtDown);
    const givenTo = { exchange: new Set<keyof Note>(["text"]), salesforce: new Set<keyof Note>() };
    expect(decide(there(), policy({ givenTo }))).toEqual({
      ...broughtDown,
      agreed: note("a", null),
      exchange: { do: "create", record: note("a", null) },
    });
  });

  it("M1: is looked for in the mailbox before anything is made, unless a person said that it is another", () => {
    expect(decide(there({ searched: false }), policy())).toEqual({ is: "search", on: "exchange", record: note("a") });
    expect(decide(there({ searched: false, choice: "separate" }), policy())).toEqual(broughtDown);
  });

  const outside = (standing: Parameters<typeof row>[1]) => there({ salesforce: row(note("a"), standing) });
  it.each([
    ["C1: none of his", outside({ inScope: false }), policy(), "It is none of the user's own records.", ["down"]],
    ["C1: another's", outside({ inScope: false, outside: "not-owned" }), policy(), "Somebody else owns it in Salesforce.", ["down"]],
    [
      "A3: of another object",
      outside({ inScope: false, outside: "other-object" }),
      policy(),
      "The preset keeps no records of this object in step.",
      ["down"],
    ],
    [
      "C1: beside the list view",
      outside({ inScope: false, outside: "unlisted" }),
      policy(),
      "The list view that the preset names does not show it.",
      ["down"],
    ],
    [
      "T1: a filed mail",
      outside({ inScope: false, outside: "filed" }),
      policy(),
      "It is a filed mail or a call, and no task of a person.",
      ["down"],
    ],
    [
      "E4: a pattern",
      outside({ inScope: false, outside: "series" }),
      policy(),
      "It is the pattern of a series; what it repeats are records of their own.",
      ["down"],
    ],
    ["T1: settled long ago", outside({ past: true }), policy(), "It lies outside of the time that is kept in step.", ["down"]],
    [
      "C1: the scope is off",
      there(),
      policy({ comesDown: false }),
      "The scope of the preset is off, so nothing new comes to Outlook.",
      ["A3", "down"],
    ],
    [
      "A3: nothing is made in Outlook",
      there(),
      policy({ createIn: { exchange: false, salesforce: true } }),
      "The preset creates nothing in Outlook.",
      ["A3"],
    ],
  ] as const)("%s: it stays there, and says why", (_title, known, rules, reason, grounds) => {
    expect(decide(known, rules)).toEqual(decision({ state: "forgotten", reason, grounds: [...grounds] }));
    // A person's wish overrules it; that it is another than the one it was taken for is no wish.
    expect(decide({ ...known, choice: "send" }, rules)).toEqual(broughtDown);
    expect(decide({ ...known, choice: "separate" }, rules)).toMatchObject({ state: "forgotten", reason });
  });

  it("E3: is remembered, and not made, where the meeting itself stands in the mailbox", () => {
    expect(decide(outside({ inScope: false, outside: "met" }), policy())).toEqual(
      decision({
        state: "unlinked",
        reason: "The meeting itself stands in the calendar, as the mailbox was invited to it, too.",
        grounds: ["E3"],
      }),
    );
  });

  it.each(["unlinked", "parted", "left"] as const)("M3, M4: is not made in the mailbox again while its link rests: %s", (state) => {
    const grounds = state === "left" ? (["M4"] as const) : (["M3"] as const);
    expect(decide(there({ state }), policy())).toEqual(decision({ state, grounds }));
    expect(decide(there({ state, choice: "send" }), policy())).toEqual(decision({ state, grounds }));
    expect(decide(there({ state, choice: "bring-back" }), policy())).toEqual(broughtDown);
  });
});

describe("nothing on either side", () => {
  it("M5: a pair that stood counts as removed, and what never stood is forgotten", () => {
    expect(decide(link({ exchange: gone, salesforce: gone }), policy())).toEqual(
      decision({ state: "removed", reason: "Deleted on both sides.", grounds: ["M3"] }),
    );
    expect(decide(alone({ exchange: gone, salesforce: never }), policy())).toEqual(decision({ state: "forgotten" }));
    expect(decide(link({ exchange: gone, salesforce: gone, choice: "let-go" }), policy())).toMatchObject({ state: "removed" });
  });

  it("what one side never had is no loss, and what was never agreed on is none either", () => {
    expect(decide(link({ exchange: item(note("a")), salesforce: never, searched: true }), policy())).toEqual(sentUp);
    expect(decide(here({ salesforce: gone }), policy())).toEqual(sentUp);
    expect(decide(link({ exchange: never, salesforce: row(note("a")), searched: true }), policy())).toEqual(broughtDown);
    expect(decide(there({ exchange: gone }), policy())).toEqual(broughtDown);
  });
});
