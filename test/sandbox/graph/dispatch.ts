import { answerBatch, throttled } from "./batch.ts";
import type { Call, GraphReply, GraphRequest, MailboxCall, World } from "./call.ts";
import { json } from "./call.ts";
import { covers, type Caller, type Callers } from "./caller.ts";
import { accessDenied, badRequest, GraphError, noMailbox } from "./graph-error.ts";
import { queryOptions } from "./odata/query-options.ts";
import { preferences } from "./preferences.ts";
import type { Route, RouteTable } from "./route-table.ts";
import type { Throttle } from "./throttle.ts";

export interface DispatchParts {
  readonly world: World;
  readonly callers: Callers;
  readonly routes: RouteTable;
  readonly throttle: Throttle;
}

/** Answers any request to Graph: who asks, what route, whether he may, and then the route. @throws GraphError, which the server words. */
export async function dispatch(request: GraphRequest, parts: DispatchParts): Promise<GraphReply> {
  const caller = parts.callers.of(request.headers["authorization"]);
  if (request.path.toLowerCase() === "/$batch") {
    if (request.method !== "POST")
      throw new GraphError(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
    const call: Call = {
      request,
      world: parts.world,
      caller,
      params: {},
      options: queryOptions(request.query),
      prefer: preferences(undefined),
    };
    return answerBatch(json(call), parts.world, request.headers["authorization"], (inner) => inBatch(inner, caller, parts));
  }
  return answer(request, caller, parts);
}

/** A request of a batch fails by itself: its error is its reply. */
async function inBatch(request: GraphRequest, caller: Caller, parts: DispatchParts): Promise<GraphReply> {
  try {
    return await answer(request, caller, parts);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const { date, ...ids } = { date: parts.world.clock.now(), id: crypto.randomUUID(), client: request.headers["client-request-id"] };
    return { status: error.status, headers: error.headers, body: error.body(date, ids.id, ids.client ?? ids.id) };
  }
}

async function answer(request: GraphRequest, caller: Caller, parts: DispatchParts): Promise<GraphReply> {
  const path = ownPath(request.path, caller);
  const { route, params } = parts.routes.find(request.method, path);
  const call: Call = {
    request: { ...request, path },
    world: parts.world,
    caller,
    params,
    options: queryOptions(request.query),
    prefer: preferences(request.headers["prefer"]),
  };
  const reply = await routed(route, call, parts);
  const applied = call.prefer.applied;
  return applied.length === 0 ? reply : { ...reply, headers: { ...reply.headers, "preference-applied": applied.join(", ") } };
}

/** `/me` is the caller's own entry under `/users`; an application has no me. */
function ownPath(path: string, caller: Caller): string {
  const rest = /^\/me(?<rest>\/.*)?$/iu.exec(path);
  if (!rest) return path;
  if (caller.userId === null) throw badRequest("/me request is only valid with delegated authentication flow.");
  return `/users/${caller.userId}${rest.groups?.["rest"] ?? ""}`;
}

async function routed(route: Route, call: Call, parts: DispatchParts): Promise<GraphReply> {
  if (route.in === "tenant") {
    if (route.needs !== null && !covers(call.caller, route.needs, false)) throw accessDenied();
    return route.answer(call);
  }
  const user = parts.world.directory.user(call.params["user"] ?? "");
  if (!user) throw new GraphError(404, "ErrorInvalidUser", `The requested user '${call.params["user"] ?? ""}' is invalid.`);
  const { caller } = call;
  const foreign = caller.userId !== null && caller.userId !== user.id;
  if (foreign && !user.sharedWith.includes(caller.userId ?? "")) throw accessDenied();
  const open = route.needs === "User.Read" && !foreign;
  if (!open && !covers(caller, route.needs, foreign)) throw accessDenied();
  if (!user.hasMailbox) throw noMailbox();
  const { method, body } = call.request;
  const limit = parts.throttle.over({ appId: caller.appId, mailbox: user.id, method, bytes: body?.length ?? 0 });
  if (limit) return throttled(parts.world, limit);
  const inside: MailboxCall = { ...call, user, mailbox: parts.world.mailboxes.of(user.id) };
  return route.answer(inside);
}
