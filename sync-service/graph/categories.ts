import { contactFaultCategories } from "../mappings/contact-faults.ts";
import { eventFaultCategory } from "../mappings/event-faults.ts";
import { categoryName, problemCategoryName } from "../../shared/records/names.ts";
import type { Marks } from "../cycle/side.ts";

/** Categories are known by their names, whatever the case (B1). */
export function carries(categories: unknown, name: string): boolean {
  return (
    Array.isArray(categories) &&
    categories.some((category) => typeof category === "string" && category.toLowerCase() === name.toLowerCase())
  );
}

/** What an item carries. @throws TypeError when that cannot be told: it is not to be taken for an item that lost its mark */
export function categoriesOf({ categories }: { readonly categories: readonly unknown[] }): readonly string[] {
  return categories.map((category) => {
    if (typeof category !== "string") throw new TypeError("A category has no name.");
    return category;
  });
}

/** The whole list to write: PATCH replaces it, so everybody else's stay in their places (MG19). Null when nothing changes. */
export function markedWith(categories: readonly string[], marks: Marks): readonly string[] | null {
  let next = categories;
  if (marks.salesforce === true && !carries(next, categoryName)) next = [...next, categoryName];
  if (marks.salesforce === false) next = without(next, [categoryName]);
  if (marks.problem !== undefined) {
    const { problem } = marks;
    const keep = problem === null ? [] : [problemCategoryName, problem];
    next = without(
      next,
      [problemCategoryName, ...contactFaultCategories, eventFaultCategory].filter((name) => !carries(keep, name)),
    );
    for (const name of keep) if (!carries(next, name)) next = [...next, name];
  }
  return next.length === categories.length && next.every((category, index) => category === categories[index]) ? null : next;
}

function without(categories: readonly string[], names: readonly string[]): readonly string[] {
  return categories.filter((category) => !carries(names, category));
}
