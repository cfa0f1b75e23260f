import { FluentProvider } from "@fluentui/react-components";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { LastResort } from "./components/last-resort.tsx";
import { LocaleProvider, ServiceProvider } from "./components/service-context.ts";
import { localeOf } from "./components/wording.ts";
import { type ChosenLook, keepChosenLook, readChosenLook } from "./office/chosen-look.ts";
import type { Outlook } from "./office/outlook.ts";
import { outlookSignIn } from "./office/sign-in.ts";
import { type Hosting, startOutlook } from "./office/start-outlook.ts";
import { themeOf, useLook } from "./office/theme.ts";
import { asksAs } from "./service/http.ts";
import { paneService } from "./service/pane-service.ts";
import { readPaneSettings } from "./service/pane-settings.ts";
import { LookChoice } from "./look-choice.tsx";
import { MailPane } from "./mail-pane.tsx";
import { Elsewhere, Starting } from "./starting.tsx";

/** The task pane: waits for Outlook, signs in when the first call needs it, and shows the open mail. */
function Pane() {
  const [hosting, setHosting] = useState<Hosting>({ is: "starting" });
  useEffect(() => startOutlook(setHosting), []);
  const outlooks = useLook(hosting.is === "outlook" ? hosting.outlook : null);
  const [chosen, setChosen] = useState<ChosenLook>("outlook");
  useEffect(() => {
    if (hosting.is === "outlook") void readChosenLook().then(setChosen);
  }, [hosting.is]);
  const choose = (look: ChosenLook): void => {
    setChosen(look);
    void keepChosenLook(look);
  };
  // A contrast theme of the system goes before any choice.
  const look = outlooks === "contrast" || chosen === "outlook" ? outlooks : chosen;
  return (
    <FluentProvider theme={themeOf(look)}>
      <LastResort>
        <Hosted hosting={hosting} foot={<LookChoice look={chosen} choose={choose} />} />
      </LastResort>
    </FluentProvider>
  );
}

function Hosted({ hosting, foot }: { readonly hosting: Hosting; readonly foot: ReactNode }) {
  switch (hosting.is) {
    case "starting":
    case "silent":
      return <Starting silent={hosting.is === "silent"} />;
    case "elsewhere":
      return <Elsewhere />;
    case "outlook":
      return <InOutlook outlook={hosting.outlook} foot={foot} />;
  }
}

function InOutlook({ outlook, foot }: { readonly outlook: Outlook; readonly foot: ReactNode }) {
  const service = useMemo(() => paneService(asksAs(tokens())), []);
  return (
    <LocaleProvider value={localeOf(outlook.locale)}>
      <ServiceProvider value={service}>
        <MailPane outlook={outlook} foot={foot} />
      </ServiceProvider>
    </LocaleProvider>
  );
}

/** The settings are read with the first token that is asked for; a failure is not kept, so that Try again tries again. */
function tokens(): () => Promise<string> {
  let signIn: ReturnType<typeof signsIn> | null = null;
  return async () => {
    signIn ??= signsIn();
    try {
      return await (await signIn).token();
    } catch (error) {
      signIn = null;
      throw error;
    }
  };
}

const signsIn = async (): Promise<ReturnType<typeof outlookSignIn>> => outlookSignIn(await readPaneSettings());

const root = document.querySelector("#root");
if (root) createRoot(root).render(<Pane />);
