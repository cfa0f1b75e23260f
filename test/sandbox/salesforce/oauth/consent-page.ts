import { textOf } from "../draft.ts";
import type { Org } from "../org.ts";

/** A page that lists the org's users, to sign in as one of them. */
export function consentPage(org: Org, form: URLSearchParams): string {
  const hidden = [...form]
    .filter(([name]) => name !== "username")
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join("");
  const users = [...org.store.rows("User")]
    .filter((user) => user.values["IsActive"] === true)
    .map((user) => {
      const username = escaped(textOf(user, "Username") ?? "");
      return `<li><button name="username" value="${username}">${escaped(textOf(user, "Name") ?? "")} (${username})</button></li>`;
    })
    .join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title><body style="font-family:sans-serif;max-width:30em;margin:3em auto">
<h1>Sign in to the sandbox org</h1><p>Choose a user. The app will act in that user's name.</p>
<form method="post" action="/services/oauth2/authorize">${hidden}<ul style="list-style:none;padding:0;line-height:2.5">${users}</ul><button name="deny" value="1">Deny</button></form></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
