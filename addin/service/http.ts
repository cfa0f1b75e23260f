import type { Problem } from "../../shared/api/problem.ts";

/** The service refused or could not be reached; `problem` says why and what to do, ready to be shown. */
export class ServiceProblem extends Error {
  override readonly name = "ServiceProblem";
  readonly problem: Problem;
  readonly correlationId: string | null;

  constructor(problem: Problem, correlationId: string | null = null, options?: ErrorOptions) {
    super(problem.message, options);
    this.problem = problem;
    this.correlationId = correlationId;
  }
}

export type Ask = <Reply>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown) => Promise<Reply>;

/** Calls of our own service, as the signed-in user. The token is asked for at each call; whoever gives it keeps it. */
export function asksAs(token: () => Promise<string>): Ask {
  return async <Reply>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Reply> => {
    const bearer = await signedIn(token);
    const reply = await reach(path, {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new ServiceProblem(await problemOf(reply), reply.headers.get("x-request-id"));
    return (await reply.json()) as Reply;
  };
}

async function signedIn(token: () => Promise<string>): Promise<string> {
  try {
    return await token();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : "You are not signed in.";
    throw new ServiceProblem({ code: "SIGN_IN", message, remedy: "Press Try again to sign in." }, null, { cause });
  }
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: "no-store" });
  } catch (cause) {
    const offline = !navigator.onLine;
    throw new ServiceProblem(
      {
        code: offline ? "OFFLINE" : "UNREACHABLE",
        message: offline ? "You are offline." : "The Tandem service does not answer.",
        remedy: "Nothing is lost: what was moved to the folder is filed when the connection is back.",
      },
      null,
      { cause },
    );
  }
}

async function problemOf(reply: Response): Promise<Problem> {
  const body: unknown = await reply.json().catch(() => null);
  if (isProblem(body)) return body;
  return {
    code: `HTTP_${reply.status}`,
    message: `The Tandem service answered ${reply.status}.`,
    remedy: "Try again; if it stays so, tell your administrator.",
  };
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === "object" && body !== null && "code" in body && "message" in body && "remedy" in body && typeof body.message === "string"
  );
}

/** What to show for anything that was thrown. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof ServiceProblem) return error.problem;
  return {
    code: "UNEXPECTED",
    message: error instanceof Error ? error.message : "Something went wrong here.",
    remedy: "Try again; if it stays so, tell your administrator.",
  };
}
