import { Button, Caption1, makeStyles, Skeleton, SkeletonItem, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { EmailStatus, FiledFile } from "../../../shared/api/email-status.ts";
import type { OpenMail } from "../../office/open-mail.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { RecordAnchor } from "../../components/record-anchor.tsx";
import { Section } from "../../components/section.tsx";
import { useLocale } from "../../components/service-context.ts";
import { exactly, sizeOf } from "../../components/wording.ts";
import { sentenceOf, type StatusState } from "./status-words.ts";
import type { KnownStatus } from "./use-email-status.ts";

export interface StatusPanelProps {
  readonly mail: OpenMail;
  readonly known: KnownStatus;
  readonly again: () => void;
}

/** All that happened to the mail and why, with the way on. */
export function StatusPanel({ mail, known, again }: StatusPanelProps) {
  switch (known.is) {
    case "loading":
      return (
        <Skeleton aria-label="Asking for the status">
          <SkeletonItem size={64} />
        </Skeleton>
      );
    case "failed":
      return <ProblemNotice title="The status could not be asked." problem={known.problem} again={again} />;
    case "known":
      return <Known mail={mail} known={known} again={again} />;
  }
}

function Known({ mail, known, again }: StatusPanelProps & { readonly known: KnownStatus & { is: "known" } }) {
  const styles = useStyles();
  const { status } = known;
  return (
    <div className={styles.panel}>
      {known.trouble !== null && <ProblemNotice intent="warning" title="This may be out of date." problem={known.trouble} again={again} />}
      <Section title="What happened">
        <Text>{sentenceOf(status)}</Text>
        {status.problem !== null && <ProblemNotice intent={graveness(status.state)} problem={status.problem} />}
        {status.notes.length > 0 && (
          <ul className={styles.list}>
            {status.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <Proof status={status} />
      </Section>
      {status.files.length > 0 && (
        <Section title="Files">
          <ul className={styles.list}>
            {status.files.map((file, position) => (
              <li key={`${position} ${file.name}`}>
                <File file={file} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <CopyDetails mail={mail} status={status} />
    </div>
  );
}

function Proof({ status }: { readonly status: EmailStatus }) {
  const locale = useLocale();
  if (status.activity === null && status.related.length === 0 && status.filedAt === null) return null;
  return (
    <>
      {status.activity !== null && <RecordAnchor record={status.activity} withKind />}
      {status.related.map((record) => (
        <RecordAnchor key={record.id} record={record} withKind />
      ))}
      {status.filedAt !== null && (
        <Caption1>
          Filed {exactly(status.filedAt, locale)}
          {status.filedBy === null ? "" : ` by ${status.filedBy}`}
        </Caption1>
      )}
    </>
  );
}

function File({ file }: { readonly file: FiledFile }) {
  const locale = useLocale();
  return (
    <>
      {file.link === null ? <Text>{file.name}</Text> : <RecordAnchor record={{ ...file.link, name: file.name }} />}{" "}
      <Caption1>{sizeOf(file.size, locale)}</Caption1>
      {file.problem !== null && (
        <Caption1 block>
          Left out: {file.problem.message} {file.problem.remedy}
        </Caption1>
      )}
    </>
  );
}

/** For a question to the administrator: ids and reasons, nothing of the mail's content. */
function CopyDetails({ mail, status }: { readonly mail: OpenMail; readonly status: EmailStatus }) {
  const [said, setSaid] = useState("");
  const details = [
    `State: ${status.state}`,
    `Message id: ${mail.internetMessageId ?? "none"}`,
    `Task: ${status.activity?.id ?? "none"}`,
    `Reason: ${status.problem === null ? "none" : `${status.problem.code}: ${status.problem.message}`}`,
  ].join("\n");
  const copy = (): void => {
    navigator.clipboard.writeText(details).then(
      () => setSaid("Copied."),
      () => setSaid(details),
    );
  };
  return (
    <div>
      <Button size="small" appearance="subtle" onClick={copy}>
        Copy details
      </Button>
      <output>
        <Caption1 style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{said}</Caption1>
      </output>
    </div>
  );
}

function graveness(state: StatusState): "error" | "warning" | "info" {
  switch (state) {
    case "failed":
      return "error";
    case "waiting":
    case "filed-in-part":
    case "listed":
      return "warning";
    case "not-filed":
    case "filing":
    case "removing":
    case "unsent":
    case "filed":
    case "excluded":
      return "info";
  }
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: "anywhere" },
});
