import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Known } from "../../sync-service/engine/known.ts";
import type { Wish } from "../../sync-service/engine/wish.ts";
import { decision, gone, item, link, marks, never, note, type Note, policy, row, tooLong } from "./one-link.ts";

const wish = (change: Partial<Wish<Note>> = {}): Wish<Note> => ({
  id: "w",
  of: "conflict",
  on: "exchange",
  expected: { text: "was" },
  wanted: { text: "wanted" },
  ...change,
});
const wished = (wishes: readonly Wish<Note>[], change: Partial<Known<Note>> = {}) => link({ choice: "set", wishes, ...change });
const untouched = decision({ state: "linked", origin: "salesforce", agreed: note("was") });

describe("what a person wants of a pair", () => {
  const set = { do: "update", changes: { text: "wanted" }, contested: true, marks: {} } as const;
  const granted = decision({
    state: "linked",
    origin: "salesforce",
    agreed: note("wanted"),
    exchange: set,
    salesforce: set,
    reason: "A person chose these values.",
    grounds: ["M2", "fields"],
    granted: ["w"],
  });

  it("M2: is written on both sides, as contested", () => {
    expect(decide(wished([wish()]), policy())).toEqual(granted);
  });

  it("P2: an undo says so, and rests on the rule of undoing", () => {
    expect(decide(wished([wish({ of: "undo" })]), policy())).toEqual({
      ...granted,
      reason: "A person undid an earlier change.",
      grounds: ["P2", "fields"],
    });
    expect(decide(wished([wish(), wish({ id: "v", of: "undo" })]), policy())).toMatchObject({
      reason: "A person undid an earlier change.",
      grounds: ["M2", "P2", "fields"],
      granted: ["w", "v"],
    });
  });

  it("M2: only the side that holds another value is written, and the other fields go their own way", () => {
    const known = wished([wish({ on: "salesforce", expected: { text: "was" } })], {
      exchange: item(note("wanted")),
      salesforce: row(note("was", "U")),
    });
    expect(decide(known, policy())).toMatchObject({
      agreed: note("wanted", "U"),
      exchange: { changes: { title: "U" }, contested: false },
      salesforce: { changes: { text: "wanted" }, contested: true },
      granted: ["w"],
    });
  });

  it("P2: is not granted when something else stands by now, on the side that the person saw", () => {
    const moved = { exchange: item(note("moved")) };
    expect(decide(wished([wish()], moved), policy())).not.toHaveProperty("granted");
    expect(decide(wished([wish()], moved), policy())).toMatchObject({ agreed: note("moved"), reason: null });
    expect(decide(wished([wish({ on: "salesforce" })], moved), policy())).toMatchObject({ granted: ["w"] });
  });

  it("is granted as a whole or not at all, each by itself", () => {
    const impossible = wish({ id: "x", expected: { text: "other" }, wanted: { title: "X" } });
    const half = wish({ id: "h", expected: { text: "was", title: "other" }, wanted: { title: "H" } });
    expect(decide(wished([impossible, wish(), half]), policy())).toEqual(granted);
    const oneMayNot = { exchange: new Set<keyof Note>(["title", "text"]), salesforce: new Set<keyof Note>(["text"]) };
    const two = wish({ wanted: { text: "wanted", title: "W" } });
    expect(decide(wished([two]), policy({ writable: oneMayNot }))).toEqual(untouched);
    // What was not granted is no reason of anything.
    expect(decide(wished([wish(), { ...half, of: "undo" }]), policy())).toEqual(granted);
  });

  it("P7: is not granted where a side may not be written, unless it has that value already", () => {
    const titleOnly = { exchange: new Set<keyof Note>(["title", "text"]), salesforce: new Set<keyof Note>(["title"]) };
    expect(decide(wished([wish()]), policy({ writable: titleOnly }))).toEqual(untouched);
    expect(decide(wished([wish()], { salesforce: row(note("wanted")) }), policy({ writable: titleOnly }))).toMatchObject({
      granted: ["w"],
      salesforce: null,
    });
    const downOnly = { exchange: new Set<keyof Note>(["title"]), salesforce: new Set<keyof Note>(["title", "text"]) };
    expect(decide(wished([wish()]), policy({ writable: downOnly }))).toEqual(untouched);
    expect(decide(wished([wish()]), policy({ inPlay: new Set(["title"]) }))).toEqual(untouched);
    expect(decide(wished([wish()], { salesforce: row(note("was"), { editable: false }) }), policy())).toEqual(untouched);
  });

  it("E2: is not granted over what stands in a richer form in the mailbox; over what is only guarded it is", () => {
    const body = (standing: Parameters<typeof item>[1]) => wished([wish()], { exchange: item(note("was"), standing) });
    expect(decide(body({ guarded: ["text"], rich: ["text"] }), policy())).toEqual(untouched);
    expect(decide(body({ guarded: ["text"] }), policy())).toEqual(granted);
    const keeps = wished([wish({ wanted: { text: "was" } })], {
      exchange: item(note("was"), { guarded: ["text"], rich: ["text"] }),
      salesforce: row(note("new")),
    });
    expect(decide(keeps, policy())).toMatchObject({ exchange: null, salesforce: { changes: { text: "was" } }, granted: ["w"] });
  });

  it("a blank is a value that can be seen, and wanted", () => {
    const blank = wish({ expected: { text: null }, wanted: { text: null } });
    const known = wished([blank], { exchange: item(note(null)), salesforce: row(note("x")) });
    expect(decide(known, policy())).toMatchObject({ agreed: note(null), salesforce: { changes: { text: null } }, granted: ["w"] });
  });

  it("counts only while it is the choice", () => {
    expect(decide(link({ wishes: [wish()] }), policy())).toEqual(untouched);
    expect(decide(link({ choice: "set" }), policy())).toEqual(untouched);
  });
});

