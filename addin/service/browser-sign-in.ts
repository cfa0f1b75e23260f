import type * as OpenidClient from "openid-client";

export interface BrowserSignInOptions {
  /** `{ENTRA_URL}/{tenant}`. */
  readonly authority: string;
  readonly clientId: string;
  /** The address of this very page, as the application's registration lists it. */
  readonly redirectUri: string;
  /** Asked for at the sign-in. Further resources are asked for by `tokens`, one resource at a time as Entra wants it. */
  readonly scope: string;
  readonly loginHint?: string;
}

/** Access tokens of the person who signed in, by scope. In memory: a reload signs in anew, which Entra does without asking. */
export type Tokens = (scope: string) => Promise<string>;

const KEPT = "tandem.sign-in";
/** A token is renewed this long before it ends. */
const EARLY_MS = 120_000;

/**
 * Sends the browser to Entra: authorization code with PKCE. The way back ends on the same page, where `returned` goes on. Used by pages
 * that stand outside Outlook. (msal-browser refuses an authority on http, so that its flow could not be tried against a stand-in.)
 */
export async function leaveToSignIn(options: BrowserSignInOptions): Promise<void> {
  const { client, config } = await configured(options);
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  // Good for this one sign-in, and worth nothing without the code.
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state }));
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: options.redirectUri,
    scope: `openid profile offline_access ${options.scope}`,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    ...(options.loginHint === undefined ? { prompt: "select_account" } : { login_hint: options.loginHint }),
  });
  globalThis.location.assign(address);
}

/** The tokens when the browser just came back from Entra; null when it did not. @throws Error in words when Entra refused. */
export async function returned(options: BrowserSignInOptions): Promise<Tokens | null> {
  const here = new URL(globalThis.location.href);
  const kept = sessionStorage.getItem(KEPT);
  if (kept === null || !(here.searchParams.has("code") || here.searchParams.has("error"))) return null;
  sessionStorage.removeItem(KEPT);
  const { verifier, state } = JSON.parse(kept) as { readonly verifier: string; readonly state: string };
  globalThis.history.replaceState(null, "", options.redirectUri);
  const refused = here.searchParams.get("error_description");
  if (refused !== null) throw new Error(`Microsoft did not sign you in: ${refused}`);
  const { client, config } = await configured(options);
  const first = await client.authorizationCodeGrant(config, here, { pkceCodeVerifier: verifier, expectedState: state });
  return keeper(client, config, options.scope, first);
}

function keeper(
  client: typeof OpenidClient,
  config: OpenidClient.Configuration,
  scope: string,
  first: OpenidClient.TokenEndpointResponse,
): Tokens {
  let refreshToken = first.refresh_token;
  const kept = new Map<string, Promise<{ readonly token: string; readonly until: number }>>();
  const until = (reply: OpenidClient.TokenEndpointResponse): number => Date.now() + (reply.expires_in ?? 3_600) * 1_000 - EARLY_MS;
  const renew = async (asked: string): Promise<{ readonly token: string; readonly until: number }> => {
    if (refreshToken === undefined) throw new Error("Your sign-in has ended. Sign in again.");
    const reply = await client.refreshTokenGrant(config, refreshToken, { scope: `openid profile offline_access ${asked}` });
    refreshToken = reply.refresh_token ?? refreshToken;
    return { token: reply.access_token, until: until(reply) };
  };
  kept.set(scope, Promise.resolve({ token: first.access_token, until: until(first) }));
  return async (asked) => {
    const known = await kept.get(asked)?.catch(() => undefined);
    if (known && known.until > Date.now()) return known.token;
    const renewed = renew(asked);
    kept.set(asked, renewed);
    return (await renewed).token;
  };
}

async function configured(
  options: BrowserSignInOptions,
): Promise<{ readonly client: typeof OpenidClient; readonly config: OpenidClient.Configuration }> {
  const client = await import("openid-client");
  const server = new URL(`${options.authority}/v2.0`);
  const plain = server.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(server.hostname);
  const config = await client.discovery(
    server,
    options.clientId,
    undefined,
    client.None(),
    plain ? { execute: [client.allowInsecureRequests] } : {},
  );
  return { client, config };
}
