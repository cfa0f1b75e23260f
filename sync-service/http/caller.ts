import type { FastifyRequest } from "fastify";
import { NotSignedIn } from "../errors.ts";

/** The roles of administrators (O4); each may do what the later ones may. */
export const roles = ["Owner", "Admin", "Support"] as const;
export type Role = (typeof roles)[number];

/** Who calls, as his verified token says (P8): nothing here was taken from anywhere else in the request. */
export interface Caller {
  readonly tenantId: string;
  /** Object id: of the user, or of the application's service principal. */
  readonly objectId: string;
  readonly is: "user" | "application";
  /** For greeting only; never an identity. */
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
  /** Holds `access_as_user`: acts in a user's pane. */
  readonly delegated: boolean;
}

/** What a route asks of its caller. Every route declares one in its `config`; the guard lets nothing through without. */
export type Access =
  /** Anybody; `because` says why that is right. */
  | { readonly to: "everyone"; readonly because: string }
  /** A user in his own pane: a delegated token. */
  | { readonly to: "user" }
  /** The named roles, on a delegated or an application's token. */
  | { readonly to: "role"; readonly roles: readonly Role[] }
  /** Callers on this machine, and holders of METRICS_TOKEN. */
  | { readonly to: "metrics" };

export const access = {
  user: { to: "user" },
  /** Who may look. */
  support: { to: "role", roles: ["Owner", "Admin", "Support"] },
  /** Who may change. */
  admin: { to: "role", roles: ["Owner", "Admin"] },
  metrics: { to: "metrics" },
  everyone: (because: string) => ({ to: "everyone", because }),
} as const satisfies Record<string, Access | ((because: string) => Access)>;

/** Which headers a reply gets (SEC18). */
export type Page = "api" | "pane" | "admin" | "docs";

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
    page?: Page;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** @throws NotSignedIn on a route that is open to everyone. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new NotSignedIn("This needs a signed-in caller.");
  return request.caller;
}
