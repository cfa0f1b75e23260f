import { FluentProvider, Link, makeStyles, Select, Spinner, Subtitle2, Text, tokens, webLightTheme } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { placeOf, TABS } from "./place.ts";
import { RecordList } from "./record-list.tsx";
import { RecordPage } from "./record-page.tsx";
import { Salesforce } from "./salesforce.ts";
import type { LightningSettings } from "./settings.ts";
import { useAnswer } from "./use-answer.ts";

const USER = "tandem.lightning.user";

function LightningPage() {
  const [settings] = useAnswer("settings", async () => (await (await fetch("/settings.json")).json()) as LightningSettings);
  return (
    <FluentProvider theme={webLightTheme}>
      {settings.is === "loading" && <Spinner label="Starting…" />}
      {settings.is === "failed" && <Text role="alert">{settings.why}</Text>}
      {settings.is === "found" && <Browser settings={settings.value} />}
    </FluentProvider>
  );
}

/** The record browser as one of the sample users: `?user=…`, else the one chosen last, else the first. */
function Browser({ settings }: { readonly settings: LightningSettings }) {
  const styles = useStyles();
  const [user, setUser] = useState(
    () => new URLSearchParams(globalThis.location.search).get("user") ?? sessionStorage.getItem(USER) ?? settings.usernames[0] ?? "",
  );
  const salesforce = useMemo(() => {
    sessionStorage.setItem(USER, user);
    const session = fetch(`/session.json?user=${encodeURIComponent(user)}`).then(
      async (reply) => ((await reply.json()) as { readonly accessToken: string }).accessToken,
    );
    return new Salesforce(settings.salesforceUrl, settings.apiVersion, () => session);
  }, [settings, user]);
  const place = placeOf(globalThis.location.pathname, globalThis.location.search);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Subtitle2 as="h1">Salesforce (sandbox)</Subtitle2>
        <nav className={styles.tabs} aria-label="Objects">
          {TABS.map(([kind, label]) => (
            <Link
              key={kind}
              href={`/?tab=${kind}`}
              {...(place.is === "list" && place.type === kind ? { "aria-current": "page" as const } : {})}
            >
              {label}
            </Link>
          ))}
        </nav>
        <Select size="small" aria-label="User" value={user} onChange={(_event, { value }) => setUser(value)}>
          {settings.usernames.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </header>
      <main className={styles.main}>
        {place.is === "record" ? (
          <RecordPage key={`${user} ${place.id}`} salesforce={salesforce} id={place.id} />
        ) : (
          <RecordList key={user} salesforce={salesforce} type={place.type} />
        )}
      </main>
    </div>
  );
}

const useStyles = makeStyles({
  page: { minHeight: "100vh" },
  header: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalL,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  tabs: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalM, flexGrow: 1 },
  main: { padding: tokens.spacingHorizontalXL, maxWidth: "1000px" },
});

const root = document.querySelector("#root");
if (root) createRoot(root).render(<LightningPage />);
