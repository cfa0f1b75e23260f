import { describe, expect, it } from "vitest";
import { decide } from "../../sync-service/engine/decide.ts";
import { gone, link, note, policy, row } from "./one-link.ts";

/** As it was put together before an administrator hid a field: the field is still in play. */
const rules = policy({ removeInSalesforce: true });
const pair = link({ origin: "exchange", salesforce: row(note(null, "New"), { hidden: ["text"] }) });

describe("SF6: a field that was hidden when the record was read", () => {
  it("is not taken for emptied: the mailbox keeps its value, and the rest comes down", () => {
    expect(decide(pair, rules)).toMatchObject({ agreed: { title: "New", text: "was" }, exchange: { changes: { title: "New" } } });
  });

  it("is no edit that outlives a deletion in the mailbox (M3)", () => {
    const known = link({ origin: "exchange", exchange: gone, salesforce: row(note(null), { hidden: ["text"] }) });
    expect(decide(known, rules)).toMatchObject({ state: "removed", salesforce: { do: "remove" } });
  });

  it("is in play again once the record was read with it", () => {
    const seen = link({ origin: "exchange", salesforce: row(note("there"), { hidden: [] }) });
    expect(decide(seen, rules)).toMatchObject({ exchange: { changes: { text: "there" } } });
  });
});
