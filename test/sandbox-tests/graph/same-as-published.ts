/**
 * Paths that the schemas leave out because they lead to the same thing as one that they have: a message is the same message whether
 * one came to it through its folder or not. First the longest way, then what it is the same as.
 */
const SAME: readonly (readonly [way: RegExp, as: string])[] = [
  [/^(\/users\/[^/]+\/mailFolders\/[^/]+)(?:\/childFolders\/[^/]+)+(?=\/|$)/u, "$1"],
  [/^(\/users\/[^/]+)\/mailFolders\/[^/]+\/messages\/(?!delta$)([^/]+)/u, "$1/messages/$2"],
  [/^(\/users\/[^/]+\/contactFolders\/[^/]+)(?:\/childFolders\/[^/]+)+(?=\/|$)/u, "$1"],
  [/^(\/users\/[^/]+)\/calendarGroups\/[^/]+\/calendars(?=\/|$)/u, "$1/calendars"],
  [/^(\/users\/[^/]+)\/calendar(?=\/)/u, "$1/calendars/default"],
  [/^(\/users\/[^/]+)\/calendars\/[^/]+\/events\/([^/]+)/u, "$1/events/$2"],
  [/^(\/users\/[^/]+)\/calendarView\/(?!delta$)([^/]+)/u, "$1/events/$2"],
  [/^(\/users\/[^/]+)\/calendars\/[^/]+\/calendarView\/(?!delta$)([^/]+)/u, "$1/events/$2"],
  [/^(\/users\/[^/]+)\/events\/[^/]+\/instances\/([^/]+)/u, "$1/events/$2"],
];

/** The same path as the schemas would write it, still with its ids. */
export function asPublished(path: string): string {
  return SAME.reduce((one, [way, as]) => one.replace(way, as), path);
}
