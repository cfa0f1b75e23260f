import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { SyncUsersReply } from "../../../shared/api/administration.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { count } from "../../components/wording.ts";
import type { AdministrationService } from "../../service/administration-service.ts";
import { problemFrom } from "../../service/http.ts";

type Difference =
  | { readonly is: "not-asked" }
  | { readonly is: "asking" }
  | { readonly is: "proposed"; readonly difference: SyncUsersReply }
  | { readonly is: "failed"; readonly problem: Problem };

/** Sync users: first the difference, then, when the administrator says so, the change. */
export function SyncUsers({ service, applied }: { readonly service: AdministrationService; readonly applied: () => void }) {
  const styles = useStyles();
  const [state, setState] = useState<Difference>({ is: "not-asked" });
  const ask = (apply: boolean): void => {
    setState({ is: "asking" });
    service.syncUsers(apply).then(
      (difference) => {
        setState({ is: "proposed", difference });
        if (difference.applied) applied();
      },
      (error: unknown) => setState({ is: "failed", problem: problemFrom(error) }),
    );
  };
  const changes =
    state.is === "proposed" && !state.difference.applied ? state.difference.added.length + state.difference.removed.length : 0;
  return (
    <Section title="Sync users">
      <Text>
        Mailboxes and Salesforce users are paired by their e-mail address. Nothing changes before you apply it; new pairs start with sync
        off.
      </Text>
      <div className={styles.buttons}>
        <Button disabledFocusable={state.is === "asking"} onClick={() => ask(false)}>
          Propose pairs
        </Button>
        {changes > 0 && (
          <Button appearance="primary" onClick={() => ask(true)}>
            Apply {count(changes, "change", "changes")}
          </Button>
        )}
      </div>
      <output className={styles.said}>
        {state.is === "asking" && <Text>Comparing both sides…</Text>}
        {state.is === "proposed" && <Proposal difference={state.difference} />}
      </output>
      {state.is === "failed" && <ProblemNotice title="Users were not compared." problem={state.problem} />}
    </Section>
  );
}

function Proposal({ difference }: { readonly difference: SyncUsersReply }) {
  const { added, removed, unchanged, unmatched, applied } = difference;
  return (
    <>
      <Text block>
        {applied ? "Applied. " : ""}
        {count(added.length, "pair", "pairs")} {applied ? "added" : "to add"}, {removed.length} {applied ? "removed" : "to remove"},{" "}
        {unchanged.length} unchanged.
      </Text>
      <Rows title="New" rows={added.map((pair) => [pair.email, pair.salesforceUsername])} />
      <Rows title="Removed" rows={removed.map((pair) => [pair.email, pair.reason])} />
      <Rows title="Not paired" rows={unmatched.map((one) => [one.email, one.reason])} />
    </>
  );
}

function Rows({ title, rows }: { readonly title: string; readonly rows: readonly (readonly [string, string])[] }) {
  const styles = useStyles();
  if (rows.length === 0) return null;
  return (
    <>
      <Text block weight="semibold">
        {title}
      </Text>
      <ul className={styles.list}>
        {rows.map(([email, detail]) => (
          <li key={`${email} ${detail}`}>
            {email}: {detail}
          </li>
        ))}
      </ul>
    </>
  );
}

const useStyles = makeStyles({
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  said: { display: "block", overflowWrap: "anywhere" },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
});
