import { Caption1, makeStyles, tokens } from "@fluentui/react-components";
import type { OpenCase } from "../../../shared/api/person.ts";
import { RecordAnchor } from "../../components/record-anchor.tsx";
import { Section } from "../../components/section.tsx";

/** Shown only when there are some: most mails have none, and an empty heading says nothing. */
export function CaseList({ cases }: { readonly cases: readonly OpenCase[] }) {
  const styles = useStyles();
  if (cases.length === 0) return null;
  return (
    <Section title="Open cases">
      <ul className={styles.list}>
        {cases.map((one) => (
          <li key={one.id} className={styles.row}>
            <RecordAnchor record={one} />
            <Caption1 block className={styles.detail}>
              {[one.status, one.priority === null ? null : `${one.priority} priority`].filter((part) => part !== null).join(" · ")}
            </Caption1>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
  row: { overflowWrap: "anywhere" },
  detail: { color: tokens.colorNeutralForeground3 },
});
