import { AccessLost, OutcomeUnknown, Throttled, VendorFailed, type SyncError } from "../errors.ts";
import { IMMUTABLE_IDS } from "./middleware.ts";
import type { Patience } from "../patience.ts";
import type { GraphPath } from "./path.ts";
import { errorOf, interrupted } from "./reply-errors.ts";

type HeaderFields = Readonly<Record<string, string>>;

/** One request of many: a path, or a link that a reply held. */
export type BatchRequest =
  | {
      readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
      readonly path: GraphPath;
      readonly headers?: HeaderFields;
      readonly body?: unknown;
    }
  | { readonly method: "GET"; readonly link: string; readonly headers?: HeaderFields };

/** What came of it: the body of a success, or the failure in our words. */
export interface BatchReply {
  readonly status: number;
  readonly body: unknown;
  readonly error: SyncError | null;
}

/** What a batch is sent by. */
export interface BatchPorts {
  /** Below the version; null when the link lies elsewhere and has to be followed by itself. */
  pathOf(request: BatchRequest): GraphPath | null;
  post(body: unknown): Promise<InnerReplies>;
  follow(link: string, headers: HeaderFields | undefined): Promise<unknown>;
  /** For inner requests that were throttled: they had no effect. */
  readonly patience: Patience;
}

export interface InnerReplies {
  readonly responses?: readonly {
    readonly id: string;
    readonly status: number;
    readonly headers?: HeaderFields;
    readonly body?: unknown;
  }[];
}

const AT_MOST = 20;
/** So many inner requests run at the same time in one mailbox without being throttled (MG15). */
const SIDE_BY_SIDE = 4;
/** How often patience begins anew because something went through meanwhile. */
const MOST_ROUNDS = 6;

/**
 * Many requests in few exchanges. Twenty travel in a row, each depending on the one before, so that a mailbox never runs more than
 * one of a batch at a time. What stood behind a failed one (424) goes again by itself, four side by side; behind one that was
 * throttled or not allowed, nothing goes again at once: all of them share that answer. What had no effect is waited out by `patience`, which
 * begins anew as long as it brings something through: each exchange asks only for what is still missing.
 * A batch whose reply is lost leaves its writes unknown. An exception (Throttled, AccessLost, …) means that nothing was tried: once something
 * was, an exchange that is turned away is the answer of those that it carried, and no other's.
 */
export async function sendBatch(requests: readonly BatchRequest[], ports: BatchPorts): Promise<readonly BatchReply[]> {
  const replies: (BatchReply | null)[] = requests.map(() => null);
  const items = requests.map((request, index) => ({ request, index, path: ports.pathOf(request) }));
  const apart = items.filter((item) => item.path === null);
  const course: Course = { settle: (index, reply) => void (replies[index] = reply), tried: false, refusal: null };

  await Promise.all(apart.map(async ({ request, index }) => course.settle(index, await followed(request, ports))));
  let left = items.filter((item): item is Item => item.path !== null);
  let asked = 0;
  const faults: unknown[] = [];
  const sendLeft = async (): Promise<void> => {
    asked += 1;
    try {
      await sendAll(left, ports, course);
    } catch (error) {
      faults.push(error);
      return;
    }
    left = left.filter(({ index }) => isPassing(replies[index]));
    if (course.refusal) return; // the exchange was waited out already
    if (left.length > 0) throw reasonToWait(left.flatMap(({ index }) => replies[index]?.error ?? []));
  };
  for (let round = 0, goesOn = left.length > 0; round < MOST_ROUNDS && goesOn; round += 1) {
    const [missing, before] = [left.length, asked];
    await ports.patience(sendLeft).catch(() => {}); // patience ran out: each reply tells its own
    if (faults.length > 0) throw faults[0];
    const waited = asked > before + 1;
    goesOn = waited && left.length > 0 && left.length < missing && course.refusal === null;
  }
  if (course.refusal && !course.tried) throw course.refusal;
  return replies.map((reply, index) => reply ?? lost(requests[index] as BatchRequest, "Microsoft Graph gave no answer to the request."));
}

/** Every item once, and once more what stood behind a failed one; nothing more once an exchange was turned away. */
async function sendAll(items: readonly Item[], ports: BatchPorts, course: Course): Promise<void> {
  const left = await Promise.all(chunksOf(items, AT_MOST).map((chunk) => sendChunk(chunk, true, ports, course)));
  for (const group of chunksOf(left.flat(), SIDE_BY_SIDE)) {
    // One group after the other: they run side by side already.
    const again = course.refusal ? group : await sendChunk(group, false, ports, course);
    for (const item of again) course.settle(item.index, notCarriedOut(item, course));
  }
}

/** Of what stood behind another and was not sent by itself, or once more in vain. */
function notCarriedOut({ request }: Item, { refusal }: Course): BatchReply {
  return refusal ? turnedAway(request, refusal) : lost(request, "Microsoft Graph did not carry out the request.");
}

/** Whether the next one would hear the same: throttled or not allowed. A bare 503 is one server's, and may be that request's alone. */
function closesTheDoor({ status, error }: BatchReply): boolean {
  return error instanceof AccessLost || (error instanceof Throttled && !(status === 503 && error.isGuess));
}

