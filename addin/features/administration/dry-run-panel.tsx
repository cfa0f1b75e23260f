import { Button, Caption1, makeStyles, Spinner, Text, tokens } from "@fluentui/react-components";
import type { DryRun } from "../../../shared/api/dry-run.ts";
import type { User } from "../../../shared/api/administration.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { Section } from "../../components/section.tsx";
import { useLocale } from "../../components/service-context.ts";
import { useLoaded } from "../../components/use-loaded.ts";
import type { AdministrationService } from "../../service/administration-service.ts";
import { costSentences, kindWord, lineSentence } from "./dry-run-words.ts";

export interface DryRunPanelProps {
  readonly user: User;
  readonly service: AdministrationService;
  readonly switchOn: () => void;
  readonly close: () => void;
}

/** What switching a user on would do, before anything is written (B4). */
export function DryRunPanel({ user, service, switchOn, close }: DryRunPanelProps) {
  const styles = useStyles();
  const [found, again] = useLoaded(user.id, () => service.dryRun(user));
  return (
    <Section title={`Dry run for ${user.email}`}>
      {found.is === "loading" && <Spinner label="Both sides are read, and nothing is written…" />}
      {found.is === "failed" && <ProblemNotice title="There is no dry run." problem={found.problem} again={again} />}
      <output>{found.is === "found" && "Nothing was written on either side. Switched on now, this would happen:"}</output>
      {found.is === "found" && <Found dryRun={found.value} />}
      <div className={styles.buttons}>
        {found.is === "found" && (
          <Button appearance="primary" onClick={switchOn}>
            Switch on
          </Button>
        )}
        <Button onClick={close}>Close</Button>
      </div>
    </Section>
  );
}

function Found({ dryRun }: { readonly dryRun: DryRun }) {
  const styles = useStyles();
  const locale = useLocale();
  return (
    <>
      <dl className={styles.kinds}>
        {dryRun.kinds.map(({ kind, lines, problem }) => (
          <div key={kind}>
            <dt>
              <Text weight="semibold">{kindWord(kind)}</Text>
            </dt>
            <dd className={styles.lines}>
              {problem !== null && <ProblemNotice problem={problem} />}
              {problem === null && lines.length === 0 && <Text>Nothing.</Text>}
              <ul className={styles.list}>
                {lines.map((line) => (
                  <li key={`${line.does} ${line.on} ${line.reason}`}>
                    <Text>{lineSentence(line, locale)}</Text>
                    {line.samples.length > 0 && <Caption1 block>Such as: {line.samples.join("; ")}</Caption1>}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
      {!dryRun.complete && <Text>There is more than was looked at: these are the first of each kind.</Text>}
      {costSentences(dryRun, locale).map((sentence) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
    </>
  );
}

const useStyles = makeStyles({
  kinds: { margin: 0, display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS, overflowWrap: "anywhere" },
  lines: { margin: 0 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
  buttons: { display: "flex", columnGap: tokens.spacingHorizontalS },
});
