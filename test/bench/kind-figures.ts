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
/** Folders, lists, categories, subscriptions; identity and describes, which are asked once an hour. */
const SET_UP: Requests = { graph: 25, salesforce: 10 };

/**
 * Beside its bound. Salesforce: S2's figure for every started 200 of a kind, and a look at the organisation. Exchange, where arithmetic
 * forbids S2's figure: a `$batch` for every started twenty writes, twice where versions have to be read first (P9), and S3's look of a kind
 * before each 200 and after the last.
 */
export function part(measured: Measured): Part {
  const { items, exchangeWrites, requests } = measured;
  const kinds = Object.keys(items) as (keyof Counts)[];
  const sum = (of: (kind: keyof Counts) => number): number => kinds.reduce((total, kind) => total + of(kind), 0);
  const all = Math.max(
    1,
    sum((kind) => items[kind]),
  );
  const bulks = (kind: keyof Counts): number => Math.ceil(items[kind] / BULK);
  const writes = sum((kind) => Math.ceil(exchangeWrites[kind] / A_BATCH));
  const looks = sum((kind) => bulks(kind) + 2);
  const besides = measured.setsUp ? SET_UP : { graph: 0, salesforce: 0 };
  const salesforce = sum((kind) => bulks(kind) * BULK * MOST_A_RECORD) + 1 + besides.salesforce;
  const graph = 2 * writes + looks + besides.graph;
  return {
    ...measured,
    seconds: rounded(measured.seconds, 1),
    requestsPerItem: { graph: rounded(requests.graph / all, 3), salesforce: rounded(requests.salesforce / all, 3) },
    bound: { graph, salesforce },
    boundInWords:
      `Salesforce: ${MOST_A_RECORD} a record for each started ${BULK} of a kind (S2), and a look${setUp(besides.salesforce)}: ${salesforce}. ` +
      `Graph: ${writes} batches of ${A_BATCH} writes, as many again for versions (P9), and ${looks} looks (S3)${setUp(besides.graph)}: ${graph}`,
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
