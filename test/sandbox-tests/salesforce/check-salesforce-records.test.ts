import { describe, expect, it } from "vitest";
import { verdictOn } from "./check-salesforce-records.ts";
import { hasDescribes } from "./published-objects.ts";

const faultOf = (record: object, type: string) => {
  const verdict = verdictOn({ attributes: { type, url: "/x" }, ...record }, type);
  return verdict.is === "wrong" ? verdict.fault : verdict.is;
};

describe.skipIf(!hasDescribes)("the check of every record by the describes", () => {
  it.each([
    ["a field that the object has not", { Colour: "red" }, "Contact", "is no field"],
    ["a text that is too long", { FirstName: "x".repeat(41) }, "Contact", "longer than 40"],
    ["an empty text", { FirstName: "" }, "Contact", "is empty"],
    ["a blank that may not be", { LastName: null }, "Contact", "not nillable"],
    ["a number for a text", { LastName: 3 }, "Contact", "is no text"],
    ["a text for a yes or no", { IsDeleted: "false" }, "Contact", "is no boolean"],
    ["a time written otherwise", { CreatedDate: "2026-03-02T09:00:00Z" }, "Contact", "is no time"],
    ["a date with a time", { Birthdate: "2026-03-02T00:00:00.000+0000" }, "Contact", "is no date"],
    ["a short id", { Id: "003000000000001" }, "Contact", "is no id"],
    ["a value outside the picklist", { ShowAs: "Tentative" }, "Event", "no value of the picklist"],
    ["a fraction of a minute", { DurationInMinutes: 1.5 }, "Event", "is no whole number"],
    ["children in another form", { EventRelations: [] }, "Event", "is no result of a child query"],
    ["children nobody has", { Friends: { totalSize: 0, done: true, records: [] } }, "Event", "is no field"],
  ])("finds %s", (_what, record, type, fault) => {
    expect(faultOf(record, type)).toContain(fault);
  });

  it("passes a record as recorded, and one of a feature that the recorded org had not", () => {
    const account = { attributes: { type: "Account", url: "/a" }, Name: "Navy" };
    expect(faultOf({ Id: "003000000000001AAA", LastName: "Hopper", Account: account, Extra__c: 3 }, "Contact")).toBe("published");
    expect(faultOf({ Id: "00U000000000001AAA", WhoCount: 2 }, "Event")).toBe("published");
  });

  it("says of an object that is not published that it is not covered", () => {
    expect(faultOf({ Id: "0Zz000000000001AAA" }, "Unheard")).toBe("uncovered");
  });
});
