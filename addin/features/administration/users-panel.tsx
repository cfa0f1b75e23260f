import { Button, Caption1, makeStyles, Select, Spinner, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, Text, tokens } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { SyncSwitch, User } from "../../../shared/api/administration.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { useLoaded } from "../../components/use-loaded.ts";
import type { AdministrationService } from "../../service/administration-service.ts";
import { problemFrom } from "../../service/http.ts";
import { SyncUsers } from "./sync-users.tsx";
import { switchSentence, userStateWord } from "./user-words.ts";

/** The pairs of mailbox and Salesforce user, with the switch of each. */
export function UsersPanel({ service }: { readonly service: AdministrationService }) {
  const styles = useStyles();
  const [first, again] = useLoaded("users", () => service.users(null));
  const [users, setUsers] = useState<{ readonly items: readonly User[]; readonly next: string | null }>({ items: [], next: null });
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    if (first.is === "found") setUsers(first.value);
  }, [first]);

  const failed = (error: unknown): void => setProblem(problemFrom(error));
  const more = (): void => {
    service.users(users.next).then((page) => setUsers({ items: [...users.items, ...page.items], next: page.next }), failed);
  };
  const set = (user: User, sync: SyncSwitch): void => {
    setProblem(null);
    service.switchSync(user, sync).then((changed) => {
      setUsers((before) => ({ ...before, items: before.items.map((one) => (one.id === changed.id ? changed : one)) }));
      setSaid(`${user.email}: ${switchSentence(sync)}`);
    }, failed);
  };

  return (
    <div className={styles.panel}>
      <SyncUsers service={service} applied={again} />
      <Section title="Users">
        <Text role="status">{said}</Text>
        {problem !== null && <ProblemNotice title="The user was not changed." problem={problem} />}
        {first.is === "loading" && <Spinner label="Asking for the users…" />}
        {first.is === "failed" && <ProblemNotice title="The users could not be read." problem={first.problem} again={again} />}
        {first.is === "found" && users.items.length === 0 && <Text>No pairs yet. Press “Propose pairs”.</Text>}
        {users.items.length > 0 && <UserTable users={users.items} set={set} />}
        <div className={styles.buttons}>
          {users.next !== null && <Button onClick={more}>More users</Button>}
          <Button onClick={again}>Look again</Button>
        </div>
      </Section>
    </div>
  );
}

function UserTable({ users, set }: { readonly users: readonly User[]; readonly set: (user: User, sync: SyncSwitch) => void }) {
  const styles = useStyles();
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Users and their sync">
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
                {user.reason !== null && <Caption1 block>{user.reason}</Caption1>}
              </TableCell>
              <TableCell>
                <Select size="small" value={user.sync} aria-label={`Sync of ${user.email}`} onChange={(_event, { value }) => set(user, value as SyncSwitch)}>
                  <option value="on">On</option>
                  <option value="paused">Paused</option>
                  <option value="off">Off</option>
                </Select>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  scroll: { overflowX: "auto" },
  cell: { overflowWrap: "anywhere", paddingBlock: tokens.spacingVerticalXS },
  buttons: { display: "flex", columnGap: tokens.spacingHorizontalS },
});
