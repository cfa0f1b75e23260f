import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SideName } from "../../shared/records/fields.ts";
import type { FieldRules } from "../../sync-service/engine/policy.ts";
import { edited, otherSide, reconcile } from "../../sync-service/engine/reconcile.ts";

type Person = { readonly name: string | null; readonly title: string | null; readonly company: string | null };
type Field = keyof Person;

const all: readonly Field[] = ["name", "title", "company"];
const rules = (change: Partial<FieldRules<Person>> = {}): FieldRules<Person> => ({
  inPlay: new Set(all),
  writable: { exchange: new Set(all), salesforce: new Set(all) },
  neverWiped: new Set(),
  winner: "salesforce",
  alike: (_field, one, other) => one === other,
  ...change,
});
const person = (title: string | null, change: Partial<Person> = {}): Person => ({ name: "Anna", title, company: null, ...change });

describe("one field", () => {
  const downOnly = rules({
    writable: { exchange: new Set(all), salesforce: new Set<Field>(["name", "title"]) },
    neverWiped: new Set<Field>(["company"]),
  });
  const cases = [
    {
      title: "nobody changed it: nothing is written",
      base: person("A"),
      exchange: person("A"),
      salesforce: person("A"),
      agreed: "A",
      writes: {},
    },
    {
      title: "changed in the mailbox: it goes up",
      base: person("A"),
      exchange: person("B"),
      salesforce: person("A"),
      agreed: "B",
      writes: { salesforce: "B" },
    },
    {
      title: "changed in Salesforce: it comes down",
      base: person("A"),
      exchange: person("A"),
      salesforce: person("B"),
      agreed: "B",
      writes: { exchange: "B" },
    },
    {
      title: "emptied in the mailbox: it is emptied in Salesforce",
      base: person("A"),
      exchange: person(null),
      salesforce: person("A"),
      agreed: null,
      writes: { salesforce: null },
    },
    {
      title: "changed to the same: nothing is written",
      base: person("A"),
      exchange: person("B"),
      salesforce: person("B"),
      agreed: "B",
      writes: {},
    },
    {
      title: "M2: changed on both: the winner's stands",
      base: person("A"),
      exchange: person("B"),
      salesforce: person("C"),
      agreed: "C",
      writes: { exchange: "C" },
      lost: "B",
    },
    {
      title: "M1: at a first meeting a blank is filled",
      base: null,
      exchange: person(null),
      salesforce: person("C"),
      agreed: "C",
      writes: { exchange: "C" },
    },
    {
      title: "M1: at a first meeting the loser is listed",
      base: null,
      exchange: person("B"),
      salesforce: person("C"),
      agreed: "C",
      writes: { exchange: "C" },
      lost: "B",
    },
  ] as const;

  it.each(cases)("$title", ({ base, exchange, salesforce, agreed, writes, ...more }) => {
    const merge = reconcile<Person>(base, exchange, salesforce, rules());
    expect(merge.agreed.title).toBe(agreed);
    expect(
      Object.fromEntries(Object.entries(merge.changes).flatMap(([side, changes]) => ("title" in changes ? [[side, changes.title]] : []))),
    ).toEqual(writes);
    expect(merge.conflicts.map(({ lost }) => lost)).toEqual("lost" in more ? [more.lost] : []);
  });

  it("C4: a company name is neither wiped nor sent up", () => {
    const gone = reconcile(person("A", { company: "Berg" }), person("A", { company: "Berg" }), person("A"), downOnly);
    expect(gone.changes).toEqual({ exchange: {}, salesforce: {} });
    const edit = reconcile(
      person("A", { company: "Berg" }),
      person("A", { company: "Berg AG" }),
      person("A", { company: "Berg" }),
      downOnly,
    );
    expect(edit.changes).toEqual({ exchange: {}, salesforce: {} });
  });

  it("A3: where nothing may go up, an edit in the mailbox stays there until Salesforce changes, which wins", () => {
    const down = rules({ writable: { exchange: new Set(all), salesforce: new Set() }, winner: "exchange" });
    expect(reconcile(person("A"), person("B"), person("A"), down)).toMatchObject({
      agreed: { title: "A" },
      changes: { salesforce: {} },
      conflicts: [],
    });
    expect(reconcile(person("A"), person("B"), person("C"), down).conflicts).toMatchObject([
      { winner: "salesforce", kept: "C", lost: "B" },
    ]);
  });

  it("P7: a field that is not in play keeps its base and is written nowhere", () => {
    const merge = reconcile(person("A"), person("B"), person("C"), rules({ inPlay: new Set<Field>(["name"]) }));
    expect(merge).toMatchObject({ agreed: { title: "A" }, changes: { exchange: {}, salesforce: {} }, conflicts: [] });
  });

  it("values that say the same are not corrected", () => {
    const lower = rules({ alike: (_field, one, other) => String(one).toLowerCase() === String(other).toLowerCase() });
    expect(reconcile(person("a@x"), person("A@X"), person("a@x"), lower).changes).toEqual({ exchange: {}, salesforce: {} });
  });
});

