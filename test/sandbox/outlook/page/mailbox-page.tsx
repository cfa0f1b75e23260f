import { Button, makeStyles, Select, Subtitle2, Tab, TabList, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { CalendarView } from "./calendar-view.tsx";
import { ContactsView } from "./contacts-view.tsx";
import type { Graph, Message } from "./graph.ts";
import { MailView } from "./mail-view.tsx";
import type { Owner } from "./owner.ts";
import { ANNOUNCEMENTS, type Announcement } from "./outlook-frame.ts";
import { TaskPane } from "./task-pane.tsx";
import { TasksView } from "./tasks-view.tsx";

type Module = "mail" | "contacts" | "calendar" | "tasks";

export interface MailboxPageProps {
  readonly graph: Graph;
  readonly owner: Owner;
  readonly paneUrl: string;
  readonly apiToken: () => Promise<string>;
  readonly dark: boolean;
  readonly setDark: (dark: boolean) => void;
  readonly signOut: () => void;
}

/** One person's mailbox, with the pane pinned beside it. */
export function MailboxPage({ graph, owner, paneUrl, apiToken, dark, setDark, signOut }: MailboxPageProps) {
  const styles = useStyles();
  const [module, setModule] = useState<Module>("mail");
  const [open, setOpen] = useState<Message | null>(null);
  const [how, setHow] = useState<Announcement>("at-once");
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Subtitle2 as="h1">Outlook (sandbox)</Subtitle2>
        <span>{owner.emailAddress}</span>
        <Select
          size="small"
          aria-label="How the pane is told of another item"
          value={how}
          onChange={(_event, { value }) => setHow(value as Announcement)}
        >
          {ANNOUNCEMENTS.map((one) => (
            <option key={one} value={one}>
              ItemChanged {one}
            </option>
          ))}
        </Select>
        <Button size="small" onClick={() => setDark(!dark)}>
          {dark ? "Light" : "Dark"}
        </Button>
        <Button size="small" onClick={signOut}>
          Sign in as somebody else
        </Button>
      </header>
      <TabList selectedValue={module} onTabSelect={(_event, { value }) => setModule(value as Module)} aria-label="Modules">
        <Tab value="mail">Mail</Tab>
        <Tab value="contacts">Contacts</Tab>
        <Tab value="calendar">Calendar</Tab>
        <Tab value="tasks">Tasks</Tab>
      </TabList>
      <div className={styles.body}>
        <main className={styles.module}>
          {module === "mail" && <MailView graph={graph} open={open} setOpen={setOpen} />}
          {module === "contacts" && <ContactsView graph={graph} />}
          {module === "calendar" && <CalendarView graph={graph} />}
          {module === "tasks" && <TasksView graph={graph} />}
        </main>
        <TaskPane paneUrl={paneUrl} owner={owner} token={apiToken} open={module === "mail" ? open : null} how={how} dark={dark} />
      </div>
    </div>
  );
}

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", height: "100%" },
  header: {
    display: "flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  body: { display: "flex", flexGrow: 1, minHeight: 0 },
  module: { flexGrow: 1, minWidth: 0, display: "flex" },
});
