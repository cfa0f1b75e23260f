import { Subtitle2, Text } from "@fluentui/react-components";
import { RecordLines } from "./record-list.tsx";
import { quoted, type Row, type Salesforce } from "./salesforce.ts";
import { useAnswer } from "./use-answer.ts";

interface Relation {
  readonly title: string;
  readonly soql: (id: string) => string;
  readonly columns: readonly string[];
}

const RELATIONS: Readonly<Record<string, readonly Relation[]>> = {
  Account: [
    { title: "Contacts", soql: (id) => `SELECT Id, Name, Email FROM Contact WHERE AccountId = ${quoted(id)}`, columns: ["Name", "Email"] },
    {
      title: "Opportunities",
      soql: (id) => `SELECT Id, Name, StageName FROM Opportunity WHERE AccountId = ${quoted(id)}`,
      columns: ["Name", "StageName"],
    },
    {
      title: "Cases",
      soql: (id) => `SELECT Id, CaseNumber, Subject FROM Case WHERE AccountId = ${quoted(id)}`,
      columns: ["CaseNumber", "Subject"],
    },
  ],
  Contact: [
    {
      title: "Cases",
      soql: (id) => `SELECT Id, CaseNumber, Subject FROM Case WHERE ContactId = ${quoted(id)}`,
      columns: ["CaseNumber", "Subject"],
    },
  ],
};

/** Records that point to this one; of a task, the people it is shared with. */
export function RelatedRecords({ salesforce, type, id }: { readonly salesforce: Salesforce; readonly type: string; readonly id: string }) {
  if (type === "Task") return <People salesforce={salesforce} id={id} />;
  return (RELATIONS[type] ?? []).map((relation) => <Related key={relation.title} salesforce={salesforce} relation={relation} id={id} />);
}

function Related({ salesforce, relation, id }: { readonly salesforce: Salesforce; readonly relation: Relation; readonly id: string }) {
  const [rows] = useAnswer(`${relation.title} ${id}`, () => salesforce.query(relation.soql(id)));
  return (
    <section>
      <Subtitle2 as="h3">{relation.title}</Subtitle2>
      {rows.is === "failed" && <Text>{rows.why}</Text>}
      {rows.is === "found" &&
        (rows.value.length === 0 ? (
          <Text block>None.</Text>
        ) : (
          <RecordLines label={relation.title} rows={rows.value} columns={relation.columns} />
        ))}
    </section>
  );
}

/** TaskRelation exists where activities may have several people; elsewhere the task's own Name field says it all. */
function People({ salesforce, id }: { readonly salesforce: Salesforce; readonly id: string }) {
  const [rows] = useAnswer(`people ${id}`, async (): Promise<readonly Row[]> => {
    const relations = await salesforce
      .query(`SELECT RelationId FROM TaskRelation WHERE TaskId = ${quoted(id)} AND IsWhat = false`)
      .catch(() => []);
    return Promise.all(
      relations.map(async (relation) => ({
        Id: String(relation["RelationId"]),
        Name: await salesforce.nameOf(String(relation["RelationId"])),
      })),
    );
  });
  if (rows.is !== "found" || rows.value.length === 0) return null;
  return (
    <section>
      <Subtitle2 as="h3">People</Subtitle2>
      <RecordLines label="People" rows={rows.value} columns={["Name"]} />
    </section>
  );
}
