import { makeStyles, Tab, TabList, Text, tokens } from "@fluentui/react-components";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { EmailStatus } from "../shared/api/email-status.ts";
import { ProblemNotice } from "./components/problem-notice.tsx";
import { useService } from "./components/service-context.ts";
import { useLoaded } from "./components/use-loaded.ts";
import { ContextPanel } from "./features/context/context-panel.tsx";
import { FirstSyncPanel } from "./features/first-sync/first-sync-panel.tsx";
import { FilingPanel } from "./features/filing/filing-panel.tsx";
import { DraftPanel } from "./features/filing/draft-panel.tsx";
import { SelectedMails } from "./features/filing/selected-mails.tsx";
import { AttentionPanel } from "./features/attention/attention-panel.tsx";
import { StatusLine } from "./features/sync-status/status-line.tsx";
import { StatusPanel } from "./features/sync-status/status-panel.tsx";
import { useEmailStatus } from "./features/sync-status/use-email-status.ts";
import { WhyPanel } from "./features/why/why-panel.tsx";
import type { OpenItem, OpenMail } from "./office/open-mail.ts";
import type { Outlook } from "./office/outlook.ts";
import { useOpenItem } from "./office/use-open-item.ts";
import { keysOf, useSelection } from "./office/use-selection.ts";
import { MeetingPane } from "./meeting-pane.tsx";
import { PaneHeader } from "./pane-header.tsx";

/** The pane beside whatever is open. */
export function MailPane({ outlook, foot }: { readonly outlook: Outlook; readonly foot?: ReactNode }) {
  const styles = useStyles();
  const service = useService();
  const item = useOpenItem(outlook);
  const lastMail = useLastMail(item);
  const selection = useSelection(outlook);
  const one = selection.length === 0;
  const [me, askAgain] = useLoaded(outlook.owner.address, () => service.me());
  const known = me.is === "found" ? me.value : null;
  useSeenAgain(askAgain);
  return (
    <div className={styles.pane}>
      <PaneHeader owner={outlook.owner} me={me} />
      <main className={styles.main}>
        {me.is === "failed" && <ProblemNotice title="Tandem is not connected." problem={me.problem} again={askAgain} />}
        {known !== null && known.problem !== null && <ProblemNotice intent="warning" problem={known.problem} />}
        {known !== null && <FirstSyncPanel me={known} again={askAgain} />}
        {!one && <SelectedMails key={keysOf(selection)} mails={selection} me={known} />}
        {one && item?.is === "mail" && <Mail key={item.mail.internetMessageId ?? item.mail.restId} mail={item.mail} me={known} />}
        {one && item?.is === "draft" && <DraftPanel key={item.draft.key} draft={item.draft} me={known} />}
        {one && item?.is === "meeting" && <MeetingPane key={item.meeting.restId} meeting={item.meeting} />}
        {one && item?.is === "unsupported" && <Text>{item.why}</Text>}
        {one && item?.is === "none" && <NothingOpen lastMail={lastMail} />}
        {known !== null && known.attention.length > 0 && <AttentionPanel asked={me} />}
      </main>
      {foot}
    </div>
  );
}

/** Sync may have been paused, or an item may need a person, since the pane was last looked at. */
function useSeenAgain(seen: () => void): void {
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === "visible") seen();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [seen]);
}

type View = "context" | "file" | "status";

function Mail({ mail, me }: { readonly mail: OpenMail; readonly me: React.ComponentProps<typeof FilingPanel>["me"] }) {
  const styles = useStyles();
  const service = useService();
  const [view, setView] = useState<View>("context");
  const [context, askContext] = useLoaded(mail.internetMessageId ?? mail.restId, () => service.people(mail));
  const [known, renew] = useEmailStatus(mail);
  const filed = useCallback(
    (status: EmailStatus) => {
      renew(status);
      setView("status");
    },
    [renew],
  );
  return (
    <>
      <Text weight="semibold" className={styles.subject} title={mail.subject}>
        {mail.subject === "" ? "(no subject)" : mail.subject}
      </Text>
      <StatusLine known={known} />
      <TabList
        className={styles.tabs}
        size="small"
        selectedValue={view}
        onTabSelect={(_event, { value }) => setView(value as View)}
        aria-label="This mail"
      >
        <Tab value="context" id="tab-context" aria-controls="panel">
          Context
        </Tab>
        <Tab value="file" id="tab-file" aria-controls="panel">
          File
        </Tab>
        <Tab value="status" id="tab-status" aria-controls="panel">
          Status
        </Tab>
      </TabList>
      <div role="tabpanel" id="panel" aria-labelledby={`tab-${view}`} className={styles.panel}>
        {view === "context" && <ContextPanel context={context} again={askContext} />}
        {view === "file" && (
          <FilingPanel
            mail={mail}
            me={me}
            context={context.is === "found" ? context.value : null}
            status={known.is === "known" ? known.status : null}
            filed={filed}
            shared={renew}
          />
        )}
        {view === "status" && (
          <>
            <StatusPanel mail={mail} known={known} again={() => renew()} />
            <WhyPanel about={{ kind: "email", mail }} />
          </>
        )}
      </div>
    </>
  );
}

/** Outlook closes a mail that was moved away; what became of it is still told. */
function NothingOpen({ lastMail }: { readonly lastMail: OpenMail | null }) {
  const [known, renew] = useEmailStatus(lastMail);
  if (lastMail === null) return <Text>Select a mail to see what Salesforce knows about its people.</Text>;
  return (
    <>
      <Text>No mail is open. The last one was “{lastMail.subject === "" ? "(no subject)" : lastMail.subject}”.</Text>
      <StatusLine known={known} />
      <StatusPanel mail={lastMail} known={known} again={() => renew()} />
    </>
  );
}

function useLastMail(item: OpenItem | null): OpenMail | null {
  const [last, setLast] = useState<OpenMail | null>(null);
  if (item?.is === "mail" && item.mail !== last) setLast(item.mail);
  return last;
}

const useStyles = makeStyles({
  pane: { display: "flex", flexDirection: "column", minHeight: "100vh", minWidth: 0 },
  main: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    minWidth: 0,
  },
  subject: { overflowWrap: "anywhere", display: "-webkit-box", WebkitLineClamp: "2", WebkitBoxOrient: "vertical", overflow: "hidden" },
  tabs: { flexWrap: "wrap" },
  panel: { minWidth: 0 },
});
