import { Button, Caption1, makeStyles, Spinner, Text, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { Copies, User } from "../../../shared/api/administration.ts";
import type { Problem } from "../../../shared/api/problem.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { useAgainEvery } from "../../components/use-again-every.ts";
import { useLoaded } from "../../components/use-loaded.ts";
import { count } from "../../components/wording.ts";
import type { AdministrationService } from "../../service/administration-service.ts";
import { problemFrom } from "../../service/http.ts";
import { copiesSentence } from "./copies-words.ts";

export interface CopiesPanelProps {
  readonly user: User;
  readonly service: AdministrationService;
  readonly close: () => void;
}

const LOOK_AGAIN_MS = 2_000;

/** What sync has made in a mailbox, and its removal: said first, done when it was confirmed, and watched until it is over (B5). */
export function CopiesPanel({ user, service, close }: CopiesPanelProps) {
  const styles = useStyles();
  const [found, again] = useLoaded(user.id, () => service.copies(user));
  const [asked, setAsked] = useState<"no" | "asking" | "yes">("no");
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const left = found.is === "found" ? total(found.value) : 0;
  useAgainEvery(asked === "yes" && left > 0 ? LOOK_AGAIN_MS : null, again);

  const remove = (): void => {
    setAsked("asking");
    setTrouble(null);
    service.removeCopies(user).then(
      () => {
        setAsked("yes");
        again();
      },
      (error: unknown) => {
        setAsked("no");
        setTrouble(problemFrom(error));
      },
    );
  };

  return (
    <Section title={`Copies in the mailbox of ${user.email}`}>
      {found.is === "loading" && <Spinner label="The copies are counted…" />}
      {found.is === "failed" && <ProblemNotice title="The copies could not be counted." problem={found.problem} again={again} />}
      {trouble !== null && <ProblemNotice title="Nothing was removed." problem={trouble} />}
      {found.is === "found" && (
        <>
          <output>{asked === "yes" ? progressSentence(left) : copiesSentence(found.value)}</output>
          {found.value.staying > 0 && (
            <Caption1 block>
              {count(found.value.staying, "meeting stays", "meetings stay")}: others take part, and would be mailed about the end.
            </Caption1>
          )}
          {asked !== "yes" && left > 0 && (
            <Text>
              Removed, contacts and events lie in Deleted Items; tasks have no such place, and are deleted. The records in Salesforce stay,
              and nothing is kept in step any longer. It can be undone from the journal, by the rule B5.
            </Text>
          )}
        </>
      )}
      <div className={styles.buttons}>
        {asked !== "yes" && left > 0 && (
          <Button appearance="primary" disabledFocusable={asked === "asking"} onClick={remove}>
            {`Remove ${count(left, "copy", "copies")}`}
          </Button>
        )}
        <Button onClick={close}>Close</Button>
      </div>
    </Section>
  );
}

const total = ({ counts }: Copies): number => counts.reduce((sum, { copies }) => sum + copies, 0);

const progressSentence = (left: number): string =>
  left === 0 ? "The copies are removed." : `${count(left, "copy is", "copies are")} left to be removed; what was changed meanwhile stays.`;

const useStyles = makeStyles({
  buttons: { display: "flex", columnGap: tokens.spacingHorizontalS },
});
