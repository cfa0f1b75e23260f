import { Button, Caption1, makeStyles, Switch, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { EmailStatus } from "../../../shared/api/email-status.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { useService } from "../../components/service-context.ts";
import type { OpenMail } from "../../office/open-mail.ts";
import { problemFrom } from "../../service/http.ts";

export interface SharingChoiceProps {
  readonly mail: OpenMail;
  readonly status: EmailStatus;
  readonly changed: (status: EmailStatus) => void;
}

/** Do not share, for the mail and for its conversation, and the question what is to become of what is filed already (F5, M4). */
export function SharingChoice({ mail, status, changed }: SharingChoiceProps) {
  const service = useService();
  const styles = useStyles();
  const [sending, problem, send] = useSending(changed);
  const [kept, setKept] = useState(false);
  const { sharing, removal } = status;
  const set = (scope: "mail" | "thread", share: boolean): void => {
    setKept(false);
    send(() => service.share(mail, { scope, share }));
  };
  return (
    <Section title="Sharing">
      {sharing.rule !== null && <Text>{sharing.rule.message}</Text>}
      <Switch
        label="Do not share this mail"
        checked={sharing.mail}
        disabled={sending}
        onChange={(_event, { checked }) => set("mail", !checked)}
      />
      <Switch
        label="Do not share this conversation"
        checked={sharing.thread}
        disabled={sending}
        onChange={(_event, { checked }) => set("thread", !checked)}
      />
      {problem !== null && <ProblemNotice title="That was not done." problem={problem} />}
      {removal !== null && removal.asked && !kept && (
        <fieldset className={styles.question} aria-label="What is filed">
          <Text>{removal.possible ? "This mail is filed. Remove the activity from Salesforce, with its files?" : removal.why}</Text>
          {removal.possible && (
            <div className={styles.answers}>
              <Button size="small" disabled={sending} onClick={() => send(() => service.remove(mail))}>
                Remove the activity
              </Button>
              <Button size="small" appearance="subtle" disabled={sending} onClick={() => setKept(true)}>
                Keep it
              </Button>
            </div>
          )}
        </fieldset>
      )}
      {removal !== null && !removal.asked && removal.possible && (
        <div>
          <Button size="small" appearance="subtle" disabled={sending} onClick={() => send(() => service.remove(mail))}>
            Undo the filing
          </Button>
          <Caption1 block>Removes the activity and its files from Salesforce. The mail stays where it is.</Caption1>
        </div>
      )}
      {status.thread !== null && !sharing.thread && (
        <ThreadChoice thread={status.thread} disabled={sending} choose={(replies) => send(() => service.replies(mail, { replies }))} />
      )}
    </Section>
  );
}

/** Asked once a conversation (F3); a person may end it, or begin it later, at any of its mails. */
function ThreadChoice({
  thread: { replies, record },
  disabled,
  choose,
}: {
  readonly thread: NonNullable<EmailStatus["thread"]>;
  readonly disabled: boolean;
  readonly choose: (replies: "file" | "leave") => void;
}) {
  const styles = useStyles();
  const to = record === null ? "" : ` to ${record}`;
  switch (replies) {
    case "unasked":
      return (
        <fieldset className={styles.question} aria-label="Later replies">
          <Text>File later replies of this conversation{to} too, as long as somebody from outside is on them?</Text>
          <div className={styles.answers}>
            <Button size="small" disabled={disabled} onClick={() => choose("file")}>
              File replies too
            </Button>
            <Button size="small" appearance="subtle" disabled={disabled} onClick={() => choose("leave")}>
              No
            </Button>
          </div>
        </fieldset>
      );
    case "file":
      return (
        <div>
          <Text block>Later replies of this conversation are filed{to} too.</Text>
          <Button size="small" disabled={disabled} onClick={() => choose("leave")}>
            Stop filing replies
          </Button>
        </div>
      );
    case "leave":
      return (
        <div>
          <Button size="small" appearance="subtle" disabled={disabled} onClick={() => choose("file")}>
            File later replies too
          </Button>
        </div>
      );
  }
}

/** One wish at a time, and why the last one was not taken. */
function useSending(changed: (status: EmailStatus) => void) {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = (ask: () => Promise<EmailStatus>): void => {
    setSending(true);
    setProblem(null);
    ask()
      .then(changed, (error: unknown) => setProblem(problemFrom(error)))
      .finally(() => setSending(false));
  };
  return [sending, problem, send] as const;
}

const useStyles = makeStyles({
  question: {
    margin: 0,
    border: "none",
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  answers: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalS },
});
