import { Button, Caption1, Field, Input, makeStyles, Spinner, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, Text, tokens } from "@fluentui/react-components";
import { type FormEvent, useEffect, useState } from "react";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { useLocale } from "../../components/service-context.ts";
import { useLoaded } from "../../components/use-loaded.ts";
import { exactly } from "../../components/wording.ts";
import type { AdministrationService, JournalEntry, JournalFilter } from "../../service/administration-service.ts";
import { problemFrom } from "../../service/http.ts";
import type { Problem } from "../../../shared/api/problem.ts";

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
  const [first, again] = useLoaded(JSON.stringify(filter), () => service.journal(filter, null));
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
      {first.is === "loading" && <Spinner label="Reading the journal…" />}
      {first.is === "failed" && <ProblemNotice title="The journal could not be read." problem={first.problem} again={again} />}
      {first.is === "found" && <Entries key={JSON.stringify(filter)} first={first.value} more={(cursor) => service.journal(filter, cursor)} />}
    </div>
  );
}

type Page = Awaited<ReturnType<AdministrationService["journal"]>>;

function Entries({ first, more }: { readonly first: Page; readonly more: (cursor: string) => Promise<Page> }) {
  const [shown, setShown] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => setShown(first), [first]);
  if (shown.items.length === 0) return <Text>Nothing in the journal answers to this.</Text>;
  const next = (): void => {
    if (shown.next === null) return;
    more(shown.next).then(
      (page) => setShown({ items: [...shown.items, ...page.items], next: page.next }),
      (error: unknown) => setProblem(problemFrom(error)),
    );
  };
  return (
    <>
      <EntryTable entries={shown.items} />
      {problem !== null && <ProblemNotice problem={problem} />}
      {shown.next !== null && <Button onClick={next}>Earlier entries</Button>}
    </>
  );
}

function EntryTable({ entries }: { readonly entries: readonly JournalEntry[] }) {
  const styles = useStyles();
  const locale = useLocale();
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Journal entries">
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
    </div>
  );
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  form: { display: "flex", flexWrap: "wrap", alignItems: "flex-end", gap: tokens.spacingHorizontalM },
  scroll: { overflowX: "auto" },
  cell: { overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
});
