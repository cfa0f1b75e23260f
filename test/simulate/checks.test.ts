import { describe, expect, it } from "vitest";
import { tells } from "./checks.ts";
import { Ledger, type Written } from "./ledger.ts";

const record = { subject: "subject1" };
const made: Written = { kind: "task", side: "exchange", id: "made", what: "created", fields: [], record };
const note = (action: string, item: string) => ({ action, outcome: "done", item, record: "row", after: record });

describe("what counts as told in the journal", () => {
  const moved = new Ledger();
  moved.became("task", "exchange", { id: "made", record }, "moved", record);
  moved.became("task", "exchange", { id: "moved", record }, "moved again", record);

  it.each(["made", "moved", "moved again"])("P2: a creation is, under any id that the item has had: %s", (id) => {
    expect(tells(note("create in Outlook", id), made, moved)).toBe(true);
  });

  it("P2: another item's creation tells nothing of it, nor does something else done to it", () => {
    expect(tells(note("create in Outlook", "other"), made, moved)).toBe(false);
    expect(tells(note("update in Outlook", "moved"), made, moved)).toBe(false);
    expect(tells(note("create in Outlook", "moved"), made, new Ledger())).toBe(false);
  });

  it("P2: a change is told under the id by which it was written, and no other", () => {
    const changed: Written = { ...made, what: "changed", fields: ["subject"] };
    expect(tells(note("update in Outlook", "made"), changed, moved)).toBe(true);
    expect(tells(note("update in Outlook", "moved"), changed, moved)).toBe(false);
  });
});
