import { Button, FluentProvider, makeStyles, Spinner, Subtitle1, Text, tokens } from "@fluentui/react-components";
import { useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { LastResort } from "./components/last-resort.tsx";
import { LocaleProvider } from "./components/service-context.ts";
import { localeOf } from "./components/wording.ts";
import { AdministrationPage } from "./features/administration/administration-page.tsx";
import { themeOf, useLook } from "./office/theme.ts";
import { administrationService } from "./service/administration-service.ts";
import { type BrowserSignInOptions, leaveToSignIn, returned, type Tokens } from "./service/browser-sign-in.ts";
import { asksAs } from "./service/http.ts";
import { readPaneSettings } from "./service/pane-settings.ts";

type Session =
  | { readonly is: "looking" }
  | { readonly is: "signed-out"; readonly why: string | null }
  | { readonly is: "signed-in"; readonly tokens: Tokens; readonly scope: string };

/** The administration page: signs in as a person with the role Owner, Admin, or Support. */
function Admin() {
  const look = useLook(null);
  const [session, setSession] = useState<Session>({ is: "looking" });
  useEffect(() => {
    signInOptions()
      .then(async (options): Promise<Session> => {
        const tokens = await returned(options);
        return tokens ? { is: "signed-in", tokens, scope: options.scope } : { is: "signed-out", why: null };
      })
      .catch((error: unknown): Session => ({ is: "signed-out", why: error instanceof Error ? error.message : String(error) }))
      .then(setSession)
      .catch(() => undefined);
  }, []);
  return (
    <FluentProvider theme={themeOf(look)}>
      <LocaleProvider value={localeOf(navigator.language)}>
        <LastResort>
          <Content session={session} refuse={(why) => setSession({ is: "signed-out", why })} />
        </LastResort>
      </LocaleProvider>
    </FluentProvider>
  );
}

function Content({ session, refuse }: { readonly session: Session; readonly refuse: (why: string) => void }) {
  switch (session.is) {
    case "looking":
      return <Spinner label="Tandem is starting…" />;
    case "signed-out":
      return <SignedOut why={session.why} refuse={refuse} />;
    case "signed-in":
      return <SignedIn session={session} />;
  }
}

function SignedIn({ session }: { readonly session: Session & { is: "signed-in" } }) {
  const service = useMemo(() => administrationService(asksAs(() => session.tokens(session.scope))), [session]);
  return <AdministrationPage service={service} />;
}

function SignedOut({ why, refuse }: { readonly why: string | null; readonly refuse: (why: string) => void }) {
  const styles = useStyles();
  const signIn = (): void => {
    signInOptions()
      .then(leaveToSignIn)
      .catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error)));
  };
  return (
    <main className={styles.page}>
      <Subtitle1 as="h1">Tandem administration</Subtitle1>
      <Text>Sign in with the Microsoft account that has the role Owner, Admin, or Support.</Text>
      {why !== null && <Text role="alert">{why}</Text>}
      <Button appearance="primary" onClick={signIn}>
        Sign in
      </Button>
    </main>
  );
}

async function signInOptions(): Promise<BrowserSignInOptions> {
  const settings = await readPaneSettings();
  return {
    authority: settings.authority,
    clientId: settings.clientId,
    redirectUri: `${globalThis.location.origin}/admin/`,
    scope: settings.apiScope,
  };
}

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    alignItems: "flex-start",
    rowGap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXL,
  },
});

const root = document.querySelector("#root");
if (root) createRoot(root).render(<Admin />);
