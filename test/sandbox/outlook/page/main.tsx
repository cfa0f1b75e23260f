import { Button, FluentProvider, Spinner, Text, webDarkTheme, webLightTheme } from "@fluentui/react-components";
import { useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { type BrowserSignInOptions, leaveToSignIn, returned, type Tokens } from "../../../../addin/service/browser-sign-in.ts";
import { Graph, reasonOf } from "./graph.ts";
import { MailboxPage } from "./mailbox-page.tsx";
import type { Owner } from "./owner.ts";
import { GRAPH_PERMISSIONS, type OutlookSettings, readSettings } from "./settings.ts";

type Session =
  | { readonly is: "looking" }
  | { readonly is: "signed-in"; readonly settings: OutlookSettings; readonly tokens: Tokens; readonly owner: Owner }
  | { readonly is: "refused"; readonly why: string };

const USER = "tandem.outlook.user";

/** The sandbox's Outlook. `?user=ann@example.com` signs in as that person; without it Entra asks who it is. */
function OutlookPage() {
  const [session, setSession] = useState<Session>({ is: "looking" });
  const [dark, setDark] = useState(false);
  useEffect(() => {
    start()
      .then((started) => started && setSession(started))
      .catch((error: unknown) => setSession({ is: "refused", why: reasonOf(error) }));
  }, []);
  return (
    <FluentProvider theme={dark ? webDarkTheme : webLightTheme}>
      {session.is === "looking" && <Spinner label="Signing in…" />}
      {session.is === "refused" && (
        <main style={{ padding: 24 }}>
          <Text block role="alert">
            {session.why}
          </Text>
          <Button onClick={signInAnew}>Sign in</Button>
        </main>
      )}
      {session.is === "signed-in" && <SignedIn session={session} dark={dark} setDark={setDark} />}
    </FluentProvider>
  );
}

function SignedIn({
  session,
  dark,
  setDark,
}: {
  readonly session: Session & { is: "signed-in" };
  readonly dark: boolean;
  readonly setDark: (dark: boolean) => void;
}) {
  const { settings, tokens, owner } = session;
  const graph = useMemo(() => new Graph(settings.graphUrl, () => tokens(graphScope(settings))), [settings, tokens]);
  return (
    <MailboxPage
      graph={graph}
      owner={owner}
      paneUrl={settings.paneUrl}
      apiToken={() => tokens(settings.apiScope)}
      dark={dark}
      setDark={setDark}
      signOut={signInAnew}
    />
  );
}

/** Null when the browser has left for Entra. */
async function start(): Promise<Session | null> {
  const settings = await readSettings();
  const tokens = await returned(options(settings));
  if (tokens === null) {
    const asked = new URL(globalThis.location.href).searchParams.get("user");
    if (asked !== null) sessionStorage.setItem(USER, asked);
    await leaveToSignIn(options(settings));
    return null;
  }
  const graph = new Graph(settings.graphUrl, () => tokens(graphScope(settings)));
  const me = await graph.me();
  sessionStorage.setItem(USER, me.userPrincipalName);
  return { is: "signed-in", settings, tokens, owner: { displayName: me.displayName, emailAddress: me.mail ?? me.userPrincipalName } };
}

function options(settings: OutlookSettings): BrowserSignInOptions {
  const hint = sessionStorage.getItem(USER);
  return {
    authority: settings.authority,
    clientId: settings.clientId,
    redirectUri: `${globalThis.location.origin}/`,
    scope: graphScope(settings),
    ...(hint === null ? {} : { loginHint: hint }),
  };
}

const graphScope = (settings: OutlookSettings): string => GRAPH_PERMISSIONS.map((name) => `${settings.graphUrl}/${name}`).join(" ");

function signInAnew(): void {
  sessionStorage.removeItem(USER);
  globalThis.location.assign("/");
}

const root = document.querySelector("#root");
if (root) createRoot(root).render(<OutlookPage />);
