import type { Call, GraphReply, MailboxCall } from "./call.ts";
import { GraphError, notCovered } from "./graph-error.ts";

export interface MailboxRoute {
  readonly in: "mailbox";
  readonly method: string;
  /** Under `/users/{user}` (and `/me`); literal parts match in any letter case, `{x}` is a value. */
  readonly path: string;
  /** The permission, without `.All` and `.Shared`: `Mail.Read`. */
  readonly needs: string;
  answer(call: MailboxCall): GraphReply | Promise<GraphReply>;
}

export interface TenantRoute {
  readonly in: "tenant";
  readonly method: string;
  readonly path: string;
  /** Null when the route itself looks at what was granted. */
  readonly needs: string | null;
  answer(call: Call): GraphReply | Promise<GraphReply>;
}

export type Route = MailboxRoute | TenantRoute;

export const inMailbox = (method: string, path: string, needs: string, answer: MailboxRoute["answer"]): MailboxRoute => ({
  in: "mailbox",
  method,
  path,
  needs,
  answer,
});
export const inTenant = (method: string, path: string, needs: string | null, answer: TenantRoute["answer"]): TenantRoute => ({
  in: "tenant",
  method,
  path,
  needs,
  answer,
});

interface Node {
  readonly literals: Map<string, Node>;
  value: { readonly name: string; readonly node: Node } | null;
  readonly routes: Map<string, Route>;
}

const emptyNode = (): Node => ({ literals: new Map<string, Node>(), value: null, routes: new Map<string, Route>() });

/** Finds the route of a path. */
export class RouteTable {
  readonly #root = emptyNode();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#add(route, route.in === "mailbox" ? `users/{user}/${route.path}` : route.path);
  }

  #add(route: Route, path: string): void {
    let node = this.#root;
    for (const part of path.split("/").filter((one) => one !== "")) {
      const name = /^\{(.+)\}$/u.exec(part)?.[1];
      if (name === undefined) {
        const known: Node = node.literals.get(part.toLowerCase()) ?? emptyNode();
        node.literals.set(part.toLowerCase(), known);
        node = known;
      } else {
        node.value ??= { name, node: emptyNode() };
        node = node.value.node;
      }
    }
    node.routes.set(route.method, route);
  }

  /** @throws GraphError 501 by name for a path that is not covered, 405 for a method that a covered path does not have. */
  find(method: string, path: string): { readonly route: Route; readonly params: Readonly<Record<string, string>> } {
    const params: Record<string, string> = {};
    let node: Node | undefined = this.#root;
    for (const part of segments(path)) {
      const literal: Node | undefined = node.literals.get(part.toLowerCase());
      if (literal) {
        node = literal;
        continue;
      }
      const value: Node["value"] = node.value;
      if (!value) throw notCovered(`${method} ${path}`);
      params[value.name] = part;
      node = value.node;
    }
    if (node.routes.size === 0) throw notCovered(`${method} ${path}`);
    const route = node.routes.get(method);
    if (!route) throw new GraphError(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
    return { route, params };
  }
}

/** The parts of a path, decoded; `users('x')` counts as `users` and `x`, `delta()` as `delta`, `microsoft.graph.delta` likewise. */
export function segments(path: string): readonly string[] {
  return path
    .split("/")
    .filter((part) => part !== "")
    .flatMap((part) => {
      const decoded = decode(part);
      const call = /^(?<name>[$\w.]+)\((?:'(?<quoted>.*)'|(?<key>[A-Za-z]+=)'(?<keyed>[^']*)'|\w+=[\w.]+'[^']*'|(?<bare>[^']*))\)$/u.exec(
        decoded,
      )?.groups;
      const name = (call?.["name"] ?? decoded).replace(/^microsoft\.graph\./u, "");
      if (call?.["keyed"] !== undefined) return [name, `${call["key"] ?? ""}${call["keyed"]}`];
      const value = call?.["quoted"]?.replaceAll("''", "'") ?? call?.["bare"] ?? "";
      return value === "" ? [name] : [name, value];
    });
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