describe("P5: people are invited", () => {
  const sent = policy({
    sentOnly: new Set(["text"]),
    writable: { exchange: new Set<keyof Note>(["title"]), salesforce: new Set<keyof Note>(["title"]) },
  });
  const invitation = wish({ of: "invitation", expected: { text: null, title: "T" } });
  const lonely = { base: note(null), exchange: item(note(null)), salesforce: row(note(null)) };
  const nobody = decision({ state: "linked", origin: "salesforce", agreed: note(null) });

  it("P5: in the mailbox, and nowhere else, for in Salesforce they stand already", () => {
    expect(decide(wished([invitation], lonely), sent)).toEqual({
      ...nobody,
      agreed: note("wanted"),
      exchange: { do: "update", changes: { text: "wanted" }, contested: true, marks: {} },
      reason: "A person had the people of the event invited.",
      grounds: ["P5", "fields"],
      granted: ["w"],
    });
  });

  it("P5: together with what came down meanwhile", () => {
    const moved = { ...lonely, salesforce: row(note(null, "U")), exchange: item(note(null)) };
    expect(decide(wished([invitation], moved), sent)).toMatchObject({
      exchange: { changes: { text: "wanted", title: "U" } },
      salesforce: null,
    });
  });

  it("P5: an undoing beside it takes nothing of its reason", () => {
    const undoing = { ...wish({ of: "undo", expected: { title: "T" }, wanted: { title: "V" } }), id: "v" };
    expect(decide(wished([invitation, undoing], lonely), sent)).toMatchObject({
      reason: "A person had the people of the event invited.",
      granted: expect.arrayContaining(["w", "v"]),
    });
  });

  it("P5: not together with what would be written over Salesforce", () => {
    const more = { ...invitation, wanted: { text: "wanted", title: "U" } };
    expect(decide(wished([more], lonely), sent)).toEqual(nobody);
  });

  it.each([
    ["while others take part already", { exchange: item(note(null), { withOthers: true }) }, sent],
    ["into an event that has got people since", { exchange: item(note("other")) }, sent],
    ["into one that does not stand as it was shown", { exchange: item(note(null, "U")) }, sent],
    ["by a field that goes both ways", {}, policy()],
    ["where the user may not see them in Salesforce", {}, { ...sent, inPlay: new Set<keyof Note>(["title"]) }],
  ])("P5: not %s", (_title, change, rules) => {
    const made = decide(wished([invitation], { ...lonely, ...change }), rules);
    expect(made).not.toHaveProperty("granted");
    expect(made).not.toMatchObject({ exchange: { changes: { text: "wanted" } } });
  });

  it("P5: by no undoing, and by no choice between two values", () => {
    for (const of of ["undo", "conflict"] as const) expect(decide(wished([{ ...invitation, of }], lonely), sent)).toEqual(nobody);
  });
});

