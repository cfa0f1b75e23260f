import { Button, Caption1, makeStyles, Spinner, Text, tokens } from "@fluentui/react-components";
import { useId, useMemo, useState } from "react";
import type { EmailStatus } from "../../../shared/api/email-status.ts";
import type { Me } from "../../../shared/api/me.ts";
import type { EmailContext } from "../../../shared/api/person.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useLocale, useService } from "../../components/service-context.ts";
import { useLoaded } from "../../components/use-loaded.ts";
import { useSubmitShortcut } from "../../components/use-submit-shortcut.ts";
import type { OpenMail } from "../../office/open-mail.ts";
import { AttachmentList } from "./attachment-list.tsx";
import { choiceOf, type FilingDraft, NONE, RULES, ticked, toggled, UNTOUCHED, whatCandidates, whoCandidates } from "./filing-draft.ts";
import { outcomeOf, type Readiness, readinessOf } from "./filing-outcome.ts";
import { RecordChoice } from "./record-choice.tsx";
import { SharingChoice } from "./sharing-choice.tsx";
import { useFiling } from "./use-filing.ts";

export interface FilingPanelProps {
  readonly mail: OpenMail;
  /** Null while they are not known. */
  readonly me: Me | null;
  readonly context: EmailContext | null;
  readonly status: EmailStatus | null;
  readonly filed: (status: EmailStatus) => void;
  /** What may be shared was changed, or what was filed is taken back. */
  readonly shared: (status: EmailStatus) => void;
}

/** Choose and file. Give it the mail's own key, so that another mail starts untouched. */
export function FilingPanel({ mail, me, context, status, filed, shared }: FilingPanelProps) {
  const styles = useStyles();
  const locale = useLocale();
  const service = useService();
  const [draft, setDraft] = useState<FilingDraft>(UNTOUCHED);
  const [attachments, again] = useLoaded(mail.internetMessageId ?? mail.restId, () => service.attachments(mail));
  const [filing, file] = useFiling(mail, filed);
  const readiness = readinessOf(me, context, status);
  const known = useMemo(() => (attachments.is === "found" ? attachments.value.attachments : []), [attachments]);
  const still = readiness.is === "blocked" || filing.is === "sending";
  const submit = (): void => {
    if (!still) file(choiceOf(draft, readiness.is === "only-anyway"));
  };
  useSubmitShortcut(submit);

  return (
    <div className={styles.panel}>
      <Text>{outcomeOf(context, known, draft, locale)}</Text>
      <RecordChoice
        label="File to"
        value={draft.who}
        disabled={still || context === null}
        before={[[RULES, "By the rules (the sender)"]]}
        records={context === null ? [] : whoCandidates(context)}
        choose={(who) => setDraft({ ...draft, who })}
      />
      <RecordChoice
        label="Related to"
        hint="The rules take the only open opportunity, else the account."
        value={draft.what}
        disabled={still || context === null}
        before={[
          [RULES, "By the rules"],
          [NONE, "No record"],
        ]}
        records={context === null ? [] : whatCandidates(context)}
        choose={(what) => setDraft({ ...draft, what })}
      />
      {attachments.is === "loading" && <Spinner size="tiny" labelPosition="after" label="Asking for the attachments…" />}
      {attachments.is === "failed" && (
        <ProblemNotice intent="warning" title="The attachments could not be listed." problem={attachments.problem} again={again} />
      )}
      <AttachmentList
        attachments={known}
        ticked={new Set(ticked(known, draft).map((attachment) => attachment.id))}
        disabled={still}
        toggle={(id) => setDraft(toggled(known, draft, id))}
      />
      {filing.is === "refused" && <ProblemNotice title="The mail was not filed." problem={filing.problem} />}
      {status !== null && me?.sync === "on" && <SharingChoice mail={mail} status={status} changed={shared} />}
      <FileButton readiness={readiness} sending={filing.is === "sending"} submit={submit} />
    </div>
  );
}

/** The button, and beside it why it cannot be pressed or what stands against it. */
function FileButton({
  readiness,
  sending,
  submit,
}: {
  readonly readiness: Readiness;
  readonly sending: boolean;
  readonly submit: () => void;
}) {
  const styles = useStyles();
  const reason = useId();
  const why = readiness.is === "ready" ? null : readiness.why;
  const label = readiness.is === "only-anyway" ? "File anyway" : readiness.is === "ready" ? readiness.label : "File";
  return (
    <div className={styles.action}>
      <Button
        appearance={readiness.is === "only-anyway" ? "secondary" : "primary"}
        // Stays in the tab order, so that its reason is found there.
        disabledFocusable={readiness.is === "blocked" || sending}
        onClick={submit}
        title="Ctrl+Enter"
        {...(why === null ? {} : { "aria-describedby": reason })}
      >
        {sending ? "Sending…" : label}
      </Button>
      {why !== null && <Caption1 id={reason}>{why}</Caption1>}
    </div>
  );
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  action: {
    position: "sticky",
    bottom: 0,
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXS,
    paddingBlock: tokens.spacingVerticalS,
    backgroundColor: tokens.colorNeutralBackground1,
  },
});
