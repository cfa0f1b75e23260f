import { Caption1, makeStyles, Text, tokens } from "@fluentui/react-components";
import type { Me } from "../../../shared/api/me.ts";
import { count } from "../../components/wording.ts";

/** Items of the whole mailbox that wait for a person, whichever mail is open. Absent when there are none. */
export function AttentionList({ attention }: { readonly attention: Me["attention"] }) {
  const styles = useStyles();
  if (attention.length === 0) return null;
  return (
    <details className={styles.details}>
      <summary>{count(attention.length, "item needs you", "items need you")}</summary>
      <ul className={styles.list}>
        {attention.map((item, position) => (
          <li key={`${position} ${item.name}`}>
            <Text weight="semibold">{item.name === "" ? "(no name)" : item.name}</Text> <Caption1>{item.kind}</Caption1>
            <Caption1 block>
              {item.problem.message} {item.problem.remedy}
            </Caption1>
          </li>
        ))}
      </ul>
    </details>
  );
}

const useStyles = makeStyles({
  details: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, paddingTop: tokens.spacingVerticalS },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: "anywhere" },
});