describe("P2: a removal is undone", () => {
  const whole = wish({ of: "undo", expected: {}, wanted: note("was") });
  const restoring = (change: Partial<Known<Note>> = {}) =>
    link({ state: "removed", choice: "restore", wishes: [whole], exchange: gone, salesforce: gone, ...change });
  const made = decision({
    state: "linked",
    origin: "salesforce",
    agreed: note("was"),
    exchange: { do: "create", record: note("was") },
    salesforce: { do: "create", record: note("was") },
    reason: "A person undid its removal: it is made anew, with a new id.",
    grounds: ["P2"],
    granted: ["w"],
  });

  it("by making it anew on both sides", () => {
    expect(decide(restoring(), policy())).toEqual(made);
    expect(decide(restoring({ origin: null }), policy())).toEqual({ ...made, origin: "twin" });
  });

  it("P4: where one side has it still, or again, like that one, and only on the other", () => {
    expect(decide(restoring({ exchange: item(note("here")) }), policy())).toEqual({
      ...made,
      agreed: note("here"),
      exchange: null,
      salesforce: { do: "create", record: note("here") },
    });
    expect(decide(restoring({ salesforce: row(note("there")) }), policy())).toEqual({
      ...made,
      agreed: note("there"),
      exchange: { do: "create", record: note("there") },
      salesforce: null,
    });
  });

  it("C1: of a record outside the user's scope only the item is made, and the two are not kept in step", () => {
    expect(decide(restoring({ salesforce: row(note("there"), { inScope: false }) }), policy())).toMatchObject({
      state: "unlinked",
      exchange: { do: "create", record: note("there") },
    });
  });

  it("C6: not where Salesforce would refuse it; where it has it, that is no matter", () => {
    const refusing = policy({ fault: () => tooLong });
    const removed = decision({ state: "removed", reason: "Deleted on both sides.", grounds: ["M3"] });
    expect(decide(restoring(), refusing)).toEqual(removed);
    expect(decide(restoring({ salesforce: row(note("there")) }), refusing)).toMatchObject({ granted: ["w"] });
    expect(decide(restoring({ wishes: [] }), policy())).toEqual(removed);
    const { wishes: _none, ...unwished } = restoring();
    expect(decide(unwished, policy())).toEqual(removed);
  });

  it("not where both have it: then it is a pair like any other", () => {
    expect(decide(link({ choice: "restore", wishes: [whole] }), policy())).toEqual(untouched);
  });
});

describe("P2: a making is taken back", () => {
  const takingBack = (change: Partial<Known<Note>> = {}, on: "exchange" | "salesforce" = "exchange") =>
    link({ choice: "take-back", wishes: [wish({ of: "undo", on, wanted: {} })], ...change });
  const taken = decision({
    state: "unlinked",
    origin: "salesforce",
    agreed: note("was"),
    reason: "A person undid its making: the copy is removed, and the other is no longer kept in step.",
    grounds: ["P2"],
    granted: ["w"],
  });

  it("by removing our copy, and unlinking the other", () => {
    expect(decide(takingBack(), policy())).toEqual({ ...taken, exchange: { do: "remove" } });
    expect(decide(takingBack({}, "salesforce"), policy())).toEqual({
      ...taken,
      exchange: marks({ salesforce: false }),
      salesforce: { do: "remove" },
    });
    expect(decide(takingBack({ exchange: gone }, "salesforce"), policy())).toEqual({ ...taken, salesforce: { do: "remove" } });
    const bare = item(note("was"), { category: false, problem: true });
    expect(decide(takingBack({ exchange: bare }, "salesforce"), policy())).toMatchObject({ exchange: marks({ problem: null }) });
    expect(decide(takingBack({ salesforce: gone }), policy())).toEqual({ ...taken, exchange: { do: "remove" } });
  });

  it("B5: by removing our copy where all copies were asked to go, which has a rule of its own to be undone by", () => {
    const cleared = takingBack({ wishes: [wish({ of: "clearing", on: "exchange", wanted: {} })] });
    expect(decide(cleared, policy())).toEqual({
      ...taken,
      exchange: { do: "remove" },
      reason:
        "The copies that sync had made were asked to be removed: this one is, and the record in Salesforce is no longer kept in step.",
      grounds: ["B5"],
    });
  });

  it("not if it was changed since, or is gone", () => {
    expect(decide(takingBack({ exchange: item(note("new")) }), policy())).toMatchObject({ state: "linked" });
    expect(decide(takingBack({ exchange: gone }), policy())).toMatchObject({ state: "unlinked", exchange: null, salesforce: null });
    expect(decide(takingBack({ exchange: never, salesforce: never }), policy())).toMatchObject({ state: "removed" });
    expect(decide(takingBack({ wishes: [] }), policy())).toEqual(untouched);
  });

  it("P5: not an event with other people in it", () => {
    const meeting = item(note("was"), { withOthers: true });
    expect(decide(takingBack({ exchange: meeting }), policy())).toEqual(untouched);
    expect(decide(takingBack({ exchange: meeting }, "salesforce"), policy())).toMatchObject({ salesforce: { do: "remove" } });
  });

  it("P7: not a record that the user may not edit", () => {
    const readOnly = row(note("was"), { editable: false });
    expect(decide(takingBack({ salesforce: readOnly }, "salesforce"), policy())).toEqual(untouched);
    expect(decide(takingBack({ salesforce: readOnly }), policy())).toMatchObject({ exchange: { do: "remove" } });
  });
});
