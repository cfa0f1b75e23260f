import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Replaced } from "../../sync-service/engine/known.ts";
import { decision, item, link, note, policy, row } from "./one-link.ts";

describe("E4: what a changed plan in the mailbox has no place for", () => {
  const lost = (replaced: Replaced, salesforce = row(note("was"))) => link({ exchange: { is: "gone", replaced }, salesforce });
  const keeping = policy({ removeInSalesforce: false });
  const removing = policy({ removeInSalesforce: true });

  it("was it over, Salesforce keeps it, whatever the preset says of deletions", () => {
    for (const rules of [keeping, removing]) {
      expect(decide(lost("past"), rules)).toEqual(
        decision({
          state: "unlinked",
          agreed: note("was"),
          reason: "The series was changed in the mailbox; what had taken place before stays in Salesforce.",
          grounds: ["E4"],
        }),
      );
    }
  });

  it("is it to come, it goes from Salesforce, and is no removal for the brake (M5)", () => {
    for (const rules of [keeping, removing]) {
      expect(decide(lost("coming"), rules)).toEqual(
        decision({
          state: "removed",
          salesforce: { do: "remove" },
          reason: "The series was changed in the mailbox.",
          grounds: ["E4"],
        }),
      );
    }
  });

  it("has somebody changed it in Salesforce, it stays there and is shown (M3)", () => {
    expect(decide(lost("coming", row(note("new"))), removing)).toMatchObject({ state: "parted", salesforce: null });
  });

  it("may the user not change it there, it stays", () => {
    expect(decide(lost("coming", row(note("was"), { editable: false })), removing)).toMatchObject({ state: "unlinked", salesforce: null });
  });
});

describe("E4: what a changed plan in Salesforce has no place for", () => {
  const lost = (text: string, replaced: Replaced | null) =>
    link({ exchange: item(note(text)), salesforce: { is: "gone", ...(replaced ? { replaced } : {}) } });

  it("goes from the mailbox where sync had made it, and is no removal for the brake (M5)", () => {
    expect(decide(lost("was", "coming"), policy())).toEqual(
      decision({ state: "removed", exchange: { do: "remove" }, reason: "The series was changed in Salesforce.", grounds: ["E4"] }),
    );
    for (const replaced of ["past", null] as const) expect(decide(lost("was", replaced), policy())).toMatchObject({ removal: true });
  });

  it("stays and is shown where somebody changed it in the mailbox (M3)", () => {
    expect(decide(lost("new", "coming"), policy())).toMatchObject({ state: "parted", exchange: null });
  });
});
