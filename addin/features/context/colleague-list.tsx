import { makeStyles, tokens } from "@fluentui/react-components";
import type { Person } from "../../../shared/api/person.ts";
import { count } from "../../components/wording.ts";

/** Colleagues say little about a mail, so they are folded away. */
export function ColleagueList({ colleagues }: { readonly colleagues: readonly Person[] }) {
  const styles = useStyles();
  return (
    <details className={styles.details}>
      <summary>{count(colleagues.length, "colleague", "colleagues")}</summary>
      <ul className={styles.list}>
        {colleagues.map((person) => (
          <li key={`${person.role} ${person.address}`}>{person.best?.name ?? person.name ?? person.address}</li>
        ))}
      </ul>
    </details>
  );
}

const useStyles = makeStyles({
  details: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: "anywhere" },
});
