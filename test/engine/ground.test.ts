import { expect, it } from "vitest";
import { rulesOf } from "../../sync-service/engine/ground.ts";

const ofContacts = { up: "C2", down: "C1", fields: "C3", fault: "C6" } as const;

it("what a decision rests on is told by the rules of its kind, each once", () => {
  expect(rulesOf(["up", "down", "fields", "fault"], ofContacts)).toEqual(["C2", "C1", "C3", "C6"]);
  expect(rulesOf(["M1", "fields", "C3", "M2", "M1"], ofContacts)).toEqual(["M1", "C3", "M2"]);
  expect(rulesOf([], ofContacts)).toEqual([]);
});
