import { Link, Text } from "@fluentui/react-components";
import { addressOf, TABS } from "./place.ts";
import type { Row, Salesforce } from "./salesforce.ts";
import { useAnswer } from "./use-answer.ts";

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  Contact: ["Name", "Email", "Account.Name"],
  Lead: ["Name", "Email", "Company"],
  Account: ["Name"],
  Opportunity: ["Name", "StageName", "CloseDate"],
  Task: ["Subject", "Status", "ActivityDate"],
  Case: ["CaseNumber", "Subject", "Status"],
};

/** The newest two hundred of a kind that the user may see. */
export function RecordList({ salesforce, type }: { readonly salesforce: Salesforce; readonly type: string }) {
  const columns = COLUMNS[type] ?? ["Name"];
  const [rows] = useAnswer(type, () =>
    salesforce.query(`SELECT Id, ${columns.join(", ")} FROM ${type} ORDER BY CreatedDate DESC LIMIT 200`),
  );
  if (rows.is === "loading") return <Text>Reading…</Text>;
  if (rows.is === "failed") return <Text role="alert">{rows.why}</Text>;
  if (rows.value.length === 0) return <Text>No {type.toLowerCase()} that you can see.</Text>;
  return <RecordLines label={TABS.find(([one]) => one === type)?.[1] ?? type} rows={rows.value} columns={columns} />;
}

export function RecordLines({
  label,
  rows,
  columns,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
}) {
  return (
    <ul aria-label={label}>
      {rows.map((row) => {
        const [name = "", ...more] = columns.map((column) => valueAt(row, column));
        return (
          <li key={row.Id}>
            <Link href={addressOf(row.Id)}>{name === "" ? "(no name)" : name}</Link>
            {more.filter((value) => value !== "").length > 0 && ` · ${more.filter((value) => value !== "").join(" · ")}`}
          </li>
        );
      })}
    </ul>
  );
}

/** `Account.Name` of a row, as text. */
function valueAt(row: Row, column: string): string {
  const value = column
    .split(".")
    .reduce<unknown>((at, part) => (typeof at === "object" && at !== null ? (at as Readonly<Record<string, unknown>>)[part] : null), row);
  return value === null || value === undefined ? "" : String(value);
}
