import { Button, Caption1, makeStyles, tokens } from "@fluentui/react-components";
import type { UndoReply } from "../../shared/api/administration.ts";
import type { UndoHow } from "../service/undo-how.ts";
import { ProblemNotice } from "./problem-notice.tsx";
import { useUndo } from "./use-undo.ts";
import { count } from "./wording.ts";

export interface UndoButtonProps {
  /** What was done, for the name of the button: "contact: update in Outlook". */
  readonly what: string;
  readonly ask: (how: UndoHow) => Promise<UndoReply>;
  readonly undone: () => void;
}

/** Says first what undoing comes to, then does it. */
export function UndoButton({ what, ask, undone }: UndoButtonProps) {
  const styles = useStyles();
  const { state, look, act, leave } = useUndo(ask, undone);
  switch (state.is) {
    case "idle":
    case "busy":
      return (
        <div>
          <Button size="small" disabledFocusable={state.is === "busy"} onClick={look} aria-label={`Undo ${what}`}>
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
