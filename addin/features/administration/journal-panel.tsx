import {
  Button,
  Caption1,
  Field,
  Input,
  makeStyles,
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useLocale } from "../../components/service-context.ts";
import { usePages } from "../../components/use-pages.ts";
import { exactly } from "../../components/wording.ts";
import type { AdministrationService, JournalEntry, JournalFilter } from "../../service/administration-service.ts";

const EVERYTHING: JournalFilter = { user: "", record: "", item: "", outcome: "" };
const FIELDS = [
  ["user", "Mailbox"],
  ["record", "Salesforce record id"],
  ["item", "Exchange item id"],
  ["outcome", "Outcome"],
] as const;

/** What was done, to what, and why not. Ids and reasons only: no content. */
export function JournalPanel({ service }: { readonly service: AdministrationService }) {
  const styles = useStyles();
  const [typed, setTyped] = useState(EVERYTHING);
  const [filter, setFilter] = useState(EVERYTHING);
  const { loaded, trouble, more, again } = usePages<JournalEntry>(JSON.stringify(filter), (cursor) => service.journal(filter, cursor));
  const search = (event: FormEvent): void => {
    event.preventDefault();
    if (typed === filter) again();
    else setFilter(typed);
  };
  return (
    <div className={styles.panel}>
      <form className={styles.form} onSubmit={search}>
        {FIELDS.map(([name, label]) => (
          <Field key={name} label={label}>
            <Input value={typed[name]} onChange={(_event, { value }) => setTyped({ ...typed, [name]: value })} />
          </Field>
        ))}
        <Button type="submit" appearance="primary">
          Search
        </Button>
      </form>
      {loaded.is === "loading" && <Spinner label="Reading the journal…" />}
      {loaded.is === "failed" && <ProblemNotice title="The journal could not be read." problem={loaded.problem} again={again} />}
      {loaded.is === "found" && loaded.value.items.length === 0 && <Text>Nothing in the journal answers to this.</Text>}
      {loaded.is === "found" && loaded.value.items.length > 0 && <EntryTable entries={loaded.value.items} />}
      {trouble !== null && <ProblemNotice problem={trouble} />}
      {loaded.is === "found" && loaded.value.next !== null && <Button onClick={more}>Earlier entries</Button>}
    </div>
  );
}

function EntryTable({ entries }: { readonly entries: readonly JournalEntry[] }) {
  const styles = useStyles();
  const locale = useLocale();
  return (
    <Table size="small" aria-label="Journal">
      <TableHeader>
        <TableRow>
          {["Time", "Mailbox", "What", "Outcome", "Item and record"].map((head) => (
            <TableHeaderCell key={head}>{head}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {entries.map((entry, position) => (
          <TableRow key={`${position} ${entry.time}`}>
            <TableCell>{exactly(entry.time, locale)}</TableCell>
            <TableCell className={styles.cell}>{entry.user}</TableCell>
            <TableCell className={styles.cell}>
              {entry.kind}: {entry.action}
            </TableCell>
            <TableCell className={styles.cell}>
              {entry.outcome}
              {entry.reason !== null && <Caption1 block>{entry.reason}</Caption1>}
            </TableCell>
            <TableCell className={styles.cell}>
              <Caption1>{[entry.item, entry.record].filter((id) => id !== null).join(" → ")}</Caption1>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  form: { display: "flex", flexWrap: "wrap", alignItems: "flex-end", gap: tokens.spacingHorizontalM },
  cell: { overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
});
