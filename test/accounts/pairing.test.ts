import { describe, expect, it } from "vitest";
import type { Mailbox } from "../../sync-service/accounts/mailbox.ts";
import { type Population, proposePairs, reviewPairs } from "../../sync-service/accounts/pairing.ts";
import type { SalesforceUser, TenantUser } from "../../sync-service/accounts/ports.ts";

const ada: TenantUser = {
  id: "e-ada",
  name: "Ada",
  email: "Ada@Example.com",
  principalName: "ada@example.com",
  enabled: true,
  guest: false,
};
const adaThere: SalesforceUser = { id: "005A", username: "ada@org", email: "ada@example.COM", name: "Ada", active: true, standard: true };
const paired: Mailbox = {
  ...{ id: "m1", connectionId: "c", entraUserId: "e-ada", email: "Ada@Example.com", displayName: "Ada" },
  ...{ salesforceUserId: "005A", salesforceUsername: "ada@org", salesforceEmail: "ada@example.COM" },
  ...{ sync: "on", state: "healthy", problem: null, timeZone: null, activatedAt: null, firstSyncDoneAt: null, stopped: null },
};

function population(tenantUsers: readonly TenantUser[], salesforceUsers: readonly SalesforceUser[]): Population {
  return { tenantUsers, salesforceUsers, verifiedDomains: new Set(["example.com"]) };
}

describe("B3: proposing pairs", () => {
  it("an enabled member and the only active standard user of that address, compared without case", () => {
    expect(proposePairs(population([ada], [adaThere]), [])).toEqual([
      { is: "candidate", pair: expect.objectContaining({ entraUserId: "e-ada", salesforceUserId: "005A", salesforceUsername: "ada@org" }) },
    ]);
  });

  it.each<[string, Partial<TenantUser>, readonly SalesforceUser[], RegExp]>([
    ["a guest", { guest: true }, [adaThere], /guest/],
    ["a disabled user", { enabled: false }, [adaThere], /disabled/],
    [
      "an address in a domain that is not verified",
      { email: "ada@elsewhere.net" },
      [{ ...adaThere, email: "ada@elsewhere.net" }],
      /elsewhere\.net is not verified/,
    ],
    [
      "a domain that only ends like a verified one",
      { email: "ada@notexample.com" },
      [{ ...adaThere, email: "ada@notexample.com" }],
      /not verified/,
    ],
    ["nobody in Salesforce", {}, [], /No user in Salesforce/],
    ["an inactive user there", {}, [{ ...adaThere, active: false }], /inactive/],
    ["a portal user there", {}, [{ ...adaThere, standard: false }], /not a standard user/],
    ["two of that address there", {}, [adaThere, { ...adaThere, id: "005B", username: "other@org" }], /2 active users.*ada@org, other@org/],
  ])("not %s, and says why", (_title, change, salesforceUsers, reason) => {
    const [proposal] = proposePairs(population([{ ...ada, ...change }], salesforceUsers), []);
    expect(proposal).toMatchObject({ is: "unmatched", reason: expect.stringMatching(reason) as string });
  });

  it("an inactive namesake does not stand in the way", () => {
    const proposals = proposePairs(population([ada], [adaThere, { ...adaThere, id: "005B", active: false }]), []);
    expect(proposals[0]).toMatchObject({ is: "candidate" });
  });

  it("never a user who is paired already, on either side", () => {
    expect(proposePairs(population([ada], [adaThere]), [paired])).toEqual([]);
    const twin = { ...ada, id: "e-new" };
    expect(proposePairs(population([twin], [adaThere]), [{ ...paired, entraUserId: "e-old" }])).toMatchObject([
      { is: "unmatched", reason: expect.stringContaining("somebody else") as string },
    ]);
  });

  it("nobody when two users of the tenant have one address", () => {
    const proposals = proposePairs(population([ada, { ...ada, id: "e-2" }], [adaThere]), []);
    expect(proposals.map(({ is }) => is)).toEqual(["unmatched", "unmatched"]);
  });
});

describe("B3: pairs that stand", () => {
  it.each<[string, readonly TenantUser[], readonly SalesforceUser[], RegExp]>([
    ["gone from Microsoft 365", [], [adaThere], /gone from Microsoft/],
    ["disabled there", [{ ...ada, enabled: false }], [adaThere], /disabled/],
    ["gone from Salesforce", [ada], [], /gone from Salesforce/],
    ["inactive there", [ada], [{ ...adaThere, active: false }], /inactive/],
  ])("drop when the user is %s", (_title, tenantUsers, salesforceUsers, reason) => {
    expect(reviewPairs([paired], population(tenantUsers, salesforceUsers)).dropped).toMatchObject([
      { reason: expect.stringMatching(reason) as string },
    ]);
  });

  it.each([
    ["in Microsoft 365", { ...ada, email: "ada.b@example.com" }, adaThere],
    ["in Salesforce", ada, { ...adaThere, email: "somebody.else@example.com" }],
  ])("an address that changed %s never re-pairs: the pair stays and is told", (_title, tenantUser, salesforceUser) => {
    const stranger = { ...adaThere, id: "005X", email: "ada.b@example.com" };
    const { standing, dropped } = reviewPairs([paired], population([tenantUser], [salesforceUser, stranger]));
    expect(dropped).toEqual([]);
    expect(standing).toMatchObject([{ addressChanged: true, now: { salesforceUserId: "005A" } }]);
  });

  it("a change of case alone is none", () => {
    const { standing } = reviewPairs([paired], population([{ ...ada, email: "ADA@example.com" }], [adaThere]));
    expect(standing).toMatchObject([{ addressChanged: false }]);
  });
});
