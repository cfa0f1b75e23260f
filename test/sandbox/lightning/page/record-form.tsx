import { Button, Field, Input, makeStyles, Textarea, tokens } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { FieldShape, ObjectShape, Row } from "./salesforce.ts";

const TYPED = new Set([
  "string",
  "textarea",
  "email",
  "phone",
  "url",
  "date",
  "picklist",
  "combobox",
  "currency",
  "double",
  "int",
  "percent",
]);

/** The fields that the user may change and that can be typed. Only changed ones are saved. */
export function RecordForm({
  shape,
  row,
  save,
}: {
  readonly shape: ObjectShape;
  readonly row: Row;
  readonly save: (fields: Readonly<Record<string, unknown>>) => void;
}) {
  const styles = useStyles();
  const fields = shape.fields.filter((field) => field.updateable && TYPED.has(field.type));
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const shown = (field: FieldShape): string =>
    values[field.name] ?? (row[field.name] === null || row[field.name] === undefined ? "" : String(row[field.name]));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save(
      Object.fromEntries(
        fields.filter((field) => values[field.name] !== undefined).map((field) => [field.name, typed(field, values[field.name] ?? "")]),
      ),
    );
  };
  const set = (field: FieldShape, value: string): void => setValues({ ...values, [field.name]: value });
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Edit">
      {fields.map((field) => (
        <Field key={field.name} label={field.label}>
          {field.type === "textarea" ? (
            <Textarea value={shown(field)} onChange={(_event, { value }) => set(field, value)} />
          ) : (
            <Input value={shown(field)} onChange={(_event, { value }) => set(field, value)} />
          )}
        </Field>
      ))}
      <Button type="submit" appearance="primary" className={styles.save}>
        Save
      </Button>
    </form>
  );
}

function typed(field: FieldShape, value: string): string | number | null {
  if (value === "") return null;
  return ["currency", "double", "int", "percent"].includes(field.type) ? Number(value) : value;
}

const useStyles = makeStyles({
  form: { display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(260px, 1fr))", gap: tokens.spacingHorizontalM },
  save: { alignSelf: "end", justifySelf: "start" },
});
