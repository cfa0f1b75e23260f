/** What Show 7 of the bench prints, measured against the stand-ins with so many milliseconds added to every call. */
export interface Figures {
  readonly latencyMs: number;
  readonly secondsFromMoveToTask: { readonly median: number; readonly p95: number };
  readonly requestsPerFiledMail: { readonly graph: number; readonly salesforce: number; readonly ofWhichUploads: number };
  readonly firstSyncUp: FirstSync;
  readonly firstSyncDown: FirstSync;
  /** Requests of a cycle in which nothing had changed, by the number of linked contacts. */
  readonly idleCycle: readonly { readonly links: number; readonly graph: number; readonly salesforce: number }[];
  readonly peakMemoryMegabytes: number;
}

export interface FirstSync {
  readonly contacts: number;
  readonly seconds: number;
  readonly contactsPerSecond: number;
  readonly requestsPerContact: { readonly graph: number; readonly salesforce: number };
}

/** The value below which `share` (0 to 1) of the values lie, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

export function table(all: readonly Figures[]): string {
  const rows: readonly (readonly [string, (figures: Figures) => string])[] = [
    ["added to every call", ({ latencyMs }) => `${latencyMs} ms`],
    ["move to task, median", ({ secondsFromMoveToTask }) => `${secondsFromMoveToTask.median} s`],
    ["move to task, 95th percentile", ({ secondsFromMoveToTask }) => `${secondsFromMoveToTask.p95} s`],
    [
      "requests per filed mail with two attachments",
      ({ requestsPerFiledMail: { graph, salesforce, ofWhichUploads } }) =>
        `Graph ${graph}, Salesforce ${salesforce} (uploads ${ofWhichUploads})`,
    ],
    ["first sync up", ({ firstSyncUp }) => sync(firstSyncUp)],
    ["first sync down", ({ firstSyncDown }) => sync(firstSyncDown)],
    [
      "requests of an idle cycle",
      ({ idleCycle }) =>
        idleCycle.map(({ links, graph, salesforce }) => `${links} links: Graph ${graph}, Salesforce ${salesforce}`).join("; "),
    ],
    ["peak memory of the service", ({ peakMemoryMegabytes }) => `${peakMemoryMegabytes} MB`],
  ];
  return all.map((figures) => rows.map(([name, value]) => `${name.padEnd(46)}${value(figures)}`).join("\n")).join("\n\n");
}

function sync({ contacts, contactsPerSecond, requestsPerContact: { graph, salesforce } }: FirstSync): string {
  return `${contacts} contacts, ${contactsPerSecond} a second, requests per contact: Graph ${graph}, Salesforce ${salesforce}`;
}
