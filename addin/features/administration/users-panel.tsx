import { Button, makeStyles, Spinner, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { SyncSwitch, User } from "../../../shared/api/administration.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { usePages } from "../../components/use-pages.ts";
import { useAgainEvery } from "../../components/use-again-every.ts";
import type { AdministrationService } from "../../service/administration-service.ts";
import { CopiesPanel } from "./copies-panel.tsx";
import { DryRunPanel } from "./dry-run-panel.tsx";
import { SyncUsers } from "./sync-users.tsx";
import { UserTable } from "./user-table.tsx";
import { switchSentence } from "./user-words.ts";

const LOOK_AGAIN_MS = 3_000;

/** The pairs of mailbox and Salesforce user, with the switch of each. */
export function UsersPanel({ service }: { readonly service: AdministrationService }) {
  const styles = useStyles();
  const [said, setSaid] = useState("");
  const [tried, setTried] = useState<User | null>(null);
  const [cleared, setCleared] = useState<User | null>(null);
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
        {loaded.is === "found" && loaded.value.items.length > 0 && (
          <UserTable users={loaded.value.items} set={set} tryOut={setTried} showCopies={setCleared} />
        )}
        <div className={styles.buttons}>
          {loaded.is === "found" && loaded.value.next !== null && <Button onClick={more}>More users</Button>}
          <Button onClick={again}>Look again</Button>
        </div>
      </Section>
      {tried !== null && (
        <DryRunPanel
          key={tried.id}
          user={tried}
          service={service}
          switchOn={() => {
            set(tried, "on");
            setTried(null);
          }}
          close={() => setTried(null)}
        />
      )}
      {cleared !== null && <CopiesPanel key={cleared.id} user={cleared} service={service} close={() => setCleared(null)} />}
    </div>
  );
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  buttons: { display: "flex", columnGap: tokens.spacingHorizontalS },
});
