import { Button, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { CategoryMenu } from "./category-menu.tsx";
import type { Graph, GraphContact } from "./graph.ts";

const FIELDS = [
  ["givenName", "First name"],
  ["surname", "Last name"],
  ["email", "E-mail"],
  ["businessPhone", "Business phone"],
  ["mobilePhone", "Mobile phone"],
  ["jobTitle", "Job title"],
  ["companyName", "Company"],
] as const;

type FieldName = (typeof FIELDS)[number][0];

export interface ContactFormProps {
  readonly graph: Graph;
  readonly contact: GraphContact | null;
  /** Takes the changed fields only, in Graph's own form. */
  readonly save: (fields: Readonly<Record<string, unknown>>) => void;
  readonly remove: () => void;
}

export function ContactForm({ graph, contact, save, remove }: ContactFormProps) {
  const styles = useStyles();
  const before = valuesOf(contact);
  const [values, setValues] = useState(before);
  const [categories, setCategories] = useState<readonly string[]>(contact?.categories ?? []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const changed = FIELDS.map(([name]) => name).filter((name) => values[name] !== before[name]);
    const fields = changed.map((name) => inGraph(name, values[name]));
    save({ ...Object.fromEntries(fields), ...(categories.join("\n") === (contact?.categories ?? []).join("\n") ? {} : { categories }) });
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Contact">
      {FIELDS.map(([name, label]) => (
        <Field key={name} label={label}>
          <Input value={values[name]} onChange={(_event, { value }) => setValues({ ...values, [name]: value })} />
        </Field>
      ))}
      <div className={styles.buttons}>
        <CategoryMenu graph={graph} set={categories} change={setCategories} />
        <span>{categories.join(", ")}</span>
      </div>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary">
          Save
        </Button>
        {contact !== null && <Button onClick={remove}>Delete</Button>}
      </div>
    </form>
  );
}

function valuesOf(contact: GraphContact | null): Readonly<Record<FieldName, string>> {
  return {
    givenName: contact?.givenName ?? "",
    surname: contact?.surname ?? "",
    email: contact?.emailAddresses[0]?.address ?? "",
    businessPhone: contact?.businessPhones[0] ?? "",
    mobilePhone: contact?.mobilePhone ?? "",
    jobTitle: contact?.jobTitle ?? "",
    companyName: contact?.companyName ?? "",
  };
}

function inGraph(name: FieldName, value: string): readonly [string, unknown] {
  switch (name) {
    case "email":
      return ["emailAddresses", value === "" ? [] : [{ address: value, name: value }]];
    case "businessPhone":
      return ["businessPhones", value === "" ? [] : [value]];
    case "givenName":
    case "surname":
    case "mobilePhone":
    case "jobTitle":
    case "companyName":
      return [name, value === "" ? null : value];
  }
}

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS, maxWidth: "420px" },
  buttons: { display: "flex", alignItems: "center", columnGap: tokens.spacingHorizontalS },
});
