/** What the page's address names: a record, or the list of a kind. */
export type Place = { readonly is: "record"; readonly id: string } | { readonly is: "list"; readonly type: string };

export const KINDS = ["Contact", "Lead", "Account", "Opportunity", "Task", "Case"] as const;

export function placeOf(path: string, search: string): Place {
  const record = /^\/lightning\/r\/\w+\/(\w{15,18})\/view$/u.exec(path) ?? /^\/(\w{15,18})$/u.exec(path);
  if (record?.[1] !== undefined) return { is: "record", id: record[1] };
  return { is: "list", type: KINDS.find((kind) => kind === new URLSearchParams(search).get("tab")) ?? "Contact" };
}

export const addressOf = (id: string): string => `/${id}`;
