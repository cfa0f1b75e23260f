import { Button, Caption1, makeStyles, tokens } from "@fluentui/react-components";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import { count } from "../../components/wording.ts";
import type { AdministrationService, JournalEntry } from "../../service/administration-service.ts";
import { useUndo } from "./use-undo.ts";

export interface UndoButtonProps {
  readonly entry: JournalEntry;
  readonly service: AdministrationService;
  readonly undone: () => void;
}

/** Says first what undoing comes to, then does it. */
export function UndoButton({ entry, service, undone }: UndoButtonProps) {
  const styles = useStyles();
  const { state, look, act, leave } = useUndo((how) => service.undo(entry.id, how), undone);
  switch (state.is) {
    case "idle":
    case "busy":
      return (
        <div>
          <Button size="small" disabledFocusable={state.is === "busy"} onClick={look} aria-label={`Undo ${entry.kind}: ${entry.action}`}>
            Undo
          </Button>
        </div>
      );
    case "failed":
      return <ProblemNotice title="This is not undone." problem={state.problem} again={look} />;
    case "done":
      return (
        <output>
          <Caption1>Undone with the next cycle of the mailbox, in a moment; the journal tells how it went.</Caption1>
        </output>
      );
    case "asked": {
      const [item] = state.reply.items;
      if (item?.problem) return <ProblemNotice title="This cannot be undone." problem={item.problem} again={look} />;
      const { mails } = state.reply;
      return (
        <fieldset className={styles.asked} aria-label="Undo this?">
          <Caption1 block>
            {item?.effect} {mails > 0 && `Exchange would mail ${count(mails, "person", "people")} about it.`}
          </Caption1>
          <div className={styles.buttons}>
            <Button size="small" appearance="primary" onClick={act}>
              {mails > 0 ? `Undo it, and mail ${count(mails, "person", "people")}` : "Undo it"}
            </Button>
            <Button size="small" onClick={leave}>
              Leave it
            </Button>
          </div>
        </fieldset>
      );
    }
  }
}

const useStyles = makeStyles({
  asked: { border: "none", margin: 0, padding: 0, minWidth: 0 },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalXS },
});
