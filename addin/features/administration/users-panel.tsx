import {
  Button,
  Caption1,
  makeStyles,
  Select,
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
import { useState } from "react";
import type { SyncSwitch, User } from "../../../shared/api/administration.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { usePages } from "../../components/use-pages.ts";
import { FirstSyncProgress } from "../../components/first-sync-progress.tsx";
import { stoppedSentence } from "../../components/first-sync-words.ts";
import { useLocale } from "../../components/service-context.ts";
import { useAgainEvery } from "../../components/use-again-every.ts";
import type { AdministrationService } from "../../service/administration-service.ts";
import { SyncUsers } from "./sync-users.tsx";
import { switchSentence, userStateWord } from "./user-words.ts";

const LOOK_AGAIN_MS = 3_000;

/** The pairs of mailbox and Salesforce user, with the switch of each. */
export function UsersPanel({ service }: { readonly service: AdministrationService }) {
  const styles = useStyles();
  const [said, setSaid] = useState("");
  const { loaded, trouble, more, again, change } = usePages<User>("users", (cursor) => service.users(cursor));
  const moves =
    loaded.is === "found" && loaded.value.next === null && loaded.value.items.some((user) => user.firstSync && user.sync === "on");
  useAgainEvery(moves ? LOOK_AGAIN_MS : null, again);
  const set = (user: User, sync: SyncSwitch): void => {
    setSaid("");
    const work = service.switchSync(user, sync).then((changed) => {
      setSaid(`${user.email}: ${switchSentence(sync, user.sync)}`);
      return changed;
    });
    change(work, (one) => one.id === user.id);
  };

  return (
    <div className={styles.panel}>
      <SyncUsers service={service} applied={again} />
      <Section title="Users">
        <output>{said}</output>
        {trouble !== null && <ProblemNotice title="That did not work." problem={trouble} />}
        {loaded.is === "loading" && <Spinner label="Asking for the users…" />}
        {loaded.is === "failed" && <ProblemNotice title="The users could not be read." problem={loaded.problem} again={again} />}
        {loaded.is === "found" && loaded.value.items.length === 0 && <Text>No pairs yet. Press “Propose pairs”.</Text>}
        {loaded.is === "found" && loaded.value.items.length > 0 && <UserTable users={loaded.value.items} set={set} />}
        <div className={styles.buttons}>
          {loaded.is === "found" && loaded.value.next !== null && <Button onClick={more}>More users</Button>}
          <Button onClick={again}>Look again</Button>
        </div>
      </Section>
    </div>
  );
}

function UserTable({ users, set }: { readonly users: readonly User[]; readonly set: (user: User, sync: SyncSwitch) => void }) {
  const styles = useStyles();
  const locale = useLocale();
  return (
    <Table size="small" aria-label="Users">
      <TableHeader>
        <TableRow>
          <TableHeaderCell>Mailbox</TableHeaderCell>
          <TableHeaderCell>Salesforce user</TableHeaderCell>
          <TableHeaderCell>State</TableHeaderCell>
          <TableHeaderCell>Sync</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {users.map((user) => (
          <TableRow key={user.id}>
            <TableCell className={styles.cell}>{user.email}</TableCell>
            <TableCell className={styles.cell}>{user.salesforceUsername}</TableCell>
            <TableCell className={styles.cell}>
              {userStateWord(user.state)}
              {user.firstSync && (
                <FirstSyncProgress
                  progress={user.firstSync}
                  of={user.email}
                  isBusy={false}
                  turn={user.sync === "on" || user.stopped ? (to) => set(user, to === "stop" ? "paused" : "on") : null}
                />
              )}
              {!user.firstSync && user.stopped && <Caption1 block>{stoppedSentence(user.stopped, locale)}</Caption1>}
              {user.reason !== null && <Caption1 block>{user.reason}</Caption1>}
            </TableCell>
            <TableCell>
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
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  cell: { overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
  buttons: { display: "flex", columnGap: tokens.spacingHorizontalS },
});
