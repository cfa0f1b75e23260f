import { makeStyles, Subtitle1, Tab, TabList, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { AdministrationService } from "../../service/administration-service.ts";
import { JournalPanel } from "./journal-panel.tsx";
import { OverviewPanel } from "./overview-panel.tsx";
import { UsersPanel } from "./users-panel.tsx";

type View = "overview" | "users" | "journal";

/** What an administrator sees. Its three parts are asked for when they are opened. */
export function AdministrationPage({ service }: { readonly service: AdministrationService }) {
  const styles = useStyles();
  const [view, setView] = useState<View>("overview");
  return (
    <div className={styles.page}>
      <header>
        <Subtitle1 as="h1">Tandem administration</Subtitle1>
      </header>
      <TabList selectedValue={view} onTabSelect={(_event, { value }) => setView(value as View)} aria-label="Administration">
        <Tab value="overview" id="tab-overview" aria-controls="panel">
          Overview
        </Tab>
        <Tab value="users" id="tab-users" aria-controls="panel">
          Users
        </Tab>
        <Tab value="journal" id="tab-journal" aria-controls="panel">
          Journal
        </Tab>
      </TabList>
      <main>
        <div role="tabpanel" id="panel" aria-labelledby={`tab-${view}`} className={styles.panel}>
          {view === "overview" && <OverviewPanel service={service} />}
          {view === "users" && <UsersPanel service={service} />}
          {view === "journal" && <JournalPanel service={service} />}
        </div>
      </main>
    </div>
  );
}

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXL,
    maxWidth: "1100px",
    minWidth: 0,
  },
  panel: { minWidth: 0 },
});
