import { Button, makeStyles, Subtitle1, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { ActivityLists } from "./activity-lists.tsx";
import { FieldList } from "./field-list.tsx";
import { FileList } from "./file-list.tsx";
import { RecordForm } from "./record-form.tsx";
import { RelatedRecords } from "./related-records.tsx";
import type { ObjectShape, Row, Salesforce } from "./salesforce.ts";
import { useAnswer } from "./use-answer.ts";

/** One record: its fields, who and what is related to it, its activities, its files. */
export function RecordPage({ salesforce, id }: { readonly salesforce: Salesforce; readonly id: string }) {
  const [record, again] = useAnswer(id, async () => {
    const type = await salesforce.typeOf(id);
    const [shape, row] = await Promise.all([salesforce.shape(type), salesforce.ask<Row>("GET", `/sobjects/${type}/${id}`)]);
    return { shape, row };
  });
  if (record.is === "loading") return <Text>Reading the record…</Text>;
  if (record.is === "failed") return <Text role="alert">{record.why}</Text>;
  return <Found salesforce={salesforce} shape={record.value.shape} row={record.value.row} again={again} />;
}

interface FoundProps {
  readonly salesforce: Salesforce;
  readonly shape: ObjectShape;
  readonly row: Row;
  readonly again: () => void;
}

function Found({ salesforce, shape, row, again }: FoundProps) {
  const styles = useStyles();
  const [editing, setEditing] = useState(false);
  const [fault, setFault] = useState("");
  const path = `/sobjects/${shape.name}/${row.Id}`;
  const attempt = (work: Promise<unknown>, then: () => void): void => {
    work.then(
      () => {
        setFault("");
        then();
      },
      (error: unknown) => setFault(error instanceof Error ? error.message : String(error)),
    );
  };
  const save = (fields: Readonly<Record<string, unknown>>): void =>
    attempt(salesforce.ask("PATCH", path, fields), () => {
      setEditing(false);
      again();
    });
  const remove = (): void => attempt(salesforce.ask("DELETE", path), () => globalThis.location.assign(`/?tab=${shape.name}`));
  const name = shape.fields.find((field) => field.nameField)?.name ?? "Id";
  return (
    <article className={styles.page} aria-label={shape.label}>
      <header className={styles.header}>
        <Subtitle1 as="h2" className={styles.name}>
          {shape.label}: {String(row[name] ?? row.Id)}
        </Subtitle1>
        <Button onClick={() => setEditing(!editing)}>{editing ? "Cancel" : "Edit"}</Button>
        <Button onClick={remove}>Delete</Button>
      </header>
      {fault !== "" && <Text role="alert">{fault}</Text>}
      {editing ? <RecordForm shape={shape} row={row} save={save} /> : <FieldList salesforce={salesforce} shape={shape} row={row} />}
      <RelatedRecords salesforce={salesforce} type={shape.name} id={row.Id} />
      <ActivityLists salesforce={salesforce} type={shape.name} id={row.Id} />
      <FileList salesforce={salesforce} id={row.Id} />
    </article>
  );
}

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  header: { display: "flex", alignItems: "center", columnGap: tokens.spacingHorizontalM },
  name: { margin: 0, flexGrow: 1, overflowWrap: "anywhere" },
});
