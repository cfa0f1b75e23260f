import {
  Caption1,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from "@fluentui/react-components";
import { fieldWord } from "../../../shared/records/field-words.ts";
import type { Kind } from "../../../shared/records/fields.ts";
import { useLocale } from "../../components/service-context.ts";
import { valueWords } from "../../components/value-words.ts";
import { exactly } from "../../components/wording.ts";
import type { AdministrationService, JournalEntry } from "../../service/administration-service.ts";
import { UndoButton } from "../../components/undo-button.tsx";

export interface EntryTableProps {
  readonly entries: readonly JournalEntry[];
  readonly service: AdministrationService;
  /** Something was undone: the journal has more to tell. */
  readonly undone: () => void;
}

export function EntryTable({ entries, service, undone }: EntryTableProps) {
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
        {entries.map((entry) => (
          <TableRow key={entry.id}>
            <TableCell className={styles.cell}>{exactly(entry.time, locale)}</TableCell>
            <TableCell className={styles.cell}>{entry.user}</TableCell>
            <TableCell className={styles.cell}>
              {entry.kind}: {entry.action}
              <Changes entry={entry} locale={locale} />
            </TableCell>
            <TableCell className={styles.cell}>
              {entry.outcome}
              {entry.reason !== null && <Caption1 block>{entry.reason}</Caption1>}
              {entry.rules.map(({ id, words }) => (
                <Caption1 block key={id}>
                  {id}: {words}
                </Caption1>
              ))}
              {entry.undoable && (
                <UndoButton what={`${entry.kind}: ${entry.action}`} ask={(how) => service.undo(entry.id, how)} undone={undone} />
              )}
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

/** Field by field, what was before and what came after. Of something made or removed there is one of the two. */
function Changes({ entry: { kind, before, after }, locale }: { readonly entry: JournalEntry; readonly locale: string }) {
  const fields = Object.keys({ ...before, ...after });
  const told = (values: JournalEntry["before"], field: string) => (values === null ? null : valueWords(values[field] ?? null, locale));
  return fields.map((field) => (
    <Caption1 block key={field}>
      {fieldWord(kind as Kind, field)}: {[told(before, field), told(after, field)].filter((value) => value !== null).join(" → ")}
    </Caption1>
  ));
}

const useStyles = makeStyles({ cell: { overflowWrap: "anywhere", verticalAlign: "top", paddingBlock: tokens.spacingVerticalXS } });
