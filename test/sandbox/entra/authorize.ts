import type { FastifyReply } from "fastify";
import type { Directory, DirectoryUser } from "./directory.ts";
import { EntraError } from "./entra-error.ts";
import type { Grants } from "./grants.ts";
import type { Tokens } from "./tokens.ts";

export interface SignInParts {
  readonly directory: Directory;
  readonly grants: Grants;
  readonly tokens: Tokens;
  readonly issuer: string;
  readonly now: Date;
}

type Query = Readonly<Record<string, string>>;

/**
 * The sign-in page. With a `login_hint` (or `sid`-less `prompt=none`) that user is signed in without being asked; otherwise the page
 * lets one choose. What is wrong with the application itself is told on the page, everything else goes back to the application.
 */
export function authorize(query: Query, url: string, reply: FastifyReply, parts: SignInParts): FastifyReply {
  const app = parts.directory.app(query["client_id"] ?? "");
  if (!app)
    return page(
      reply,
      new EntraError(
        "unauthorized_client",
        700016,
        `Application with identifier '${query["client_id"] ?? ""}' was not found in the directory.`,
      ),
      parts,
    );
  const redirectUri = query["redirect_uri"] ?? "";
  if (!app.redirectUris.includes(redirectUri)) {
    return page(
      reply,
      new EntraError(
        "invalid_request",
        50011,
        `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${app.clientId}'.`,
      ),
      parts,
    );
  }
  try {
    if (query["response_type"] !== "code")
      throw new EntraError(
        "unsupported_response_type",
        700054,
        `response_type '${query["response_type"] ?? ""}' is not enabled for the application.`,
      );
    if (query["code_challenge"] !== undefined && query["code_challenge_method"] !== "S256") {
      throw new EntraError("invalid_request", 501491, "The code_challenge_method must be S256.");
    }
    for (const scope of scopesOf(query)) parts.tokens.resourceOf(scope);
    const hint = query["login_hint"];
    if (hint === undefined) {
      if (query["prompt"] === "none")
        throw new EntraError("login_required", 50058, "A silent sign-in request was sent but no user is signed in.");
      return reply.type("text/html; charset=utf-8").send(chooser(parts.directory.users(), url));
    }
    const user = parts.directory.user(hint);
    if (!user) throw new EntraError("login_required", 50034, `The user account ${hint} does not exist in the directory.`);
    if (!user.accountEnabled) throw new EntraError("invalid_grant", 50057, "The user account is disabled.");
    const code = parts.grants.giveCode({
      clientId: app.clientId,
      userId: user.id,
      scope: query["scope"] ?? "openid",
      nonce: query["nonce"] ?? null,
      redirectUri,
      challenge: query["code_challenge"] ?? null,
    });
    const clientInfo = Buffer.from(JSON.stringify({ uid: user.id, utid: parts.directory.tenantId })).toString("base64url");
    return back(reply, query, { code, client_info: clientInfo, session_state: user.id, iss: parts.issuer });
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return back(reply, query, { error: error.error, error_description: String(error.body(parts.now)["error_description"]) });
  }
}

function scopesOf(query: Query): readonly string[] {
  return (query["scope"] ?? "").split(" ").filter((scope) => scope !== "");
}

/** Sends the browser back to the application in the way it asked for. */
function back(reply: FastifyReply, query: Query, answer: Readonly<Record<string, string>>): FastifyReply {
  const fields = new URLSearchParams({ ...answer, ...(query["state"] === undefined ? {} : { state: query["state"] }) });
  const redirectUri = query["redirect_uri"] ?? "";
  switch (query["response_mode"]) {
    case "fragment":
      return reply.redirect(`${redirectUri}#${fields}`);
    case "form_post": {
      const inputs = [...fields].map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`);
      return reply
        .type("text/html; charset=utf-8")
        .send(
          `<!doctype html><title>Signing in</title><form method="post" action="${escape(redirectUri)}">${inputs.join("")}<button>Continue</button></form><script>document.forms[0].submit()</script>`,
        );
    }
    default:
      return reply.redirect(`${redirectUri}${redirectUri.includes("?") ? "&" : "?"}${fields}`);
  }
}

function chooser(users: readonly DirectoryUser[], url: string): string {
  const rows = users
    .filter((user) => user.accountEnabled && user.userPurpose === "user")
    .map(
      (user) =>
        `<li><a href="${escape(`${url}&login_hint=${encodeURIComponent(user.userPrincipalName)}`)}">${escape(user.displayName)} (${escape(user.userPrincipalName)})</a></li>`,
    );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pick an account</title><h1>Pick an account</h1><ul>${rows.join("")}</ul></html>`;
}

function page(reply: FastifyReply, error: EntraError, parts: SignInParts): FastifyReply {
  const sentence = String(error.body(parts.now)["error_description"]);
  return reply
    .code(400)
    .type("text/html; charset=utf-8")
    .send(`<!doctype html><title>Sign in</title><h1>Sorry, but we're having trouble signing you in.</h1><p>${escape(sentence)}</p>`);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
