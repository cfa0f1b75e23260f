/** What the page's address names: a record, or the list of a kind. */
export type Place = { readonly is: "record"; readonly id: string } | { readonly is: "list"; readonly type: string };

/** The tabs, with what each is called. */
export const TABS = [
  ["Contact", "Contacts"],
  ["Lead", "Leads"],
  ["Account", "Accounts"],
  ["Opportunity", "Opportunities"],
  ["Task", "Tasks"],
  ["Case", "Cases"],
] as const;

export function placeOf(path: string, search: string): Place {
  const record = /^\/lightning\/r\/\w+\/(\w{15,18})\/view$/u.exec(path) ?? /^\/(\w{15,18})$/u.exec(path);
  if (record?.[1] !== undefined) return { is: "record", id: record[1] };
  return { is: "list", type: TABS.find(([type]) => type === new URLSearchParams(search).get("tab"))?.[0] ?? "Contact" };
}

export const addressOf = (id: string): string => `/${id}`;
