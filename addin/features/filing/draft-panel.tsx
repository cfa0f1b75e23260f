import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { EmailStatus } from "../../../shared/api/email-status.ts";
import type { Me } from "../../../shared/api/me.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useService } from "../../components/service-context.ts";
import type { OpenDraft, OpenMail } from "../../office/open-mail.ts";
import { problemFrom, ServiceProblem } from "../../service/http.ts";
import { whyNothingIsFiled } from "./filing-outcome.ts";

export interface DraftPanelProps {
  readonly draft: OpenDraft;
  /** Null while it is not known. */
  readonly me: Me | null;
}

/** A mail that is being written: filed when it has been sent (F1). Outlook saves it first, so that it can be known again. */
export function DraftPanel({ draft, me }: DraftPanelProps) {
  const styles = useStyles();
  const service = useService();
  const [saved, setSaved] = useState<{ readonly mail: OpenMail; readonly status: EmailStatus } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const why = whyNothingIsFiled(me);
  const isWanted = saved?.status.state === "unsent";
  const wish = async (file: boolean): Promise<void> => {
    setSending(true);
    setProblem(null);
    try {
      const mail = await draft.save();
      setSaved({ mail, status: await service.fileWhenSent(mail, file) });
    } catch (error) {
      setProblem(isNotThereYet(error) ? NOT_THERE_YET : problemFrom(error));
    } finally {
      setSending(false);
    }
  };
  return (
    <div className={styles.panel}>
      <output>
        {isWanted
          ? "This mail is filed to Salesforce when it has been sent."
          : "This mail can be filed to Salesforce when it has been sent: to the people and the record the rules find, with its attachments."}
      </output>
      {problem !== null && <ProblemNotice title="That was not done." problem={problem} />}
      <div>
        <Button
          appearance={isWanted ? "subtle" : "primary"}
          disabledFocusable={why !== null || sending}
          onClick={() => void (why === null && wish(!isWanted))}
        >
          {isWanted ? "Do not file it" : "File when sent"}
        </Button>
      </div>
      {why !== null && <Text>{why}</Text>}
    </div>
  );
}

function isNotThereYet(error: unknown): boolean {
  return error instanceof ServiceProblem && error.problem.code === "NOT_FOUND";
}

/** With cached mode the server learns of a draft some seconds after it was saved. */
const NOT_THERE_YET: Problem = {
  code: "DRAFT_NOT_SYNCED",
  message: "Outlook has saved the mail, and Exchange does not show it yet.",
  remedy: "Press again in a few seconds.",
};

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
});
