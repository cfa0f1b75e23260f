import { rounded } from "./figures.ts";

/** Items of each kind; a series is one. */
export interface Counts {
  readonly contacts: number;
  readonly events: number;
  readonly tasks: number;
}

/** One part of the measuring: what was done, what it cost, and what section S lets it cost. */
export interface Part extends Measured {
  readonly requestsPerItem: Requests;
  readonly bound: Requests;
  readonly boundInWords: string;
  readonly isKept: boolean;
}

export interface KindFigures {
  readonly latencyMs: number;
  readonly counts: Counts & { readonly series: number };
  readonly parts: readonly Part[];
  /** Fields that both sides had changed, listed for a person. */
  readonly conflicts: { readonly listed: number; readonly expected: number };
  readonly peakMemoryMegabytes: number;
}

interface Requests {
  readonly graph: number;
  readonly salesforce: number;
}

export interface Measured {
  readonly what: string;
  /** Changed or made. */
  readonly items: Counts;
  /** What of them are events that repeat: each is some records of Salesforce, and its occurrences are read in the mailbox. */
  readonly series?: { readonly count: number; readonly occurrences: number };
  /** Records whose values both sides had changed, and which are written in Salesforce one by one (P9). */
  readonly contested?: number;
  /** Writes that this takes in Exchange. */
  readonly exchangeWrites: Counts;
  /** The mailbox was set up besides (B1). */
  readonly setsUp?: true;
  readonly seconds: number;
  readonly requests: Requests;
}

/** S2: requests a changed record in bulk, version reads and read-backs included. */
const MOST_A_RECORD = 0.04;
/** Bulk is what sObject Collections take at once (S2). */
const BULK = 200;
/** `$batch` takes so many (S2), so this is what Exchange costs at least. */
const A_BATCH = 20;
const LOOKS_AROUND = 4;
/** Folders, lists, categories, subscriptions; identity and describes, which are asked once an hour. */
const SET_UP: Requests = { graph: 25, salesforce: 10 };

/**
 * Beside its bound. Salesforce: S2's figure for every started 200 records of a kind, what is written one by one (P9), and a look at the
 * organisation. Exchange, where arithmetic forbids S2's figure: a `$batch` for every started twenty writes, twice where versions have to be
 * read first (P9), one for every started twenty series, and S3's look of a kind before each 200 and a few times around, as changes come in.
 */
export function part(measured: Measured): Part {
  const { items, exchangeWrites, requests, contested = 0 } = measured;
  const { count: series, occurrences } = measured.series ?? { count: 0, occurrences: 0 };
  const kinds = Object.keys(items) as (keyof Counts)[];
  const sum = (of: (kind: keyof Counts) => number): number => kinds.reduce((total, kind) => total + of(kind), 0);
  const all = Math.max(
    1,
    sum((kind) => items[kind]),
  );
  const bulks = ({ contacts, tasks, events }: Counts): number =>
    [contacts, tasks, events].reduce((total, count) => total + Math.ceil(count / BULK), 0);
  const writes = sum((kind) => Math.ceil(exchangeWrites[kind] / A_BATCH)) * 2 + Math.ceil(series / A_BATCH);
  const records = { ...items, events: items.events - series + occurrences };
  const looks = bulks(records) + LOOKS_AROUND * kinds.length;
  const besides = measured.setsUp ? SET_UP : { graph: 0, salesforce: 0 };
  const inBulk = bulks(records) * BULK * MOST_A_RECORD;
  const salesforce = inBulk + contested + 1 + besides.salesforce;
  const graph = writes + looks + besides.graph;
  return {
    ...measured,
    seconds: rounded(measured.seconds, 1),
    requestsPerItem: { graph: rounded(requests.graph / all, 3), salesforce: rounded(requests.salesforce / all, 3) },
    bound: { graph, salesforce },
    boundInWords:
      `Salesforce ${salesforce}: ${inBulk} at ${MOST_A_RECORD} a record for each started ${BULK} of a kind (S2), ` +
      `${contested} that both sides changed (P9), a look${setUp(besides.salesforce)}. ` +
      `Graph ${graph}: ${writes} batches of ${A_BATCH} with versions (P9), ${looks} looks (S3)${setUp(besides.graph)}`,
    isKept: requests.salesforce <= salesforce && requests.graph <= graph,
  };
}

const setUp = (requests: number): string => (requests === 0 ? "" : `, and ${requests} to set up`);

/** The figures as a table to read, each with its bound. */
export function kindTable(all: readonly KindFigures[]): string {
  return all
    .map(({ latencyMs, counts, parts, conflicts, peakMemoryMegabytes }) =>
      [
        `${counts.contacts} contacts, ${counts.events} events (${counts.series} of them series), ${counts.tasks} tasks; ${latencyMs} ms added to every call`,
        ...parts.flatMap(lines),
        `conflicts listed: ${conflicts.listed} of ${conflicts.expected} (M2: none is lost)`,
        `peak memory of the service: ${peakMemoryMegabytes} MB (S5: one process serves 10,000 mailboxes; no figure is set)`,
      ].join("\n"),
    )
    .join("\n\n");
}

function lines({ what, items, seconds, requests, requestsPerItem, boundInWords, isKept }: Part): readonly string[] {
  const { contacts, events, tasks } = items;
  return [
    `${what}: ${contacts} contacts, ${events} events, ${tasks} tasks in ${seconds} s`,
    `  requests: Graph ${requests.graph} (${requestsPerItem.graph} each), Salesforce ${requests.salesforce} (${requestsPerItem.salesforce} each)`,
    `  bound: ${boundInWords}; ${isKept ? "kept" : "NOT KEPT"}`,
  ];
}
