import { describe, expect, it } from "vitest";
import { likeness, match, type NaturalKeys } from "../../sync-service/engine/match.ts";

const keys = (change: Partial<NaturalKeys> = {}): NaturalKeys => ({
  email: null,
  phones: [],
  lastName: "berg",
  fullName: "anna berg",
  company: null,
  ...change,
});

describe("M1: who is the same person", () => {
  it.each([
    {
      title: "the same e-mail address, whatever the name",
      one: keys({ email: "a@x" }),
      other: keys({ email: "a@x", lastName: "falk", fullName: "eva falk" }),
      is: "same",
    },
    {
      title: "the same phone and last name",
      one: keys({ phones: ["+1", "+2"] }),
      other: keys({ phones: ["+2"], fullName: "a. berg" }),
      is: "same",
    },
    {
      title: "the same phone and another last name",
      one: keys({ phones: ["+1"] }),
      other: keys({ phones: ["+1"], lastName: "falk" }),
      is: "other",
    },
    { title: "the same name and company", one: keys({ company: "acme" }), other: keys({ company: "acme" }), is: "same" },
    { title: "the same name at another company", one: keys({ company: "acme" }), other: keys({ company: "berg" }), is: "other" },
    { title: "the same name and nothing else known", one: keys(), other: keys({ email: "a@x" }), is: "unsure" },
    { title: "the same name with another phone", one: keys({ phones: ["+1"] }), other: keys({ phones: ["+2"] }), is: "other" },
    { title: "the same name, one with a phone", one: keys({ phones: ["+1"] }), other: keys(), is: "unsure" },
    { title: "the same name, one with a company", one: keys({ company: "acme" }), other: keys(), is: "unsure" },
    { title: "the same name with another address", one: keys({ email: "b@x" }), other: keys({ email: "a@x" }), is: "other" },
    {
      title: "the same company and last name only",
      one: keys({ company: "acme" }),
      other: keys({ company: "acme", fullName: "eva berg" }),
      is: "other",
    },
    {
      title: "nothing at all",
      one: keys({ lastName: null, fullName: null }),
      other: keys({ lastName: null, fullName: null }),
      is: "other",
    },
  ] as const)("$title: $is", ({ one, other, is }) => {
    expect(likeness(one, other)).toBe(is);
    expect(likeness(other, one)).toBe(is);
  });

  it("one sure hit is the twin, whoever else bears the name", () => {
    const [sure, unsure] = [keys({ email: "a@x" }), keys()];
    expect(match(keys({ email: "a@x" }), [unsure, sure], (candidate) => candidate, likeness)).toEqual({ is: "twin", twin: sure });
  });

  it("several sure hits are a question", () => {
    const candidates = [keys({ email: "a@x" }), keys({ email: "a@x" })];
    expect(match(keys({ email: "a@x" }), candidates, (candidate) => candidate, likeness)).toEqual({ is: "question", among: candidates });
  });

  it("one unsure hit is a question, and what is another is not part of it", () => {
    const [unsure, other] = [keys(), keys({ lastName: "falk" })];
    expect(match(keys({ email: "a@x" }), [other, unsure], (candidate) => candidate, likeness)).toEqual({ is: "question", among: [unsure] });
  });

  it("nobody alike is none", () => {
    for (const candidates of [[], [keys({ lastName: "falk" })]]) {
      expect(match(keys({ email: "a@x" }), candidates, (candidate) => candidate, likeness)).toEqual({ is: "none" });
    }
  });
});
