import type { PaneSettings } from "../service/pane-settings.ts";

/** Gives an access token for our own service (OA10), asking the user only when it must. Kept in memory, never stored. */
export interface SignIn {
  token(): Promise<string>;
}

/** Nobody is signed in, and it cannot be done without the user or an administrator. `message` says why, in a sentence. */
export class SignInNeeded extends Error {
  override readonly name = "SignInNeeded";
}

/** Nested app authentication where Outlook has it, its own single sign-on elsewhere. */
export function outlookSignIn(settings: PaneSettings): SignIn {
  return Office.context.requirements.isSetSupported("NestedAppAuth", "1.1") ? nested(settings) : byOutlook();
}

function nested(settings: PaneSettings): SignIn {
  const request = { scopes: [settings.apiScope], loginHint: Office.context.mailbox.userProfile.emailAddress };
  const loading = import("@azure/msal-browser").then(async (msal) => ({
    msal,
    client: await msal.createNestablePublicClientApplication({
      auth: { clientId: settings.clientId, authority: settings.authority },
      cache: { cacheLocation: "memoryStorage" },
    }),
  }));
  return {
    async token() {
      const { msal, client } = await loading;
      try {
        return (await client.acquireTokenSilent(request)).accessToken;
      } catch (error) {
        if (!(error instanceof msal.InteractionRequiredAuthError)) throw needed(error);
      }
      try {
        return (await client.acquireTokenPopup(request)).accessToken;
      } catch (error) {
        throw needed(error);
      }
    },
  };
}

function byOutlook(): SignIn {
  return {
    async token() {
      try {
        // Outlook keeps the token and renews it, so it is asked each time.
        return await Office.auth.getAccessToken({ allowSignInPrompt: true, allowConsentPrompt: true });
      } catch (error) {
        throw needed(error);
      }
    },
  };
}

function needed(cause: unknown): SignInNeeded {
  const said = cause instanceof Error ? cause.message : String((cause as { readonly message?: unknown } | null)?.message ?? cause);
  return new SignInNeeded(`Microsoft did not sign you in: ${said}`, { cause });
}
