import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { BadRequest, NotFound, type Problem, SyncError, Throttled } from "../errors.ts";

const statusOf: Readonly<Record<string, number>> = {
  NOT_SIGNED_IN: 401,
  NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  GONE: 404,
  BAD_REQUEST: 400,
  NOT_BUILT: 501,
  THROTTLED: 503,
  VENDOR_FAILED: 502,
  ENTRA_TENANT_UNKNOWN: 502,
  OUTCOME_UNKNOWN: 502,
  ADDRESS_REFUSED: 502,
  VERSION_MOVED: 409,
  FENCED: 503,
};

/** Every refusal and failure as `{code, message, remedy}`; what is inside stays inside, under the request's id (SEC28). */
export function replyWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    if (error instanceof Throttled) reply.header("retry-after", String(Math.ceil(error.retryAfterMs / 1_000)));
    const status = statusFor(error);
    if (status >= 500) request.log.error({ err: error }, "a request failed");
    return send(reply, request, status, problem);
  });
  app.setNotFoundHandler((request, reply) => send(reply, request, 404, new NotFound("There is nothing at this address.").problem));
}

function send(reply: FastifyReply, request: FastifyRequest, status: number, problem: Problem): FastifyReply {
  if (status === 401) reply.header("www-authenticate", "Bearer");
  return reply.code(status).header("x-request-id", request.id).type("application/json; charset=utf-8").send(JSON.stringify(problem));
}

const databaseAway: Problem = {
  code: "DATABASE_AWAY",
  message: "The service's database does not answer at the moment.",
  remedy: "Try again in a few seconds; nothing was lost. If it stays, look whether PostgreSQL runs.",
};

/** Vendors' failures are errors of ours; a bare one of the network, or of PostgreSQL's classes 08 and 57P, is the database's. */
function isDatabaseAway(error: FastifyError): boolean {
  return (
    /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|08[0-9A-Z]{3}|57P0[0-9])$/.test(error.code ?? "") ||
    error.message.startsWith("Connection terminated")
  );
}

function statusFor(error: FastifyError): number {
  if (error instanceof SyncError) return statusOf[error.code] ?? (error.recovery === "reconnect" ? 409 : 422);
  if (isDatabaseAway(error)) return 503;
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? status : 500;
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof SyncError) return { ...error.problem, message: error.plainMessage };
  if (error.validation) return new BadRequest(`The request is not valid: ${error.message}.`).problem;
  if (isDatabaseAway(error)) return databaseAway;
  const status = statusFor(error);
  if (status === 429)
    return { code: "TOO_MANY_REQUESTS", message: "Too many requests in a short time.", remedy: "Wait a minute and try again." };
  if (status === 413) return { code: "TOO_LARGE", message: "The request is larger than is allowed.", remedy: "Send less at once." };
  if (status < 500) return new BadRequest("The request could not be read.").problem;
  return {
    code: "UNEXPECTED",
    message: "Something unexpected went wrong in the service.",
    remedy: "Try again; if it stays, tell your administrator the x-request-id of this reply.",
  };
}
