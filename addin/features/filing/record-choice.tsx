import { Field, makeStyles, Select } from "@fluentui/react-components";
import type { Match, RecordLink } from "../../../shared/api/person.ts";
import { kindOf } from "../../components/wording.ts";

export interface RecordChoiceProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly records: readonly (RecordLink & Partial<Pick<Match, "account">>)[];
  /** Choices besides the records: `[value, words]`. */
  readonly before: readonly (readonly [string, string])[];
  readonly disabled: boolean;
  readonly choose: (value: string) => void;
}

/** One record of few, as the system's own list: it works in every Outlook, on a phone, and by keyboard. */
export function RecordChoice({ label, hint, value, records, before, disabled, choose }: RecordChoiceProps) {
  const styles = useStyles();
  return (
    <Field className={styles.field} label={label} {...(hint === undefined ? {} : { hint })}>
      <Select
        select={{ className: styles.select }}
        value={value}
        disabled={disabled}
        onChange={(_event, { value: chosen }) => choose(chosen)}
      >
        {before.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
        {records.map((record) => (
          <option key={record.id} value={record.id}>
            {kindOf(record.type)}: {record.name}
            {record.account ? ` (${record.account.name})` : ""}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** A list is as wide as its longest choice unless told otherwise. */
const useStyles = makeStyles({
  field: { gridTemplateColumns: "minmax(0, 1fr)", minWidth: 0 },
  select: { minWidth: 0, width: "100%", textOverflow: "ellipsis" },
});
