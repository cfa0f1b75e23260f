import { Subtitle2, Text } from "@fluentui/react-components";
import { RecordLines } from "./record-list.tsx";
import { quoted, type Row, type Salesforce } from "./salesforce.ts";
import { useAnswer } from "./use-answer.ts";

const COLUMNS = ["Subject", "Status", "ActivityDate", "TaskSubtype"];

/** The tasks of a person or record: open ones, and what is completed (among it the filed mails). */
export function ActivityLists({ salesforce, type, id }: { readonly salesforce: Salesforce; readonly type: string; readonly id: string }) {
  const [tasks] = useAnswer(`tasks ${id}`, () => tasksOf(salesforce, type, id));
  if (type === "Task" || type === "User") return null;
  if (tasks.is === "loading") return <Text>Reading the activities…</Text>;
  if (tasks.is === "failed") return <Text role="alert">{tasks.why}</Text>;
  return (
    <>
      <Tasks title="Open activities" rows={tasks.value.filter((task) => task["IsClosed"] !== true)} />
      <Tasks title="Completed tasks" rows={tasks.value.filter((task) => task["IsClosed"] === true)} />
    </>
  );
}

function Tasks({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  return (
    <section>
      <Subtitle2 as="h3">{title}</Subtitle2>
      {rows.length === 0 ? <Text block>None.</Text> : <RecordLines label={title} rows={rows} columns={COLUMNS} />}
    </section>
  );
}

async function tasksOf(salesforce: Salesforce, type: string, id: string): Promise<readonly Row[]> {
  if (type === "Task" || type === "User") return [];
  const field = { Contact: "WhoId", Lead: "WhoId", Account: "AccountId" }[type] ?? "WhatId";
  const select = `SELECT Id, ${COLUMNS.join(", ")}, IsClosed FROM Task`;
  const own = await salesforce.query(`${select} WHERE ${field} = ${quoted(id)} ORDER BY CreatedDate DESC LIMIT 100`);
  if (field !== "WhoId") return own;
  // Where activities may have several people, this one may be on a task without being its first.
  const relations = await salesforce.query(`SELECT TaskId FROM TaskRelation WHERE RelationId = ${quoted(id)} LIMIT 100`).catch(() => []);
  const others = relations.map((relation) => String(relation["TaskId"])).filter((task) => !own.some((one) => one.Id === task));
  if (others.length === 0) return own;
  return [...own, ...(await salesforce.query(`${select} WHERE Id IN (${others.map(quoted).join(", ")})`))];
}