/** It had no effect, and may go through the next time: throttled, a read that broke off, or a token refused inside a batch that was taken. */
function isPassing(reply: BatchReply | null | undefined): boolean {
  const error = reply?.error;
  return (
    error instanceof Throttled || error instanceof VendorFailed || (error instanceof AccessLost && error.code === "GRAPH_TOKEN_REFUSED")
  );
}

function reasonToWait(errors: readonly SyncError[]): SyncError {
  return (
    errors.find((error) => error instanceof Throttled) ??
    errors.find((error) => error instanceof VendorFailed) ??
    new Throttled("Microsoft Graph refused the token for a moment.", 0, { isGuess: true })
  );
}

/** What has come of the exchanges so far. */
interface Course {
  readonly settle: (index: number, reply: BatchReply) => void;
  /** An exchange was taken, or may have been. */
  tried: boolean;
  /** Why an exchange was turned away as a whole: nothing of it was tried. */
  refusal: SyncError | null;
}

interface Item {
  readonly request: BatchRequest;
  readonly index: number;
  readonly path: GraphPath;
}

/** Sends up to twenty; answers those to be sent again. */
async function sendChunk(items: readonly Item[], inARow: boolean, ports: BatchPorts, course: Course): Promise<readonly Item[]> {
  const { settle } = course;
  const answers = await post(items, inARow, ports);
  if (isSyncError(answers) && !(answers instanceof OutcomeUnknown)) {
    course.refusal ??= answers;
    for (const item of items) settle(item.index, turnedAway(item.request, answers));
    return [];
  }
  course.tried = true;
  if (isSyncError(answers)) {
    for (const item of items) settle(item.index, lost(item.request, "The reply to a batch was lost."));
    return [];
  }
  const behind: Item[] = [];
  let stop: SyncError | null = null;
  for (const [position, item] of items.entries()) {
    const answer = answers.get(String(position));
    if (answer?.status === 424) behind.push(item);
    else if (answer) {
      settle(item.index, answer);
      if (answer.error && closesTheDoor(answer)) stop = answer.error;
    }
  }
  if (!stop) return behind;
  for (const item of behind) settle(item.index, { status: 424, body: null, error: stop });
  return [];
}

/** The inner replies by id, or what the exchange failed with: OutcomeUnknown when it was sent and nobody knows what came of it. */
async function post(items: readonly Item[], inARow: boolean, ports: BatchPorts): Promise<ReadonlyMap<string, BatchReply> | SyncError> {
  try {
    const { responses } = await ports.post({ requests: items.map((item, position) => innerRequest(item, position, inARow)) });
    return new Map((responses ?? []).map((response) => [response.id, innerReply(response, items[Number(response.id)])]));
  } catch (error) {
    if (isSyncError(error)) return error;
    throw error;
  }
}

function innerRequest({ request, path }: Item, position: number, inARow: boolean): Readonly<Record<string, unknown>> {
  const body = "body" in request ? request.body : undefined;
  const preferred = request.headers?.["prefer"];
  return {
    id: String(position),
    method: request.method,
    url: path,
    headers: {
      ...request.headers,
      prefer: preferred === undefined ? IMMUTABLE_IDS : `${IMMUTABLE_IDS}, ${preferred}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body }),
    ...(inARow && position > 0 ? { dependsOn: [String(position - 1)] } : {}),
  };
}

function innerReply(response: NonNullable<InnerReplies["responses"]>[number], item: Item | undefined): BatchReply {
  if (response.status < 300) return { status: response.status, body: response.body, error: null };
  const retryAfter = Object.entries(response.headers ?? {}).find(([name]) => name.toLowerCase() === "retry-after")?.[1] ?? null;
  const error = errorOf({
    method: item?.request.method ?? "POST",
    path: item?.path ?? "",
    status: response.status,
    retryAfter,
    body: response.body,
  });
  return { status: response.status, body: null, error };
}

async function followed(request: BatchRequest, ports: BatchPorts): Promise<BatchReply> {
  const link = "link" in request ? request.link : "";
  try {
    return { status: 200, body: await ports.follow(link, request.headers), error: null };
  } catch (error) {
    if (error instanceof VendorFailed || !isSyncError(error))
      return { status: 0, body: null, error: interrupted("GET", "A link could not be followed.", { cause: error }) };
    return { status: 0, body: null, error };
  }
}

function lost(request: BatchRequest, message: string): BatchReply {
  return { status: 0, body: null, error: interrupted(request.method, message, {}) };
}

/** What is said of an exchange is no word on an item: only that it waits, or that the mailbox is closed, is true of each. */
function turnedAway(request: BatchRequest, error: SyncError): BatchReply {
  const isOfEach = error instanceof Throttled || error instanceof AccessLost;
  return isOfEach ? { status: 0, body: null, error } : lost(request, "Microsoft Graph did not take the batch.");
}

function isSyncError(error: unknown): error is SyncError {
  return error instanceof Error && "recovery" in error;
}

function chunksOf<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}
