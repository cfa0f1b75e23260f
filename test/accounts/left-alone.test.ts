import { expect, it } from "vitest";
import { LeftAlone } from "../../sync-service/left-alone.ts";

const problem = (message: string) => ({ code: "OWN_FIELD_LEFT_ALONE", message, remedy: "Name another." });

it("A1: what is left alone is told once, with how many users it is so for, until none is", () => {
  const leftAlone = new LeftAlone();
  leftAlone.told("ada", [problem("short"), problem("hidden")]);
  leftAlone.told("ben", [problem("hidden")]);
  leftAlone.told("ben", [problem("hidden")]);
  expect(leftAlone.all.map(({ message, users }) => [message, users])).toEqual([
    ["short", 1],
    ["hidden", 2],
  ]);
  leftAlone.told("ada", []);
  expect(leftAlone.all).toEqual([{ ...problem("hidden"), users: 1 }]);
});
