import type { Claims, SigningKeys } from "../entra/signing-keys.ts";
import { GraphError } from "./graph-error.ts";

/** Who asks, from the access token. */
export interface Caller {
  readonly appId: string;
  /** Null for an application on its own. */
  readonly userId: string | null;
  /** Application roles, or delegated scopes. */
  readonly granted: ReadonlySet<string>;
  /** Seconds since 1970. */
  readonly expires: number;
}

const GRAPH_AUDIENCES: readonly string[] = ["https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"];

export interface CallerRules {
  readonly keys: SigningKeys;
  readonly tenantId: string;
  readonly issuer: () => string;
  readonly audience: () => string;
  readonly now: () => Date;
}

/** Reads and checks bearer tokens; remembers good ones, as a mailbox' sync sends the same for an hour. */
export class Callers {
  readonly #rules: CallerRules;
  readonly #known = new Map<string, Caller>();

  constructor(rules: CallerRules) {
    this.#rules = rules;
  }

  /** @throws GraphError 401 unless the token is one for Graph, of this tenant, valid now. */
  of(authorization: string | undefined): Caller {
    const token = /^Bearer\s+(\S+)$/iu.exec(authorization ?? "")?.[1];
    if (token === undefined) throw refused("Access token is empty.");
    const known = this.#known.get(token) ?? this.#read(token);
    if (known.expires * 1000 <= this.#rules.now().getTime()) throw refused("Lifetime validation failed, the token is expired.");
    this.#known.set(token, known);
    if (this.#known.size > 10_000) this.#known.clear();
    return known;
  }

  #read(token: string): Caller {
    const claims = this.#rules.keys.verified(token);
    if (!claims) throw refused("Invalid token signature or format.");
    const audience = String(claims["aud"]);
    if (![...GRAPH_AUDIENCES, this.#rules.audience()].includes(audience.replace(/\/+$/u, "")))
      throw refused("Access token validation failure. Invalid audience.");
    if (claims["tid"] !== this.#rules.tenantId || claims["iss"] !== this.#rules.issuer())
      throw refused("Access token validation failure. Invalid issuer.");
    const delegated = typeof claims["scp"] === "string";
    return {
      appId: String(claims["azp"] ?? ""),
      userId: delegated ? String(claims["oid"]) : null,
      granted: new Set(delegated ? String(claims["scp"]).split(" ") : roles(claims)),
      expires: Number(claims["exp"]),
    };
  }
}

function roles(claims: Claims): readonly string[] {
  const list = claims["roles"];
  return Array.isArray(list) ? list.map(String) : [];
}

function refused(message: string): GraphError {
  return new GraphError(401, "InvalidAuthenticationToken", message, {
    "www-authenticate":
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
  });
}

/** Whether what was granted covers a need such as `Mail.Read` or `Tasks.ReadWrite`, by itself or by something wider. */
export function covers(caller: Caller, need: string, shared: boolean): boolean {
  const [area = "", level = ""] = need.split(".");
  const levels = level === "Read" ? ["Read", "ReadWrite"] : [level];
  const suffix = shared ? [".Shared"] : caller.userId === null ? ["", ".All"] : ["", ".All", ".Shared"];
  return levels.some((one) => suffix.some((end) => caller.granted.has(`${area}.${one}${end}`)));
}
