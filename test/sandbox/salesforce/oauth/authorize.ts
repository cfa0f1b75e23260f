import type { FastifyReply, FastifyRequest } from "fastify";
import type { Org } from "../org.ts";
import type { ConnectedApp } from "../options.ts";
import { consentPage } from "./consent-page.ts";
import { formOf } from "./form.ts";
import type { Sessions } from "./sessions.ts";

/** The sign-in page: here a person chooses who to be. With `username` in the request it is passed through. */
export async function authorize(org: Org, sessions: Sessions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const form = formOf(request);
  const app = org.app(form.get("client_id") ?? "");
  const redirectUri = form.get("redirect_uri") ?? "";
  const fault = authorizeFault(app, redirectUri, form);
  if (fault || !app)
    return reply
      .code(400)
      .type("text/html")
      .send(`error=${fault ?? "invalid_client_id"}`);
  const target = new URL(redirectUri);
  const state = form.get("state");
  if (state !== null) target.searchParams.set("state", state);
  if (form.get("deny") !== null) {
    target.searchParams.set("error", "access_denied");
    target.searchParams.set("error_description", "end-user denied authorization");
    return reply.redirect(target.href);
  }
  const username = form.get("username");
  const [user] = username === null ? [] : org.store.having("User", "Username", username);
  if (user?.values["IsActive"] !== true) return reply.type("text/html; charset=utf-8").send(consentPage(org, form));
  const challenge = form.get("code_challenge");
  const code = sessions.open("code", org.id, {
    userId: user.id,
    clientId: app.clientId,
    scope: form.get("scope") ?? "api id refresh_token",
    redirectUri,
    ...(challenge === null ? {} : { challenge }),
  });
  target.searchParams.set("code", code.token);
  return reply.redirect(target.href);
}

function authorizeFault(app: ConnectedApp | undefined, redirectUri: string, form: URLSearchParams): string | null {
  if (!app) return "invalid_client_id";
  if (form.get("response_type") !== "code") return "unsupported_response_type";
  if (!URL.canParse(redirectUri) || app.redirectUris?.includes(redirectUri) === false) return "redirect_uri_mismatch";
  return null;
}
