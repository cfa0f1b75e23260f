import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import { likelyMade } from "../../sync-service/engine/likely-made.ts";
import { decision, item, link, note, policy, row, stoodNowhere } from "./one-link.ts";

type Call = {
  readonly subject: string | null;
  readonly due: string | null;
  readonly place: string | null;
  readonly text: string | null;
  readonly status: string | null;
};
const call = (change: Partial<Call> = {}): Call => ({ subject: "S", due: "D", place: "P", text: "T", status: "open", ...change });
const traits = { identity: ["subject", "due"], common: ["status"] } as const;
const made = (sent: Call, there: Call) => likelyMade(sent, there, traits, (_field, one, other) => one === other);
const other = { subject: "x", due: "x", place: "x", text: "x" };

describe("P4: whether a record was made by us, though somebody edited it since", () => {
  it.each<[string, Call, Call, "surely" | "perhaps" | "no"]>([
    ["nothing was edited", call(), call(), "surely"],
    ["one field was", call(), call({ text: "x" }), "surely"],
    ["half was, and what it is known by stands", call(), call({ place: "x", text: "x" }), "surely"],
    ["one of two that it is known by stands, with another field", call(), call({ ...other, due: "D", text: "T" }), "surely"],
    ["only one field stands", call(), call({ ...other, subject: "S" }), "perhaps"],
    ["nothing that it is known by stands", call(), call({ subject: "x", due: "x" }), "no"],
    ["nothing stands", call(), call(other), "no"],
    ["less than half stands", call(), call({ due: "x", place: "x", text: "x" }), "perhaps"],
    ["what many share tells nothing", call({ place: null, text: null }), call({ due: "x" }), "perhaps"],
    ["what many share is no difference", call(), call({ status: "closed" }), "surely"],
    ["two fields were sent, and one stands", call({ place: null, text: null }), call({ due: "x", place: null, text: null }), "perhaps"],
    ["only one field was sent: it is too little to be sure", call({ due: null, place: null, text: null }), call(), "perhaps"],
    ["what was blank tells nothing, whatever stands there now", call({ text: null }), call({ text: "new" }), "surely"],
    ["nothing was sent that tells anything", call({ subject: null, due: null, place: null, text: null }), call(), "no"],
  ])("%s", (_title, sent, there, likelihood) => {
    expect(made(sent, there)).toBe(likelihood);
  });

  it("needs two fields, and half of those that tell something", () => {
    const wide = { identity: ["a"], common: [] } as const;
    const sent = { a: "1", b: "2", c: "3", d: "4", e: "5" };
    const with_ = (there: Partial<typeof sent>) =>
      likelyMade(sent, { ...{ a: "", b: "", c: "", d: "", e: "" }, ...there }, wide, (_field, one, stands) => one === stands);
    expect(with_({ a: "1", b: "2", c: "3" })).toBe("surely");
    expect(with_({ a: "1", b: "2" })).toBe("perhaps");
  });
});

describe("M1: what may be ours, edited since, and not surely", () => {
  const asked = link({ state: "question", origin: "exchange", base: null, salesforce: row(note("x")), stood: stoodNowhere });
  const question = decision({
    state: "question",
    origin: "exchange",
    reason:
      "The answer to its making was lost, and what stands on the other side may be it, edited since: are these one? A second one was not made.",
    grounds: ["M1"],
  });

  it("stays a question until a person has said that it is", () => {
    expect(decide(asked, policy())).toEqual(question);
    expect(decide({ ...asked, base: note("was"), choice: "send" }, policy())).toEqual({ ...question, agreed: note("was") });
    expect(decide({ ...asked, choice: "link" }, policy())).toMatchObject({ state: "linked" });
  });

  it("is another question than that of two who met by their names", () => {
    for (const origin of ["twin", null] as const) {
      expect(decide({ ...asked, origin, exchange: item(note("x")) }, policy())).toMatchObject({ state: "linked" });
    }
    expect(decide({ ...asked, state: "new", exchange: item(note("x")) }, policy())).toMatchObject({ state: "linked" });
  });
});
