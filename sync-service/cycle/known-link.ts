import type { Fields } from "../../shared/records/fields.ts";
import { categoryName, problemCategoryName } from "../../shared/records/names.ts";
import type { ExchangeStanding, Known, SalesforceStanding, Stood, View } from "../engine/known.ts";
import { idOn, type Link, type Sight } from "./link.ts";
import type { Seen, Standing } from "./side.ts";

/** The link as the engine decides on it. */
export function knownOf<F extends Fields>(link: Link<F>, searched: boolean): Known<F> {
  const { state, origin, stood, early, choice, wishes } = link;
  const recordId = idOn(link.salesforce);
  return {
    state,
    origin,
    base: agreedOn(link),
    stood,
    early,
    choice,
    ...(wishes.length > 0 ? { wishes } : {}),
    searched,
    exchange: viewOf(link.exchange, (standing) => ({ ...exchangeStanding(standing), ...beyondMarks(standing, recordId) })),
    salesforce: viewOf(link.salesforce, salesforceStanding),
  };
}

/**
 * What both agreed on. Of what a column held that was chosen, another column says nothing: there both sides meet for the first time, so that
 * its blanks are filled and take nothing away (P3).
 */
function agreedOn<F extends Fields>({ base, stood, salesforce }: Link<F>): F | null {
  if (!base || salesforce.is !== "present" || salesforce.seen.standing.on !== "salesforce") return base;
  const before = stood.salesforce?.heldIn ?? {};
  const others = Object.entries(salesforce.seen.standing.heldIn ?? {}).filter(([field, column]) => before[field] !== column);
  return others.length === 0 ? base : { ...base, ...Object.fromEntries(others.map(([field]) => [field, null])) };
}

function beyondMarks(
  standing: Standing,
  recordId: string | null,
): Pick<ExchangeStanding, "guarded" | "rich" | "lacksPointer" | "withOthers" | "changedAt" | "leads"> {
  if (standing.on !== "exchange") return {};
  const { guarded, pointsTo, withOthers, changedAt, leads } = standing;
  const rich = richIn(standing);
  return {
    ...(guarded ? { guarded } : {}),
    ...(rich.length > 0 ? { rich } : {}),
    ...(withOthers ? { withOthers } : {}),
    ...(leads ? { leads } : {}),
    ...(changedAt === undefined ? {} : { changedAt }),
    ...(pointsTo === undefined ? {} : { lacksPointer: pointsTo !== recordId }),
  };
}

/** The fields that a write would make poorer: of a meeting all that others would be told is guarded, which says nothing of its form. */
export function richIn(standing: Standing): readonly string[] {
  if (standing.on !== "exchange") return [];
  return (standing.withOthers ? standing.rich : standing.guarded) ?? [];
}

/** How both sides stand, to be compared with later. */
export function stoodOf<F extends Fields>({ exchange, salesforce }: Pick<Link<F>, "exchange" | "salesforce">): Stood {
  return {
    exchange: exchange.is === "present" ? exchangeStanding(exchange.seen.standing) : null,
    salesforce: salesforce.is === "present" ? salesforceStanding(salesforce.seen.standing) : null,
  };
}

/** What an item shows, without categories that are none of ours (P6). */
export function withoutOthersCategories<F extends Fields>(seen: Seen<F>, problemCategories: readonly string[]): Seen<F> {
  if (seen.standing.on !== "exchange") return seen;
  const ours = [categoryName, problemCategoryName, ...problemCategories].map((name) => name.toLowerCase());
  const categories = seen.standing.categories.filter((name) => ours.includes(name.toLowerCase()));
  const noOthers = seen.standing.noOthers ?? categories.length === seen.standing.categories.length;
  return { ...seen, standing: { ...seen.standing, categories, noOthers } };
}

function viewOf<F extends Fields, S>(sight: Sight<F>, standingOf: (standing: Standing) => S): View<F, S> {
  switch (sight.is) {
    case "never":
      return { is: "never" };
    case "gone":
      return sight.replaced ? { is: "gone", replaced: sight.replaced } : { is: "gone" };
    case "present":
      return { is: "present", record: sight.seen.record, standing: standingOf(sight.seen.standing) };
  }
}

export function exchangeStanding(standing: Standing): ExchangeStanding {
  if (standing.on !== "exchange") throw new TypeError("A record of Salesforce stands where one of Exchange should.");
  const category = standing.categories.some(isShareCategory);
  // Others' categories were dropped when the item was seen, so whatever is left beside ours names a problem.
  const problem = standing.categories.some((name) => !isShareCategory(name));
  return { inFolder: standing.inFolder, category, problem, ...(standing.takenUp ? { takenUp: standing.takenUp } : {}) };
}

function salesforceStanding(standing: Standing): SalesforceStanding {
  if (standing.on !== "salesforce") throw new TypeError("A record of Exchange stands where one of Salesforce should.");
  return standing;
}

const isShareCategory = (name: string) => name.toLowerCase() === categoryName.toLowerCase();
