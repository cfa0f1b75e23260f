import { makeStyles, Text } from "@fluentui/react-components";
import { InvitationPanel } from "./features/invitation/invitation-panel.tsx";
import { WhyPanel } from "./features/why/why-panel.tsx";
import type { OpenMeeting } from "./office/open-mail.ts";

/** The pane beside an open meeting. */
export function MeetingPane({ meeting }: { readonly meeting: OpenMeeting }) {
  const styles = useStyles();
  return (
    <>
      <Text weight="semibold" className={styles.subject} title={meeting.subject}>
        {meeting.subject === "" ? "(no subject)" : meeting.subject}
      </Text>
      <InvitationPanel meeting={meeting} />
      <WhyPanel about={{ kind: "event", meeting }} />
    </>
  );
}

const useStyles = makeStyles({ subject: { overflowWrap: "anywhere" } });
