import { Button, makeStyles, Spinner, Text, tokens } from "@fluentui/react-components";
import type { Overview } from "../../../shared/api/administration.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { useLocale } from "../../components/service-context.ts";
import { useLoaded } from "../../components/use-loaded.ts";
import { count } from "../../components/wording.ts";
import type { AdministrationService } from "../../service/administration-service.ts";
import { userStateWord } from "./user-words.ts";

/** Whether all is well, and why not. */
export function OverviewPanel({ service }: { readonly service: AdministrationService }) {
  const [overview, again] = useLoaded("overview", () => service.overview());
  switch (overview.is) {
    case "loading":
      return <Spinner label="Asking the service…" />;
    case "failed":
      return <ProblemNotice title="The overview could not be read." problem={overview.problem} again={again} />;
    case "found":
      return <Known overview={overview.value} again={again} />;
  }
}

function Known({ overview, again }: { readonly overview: Overview; readonly again: () => void }) {
  const styles = useStyles();
  const number = new Intl.NumberFormat(useLocale());
  const states = Object.entries(overview.users);
  return (
    <div className={styles.panel}>
      <Section title="Connection">
        <output>
          <Text>{overview.connection.healthy ? "Connection healthy." : "The connection needs attention."}</Text>
        </output>
        {overview.connection.problems.map((problem) => (
          <ProblemNotice key={`${problem.code} ${problem.message}`} problem={problem} />
        ))}
        <Text>
          {overview.connection.wakeUp === "notifications"
            ? "Exchange tells Tandem of changes as they happen."
            : "Tandem asks both sides at intervals, as it has no public address to which Exchange could send changes (PUBLIC_URL)."}
        </Text>
      </Section>
      {overview.leftAlone.length > 0 && (
        <Section title="What the preset asks for and is left alone">
          {overview.leftAlone.map((problem) => (
            <ProblemNotice key={problem.message} intent="info" title={`For ${count(problem.users, "user", "users")}`} problem={problem} />
          ))}
        </Section>
      )}
      <Section title="Work">
        <Text>
          {overview.backlog === 0
            ? overview.settled
              ? "Nothing waits: everything seen so far is settled."
              : "Nothing waits in line; the last looks are under way."
            : `${count(overview.backlog, "item waits or is under way", "items wait or are under way")}.`}
        </Text>
        {overview.salesforceCalls !== null && (
          <Text>
            Salesforce calls today: {number.format(overview.salesforceCalls.used)} of {number.format(overview.salesforceCalls.limit)}.
          </Text>
        )}
      </Section>
      <Section title="Users">
        {states.length === 0 && <Text>No users yet. Sync users, on the next tab, proposes pairs.</Text>}
        <ul className={styles.list}>
          {states.map(([state, users]) => (
            <li key={state}>
              {userStateWord(state)}: {users}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Failures">
        {overview.failures.length === 0 && <Text>None.</Text>}
        <ul className={styles.list}>
          {overview.failures.map((failure) => (
            <li key={failure.code}>
              {failure.code}: {failure.count}
            </li>
          ))}
        </ul>
      </Section>
      <Button className={styles.again} onClick={again}>
        Look again
      </Button>
    </div>
  );
}

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
  again: { alignSelf: "flex-start" },
});
