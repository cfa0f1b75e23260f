import { Link, makeStyles, tokens } from "@fluentui/react-components";
import { addressOf } from "./place.ts";
import type { ObjectShape, Row, Salesforce } from "./salesforce.ts";
import { useAnswer } from "./use-answer.ts";

/** Every field that holds something. References are shown by the name of what they point to. */
export function FieldList({ salesforce, shape, row }: { readonly salesforce: Salesforce; readonly shape: ObjectShape; readonly row: Row }) {
  const styles = useStyles();
  const filled = shape.fields.filter(
    (field) =>
      field.name !== "Id" &&
      row[field.name] !== null &&
      row[field.name] !== undefined &&
      row[field.name] !== "" &&
      typeof row[field.name] !== "object",
  );
  return (
    <dl className={styles.list} aria-label="Fields">
      {filled.map((field) => (
        <div key={field.name} className={styles.row}>
          <dt className={styles.term}>{field.label}</dt>
          <dd className={styles.value}>
            {field.type === "reference" ? <Reference salesforce={salesforce} id={String(row[field.name])} /> : String(row[field.name])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Reference({ salesforce, id }: { readonly salesforce: Salesforce; readonly id: string }) {
  const [name] = useAnswer(id, () => salesforce.nameOf(id));
  return <Link href={addressOf(id)}>{name.is === "found" ? name.value : id}</Link>;
}

const useStyles = makeStyles({
  list: { margin: 0, display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS },
  row: { display: "flex", columnGap: tokens.spacingHorizontalM },
  term: { width: "200px", flexShrink: 0, color: tokens.colorNeutralForeground3 },
  value: { margin: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere", minWidth: 0 },
});
