import { addRow } from "./bare-rows.ts";
import { makeId } from "./ids.ts";
import type { Org } from "./org.ts";

/** Who made what was there from the first: no user that one could find. */
const AUTOMATED = makeId("005", 0);

/** What an org holds from its first day: the organisation, the profiles, and the lists of values. Done once. */
export function found(org: Org): void {
  if (org.store.count("Organization") > 0) return;
  addRow(org, "Organization", AUTOMATED, {
    Name: org.options.organisationName ?? "Tandem Sandbox",
    OrganizationType: org.options.organisationType ?? "Developer Edition",
    IsSandbox: false,
    InstanceName: "TD1",
    DefaultContactAccess: "ControlledByParent",
    DefaultAccountAccess: org.switches.accountSharing,
    DefaultLeadAccess: org.switches.leadSharing,
    DefaultOpportunityAccess: org.switches.opportunitySharing,
    DefaultCaseAccess: org.switches.caseSharing,
    TimeZoneSidKey: "America/Los_Angeles",
    DefaultLocaleSidKey: "en_US",
    LanguageLocaleKey: "en_US",
    FiscalYearStartMonth: 1,
  });
  const add = (object: string, values: Parameters<typeof addRow>[3]) => addRow(org, object, AUTOMATED, values);
  add("Profile", { Name: "System Administrator", UserType: "Standard" });
  add("Profile", { Name: "Standard User", UserType: "Standard" });
  list("TaskStatus", [
    ["Not Started", { IsClosed: false, IsDefault: true }],
    ["In Progress", { IsClosed: false, IsDefault: false }],
    ["Completed", { IsClosed: true, IsDefault: false }],
    ["Waiting on someone else", { IsClosed: false, IsDefault: false }],
    ["Deferred", { IsClosed: false, IsDefault: false }],
  ]);
  list("TaskPriority", [
    ["High", { IsHighPriority: true, IsDefault: false }],
    ["Normal", { IsHighPriority: false, IsDefault: true }],
    ["Low", { IsHighPriority: false, IsDefault: false }],
  ]);
  list("LeadStatus", [
    ["Open - Not Contacted", { IsConverted: false, IsDefault: true }],
    ["Working - Contacted", { IsConverted: false, IsDefault: false }],
    ["Closed - Converted", { IsConverted: true, IsDefault: false }],
    ["Closed - Not Converted", { IsConverted: false, IsDefault: false }],
  ]);
  list("CaseStatus", [
    ["New", { IsClosed: false, IsDefault: true }],
    ["Working", { IsClosed: false, IsDefault: false }],
    ["Escalated", { IsClosed: false, IsDefault: false }],
    ["Closed", { IsClosed: true, IsDefault: false }],
  ]);
  list(
    "OpportunityStage",
    STAGES.map(([name, probability, category, isClosed, isWon]) => [
      name,
      {
        DefaultProbability: probability,
        ForecastCategory: category,
        ForecastCategoryName: category,
        IsClosed: isClosed,
        IsWon: isWon,
        IsActive: true,
      },
    ]),
  );
  org.touchSchema();

  function list(object: string, entries: readonly (readonly [name: string, values: Parameters<typeof addRow>[3]])[]): void {
    for (const [index, [name, values]] of entries.entries())
      add(object, { ApiName: name, MasterLabel: name, SortOrder: index + 1, ...values });
  }
}

const STAGES = [
  ["Prospecting", 10, "Pipeline", false, false],
  ["Qualification", 10, "Pipeline", false, false],
  ["Needs Analysis", 20, "Pipeline", false, false],
  ["Value Proposition", 50, "Pipeline", false, false],
  ["Id. Decision Makers", 60, "Pipeline", false, false],
  ["Perception Analysis", 70, "Pipeline", false, false],
  ["Proposal/Price Quote", 75, "Pipeline", false, false],
  ["Negotiation/Review", 90, "Pipeline", false, false],
  ["Closed Won", 100, "Closed", true, true],
  ["Closed Lost", 0, "Omitted", true, false],
] as const;
