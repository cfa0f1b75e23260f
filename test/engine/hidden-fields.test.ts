import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import type { Known } from "../../sync-service/engine/known.ts";
import type { Policy } from "../../sync-service/engine/policy.ts";

type Note = { readonly title: string | null; readonly text: string | null };
const fields = new Set<keyof Note>(["title", "text"]);
/** As it was put together before an administrator hid a field: the field is still in play. */
const policy: Policy<Note> = {
  inPlay: fields,
  givenTo: { exchange: fields, salesforce: fields },
  writable: { exchange: fields, salesforce: fields },
  neverWiped: new Set(),
  winner: "salesforce",
  alike: (_field, one, other) => one === other,
  createIn: { exchange: true, salesforce: true },
  comesDown: true,
  removeInSalesforce: true,
  blankAtFirst: new Set(),
  namedApart: () => false,
  fault: () => null,
};
const mark = { inFolder: true, category: true, problem: false };
const stands = { inScope: true, ownerId: "u", editable: true, hidden: ["text"] };
const was: Note = { title: "T", text: "was" };
const pair: Known<Note> = {
  state: "linked",
  origin: "exchange",
  base: was,
  exchange: { is: "present", record: was, standing: mark },
  salesforce: { is: "present", record: { title: "New", text: null }, standing: stands },
  stood: { exchange: mark, salesforce: stands },
  early: false,
  choice: null,
  searched: false,
};

describe("SF6: a field that was hidden when the record was read", () => {
  it("is not taken for emptied: the mailbox keeps its value, and the rest comes down", () => {
    expect(decide(pair, policy)).toMatchObject({ agreed: { title: "New", text: "was" }, exchange: { changes: { title: "New" } } });
  });

  it("is no edit that outlives a deletion in the mailbox (M3)", () => {
    const known = { ...pair, exchange: { is: "gone" }, salesforce: { ...pair.salesforce, record: { title: "T", text: null } } } as const;
    expect(decide(known, policy)).toMatchObject({ state: "removed", salesforce: { do: "remove" } });
  });

  it("is in play again once the record was read with it", () => {
    const seen = {
      ...pair,
      salesforce: { is: "present", record: { title: "T", text: "there" }, standing: { ...stands, hidden: [] } },
    } as const;
    expect(decide(seen, policy)).toMatchObject({ exchange: { changes: { text: "there" } } });
  });
});
