import { Caption1, Checkbox, makeStyles, tokens } from "@fluentui/react-components";
import type { AttachmentChoice } from "../../../shared/api/filing.ts";
import { Section } from "../../components/section.tsx";
import { useLocale } from "../../components/service-context.ts";
import { sizeOf } from "../../components/wording.ts";

export interface AttachmentListProps {
  readonly attachments: readonly AttachmentChoice[];
  readonly ticked: ReadonlySet<string>;
  readonly disabled: boolean;
  readonly toggle: (id: string) => void;
}

/** The attachments to take along. Images of the text stand apart and are not taken unless ticked. */
export function AttachmentList({ attachments, ticked, disabled, toggle }: AttachmentListProps) {
  const files = attachments.filter((attachment) => !attachment.inline);
  const images = attachments.filter((attachment) => attachment.inline);
  return (
    <>
      {files.length > 0 && (
        <Section title="Attachments">
          <Boxes attachments={files} ticked={ticked} disabled={disabled} toggle={toggle} />
        </Section>
      )}
      {images.length > 0 && (
        <Section title="Images in the text">
          <Boxes attachments={images} ticked={ticked} disabled={disabled} toggle={toggle} />
        </Section>
      )}
    </>
  );
}

function Boxes({ attachments, ticked, disabled, toggle }: AttachmentListProps) {
  const styles = useStyles();
  const locale = useLocale();
  return (
    <ul className={styles.list}>
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          <Checkbox
            checked={ticked.has(attachment.id)}
            disabled={disabled || attachment.refused !== null}
            onChange={() => toggle(attachment.id)}
            label={
              <span className={styles.name}>
                {attachment.name} <Caption1>{sizeOf(attachment.size, locale)}</Caption1>
              </span>
            }
          />
          {attachment.refused !== null && (
            <Caption1 block className={styles.refused}>
              {attachment.refused}
            </Caption1>
          )}
        </li>
      ))}
    </ul>
  );
}

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  name: { overflowWrap: "anywhere" },
  refused: { paddingLeft: "32px", color: tokens.colorNeutralForeground3 },
});
