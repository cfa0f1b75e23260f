import type { ValidateFunction } from "ajv/dist/2020.js";
import type { SeenReply } from "../../sandbox/base/seen-replies.ts";
import { count, type Verdict } from "../conformance-report.ts";
import { ownCheck } from "./own-schemas.ts";
import { templateOf } from "./path-templates.ts";
import { checkError, faultsOf, hasSchemas, published } from "./published-schemas.ts";

/** One answer to one request, whether it came by itself or inside a batch. */
interface Answer {
  readonly method: string;
  /** Below `/v1.0`, without the query. */
  readonly path: string;
  readonly status: number;
  readonly isJson: boolean;
  /** Undefined when there is none. */
  readonly body: unknown;
}

/** Checks a reply of the Graph stand-in against what is published, each reply inside a batch too, and counts what came of it. */
export function checkGraphReply(reply: SeenReply): void {
  for (const answer of answersIn(reply)) {
    if (hasSchemas) count("Graph replies", verdictOn(answer));
    else count("Graph replies", { is: "uncovered", reason: "as the published schemas are not at hand" });
  }
}

/** The reply as an answer, and those inside it; none when it is not Graph's own. */
export function answersIn(reply: SeenReply): readonly Answer[] {
  const [path = ""] = reply.url.split("?");
  if (reply.on !== "graph" || reply.method === "OPTIONS" || !/^\/(?:v1\.0|api\/v2\.0)\//u.test(path)) return [];
  const answer = { method: reply.method, path: path.replace(/^\/v1\.0/u, ""), status: reply.status, ...bodyOf(reply) };
  const isBatch = answer.status === 200 && answer.path.toLowerCase() === "/$batch";
  return isBatch ? [answer, ...insideBatch(reply, answer.body)] : [answer];
}

function bodyOf({ contentType, body }: SeenReply): Pick<Answer, "isJson" | "body"> {
  if (body === null || body.length === 0) return { isJson: false, body: undefined };
  if (!/^application\/json/iu.test(contentType)) return { isJson: false, body };
  return { isJson: true, body: JSON.parse(String(body)) as unknown };
}

/** What the answer is by the vendor's schemas, else by our own. */
export function verdictOn(answer: Answer): Verdict {
  const { method, path, status } = answer;
  if (path.startsWith("/api/v2.0/")) return uploadVerdict(answer);
  const template = templateOf(path);
  const wrong = (what: string): Verdict => ({ is: "wrong", fault: `${method} ${template ?? path} ${status}: ${what}` });
  if (status >= 400) return errorVerdict(answer, wrong);
  const known = published(template ?? "", method, status);
  const own = template === null ? undefined : ownCheck(method, template, status);
  switch (known.is) {
    case "json":
      return jsonVerdict(answer, known.check, "published", wrong);
    case "no body":
      return answer.body === undefined ? { is: "published" } : wrong("has a body, and the published reply has none");
    case "bytes":
      return answer.body !== undefined && answer.isJson ? wrong("is JSON, and the published reply is not") : { is: "published" };
    case "unknown status":
    case "unknown path":
      if (own === null) return answer.body === undefined ? { is: "own" } : wrong("has a body, and by our own schema it has none");
      if (own) return jsonVerdict(answer, own, "own", wrong);
      // The bytes behind an entity: https://learn.microsoft.com/graph/api/profilephoto-get
      if (path.endsWith("/$value")) return answer.isJson ? wrong("is JSON, and not the bytes") : { is: "own" };
      if (known.is === "unknown status") return wrong(`is a status that is not published; those are ${known.known.join(", ")}`);
      return { is: "uncovered", reason: `for want of a schema of ${method} ${template ?? withoutIds(path)}` };
  }
}

function errorVerdict(answer: Answer, wrong: (what: string) => Verdict): Verdict {
  if (!answer.isJson) return wrong(answer.body === undefined ? "has no body" : "is no JSON");
  const faults = checkError(answer.body);
  return faults === null ? { is: "published" } : wrong(faults);
}

function jsonVerdict(answer: Answer, check: ValidateFunction, is: "published" | "own", wrong: (what: string) => Verdict): Verdict {
  if (!answer.isJson) return wrong(answer.body === undefined ? "has no body" : "is no JSON");
  return check(answer.body) ? { is } : wrong(faultsOf(check.errors));
}

/** An upload session's answers have a page of their own, and no schema: https://learn.microsoft.com/graph/outlook-large-attachments */
function uploadVerdict(answer: Answer): Verdict {
  const wrong = (what: string): Verdict => ({ is: "wrong", fault: `${answer.method} to an upload session ${answer.status}: ${what}` });
  if (answer.status >= 400) return errorVerdict(answer, wrong);
  if (answer.status !== 200) return answer.body === undefined ? { is: "own" } : wrong("has a body");
  const body = answer.body as Readonly<Record<string, unknown>> | undefined;
  const names = Object.keys(body ?? {})
    .filter((name) => !name.startsWith("@"))
    .toSorted()
    .join();
  return names === "ExpirationDateTime,nextExpectedRanges" ? { is: "own" } : wrong(`has ${names}`);
}

interface Step {
  readonly id: string;
  readonly method: string;
  readonly url: string;
}

/** The answers of a batch, each with the request it belongs to. */
function insideBatch(reply: SeenReply, body: unknown): readonly Answer[] {
  const asked = JSON.parse(String(reply.requestBody)) as { readonly requests: readonly Step[] };
  const steps = new Map(asked.requests.map((step) => [String(step.id), step]));
  const { responses } = body as {
    readonly responses: readonly { readonly id: string; readonly status: number; readonly body?: unknown }[];
  };
  return responses.flatMap(({ id, status, body: inner }) => {
    const step = steps.get(id);
    if (!step) return [];
    const [path = ""] = step.url.split("?");
    const answer = { method: step.method.toUpperCase(), path: path.startsWith("/") ? path : `/${path}`, status };
    return [{ ...answer, isJson: typeof inner === "object", body: inner }];
  });
}

/** A path of many, counted as one. */
function withoutIds(path: string): string {
  return path
    .split("/")
    .map((part) => (/^[$a-zA-Z.]{1,40}(?:\(.*\))?$|^$/u.test(part) ? part : "{id}"))
    .join("/");
}
