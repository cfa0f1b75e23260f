import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import type { Page } from "./caller.ts";

export interface HeaderOptions {
  /** Origins that may frame the pane. */
  readonly officeHosts: readonly string[];
  /** Where the pages sign in and ask: Entra's origin. */
  readonly entraUrl: string;
}

/** Hosts office.js and what it loads come from in production. */
const OFFICE_SCRIPTS = [
  "https://appsforoffice.microsoft.com",
  "https://ajax.aspnetcdn.com",
  "https://*.cdn.office.net",
  "https://res.cdn.office.net",
];

/**
 * SEC18. Pane pages may be framed by Office alone, and have no X-Frame-Options and no COOP (OA13, OA14: both break Office's
 * dialogs); all others by nobody.
 */
export async function setHeaders(app: FastifyInstance, options: HeaderOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false, // differs by page, below
    frameguard: false,
    crossOriginOpenerPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    hsts: { maxAge: 31_536_000, includeSubDomains: true },
  });
  const policies = contentPolicies(options);
  app.addHook("onSend", async (request, reply) => {
    const page = request.routeOptions.config.page ?? "api";
    reply.header("x-request-id", request.id);
    reply.header("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    if (page !== "docs") reply.header("content-security-policy", policies[page]);
    if (page === "api" && !reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    if (page === "admin") reply.header("cross-origin-opener-policy", "same-origin-allow-popups").header("x-frame-options", "DENY");
  });
}

function contentPolicies({ officeHosts, entraUrl }: HeaderOptions): Record<Exclude<Page, "docs">, string> {
  const entra = new URL(entraUrl).origin;
  const frameHosts = officeHosts.join(" ") || "'none'";
  // An office.js that a host outside the public ones serves comes from the origin that may frame the pane.
  const scripts = ["'self'", ...OFFICE_SCRIPTS, ...officeHosts].join(" ");
  const common =
    "default-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; font-src 'self' data: https://*.cdn.office.net; img-src 'self' data:";
  const styles = "style-src 'self' 'unsafe-inline'"; // Fluent writes its styles at run time
  return {
    api: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    pane: `${common}; ${styles}; script-src ${scripts}; connect-src 'self' ${entra} https://*.office.com https://*.office.net ${officeHosts.join(" ")}; frame-src ${entra}; frame-ancestors ${frameHosts}`,
    admin: `${common}; ${styles}; script-src 'self'; connect-src 'self' ${entra}; frame-src ${entra}; frame-ancestors 'none'`,
  };
}
