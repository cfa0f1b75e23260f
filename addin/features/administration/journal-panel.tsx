import { Button, Field, Input, makeStyles, Spinner, Text, tokens } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { usePages } from "../../components/use-pages.ts";
import type { AdministrationService, JournalEntry, JournalFilter } from "../../service/administration-service.ts";
import { EntryTable } from "./entry-table.tsx";
import { RuleChoice } from "./rule-choice.tsx";
import { UndoTime } from "./undo-time.tsx";
import { WhySearch } from "./why-search.tsx";

const EVERYTHING: JournalFilter = { user: "", record: "", item: "", outcome: "", rule: "" };
const FIELDS = [
  ["user", "Mailbox"],
  ["record", "Salesforce record id"],
  ["item", "Exchange item id"],
  ["outcome", "Outcome"],
] as const;

/** What was done, to what, and why not; with the values for those who may see content (A7), and the way back (P2). */
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
        <RuleChoice rule={typed.rule} choose={(rule) => setTyped({ ...typed, rule })} />
        <Button type="submit" appearance="primary">
          Search
        </Button>
      </form>
      <WhySearch service={service} />
      <UndoTime service={service} undone={again} />
      {loaded.is === "loading" && <Spinner label="Reading the journal…" />}
      {loaded.is === "failed" && <ProblemNotice title="The journal could not be read." problem={loaded.problem} again={again} />}
      {loaded.is === "found" && loaded.value.items.length === 0 && <Text>Nothing in the journal answers to this.</Text>}
      {loaded.is === "found" && loaded.value.items.length > 0 && (
        <EntryTable entries={loaded.value.items} service={service} undone={again} />
      )}
      {trouble !== null && <ProblemNotice problem={trouble} />}
      {loaded.is === "found" && loaded.value.next !== null && <Button onClick={more}>Earlier entries</Button>}
    </div>
  );
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  form: { display: "flex", flexWrap: "wrap", alignItems: "flex-end", gap: tokens.spacingHorizontalM },
});
