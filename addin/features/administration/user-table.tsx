import {
  Button,
  Caption1,
  makeStyles,
  Select,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from "@fluentui/react-components";
import type { SyncSwitch, User } from "../../../shared/api/administration.ts";
import { FirstSyncProgress } from "../../components/first-sync-progress.tsx";
import { stoppedSentence } from "../../components/first-sync-words.ts";
import { useLocale } from "../../components/service-context.ts";
import { userStateWord } from "./user-words.ts";

export interface UserTableProps {
  readonly users: readonly User[];
  readonly set: (user: User, sync: SyncSwitch) => void;
  /** Shows what switching him on would do. */
  readonly tryOut: (user: User) => void;
  /** Shows what sync has made in his mailbox, and can be removed. */
  readonly showCopies: (user: User) => void;
}

/** One row a pair: how it stands, its first sync, and its switch. */
export function UserTable({ users, set, tryOut, showCopies }: UserTableProps) {
  const styles = useStyles();
  return (
    <Table size="small" aria-label="Users">
      <TableHeader>
        <TableRow>
          <TableHeaderCell>Mailbox</TableHeaderCell>
          <TableHeaderCell>Salesforce user</TableHeaderCell>
          <TableHeaderCell className={styles.state}>State</TableHeaderCell>
          <TableHeaderCell>Sync</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {users.map((user) => (
          <TableRow key={user.id}>
            <TableCell className={styles.cell}>{user.email}</TableCell>
            <TableCell className={styles.cell}>{user.salesforceUsername}</TableCell>
            <TableCell className={styles.cell}>
              <State user={user} set={set} />
            </TableCell>
            <TableCell className={styles.cell}>
              <Select
                size="small"
                value={user.sync}
                aria-label={`Sync of ${user.email}`}
                onChange={(_event, { value }) => set(user, value as SyncSwitch)}
              >
                <option value="on">On</option>
                <option value="paused">Paused</option>
                <option value="off">Off</option>
              </Select>
              {user.sync !== "on" && (user.sync === "off" || user.firstSync?.done === 0) && (
                <Button size="small" className={styles.tryOut} aria-label={`Dry run for ${user.email}`} onClick={() => tryOut(user)}>
                  Dry run
                </Button>
              )}
              {user.sync === "on" && (
                <Button size="small" className={styles.tryOut} aria-label={`Copies of ${user.email}`} onClick={() => showCopies(user)}>
                  Copies…
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function State({ user, set }: { readonly user: User; readonly set: UserTableProps["set"] }) {
  const locale = useLocale();
  const { firstSync, stopped, sync } = user;
  return (
    <>
      {firstSync && stopped ? "First sync stopped" : userStateWord(user.state)}
      {firstSync && (
        <FirstSyncProgress
          progress={firstSync}
          of={user.email}
          isBusy={false}
          turn={sync === "on" || stopped ? (to) => set(user, to === "stop" ? "paused" : "on") : null}
        />
      )}
      {!firstSync && stopped && <Caption1 block>{stoppedSentence(stopped, locale)}</Caption1>}
      {user.reason !== null && <Caption1 block>{user.reason}</Caption1>}
    </>
  );
}

const useStyles = makeStyles({
  cell: { overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
  state: { width: "36%" },
  tryOut: { marginTop: tokens.spacingVerticalXS },
});
