import { Button, Caption1, makeStyles, ProgressBar, Text, tokens } from "@fluentui/react-components";
import type { Progress } from "../../shared/api/progress.ts";
import { kindSentence, progressSentence, stoppedSentence } from "./first-sync-words.ts";
import { useLocale } from "./service-context.ts";

export interface FirstSyncProgressProps {
  readonly progress: Progress;
  /** Whose, where it is one of many: for the names of the bar and the button. */
  readonly of?: string;
  readonly isBusy: boolean;
  /** Null: not his to stop or to continue. */
  readonly turn: ((to: "stop" | "continue") => void) | null;
}

/** How far a first sync is, kind by kind, with what stops it and lets it go on (B4). */
export function FirstSyncProgress({ progress, of, isBusy, turn }: FirstSyncProgressProps) {
  const styles = useStyles();
  const locale = useLocale();
  const { done, of: all, kinds, reading, stopped } = progress;
  const whose = of === undefined ? "" : ` of ${of}`;
  const known = all > 0 && (!reading || stopped !== null);
  return (
    <div className={styles.progress}>
      <ProgressBar aria-label={`First sync${whose}`} {...(known ? { value: done, max: all } : {})} />
      <Text block>{progressSentence(progress, locale)}</Text>
      <ul className={styles.kinds} aria-label={`First sync${whose} by kind`}>
        {kinds.map((kind) => (
          <li key={kind.kind}>
            <Caption1>{kindSentence(kind, locale)}</Caption1>
          </li>
        ))}
      </ul>
      {stopped !== null && <Caption1 block>{stoppedSentence(stopped, locale)}</Caption1>}
      {turn !== null && (
        <Button
          size="small"
          className={styles.turn}
          disabledFocusable={isBusy}
          aria-label={`${stopped === null ? "Stop" : "Continue"} the first sync${whose}`}
          onClick={() => turn(stopped === null ? "stop" : "continue")}
        >
          {stopped === null ? "Stop" : "Continue"}
        </Button>
      )}
    </div>
  );
}

const useStyles = makeStyles({
  progress: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS, minWidth: 0 },
  kinds: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
  turn: { alignSelf: "flex-start" },
});
