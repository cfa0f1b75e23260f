import { Button, Caption1, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { useState } from "react";
import type { Me } from "../../../shared/api/me.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import type { Loaded } from "../../components/use-loaded.ts";
import { count } from "../../components/wording.ts";
import { AttentionGroup } from "./attention-group.tsx";
import { ConflictCard } from "./conflict-card.tsx";
import { groupsOf, isConflict } from "./groups.ts";
import { useAttention } from "./use-attention.ts";

/** What of the whole mailbox waits for its owner, whichever mail is open, and his answers (B4, M1, M3, M5, C6). */
export function AttentionPanel({ asked }: { readonly asked: Loaded<Me> }) {
  const styles = useStyles();
  const { listed, answering, said, answer, more, again } = useAttention(asked);
  const [isOpen, setOpen] = useState(false);
  if (listed.is === "failed") return <ProblemNotice title="What needs you could not be read." problem={listed.problem} again={again} />;
  if (listed.is === "loading") return <Spinner size="tiny" label="Looking what needs you…" />;
  const { items, total, next } = listed.value;
  return (
    <div className={styles.panel}>
      {total > 0 && (
        <details className={styles.details} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{count(total, "item needs you", "items need you")}</summary>
          <ul className={styles.conflicts} aria-label="Conflicts">
            {items.filter(isConflict).map((item) => (
              <ConflictCard
                key={`${item.id} ${item.answered}`}
                item={item}
                isBusy={answering.is === "sending"}
                answer={(given) => answer([item], given)}
              />
            ))}
          </ul>
          {groupsOf(items.filter((item) => !isConflict(item))).map((group) => (
            <AttentionGroup key={group.key} group={group} isBusy={answering.is === "sending"} answer={answer} />
          ))}
          {next !== null && <Button onClick={more}>More</Button>}
        </details>
      )}
      {answering.is === "refused" && <ProblemNotice title="That was not taken." problem={answering.problem} />}
      <output>
        <Caption1>{said}</Caption1>
      </output>
    </div>
  );
}

const useStyles = makeStyles({
  conflicts: { margin: 0, paddingLeft: 0 },
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS, minWidth: 0 },
  details: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, paddingTop: tokens.spacingVerticalS, minWidth: 0 },
});