describe("any history", () => {
  const value = fc.option(fc.constantFrom("A", "B", "C", "D"), { nil: null });
  const record: fc.Arbitrary<Person> = fc.record({ name: value, title: value, company: value });
  const edits = fc.record({ name: value, title: value, company: value }, { requiredKeys: [] });
  /** One record that was edited on each side: unrelated ones never meet. */
  const history = fc.tuple(record, edits, edits, fc.boolean()).map(([base, here, there, met]) => ({
    base: met ? base : null,
    exchange: { ...base, ...here } as Person,
    salesforce: { ...base, ...there } as Person,
  }));
  const winner = fc.constantFrom<SideName>("exchange", "salesforce");

  it("leaves both sides holding what was agreed, and a second pass does nothing", () => {
    fc.assert(
      fc.property(history, winner, ({ base, exchange, salesforce }, wins) => {
        const { agreed, changes } = reconcile(base, exchange, salesforce, rules({ winner: wins }));
        expect({ ...exchange, ...changes.exchange }).toEqual(agreed);
        expect({ ...salesforce, ...changes.salesforce }).toEqual(agreed);
        expect(reconcile(agreed, agreed, agreed, rules()).changes).toEqual({ exchange: {}, salesforce: {} });
      }),
    );
  });

  it("drops no edit that is not listed as a conflict", () => {
    fc.assert(
      fc.property(history, winner, ({ base, exchange, salesforce }, wins) => {
        const { agreed, conflicts } = reconcile(base, exchange, salesforce, rules({ winner: wins }));
        for (const field of all) {
          for (const side of [exchange, salesforce]) {
            const isUntouched = !(side[field] !== (base?.[field] ?? null));
            const isTold = conflicts.some((conflict) => conflict.field === field && conflict.lost === side[field]);
            expect(isUntouched || isTold || agreed[field] === side[field]).toBe(true);
          }
        }
      }),
    );
  });

  it("lets no blank overwrite a value at a first meeting", () => {
    fc.assert(
      fc.property(history, winner, ({ exchange, salesforce }, wins) => {
        const { agreed } = reconcile(null, exchange, salesforce, rules({ winner: wins }));
        const known = all.filter((field) => exchange[field] !== null || salesforce[field] !== null);
        expect(known.filter((field) => agreed[field] === null)).toEqual([]);
      }),
    );
  });

  it("does not care which side is which", () => {
    fc.assert(
      fc.property(history, winner, ({ base, exchange, salesforce }, wins) => {
        const one = reconcile(base, exchange, salesforce, rules({ winner: wins }));
        const other = reconcile(base, salesforce, exchange, rules({ winner: otherSide(wins) }));
        expect(other.agreed).toEqual(one.agreed);
        expect(other.changes).toEqual({ exchange: one.changes.salesforce, salesforce: one.changes.exchange });
      }),
    );
  });

  it("writes only what differs", () => {
    fc.assert(
      fc.property(history, winner, ({ base, exchange, salesforce }, wins) => {
        const { changes } = reconcile(base, exchange, salesforce, rules({ winner: wins }));
        for (const [field, to] of Object.entries(changes.exchange)) expect(exchange[field as Field]).not.toBe(to);
        for (const [field, to] of Object.entries(changes.salesforce)) expect(salesforce[field as Field]).not.toBe(to);
      }),
    );
  });
});

describe("edited since the base", () => {
  const given = (toSalesforce: readonly Field[]) => ({
    ...rules({ writable: { exchange: new Set(), salesforce: new Set() } }),
    givenTo: { exchange: new Set(all), salesforce: new Set(toSalesforce) },
  });

  it("counts only what the other side has a place for", () => {
    expect(edited(person("A"), person("B"), "exchange", given(all))).toBe(true);
    expect(edited(person("A"), person("B"), "exchange", given(["name"]))).toBe(false);
    expect(edited(person("A"), person("B"), "salesforce", given(["name"]))).toBe(true);
  });

  it("C4: does not count a company that found no account, which stands blank in Salesforce", () => {
    const companies = { ...given(all), neverWiped: new Set<Field>(["company"]) };
    const withCompany = person("A", { company: "Customer Ltd" });
    expect(edited(withCompany, person("A"), "salesforce", companies)).toBe(false);
    expect(edited(withCompany, person("A", { company: "Other Ltd" }), "salesforce", companies)).toBe(true);
    expect(edited(withCompany, person("A"), "exchange", companies)).toBe(true);
  });

  it("M3: counts what the preset lets through neither way just now, so that a deletion does not take it along", () => {
    const closed = given(all);
    expect(closed.writable.exchange.size).toBe(0);
    expect(edited(person("A"), person("B"), "salesforce", closed)).toBe(true);
  });
});
